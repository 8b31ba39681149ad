"""Small random problems in which every rule is switched on now and then.

One builder serves two sources of chance: a seeded generator for many problems fast,
and Hypothesis, which shrinks a failing one (the first choice is always the simplest).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar, get_args

from factories import rule, versioned
from hypothesis import strategies as st

from optimizer.domain.applicant import (
    Applicant,
    Booked,
    Letter,
    LetterKind,
    Preferences,
)
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import (
    Assumption,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)
from optimizer.domain.scenario import Answer, Scenario

T = TypeVar("T")
FIRST_MONDAY = dt.date(2027, 3, 1)
SEASON_WEEKS = 26
SPANS = (14, 5, 9, 18, 22, 22, 24)
COUNTS = (2, 1, 1, 3, 4, 4)
WEEK = dt.timedelta(weeks=1)
DAY = dt.timedelta(days=1)
LEVELS = ("high", "mid", "very_high", "low", "none_reported", "unknown")
AREAS = ("stroke", "spinal cord", "sports", "pain", "pediatric")
WINDOWS = (
    "12-01/12-31 for 04-01/06-30",
    "/01-15 for 03-01/09-30",
    "03-01/ for 07-01/02-28",
)
HOSTS = ("Independent Rehab", "Lakeside Clinic", "Harbor Hospital")

# city, state, metro, region, latitude, longitude
CITIES = (
    ("Chicago", "IL", "Chicago", "Midwest", 41.8781, -87.6298),
    ("Evanston", "IL", "Chicago", "Midwest", 42.0451, -87.6877),
    ("Ann Arbor", "MI", "Detroit", "Midwest", 42.2808, -83.7430),
    ("Houston", "TX", "Houston", "South", 29.7604, -95.3698),
    ("Dallas", "TX", "Dallas", "South", 32.7767, -96.7970),
    ("New York", "NY", "New York", "Northeast", 40.7128, -74.0060),
    ("Newark", "NJ", "New York", "Northeast", 40.7357, -74.1724),
    ("Baltimore", "MD", "Baltimore", "South", 39.2904, -76.6122),
    ("Seattle", "WA", "Seattle", "West", 47.6062, -122.3321),
)

# name: the value in use, then other values that the evidence allows
PARAMETERS: dict[str, tuple[float, ...]] = {
    "base_interview_nonUS_closed": (0.005, 0.01),
    "base_interview_nonUS_low": (0.035,),
    "base_interview_nonUS_mid": (0.068, 0.095),
    "base_interview_nonUS_high": (0.129, 0.19),
    "base_interview_nonUS_very_high": (0.295, 0.45),
    "base_interview_nonUS_mean": (0.0378, 0.02),
    "base_interview_USIMG_closed": (0.005,),
    "base_interview_USIMG_low": (0.029,),
    "base_interview_USIMG_mid": (0.065,),
    "base_interview_USIMG_high": (0.136,),
    "base_interview_USIMG_very_high": (0.29,),
    "base_interview_USIMG_mean": (0.0282,),
    "kappa_base_odds": (0.7, 1.0, 0.4),
    "r_match_per_rank": (0.18, 0.28, 0.12),
    "sigma_quality": (1.0, 0.3, 1.5),
    "or_interview_handson": (8, 17, 3),
    "or_match_given_interview_handson": (1.2, 2.0, 1.0),
    "or_interview_observership": (2.5, 5, 1.2),
    "or_match_given_interview_observership": (1.1, 1.5, 1.0),
    "letter_logit_1": (0.35, 0.7, 0.0),
    "letter_logit_2": (0.25, 0.5, 0.0),
    "letter_logit_3": (0.15, 0.3, 0.0),
    "letter_logit_4": (0.05, 0.1, 0.0),
    "letters_max_per_program": (4,),
    "letters_reference": (1, 0, 2),
    "p_strong_letter_handson": (0.8, 1.0, 0.4),
    "observership_letter_weight": (0.5, 0.25, 0.8),
    "late_letter_weight": (0.4, 0.1, 0.7),
    "signal_count_2026_season": (2, 1, 0, 4, 20),
    "signal_odds_on": (1.5, 2.5, 1.2),
    "signal_odds_off": (0.4, 0.8, 0.2),
    "or_geo_preference_or_tie": (2.0, 2.75),
    "step2ck_logit_per_10": (0.2, 0.4),
    "step2ck_reference": (240,),
    "exam_failure_odds": (0.3,),
    "grad_over_5y_odds": (0.6,),
    "p_rotation_accept_per_application": (0.15, 0.6),
    "letter_days_default": (21, 7),
    "letter_processing_days": (14, 7),
    "leg_ground_max_miles": (250,),
    "leg_ground_base": (40,),
    "leg_ground_per_mile": (0.25,),
    "leg_air_base": (150,),
    "leg_air_per_mile": (0.07, 0.3),
    "unknown_application_fee_usd": (100,),
    "unknown_tuition_usd": (500,),
    "unknown_other_fees_usd": (150,),
    "unknown_lead_weeks": (17,),
    "unknown_transport_week_usd": (40,),
    "silent_acceptance_factor": (0.5,),
}

# Drawn last, so that the choices before them stay as they were.
LATER: dict[str, tuple[float, ...]] = {
    "late_score_odds": (0.5, 0.2),
    "or_overall_handson": (3.22, 3.78),
    "or_overall_observership": (1.67, 1.0),
    "p_rotation_lowest_third": (0.12,),
    "p_sponsor_other": (0.75, 0.5),
    "p_sponsor_receptive": (0.95, 0.85),
    "quality_loading_match": (0.25, 1.0, 0.0, 0.7),
    "share_needing_visa": (0.8, 1.0, 0.0),
    "step2ck_sd": (16, 0),
    "us_img_pooling": (0.5, 1.0, 0.0),
}

# Of letters and exams, drawn after everything else.
LETTERS: dict[str, tuple[float, ...]] = {
    "evaluation_letter_weight": (1.2, 1.6),
    "last_cycle_letter_weight": (0.6, 1.0, 0.3),
    "other_specialty_letter_weight": (0.4, 0.7, 0.0),
    "research_letter_weight": (0.25, 0.5),
    "second_letter_weight": (0.5, 0.0, 0.8),
    "step2_score_days": (24, 56, 14),
}


class Source(Protocol):
    """Where chance comes from."""

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""


class SeededSource:
    """Chance from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return self._random.randint(low, high)


