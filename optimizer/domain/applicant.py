"""Who applies, how she may enter, with which letters, and where she would like to be.

As in the scenario, defaults, bounds and the sentences under the fields are those of the
page, the JSON Schema and ``docs/scenario.md``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, Len
from pydantic import ConfigDict, GetPydanticSchema
from pydantic_core import core_schema

from optimizer.domain.records import Day, Dollars, Kind, Text

EntryStatus = Literal["B-1", "WB", "J-1", "F-1", "none", "not_needed"]
"""How an applicant enters: ``none`` is not known yet, ``not_needed`` no visa at all."""


@dataclass(frozen=True, slots=True)
class EntryWay:
    """A way to enter: its names in a menu and in a sentence, and the days it allows.

    ``stay_days`` None: no number of days; else ``source`` says who set it and ``way``
    what one could do or ask.
    """

    menu: str
    name: str
    stay_days: int | None = None
    source: str = ""
    way: str = ""


_AT_THE_BORDER = (
    "180 days is what we assume an officer at the border allows; that is no wish of"
    " yours.",
    "It is decided at the border: ask a US consulate what to expect.",
)
WAYS: dict[EntryStatus, EntryWay] = {
    "B-1": EntryWay("B-1 visitor visa", "a B-1 visa", 180, *_AT_THE_BORDER),
    "WB": EntryWay(
        "Visa waiver (ESTA)",
        "a visa waiver",
        90,
        "The visa waiver allows 90 days (8 U.S.C. 1187); that is no wish of yours.",
        "A B-1 visa usually allows more: ask a US consulate.",
    ),
    "J-1": EntryWay("J-1 exchange visa", "a J-1 visa"),
    "F-1": EntryWay("F-1 student visa", "an F-1 visa"),
    "none": EntryWay("None yet", "no visa yet"),
    "not_needed": EntryWay("Not needed (Canada)", "no visa", 180, *_AT_THE_BORDER),
}
VISITORS: frozenset[str] = frozenset({"B-1", "WB"})
"""Ways for visitors: no school or host sends papers for them."""
UNCAPPED: EntryStatus = "J-1"
"""As good for an elective as those with a cap, and without a number of days."""

Country = Annotated[str, Len(2, 2)]
"""ISO 3166-1, two letters."""
HIGHEST_SCORE = 300
Score = Annotated[int, Ge(100), Le(HIGHEST_SCORE)]
Rating = Annotated[int, Ge(1), Le(5)]
Letters = Annotated[int, Ge(0), Le(10)]
Failures = Annotated[int, Ge(0), Le(10)]
Names = Annotated[tuple[Text, ...], Len(0, 200)]


def frozen_map(value: Any) -> GetPydanticSchema:
    """An object in JSON, validated as ``dict[Text, value]``, kept as sorted pairs."""

    def schema(_: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda found: tuple(sorted(found.items())),
            handler(Annotated[dict[Text, value], Len(0, 300)]),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )

    return GetPydanticSchema(schema)


Specialty = Literal["pmr", "internal_medicine", "neurology", "family_medicine", "other"]
LetterKind = Literal["physiatry", "other", "research"]
LetterForm = Literal["plain", "evaluation"]
Ratings = Annotated[tuple[tuple[str, int], ...], frozen_map(Rating)]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that the applicant has."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    kind: LetterKind = "physiatry"
    """Of a US physiatrist, of a US physician of another specialty, or on research."""
    last_cycle: bool = False
    """Written for the season before."""
    form: LetterForm = "plain"
    """A standardized evaluation, or a letter in the writer's own words."""
    same_program: bool = False
    """Another letter you have is from the same program."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies; ``step2_ck`` None: not taken; no ``graduation_date``: not known."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    status: Literal["student", "graduate"] = "student"
    """A student is still enrolled in medical school when the rotation ends. After your
    graduation date you count as a graduate."""
    graduation_date: Day | None = dt.date(2027, 12, 15)
    """The day you finish, or finished, medical school. Leave it empty if it is not in
    sight yet."""
    img_type: Literal["non_us_img", "us_img"] = "non_us_img"
    """Whether you are a US citizen: programs interview US citizens from foreign schools
    more often than other IMGs."""
    us_work_authorized: bool = False
    """Whether you are a citizen or permanent resident, or hold a work permission that
    lasts through residency: then no visa is needed."""
    entry_status: EntryStatus = "B-1"
    """The visa or waiver you would use for rotations. Visa waiver allows 90 days a
    visit, a B-1 visitor visa about 180. Not legal advice: ask the host."""
    lives_in_us: bool | None = None
    """Who lives in the US does not go home between rotations. Empty: you do if you need
    no visa."""
    nationality: Country | None = None
    """Your passport. It matters only where a rule on it is on record: for some the US
    gives no visas now, Canadians need none. You need not say."""
    visa_in_hand: bool = False
    """You hold a US visa that is still valid, or a passport of another country too:
    rules on your nationality then ask nothing of you."""
    home_school_in_vslo: bool = False
    """VSLO is the AAMC's application service for visiting students. Some hosts take
    only students whose own school takes part."""
    step1_passed: bool = True
    """Some hosts ask for a passed USMLE Step 1."""
    step1_failures: Failures = 0
    """How often you failed Step 1. None: 0."""
    step2_ck: Score | None = 240
    """Your three-digit score. Leave it empty if you have not taken Step 2 CK."""
    step2_expected: Score | None = None
    """The Step 2 CK score you expect, if you have not taken it. Empty: taken to be that
    of an average applicant."""
    step2_low: Score | None = None
    """One in ten times the score would be lower. Give both ends or none."""
    step2_high: Score | None = None
    """One in ten times the score would be higher. Give both ends or none."""
    step2_date: Day | None = None
    """The day on which you sit Step 2 CK. How many days later its score is out is our
    guess. Empty: not known."""
    score_in_time: bool = True
    """Whether the score is in when programs start reading, if you know no day. One that
    comes later costs interviews; how many is our guess."""
    step2_failures: Failures = 0
    """How often you failed Step 2 CK. None: 0."""
    ecfmg: Literal["certified", "in_time", "not_in_time"] = "in_time"
    """Whether you have the ECFMG certificate, get it before programs start reading, or
    later. Some programs ask for it by a day. No chance depends on it."""
    weeks_abroad: Annotated[int, Ge(0), Le(200)] = 0
    """Weeks of required clerkships you did outside the country of your school. New York
    counts them."""
    school_approved: bool = False
    """New York has approved your school for long clerkships there."""
    us_school: bool = False
    """This planner is made for graduates of schools abroad; it says what still
    holds."""
    us_letters: Letters = 1
    """Letters of US physiatrists for this season that you have, each from another
    program, without those of rotations you entered."""
    ties: Names = ()
    """States or cities where you have family, studied or lived. Programs there believe
    you more easily that you will come."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Wishes: ratings from 1 to 5, and how much "where" matters from 0 to 1."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    where_matters: Annotated[float, Ge(0), Le(1)] = 0.0
    """0: any match is as good as another, only the chance counts. 1: a match where you
    do not want to be is worth little."""
    programs: Ratings = ()
    """Choose programs, then rate them from 1 (rather not) to 5 (dream). Programs you do
    not rate take the rating of their state, else 3."""
    states: Ratings = ()
    """Choose states, then rate them from 1 (rather not) to 5 (dream)."""
    focus: Names = ()
    """The fields of PM&R that count for the rule on different fields. None: all."""


