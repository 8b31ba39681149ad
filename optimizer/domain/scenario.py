"""The scenario: what one applicant has and wants.

The field defaults are the default scenario; the annotations are the bounds that
the reader, the JSON Schema and the page all take from here. So are the sentences under
the fields: they are the help on the page, the descriptions in the schema and the
meanings in ``docs/scenario.md``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Annotated, Any, Literal, get_args

from annotated_types import Ge, Le, Len
from pydantic import ConfigDict, TypeAdapter

from optimizer.domain.applicant import (
    Applicant,
    Booked,
    Letter,
    LetterForm,
    Letters,
    Names,
    Preferences,
    frozen_map,
)
from optimizer.domain.records import (
    Day,
    Days,
    Dollars,
    FoundOut,
    Kind,
    Reply,
    Text,
    Year,
)

MOST_FOUND_OUT = 200
MOST_DONE = 300
MOST_ROTATIONS, MOST_LETTERS, MOST_REQUESTS = 6, 10, 20

Month = Annotated[int, Ge(1), Le(12)]
Rotations = Annotated[int, Ge(0), Le(MOST_ROTATIONS)]
Span = tuple[Day, Day]
Acceptance = Literal["expected", "certain"]
Grade = Literal["confirmed", "likely", "unclear", "cold"]
GRADES: tuple[Grade, ...] = get_args(Grade)
"""How sure it is that a host takes the applicant, the surest first."""
Answer = Literal["asked", "accepted", "refused", "silent", "paid"]
Interview = Literal["invited", "done", "declined", "refused"]
"""What came of an application: an invitation, taken or declined, or a no."""
INTERVIEWED: tuple[Interview, ...] = ("invited", "done")
"""The applicant is interviewed there, or will be."""
ListWish = Literal["signal", "apply", "out"]

Evidence = Literal["central", "cautious", "blended"]
Prices = Literal["assumed", "cautious"]
"""How far effects that nobody has measured in IMGs are believed."""
RegionLimits = Annotated[tuple[tuple[str, int], ...], frozen_map(Rotations)]
Interviews = Annotated[tuple[tuple[str, Interview], ...], frozen_map(Interview)]
ListWishes = Annotated[tuple[tuple[str, ListWish], ...], frozen_map(ListWish)]
Answers = Annotated[tuple[tuple[str, Answer], ...], frozen_map(Answer)]


DaysOf = Annotated[tuple[tuple[str, dt.date], ...], frozen_map(Day)]
TookPlace = Annotated[
    tuple[tuple[str, Literal["yes", "no"]], ...], frozen_map(Literal["yes", "no"])
]
ReplyDays = Annotated[tuple[tuple[str, Reply], ...], frozen_map(Reply)]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What one applicant has and wants, on the day ``today``.

    ``season`` and ``today`` have no default here: the reader takes the calendar's
    day and the season that is being planned on it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    season: Year
    """The year in whose July residency starts."""
    today: Day
    """Deadlines are counted from this day."""
    applicant: Applicant = field(default_factory=Applicant)
    """Who applies."""
    budget_usd: Dollars = 10_000
    """All you can spend on rotations: fees, rooms, food, travel and getting to the US.
    As far as prices are known, a plan costs no more, even if every host says yes.
    Application fees of the season come on top."""
    arrival_usd: Dollars = 1_200
    """Flights and visa fees, counted once if there is any rotation."""
    home_trip_usd: Dollars | None = None
    """Going home and back between two rotations, where that is cheaper than waiting or
    your visa needs it. Empty: as much as getting to the US."""
    settle_days: Days = 0
    """Days you want in the US before the first rotation of a visit. Each costs a day
    without a rotation, and counts for the days that you may stay."""
    spent_usd: Dollars = 0
    """Part of the budget that is gone."""
    housing: Literal["low", "mid", "high"] = "mid"
    """Which price of a room to count with in each city."""
    free_housing: Names = ()
    """Cities where friends or family put you up: rooms there cost nothing."""
    waiting_usd_per_day: Annotated[int, Ge(0), Le(1_000)] = 50
    """What a day in the US without a rotation costs you. The first three days between
    two rotations are free."""
    window_start: Day | None = None
    """First day on which a rotation may run. Empty: the start of the season."""
    window_end: Day | None = None
    """Last day on which a rotation may run. Empty: the end of the season."""
    months: Annotated[tuple[Month, ...], Len(0, 12)] | None = None
    """Months in which you can be in the US. A rotation fits only if all its days lie in
    months you ticked."""
    free_dates: Annotated[tuple[Span, ...], Len(0, 50)] = ()
    """Exact days on which you can be in the US: a rotation fits only if it lies in one
    of these ranges. None: all days of the months you ticked."""
    blackouts: Annotated[tuple[Span, ...], Len(0, 50)] = ()
    """Exams, weddings, visa interviews: no rotation touches these days. A single day
    may lie in a rotation, with a warning."""
    gap_days: Days = 2
    """Free days you want between two rotations, weekends included."""
    max_stay_days: Days | None = None
    """The longest visit, from your arrival to the last day of its last rotation. Going
    home ends a visit. Empty: only your visa sets a limit."""
    max_idle_days: Days | None = None
    """The longest pause you accept between two rotations without going home. Empty:
    any."""
    max_weeks_away: Annotated[int, Ge(0), Le(52)] | None = None
    """The most weeks that all rotations may take together, if your school sets a limit.
    Booked ones count too. Empty: any."""
    min_rotations: Rotations = 1
    """The fewest rotations a plan may have. Booked ones count too."""
    max_rotations: Rotations = 3
    """The most rotations a plan may have. Booked ones count too."""
    min_letters: Letters = 1
    """Letters of physiatrists: those you have, plus one from each PM&R rotation that
    ends early enough, as if its host accepts you."""
    letters_by: Day | None = None
    """A letter that comes later still helps a little. Empty: the day on which programs
    start reading applications."""
    letters: Annotated[tuple[Letter, ...], Len(0, MOST_LETTERS)] = ()
    """Letters you have beside the plain ones of this season by physiatrists: of another
    kind, from last season, or standardized. How much each counts is our guess."""
    letters_each: Annotated[int, Ge(1), Le(4)] = 1
    """Letters you ask for at each new rotation. A second one from a program adds less
    than one from another program. The wish for letters on time counts each rotation
    once."""
    letter_form: LetterForm = "plain"
    """What you ask writers of new letters for: their own words, or a standardized
    evaluation."""
    letter_asked: Literal["end", "first_week"] = "end"
    """Who is asked in the first week can write while you are there. It is then ready
    earlier, but never before your last day."""
    processing_days: Days | None = None
    """Days from upload until programs can read a letter. Empty: as we guess."""
    min_hands_on: Rotations = 0
    """Asks the plan for this many hands-on rotations."""
    kind: Kind | None = None
    """Hands-on: you examine patients under supervision. Observership: you watch.
    Hands-on letters carry more weight."""
    min_receptive: Rotations = 0
    """Counts rotations at programs that interview applicants like you at a middle rate
    or more often."""
    min_in_ties: Rotations = 0
    """Counts rotations in the states and cities you named under Ties."""
    required_states: Names = ()
    """The plan has at least one rotation in each of them."""
    max_per_region: RegionLimits = ()
    """Choose regions, then say how many rotations there are enough."""
    min_focus_areas: Annotated[int, Ge(0), Le(30)] = 0
    """How many fields of PM&R all rotations cover together. Only the fields you named
    under Wishes count, if you named any."""
    pins: Names = ()
    """These rotations are kept. A rotation on a date is kept on that date."""
    exclusions: Names = ()
    """These rotations are left out."""
    answers: Answers = ()
    """What each host said to your request. Asked and silent are waiting. Accepted is
    certain, on its date if it has one. Paid is accepted and must be in the plan.
    Refused is left out. What asking cost is gone, whatever the answer."""
    answer_by: DaysOf = ()
    """Until which day a yes must be confirmed."""
    reply_days: ReplyDays = ()
    """When you wrote to a host, and when it answered."""
    done: Annotated[tuple[Text, ...], Len(0, MOST_DONE)] = ()
    """What you have ticked off on the page To do."""
    took_place: TookPlace = ()
    """Whether a rotation that should have begun by now did take place. Not said: it
    did, if its host accepted it. What it cost belongs to what is spent."""
    max_requests: Annotated[int, Ge(0), Le(MOST_REQUESTS)] = 12
    """The most requests that may wait for an answer at once, those you sent already
    included. Hosts that said yes or no do not count."""
    request_dates: Literal["all", "one"] = "all"
    """Whether a request names every date that is possible, or one. Naming all brings
    almost as much as one more host."""
    stop_points_per_request: Annotated[float, Ge(0), Le(100)] = 0.15
    """The list of whom to ask ends where one more request adds less than this to your
    chance in 100. Hosts on record are asked beyond that, and before cold ones that are
    better by less."""
    found_out: Annotated[tuple[FoundOut, ...], Len(0, MOST_FOUND_OUT)] = ()
    """What hosts told you about themselves. It wins over the catalog."""
    booked: Annotated[tuple[Booked, ...], Len(0, MOST_ROTATIONS)] = ()
    """They stay in the plan as they are and cost only what you say here. Those that
    ended before your first day count at their program and as letters. Other specialties
    belong here too."""
    include_unverified: bool = True
    """Many hosts do not say whether they take you. On: such rotations may be in the
    plan, marked with what to ask. Off: only those known to be open."""
    least_trust: Grade = "cold"
    """How sure it must be that PM&R of a host takes you. Confirmed: a page of the last
    18 months says so. Likely: it is on record. Unclear: half of it is. Cold: nothing
    is, so that you may only ask."""
    preferences: Preferences = field(default_factory=Preferences)
    """Wishes about where."""
    applications: Annotated[int, Ge(0), Le(300)] = 60
    """How many PM&R programs get your application in the season."""
    stop_usd_per_point: Dollars = 2_000
    """What one more point of your chance in 100 is worth to you. The list of where to
    apply is long enough where one more application costs more; so is a plan where one
    more rotation does."""
    list_wishes: ListWishes = ()
    """Programs that are on the list of where to apply because you say so, or off it.
    Signal: on it with a signal. Apply: on it. Out: off it, unless you rotate there. A
    program that cannot match you is never on it."""
    interviews: Interviews = ()
    """Programs that have answered your application. Invited: the interview is to come.
    Done: it was. Declined: you will not go. Refused: the program said no."""
    rank_order: Names = ()
    """The programs that interview you, the one where you want to be most first. It
    changes no chance."""
    acceptance: Acceptance = "expected"
    """Hosts refuse some requests. Counted: each rotation is weighed by its chance to be
    granted. Not counted: as if every host says yes."""
    evidence: Evidence = "blended"
    """How effects are read that nobody has measured in IMGs. Central: as guessed.
    Cautious: later letters add nothing, and a rotation helps as measured in US students
    of surgery. Blended: the mean of both."""
    budget_counts: Prices = "assumed"
    """How a fee counts that is not on record. Assumed: what we think is usual.
    Cautious: what it could be at most, so that your budget holds even then."""
    work_limit: Annotated[float, Ge(0.1), Le(120)] = 20.0
    """After so much work you get the best plan found so far, and the page says so. 1 is
    about a second of a usual laptop, and most answers take less. Work is counted, not
    time: the same inputs give the same answer on every machine."""


PARTS = {"applicant": Applicant, "preferences": Preferences}
PATHS = (
    *(field.name for field in fields(Scenario) if field.name not in PARTS),
    *(f"{part}.{field.name}" for part in PARTS for field in fields(PARTS[part])),
)
"""Every field; those of the applicant and of the wishes with a dot."""
SCENARIO = TypeAdapter(Scenario)


def value_of(scenario: Scenario, path: str) -> Any:
    """Return the value of a field."""
    return attrgetter(path)(scenario)


def with_values(scenario: Scenario, changes: dict[str, Any]) -> Scenario:
    """Return a scenario with other values in some of its fields."""
    parts = {
        part: replace(
            getattr(scenario, part),
            **{
                path.removeprefix(f"{part}."): value
                for path, value in changes.items()
                if path.startswith(f"{part}.")
            },
        )
        for part in PARTS
    }
    own = {path: value for path, value in changes.items() if "." not in path}
    return replace(scenario, **parts, **own)


def differing(first: Scenario, *others: Scenario) -> list[str]:
    """Fields in which not all scenarios agree."""
    return [
        path
        for path in PATHS
        if any(value_of(other, path) != value_of(first, path) for other in others)
    ]