class DrawnSource:
    """Chance from Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return self._draw(st.integers(low, high))


class Dice:
    """Choices made from a source of chance, the simplest choice first."""

    def __init__(self, source: Source) -> None:
        self.integer = source.integer
        self.strict = True

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.integer(0, len(choices) - 1)]

    def chance(self, percent: int) -> bool:
        """True in about ``percent`` of cases."""
        return self.integer(0, 99) >= 100 - percent

    def maybe(self, percent: int, choices: Sequence[T], otherwise: T) -> T:
        """One of the choices in ``percent`` of cases."""
        return self.one_of(choices) if self.chance(percent) else otherwise

    def rule(self, percent: int, choices: Sequence[T], otherwise: T) -> T:
        """Like ``maybe``, but a rule is seldom switched on in a lenient problem."""
        return self.maybe(percent if self.strict else 3, choices, otherwise)

    def some(self, percent: int, choices: Sequence[T]) -> tuple[T, ...]:
        """Each choice with a chance of ``percent``."""
        return tuple(c for c in choices if self.chance(percent))


# --------------------------------------------------------------------------- catalog


def _program(dice: Dice, number: int) -> Program:
    city = dice.one_of(CITIES)
    return Program(
        program_id=f"P{number:02d}",
        name=f"Program {number}",
        institution="",
        city=city[0],
        state=city[1],
        lat=city[4],
        lon=city[5],
        acgme_id="",
        positions_per_year=None,
        receptiveness_non_us=dice.one_of(LEVELS),
        receptiveness_us=dice.one_of(LEVELS),
        visa_sponsorship=dice.maybe(30, [("none",), ("J-1",), ("J-1", "H-1B")], ()),
        accepts_img=dice.maybe(20, ["no", "yes"], "unknown"),
        graduation_years_limit=dice.maybe(20, [3, 5, 0], None),
        min_step2_ck=dice.maybe(20, [220, 250], None),
        max_exam_failures=dice.maybe(20, [0, 1], None),
        usce_required=dice.maybe(10, ["yes", "no"], "unknown"),
        letters_wanted=None,
        focus=dice.some(10, AREAS),
        url="",
    )


def _starts(dice: Dice, weeks: int, window: tuple[dt.date, int]) -> str:
    """A pattern of starts with at most about four of them in the window."""
    first, span = window
    choices = ["dates"] * 3
    if span - weeks < 4:
        choices.append("mondays")
    if span <= 20:
        choices.append("first_mondays")
    if span > 4:
        choices.append("every")
    pattern = dice.one_of(choices)
    if pattern == "every":
        step = 7 * (-(-span // 4) + dice.integer(0, 2))
        origin = first + (dice.integer(0, 3) - 1) * WEEK
        return f"every:{step}d:{origin.isoformat()}"
    if pattern != "dates":
        return pattern
    offsets = {
        dice.integer(0, max(0, span - weeks)) for _ in range(dice.one_of(COUNTS))
    }
    if dice.chance(10):
        offsets.add(span - weeks + 1)
    return ";".join((first + n * WEEK).isoformat() for n in sorted(offsets))


def _offering(
    dice: Dice, number: int, programs: Sequence[Program], window: tuple[dt.date, int]
) -> Offering:
    home = None if dice.chance(18) else dice.one_of(programs)
    same_city = home is not None and not dice.chance(15)
    city = (home.city, home.state) if same_city else dice.one_of(CITIES)[:2]
    weeks = dice.one_of([4, 2, 1, 3, 2])
    generous = dice.chance(50)
    return Offering(
        offering_id=f"E{number:02d}",
        program_id=home.program_id if home else "",
        host=home.name if home else dice.one_of(HOSTS),
        title="Elective",
        city=city[0],
        state=city[1],
        kind=dice.one_of(["hands_on", "observership"]),
        channel=dice.one_of(["direct", "VSLO", "portal"]),
        students=dice.maybe(10, ["unknown", "no"], "yes"),
        graduates=dice.maybe(15, ["unknown", "no"], "yes"),
        us_persons_only=dice.maybe(8, ["unknown", "yes"], "no"),
        needs_vslo_school=dice.maybe(8, ["unknown", "yes"], "no"),
        max_step1_failures=dice.maybe(20, [0, 1], None),
        needs_step1_pass=dice.maybe(15, ["unknown", "yes"], "no"),
        weeks=weeks,
        starts=_starts(dice, weeks, window),
        application_fee_usd=dice.maybe(15, [None], dice.one_of([0, 15, 250])),
        tuition_usd=dice.maybe(15, [None], dice.one_of([0, 0, 1000, 2500])),
        other_fees_usd=dice.maybe(15, [None], dice.one_of([0, 75])),
        apply_lead_weeks=dice.one_of([8, 4, 8, 12, None, 20]),
        letter_days=dice.maybe(40, [0, 14, 45], None),
        gives_letter=dice.maybe(30, ["no", "yes"], "unknown"),
        acceptance=dice.one_of([0.9, 1.0, 0.5] if generous else [None, 0.1, 0.3, 0.0]),
        focus=dice.some(20, AREAS),
        url="",
        as_of="2026-11-22",
        status="assumed",
    )


def _place(dice: Dice, city: tuple[str, str, str, str, float, float]) -> Place:
    name, state, metro, region, lat, lon = city
    housing = dice.one_of([300, 100, 450])
    return Place(
        city=name,
        state=state,
        metro=metro,
        region=region,
        lat=lat,
        lon=lon,
        housing_week_usd=housing,
        housing_week_low=dice.maybe(30, [None], housing * 6 // 10),
        housing_week_high=dice.maybe(30, [None], housing * 15 // 10),
        food_week_usd=dice.one_of([90, 60]),
        transport_week_usd=dice.maybe(30, [None], 35),
    )


def _season(letters_by: dt.date) -> Season:
    return Season(
        season=2028,
        window_start=FIRST_MONDAY,
        window_end=FIRST_MONDAY + dt.timedelta(weeks=SEASON_WEEKS, days=-3),
        letters_by=letters_by,
        submit_open=dt.date(2027, 9, 1),
        program_access=dt.date(2027, 9, 22),
        interviews_start=dt.date(2027, 10, 1),
        interviews_end=dt.date(2028, 1, 31),
        rank_deadline=dt.date(2028, 3, 1),
        match_day=dt.date(2028, 3, 17),
        estimated="yes",
    )


def assumption(name: str, value: float) -> Assumption:
    """An assumption without a range."""
    # A price may be higher than is thought, so that who is cautious finds it so.
    high = 2 * value if name.startswith("unknown_") else value
    return Assumption(name, value, value, high, "", "", "", "G")


def _assumptions(
    dice: Dice, values: dict[str, tuple[float, ...]]
) -> tuple[Assumption, ...]:
    return tuple(
        assumption(name, dice.maybe(15, others, first) if others else first)
        for name, (first, *others) in sorted(values.items())
    )


def _catalog(dice: Dice, window: tuple[dt.date, int]) -> Catalog:
    size = dice.one_of([4, 1, 2, 3, 6, 6, 7, 8, 9, 9])
    programs = tuple(_program(dice, n) for n in range(1, size + 1))
    home = programs[: dice.one_of([6, 2, 4, 8, 6])]
    count = dice.one_of([5, 2, 1, 3, 7, 6, 7, 7, 7])
    offerings = tuple(_offering(dice, n, home, window) for n in range(1, count + 1))
    places = tuple(_place(dice, city) for city in CITIES)
    letters_by = dice.one_of([dt.date(2027, 9, 22), dt.date(2027, 7, 15)])
    catalog = Catalog(
        programs=programs,
        offerings=offerings,
        places=tuple(sorted(places, key=lambda p: p.place)),
        seasons=(_season(letters_by),),
        assumptions=_assumptions(dice, PARAMETERS),
    )
    return versioned(catalog)


def _with_conditions(dice: Dice, catalog: Catalog) -> Catalog:
    """The catalog with what few hosts say: mostly nothing."""
    shared = dice.chance(30)
    offerings = tuple(
        replace(
            offering,
            application_window=dice.maybe(8, WINDOWS, ""),
            pmr_available=dice.maybe(6, ["unknown", "no"], "yes"),
            door=dice.maybe(60 if shared else 5, ["north", "south"], ""),
            max_per_visitor=dice.maybe(50, [1, 2], None),
            sponsor_first=dice.maybe(6, ["yes", "no"], "unknown"),
            entry_statuses=dice.maybe(5, [("B-1", "WB"), ("F-1", "J-1")], ()),
            requirements=dice.maybe(4, [("licence",), ("employed_physician",)], ()),
        )
        for offering in catalog.offerings
    )
    return versioned(replace(catalog, offerings=offerings))


def _with_sources(dice: Dice, catalog: Catalog) -> Catalog:
    """The catalog with pages behind some of what hosts say of visitors."""
    provenance = tuple(
        Provenance(
            file="offerings.csv",
            record_id=offering.offering_id,
            field=field,
            source="page",
            url="",
            as_of=dice.one_of(["2026-05", "2025-05-22", "2025-05-21", "2024", ""]),
            confidence="high",
            status=dice.one_of(["sourced", "aggregator"]),
        )
        for offering in catalog.offerings
        for field in ("students", "graduates", "pmr_available")
        if dice.chance(60)
    )
    chances = {"confirmed": 0.6, "likely": 0.4, "unclear": 0.25, "cold": 0.1}
    graded = tuple(assumption(f"acceptance_{g}", p) for g, p in chances.items())
    assumptions = (*catalog.assumptions, *(graded if dice.chance(70) else ()))
    changes = {"provenance": provenance, "assumptions": assumptions}
    return versioned(replace(catalog, **changes))


# -------------------------------------------------------------------------- scenario


def _welcome(dice: Dice) -> Applicant:
    """An applicant whom few hosts turn away."""
    return Applicant(
        graduation_date=None,
        us_work_authorized=dice.chance(35),
        entry_status=dice.one_of(["J-1", "B-1", "WB", "WB", "WB"]),
        home_school_in_vslo=True,
        us_letters=dice.one_of([1, 0, 3]),
        ties=dice.maybe(30, [("TX",), ("Chicago, IL", "NY")], ()),
    )


def _applicant(dice: Dice) -> Applicant:
    if dice.chance(50):
        return _welcome(dice)
    graduate = dice.chance(40)
    past = [dt.date(2026, 6, 1), dt.date(2023, 7, 1), dt.date(2021, 5, 1)]
    ahead = [dt.date(2027, 12, 15), None, dt.date(2027, 5, 28), dt.date(2027, 7, 1)]
    return Applicant(
        status="graduate" if graduate else "student",
        graduation_date=dice.one_of([*past, None]) if graduate else dice.one_of(ahead),
        img_type=dice.one_of(["non_us_img", "us_img"]),
        us_work_authorized=dice.chance(45),
        entry_status=dice.one_of(["B-1", "WB", "J-1", "F-1", "none"]),
        home_school_in_vslo=dice.chance(30),
        step1_passed=not dice.chance(20),
        step1_failures=dice.maybe(20, [1, 2], 0),
        step2_ck=dice.one_of([240, None, 225, 255]),
        step2_failures=dice.maybe(15, [1], 0),
        us_letters=dice.one_of([1, 0, 2, 4, 6]),
        ties=dice.maybe(40, [("TX",), ("Chicago, IL", "NY"), ("MD", "MI", "WA")], ()),
    )


def _preferences(dice: Dice, programs: Sequence[Program]) -> Preferences:
    if not dice.chance(45):
        return Preferences(focus=dice.maybe(15, [AREAS[:2], AREAS[2:]], ()))
    ids = dice.some(40, [p.program_id for p in programs])
    states = dice.some(30, sorted({p.state for p in programs}))
    return Preferences(
        where_matters=dice.one_of([1.0, 0.5, 0.2, 0.0]),
        programs=tuple((i, dice.integer(1, 5)) for i in ids),
        states=tuple((s, dice.integer(1, 5)) for s in states),
        focus=dice.maybe(30, [AREAS[:2], AREAS[2:]], ()),
    )


def _one_booked(dice: Dice, catalog: Catalog, start: dt.date) -> Booked:
    end = start + dice.one_of([4, 25, 11, 8]) * DAY
    named = dice.chance(50)
    offering = dice.one_of(catalog.offerings) if named else None
    return Booked(
        start=start,
        end=end,
        kind=dice.one_of(["hands_on", "observership"]),
        offering_id=offering.offering_id if offering else None,
        program_id=None if offering else dice.one_of(catalog.programs).program_id,
        cost_usd=dice.one_of([0, 400, 1500]),
    )


def _booked(
    dice: Dice, catalog: Catalog, window: tuple[dt.date, int]
) -> tuple[Booked, ...]:
    first, span = window
    if not dice.chance(20):
        return ()
    starts = [first + dice.integer(-3, span) * WEEK]
    if dice.chance(25):
        starts.append(starts[0] + dice.integer(2, 8) * WEEK)
    return tuple(_one_booked(dice, catalog, start) for start in starts)


def _named(dice: Dice, offerings: Sequence[Offering], percent: int) -> tuple[str, ...]:
    """Offerings, or offerings on a date, to pin or to exclude."""
    if not dice.chance(percent):
        return ()
    offering = dice.one_of(offerings)
    first_date = offering.starts.split(";")[0]
    if dice.chance(50) and first_date[0] == "2":
        return (f"{offering.offering_id}@{first_date}",)
    return (offering.offering_id,)


def _answers(
    dice: Dice, offerings: Sequence[Offering]
) -> tuple[tuple[str, Answer], ...]:
    """Answers to some requests, at most one for each offering."""
    if not dice.chance(30):
        return ()
    states: tuple[Answer, ...] = ("accepted", "refused", "asked", "silent", "paid")
    found: dict[str, Answer] = {}
    for offering in offerings:
        if dice.chance(40):
            (name,) = _named(dice, [offering], 100)
            found[name] = dice.one_of(states)
    return tuple(sorted(found.items()))


def _letter_days(first: dt.date, span: int) -> list[dt.date]:
    """Late and early limits; letters are ready on a Friday if all is known."""
    fridays = [first + n * WEEK + 4 * DAY for n in (span, 8, 6, span // 2)]
    return [*fridays, fridays[1] - DAY]


def _blackouts(
    dice: Dice, window: tuple[dt.date, int]
) -> tuple[tuple[dt.date, dt.date], ...]:
    if not dice.chance(20):
        return ()
    monday = window[0] + dice.integer(0, window[1]) * WEEK
    days = [(-3, 0), (-1, 0), (0, 0), (4, 4), (4, 6), (5, 6), (0, 11)]
    from_day, to_day = dice.one_of(days)
    return ((monday + from_day * DAY, monday + to_day * DAY),)


def _scenario(dice: Dice, catalog: Catalog, window: tuple[dt.date, int]) -> Scenario:
    first, span = window
    booked = _booked(dice, catalog, window)
    taken = {b.offering_id for b in booked}
    free = [o for o in catalog.offerings if o.offering_id not in taken]
    states = sorted({o.state for o in catalog.offerings})
    regions = sorted({catalog.place[o.place].region for o in catalog.offerings})
    limits = [((r, n),) for n in (1, 0) for r in regions]
    last = first + span * WEEK - 3 * DAY
    return Scenario(
        season=2028,
        today=dice.one_of([dt.date(2026, 11, 22), dt.date(2027, 1, 18)]),
        applicant=_applicant(dice),
        budget_usd=dice.one_of([30_000, 9_000, 30_000, 7_000, 30_000, 5_500, 4_000]),
        arrival_usd=dice.one_of([0, 1_200, 600]),
        spent_usd=dice.maybe(20, [350], 0),
        housing=dice.one_of(["mid", "low", "high"]),
        free_housing=dice.maybe(25, [("Chicago, IL",), ("Houston, TX", "MD")], ()),
        waiting_usd_per_day=dice.one_of([50, 0, 80]),
        window_start=None if first == FIRST_MONDAY else first,
        window_end=None if span == SEASON_WEEKS else last,
        months=dice.rule(15, [(3, 4, 5, 6), (4, 5, 6, 7), (5, 6, 7), ()], None),
        blackouts=_blackouts(dice, window),
        gap_days=dice.one_of([2, 0, 2, 9]),
        max_stay_days=dice.rule(20, [54, 40, 75], None),
        max_idle_days=dice.rule(20, [16, 9, 30], None),
        min_rotations=dice.rule(60, [0, 2, 3, 0], 1),
        max_rotations=dice.one_of([3, 2, 4, 1, 4, 4, 4]),
        min_letters=dice.rule(45, [1, 2, 3], 0),
        letters_by=dice.maybe(40, _letter_days(first, span), None),
        min_hands_on=dice.rule(12, [1, 2], 0),
        kind=dice.rule(8, ["hands_on", "observership"], None),
        min_receptive=dice.rule(12, [1, 2], 0),
        min_in_ties=dice.rule(8, [1], 0),
        required_states=dice.rule(15, [(s,) for s in states], ()),
        max_per_region=dice.rule(20, limits, ()),
        min_focus_areas=dice.rule(10, [1, 2], 0),
        pins=_named(dice, free, 12) if free else (),
        exclusions=_named(dice, catalog.offerings, 15),
        booked=booked,
        include_unverified=not dice.chance(12),
        preferences=_preferences(dice, catalog.programs),
        applications=dice.one_of([60, 3, 5, 2, 0]),
        acceptance=dice.one_of(["certain", "expected"]),
        work_limit=20.0,
        answers=_answers(dice, free),  # last: the choices before it stay as they were
    )


def _believed(dice: Dice, scenario: Scenario) -> Scenario:
    """The scenario with what is believed of the evidence and of a score to come."""
    low, high = dice.maybe(30, [(225, 255), (240, 240)], (None, None))
    applicant = replace(
        scenario.applicant,
        step2_expected=dice.maybe(40, [250, 230], None),
        step2_low=low,
        step2_high=high,
        score_in_time=not dice.chance(30),
    )
    evidence = dice.one_of(["central", "blended", "cautious"])
    prices = "cautious" if dice.chance(20) else "assumed"
    return replace(
        scenario, applicant=applicant, evidence=evidence, budget_counts=prices
    )


def _with_calendars(
    dice: Dice, catalog: Catalog, window: tuple[dt.date, int]
) -> Catalog:
    """The catalog with hosts that have calendars of their own, now and then."""
    if not dice.chance(30):
        return catalog
    offerings = tuple(
        replace(o, starts=_own_calendar(dice, window)) if dice.chance(40) else o
        for o in catalog.offerings
    )
    return versioned(replace(catalog, offerings=offerings))


def _own_calendar(dice: Dice, window: tuple[dt.date, int]) -> str:
    """Whole months, days of any weekday, or ranges of several lengths."""
    if window[1] <= 18 and dice.chance(40):
        return "months"
    first = window[0] + dice.integer(0, 6) * DAY
    blocks = []
    for _ in range(dice.integer(1, 3)):
        first += dice.integer(1, 35) * DAY
        last = first + dice.one_of([27, 25, 12, 30]) * DAY
        blocks.append(f"{first}/{last}" if dice.chance(60) else str(first))
    return ";".join(blocks)


def _at_home(dice: Dice, scenario: Scenario) -> Scenario:
    """The scenario with what is said of trips home."""
    limited = scenario.max_idle_days is not None
    resident = dice.one_of([None, True, True, limited])
    applicant = replace(scenario.applicant, lives_in_us=resident)
    home = dice.maybe(40, [0, 100, 400, 2_000], None)
    weeks = dice.rule(8, [8, 6, 4, 11], None)
    return replace(
        scenario, applicant=applicant, home_trip_usd=home, max_weeks_away=weeks
    )


def _entering(dice: Dice, problem: Problem) -> Problem:
    """The problem with rules of entry, and who they may concern."""
    if not dice.chance(20):
        return problem
    rules = (
        rule("away", applies_to=("TX", "IL"), stops=("elective",), limit=None),
        rule("old", applies_to=("MI",), stops=("elective",), until=dt.date(2020, 1, 1)),
        rule("visas", scope="nationality", applies_to=("NG",), stops=("B-1", "F-1")),
    )
    offerings = tuple(
        replace(one, us_persons_only="excluded") if dice.chance(8) else one
        for one in problem.catalog.offerings
    )
    catalog = replace(problem.catalog, entry_rules=rules, offerings=offerings)
    who = problem.scenario.applicant
    applicant = replace(
        who,
        nationality=dice.maybe(70, ["NG", "CA"], None),
        visa_in_hand=dice.chance(20),
        entry_status=dice.maybe(20, ["not_needed", "none"], who.entry_status),
    )
    return Problem(versioned(catalog), replace(problem.scenario, applicant=applicant))


def _with_list_wishes(dice: Dice, problem: Problem) -> Problem:
    """The problem with wishes for the list of programs, and residents who are IMGs."""
    if not dice.chance(30):
        return problem
    programs = tuple(
        replace(p, residents_img=dice.maybe(40, [0, 2, 3, 5], None))
        for p in problem.catalog.programs
    )
    wishes, left = [], problem.scenario.applications
    for program in dice.some(40, programs):
        wish = dice.one_of(["out", "apply", "signal"] if left else ["out"])
        left -= wish != "out"
        wishes.append((program.program_id, wish))
    catalog = versioned(replace(problem.catalog, programs=programs))
    scenario = replace(problem.scenario, list_wishes=tuple(sorted(wishes)))
    return Problem(catalog, scenario)


def _letter(dice: Dice) -> Letter:
    return Letter(
        kind=dice.one_of(get_args(LetterKind)),
        last_cycle=dice.chance(40),
        form=dice.one_of(["plain", "evaluation"]),
        same_program=dice.chance(30),
    )


def _elsewhere(dice: Dice, first: dt.date) -> Booked:
    """A rotation in another specialty: over long ago, over, or still to come."""
    weeks = dice.one_of([4, -20, 12, -70])
    start = first + weeks * WEEK + dice.integer(0, 6) * DAY
    city = dice.one_of(CITIES)
    return Booked(
        start=start,
        end=start + dice.one_of([25, 11, 4]) * DAY,
        kind=dice.one_of(["hands_on", "observership"]),
        cost_usd=dice.one_of([0, 700]),
        specialty=dice.one_of(["neurology", "internal_medicine", "other"]),
        city=f"{city[0]}, {city[1]}",
        letters_expected=dice.one_of([1, 0, 2]),
    )


def _with_letters(dice: Dice, problem: Problem) -> Problem:
    """The problem with letters of every kind, and rotations in other specialties."""
    found = (*problem.catalog.assumptions, *_assumptions(dice, LETTERS))
    catalog = replace(
        problem.catalog, assumptions=tuple(sorted(found, key=lambda a: a.name))
    )
    scenario = problem.given
    booked = tuple(
        replace(b, letters_expected=dice.one_of([1, 2, 0])) for b in scenario.booked
    )
    if dice.chance(20):
        booked = (*booked, _elsewhere(dice, problem.window[0]))
    if dice.chance(35):
        scenario = replace(
            scenario,
            letters=tuple(_letter(dice) for _ in range(dice.integer(1, 3))),
            letters_each=dice.one_of([1, 2, 3]),
            letter_form=dice.one_of(["plain", "evaluation"]),
            letter_asked=dice.one_of(["end", "first_week"]),
            processing_days=dice.maybe(50, [0, 30, 5], None),
        )
    exam = dice.maybe(40, [dt.date(2027, 8, n) for n in (9, 29, 30)], None)
    applicant = replace(scenario.applicant, step2_date=exam)
    scenario = replace(scenario, booked=booked, applicant=applicant)
    return Problem(versioned(catalog), scenario)


# ------------------------------------------------------------------------- interface


def build(source: Source) -> Problem:
    """A small problem made of choices from ``source``."""
    dice = Dice(source)
    dice.strict = dice.chance(50)
    window = (FIRST_MONDAY, SEASON_WEEKS)
    if not dice.chance(25):
        window = (FIRST_MONDAY + dice.integer(0, 3) * WEEK, dice.one_of(SPANS))
    catalog = _catalog(dice, window)
    scenario = _scenario(dice, catalog, window)
    # Drawn last, so that a seed keeps the rest of its problem.
    catalog = _with_conditions(dice, catalog)
    least = dice.rule(12, ["likely", "unclear", "confirmed"], "cold")
    every = (*catalog.assumptions, *_assumptions(dice, LATER))
    assumptions = tuple(sorted(every, key=lambda a: a.name))
    catalog = _with_sources(dice, replace(catalog, assumptions=assumptions))
    scenario = _at_home(dice, replace(_believed(dice, scenario), least_trust=least))
    dated = _with_calendars(dice, catalog, window)
    late = _asked_late(dice, _entering(dice, Problem(dated, scenario)))
    found = _with_letters(dice, _with_list_wishes(dice, late))
    settle = dice.maybe(20, [3, 10], 0)
    return found.having(settle_days=settle, free_dates=_free_dates(dice, window))


def _free_dates(
    dice: Dice, window: tuple[dt.date, int]
) -> tuple[tuple[dt.date, dt.date], ...]:
    """One range of free days, or two; mostly none."""
    if not dice.chance(12):
        return ()
    first = window[0] + dice.integer(0, 2) * WEEK - dice.one_of([0, 2]) * DAY
    last = first + dice.one_of([5, 9, 14]) * WEEK
    later = last + dice.one_of([1, 8]) * DAY
    both = ((first, last), (later, later + 6 * WEEK))
    return both if dice.chance(50) else both[:1]


def _asked_late(dice: Dice, problem: Problem) -> Problem:
    """The problem where a request after the assumed last day may count for less."""
    factor = dice.maybe(50, [0.7, 0.3], None)
    if factor is None:
        return problem
    row = assumption("late_request_factor", factor)
    every = (*problem.catalog.assumptions, row)
    return replace(
        problem, catalog=versioned(replace(problem.catalog, assumptions=every))
    )


def random_problem(seed: int) -> Problem:
    """The random problem of a seed."""
    return build(SeededSource(seed))


def pressed(problem: Problem, usd: int, letters_by: dt.date | None) -> Problem:
    """The problem with no more money or time than a plan needs."""
    scenario = problem.scenario
    tight = replace(scenario, budget_usd=usd, letters_by=letters_by)
    return replace(problem, scenario=tight)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small problems for Hypothesis."""
    return build(DrawnSource(draw))