def is_student(applicant: Applicant, day: dt.date) -> bool:
    """Whether the applicant is still at medical school on a day."""
    graduation = applicant.graduation_date
    return applicant.status == "student" and (graduation is None or day <= graduation)


def lives_in_us(applicant: Applicant) -> bool:
    """Whether the applicant lives in the US: if not said, who needs no visa does."""
    said = applicant.lives_in_us
    return applicant.us_work_authorized if said is None else said


@dataclass(frozen=True, slots=True)
class Booked:
    """A rotation that is already arranged; it costs ``cost_usd`` and nothing else."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    start: Day
    """The first day."""
    end: Day
    """The last day; not before the first."""
    kind: Kind
    """Whether it is hands-on or an observership."""
    offering_id: Text | None = None
    """The offering, if the catalog has it."""
    program_id: Text | None = None
    """The program, if the catalog has no such offering."""
    cost_usd: Dollars = 0
    """What it still costs, in place of fees and living."""
    specialty: Specialty = "pmr"
    """Another one than PM&R takes time and money, gives letters of its kind and counts
    as US experience. No wish counts it among your rotations."""
    city: Text | None = None
    """Where it is, if it is in another specialty: the nearest city of the catalog."""
    letters_expected: Annotated[int, Ge(0), Le(4)] = 1
    """How many letters you expect of it."""

    @property
    def in_pmr(self) -> bool:
        """Whether it counts among the rotations that wishes are about."""
        return self.specialty == "pmr"
