"""Varied scenarios over a catalog, seeded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from optimizer.domain.applicant import Applicant, Booked, Preferences
from optimizer.domain.scenario import Scenario

SEASON = 2028
TODAY = dt.date(2026, 11, 2)
STATES = ("NY", "FL", "PA", "CA", "MI", "TX", "OH", "NJ", "IL", "NC", "VA", "MA")
REGIONS = ("Middle Atlantic", "South Atlantic", "East North Central")
FOCUS = ("sci", "tbi", "stroke", "pediatrics", "sports", "pain", "cancer", "emg")


@dataclass(frozen=True, slots=True)
class Case:
    """A named scenario of one family."""

    family: str
    name: str
    scenario: Scenario


STUDENT = Applicant()
STRONG = Applicant(step2_ck=258, us_letters=2)
GRADUATE = Applicant(
    status="graduate", graduation_date=dt.date(2024, 6, 30), us_letters=0
)
CITIZEN = Applicant(
    status="graduate",
    graduation_date=dt.date(2025, 6, 30),
    img_type="us_img",
    us_work_authorized=True,
    entry_status="none",
    step2_ck=232,
)
US_STUDENT = Applicant(img_type="us_img", us_work_authorized=True, us_letters=0)
OLD_GRADUATE = Applicant(
    status="graduate",
    graduation_date=dt.date(2020, 6, 30),
    step1_failures=1,
    step2_ck=225,
    us_letters=1,
)


def scenario(**changes: Any) -> Scenario:
    """The default scenario of the benchmark season with some fields changed."""
    fields = {"max_rotations": 4, **changes}
    return Scenario(season=SEASON, today=TODAY, **fields)


def cases() -> tuple[Case, ...]:
    """Every scenario of the benchmark, always the same."""
    return tuple(
        Case(family, f"{family} {i + 1}", found)
        for family, make in FAMILIES.items()
        for i, found in enumerate(make(Random(family)))
    )


def _budgets(_: Random) -> Iterator[Scenario]:
    for budget in (2_500, 4_000, 6_000, 8_000, 10_000, 14_000, 20_000, 25_000):
        yield scenario(budget_usd=budget, min_letters=0)


def _sizes(rng: Random) -> Iterator[Scenario]:
    for most in (1, 2, 3, 4):
        for letters in (0, min(most, 3)):
            budget = rng.randrange(3_500, 4_200) * most + 1_200
            yield scenario(
                max_rotations=most,
                min_letters=letters,
                budget_usd=budget,
                applicant=replace(STUDENT, us_letters=0),
            )


def _months(rng: Random) -> Iterator[Scenario]:
    choices: list[tuple[int, ...]] = [(7, 8), (3, 4, 5), (5, 6, 7, 8), (8, 9), (6,)]
    for months in choices:
        yield scenario(
            months=months,
            min_letters=1,
            budget_usd=rng.randrange(7_000, 16_000),
            applicant=rng.choice((STUDENT, STRONG)),
        )


def _crowded(_: Random) -> Iterator[Scenario]:
    """Money for anything, and few days: dates decide."""
    for months in ((7, 8), (6, 7), (4,), (8, 9)):
        yield scenario(months=months, budget_usd=30_000, acceptance="certain")
    for stay in (45, 60, 75):
        yield scenario(max_stay_days=stay, budget_usd=30_000, acceptance="certain")
    yield scenario(max_stay_days=60, budget_usd=30_000, required_states=("CA", "IN"))


def _graduates(rng: Random) -> Iterator[Scenario]:
    for who in (GRADUATE, CITIZEN, OLD_GRADUATE, CITIZEN, GRADUATE, US_STUDENT):
        yield scenario(
            applicant=who,
            min_letters=rng.choice((0, 1, 2)),
            budget_usd=rng.randrange(6_000, 18_000),
            acceptance=rng.choice(("expected", "certain")),
        )


def _certain(rng: Random) -> Iterator[Scenario]:
    for who in (STUDENT, STRONG, US_STUDENT, GRADUATE, CITIZEN, STUDENT):
        yield scenario(
            applicant=who,
            acceptance="certain",
            min_letters=rng.randrange(0, 3),
            budget_usd=rng.randrange(5_000, 15_000),
        )


def _wishes(rng: Random) -> Iterator[Scenario]:
    for matters in (0.5, 1.0) * 4:
        states = {s: rng.randint(1, 5) for s in rng.sample(STATES, 6)}
        yield scenario(
            preferences=Preferences(matters, states=tuple(sorted(states.items()))),
            applicant=rng.choice((STUDENT, STRONG, CITIZEN)),
            acceptance=rng.choice(("expected", "certain")),
            min_letters=rng.randrange(0, 3),
            budget_usd=rng.randrange(6_000, 16_000),
        )


def _ties(rng: Random) -> Iterator[Scenario]:
    for ties in (("NY",), ("TX", "FL"), ("CA",), ("Chicago, IL", "MI")):
        yield scenario(
            applicant=replace(STUDENT, ties=ties),
            min_in_ties=rng.choice((0, 1, 2)),
            budget_usd=rng.randrange(7_000, 15_000),
        )


def _booked(_: Random) -> Iterator[Scenario]:
    spring = (dt.date(2027, 5, 3), dt.date(2027, 5, 28))
    summer = (dt.date(2027, 7, 5), dt.date(2027, 7, 30))
    first = Booked(*spring, "hands_on", program_id="rush", cost_usd=2_500)
    second = Booked(*summer, "observership", program_id="uab", cost_usd=900)
    yield scenario(booked=(first,), budget_usd=11_000, min_letters=2)
    yield scenario(booked=(first, second), budget_usd=13_000, max_rotations=4)
    yield scenario(booked=(second,), budget_usd=9_000, acceptance="certain")


def _rules(_: Random) -> Iterator[Scenario]:
    """One further rule at a time."""
    yield scenario(max_per_region=_once_each(REGIONS), budget_usd=12_000)
    yield scenario(required_states=("FL", "TX"), budget_usd=12_000)
    yield scenario(required_states=("CA", "MA"), budget_usd=14_000, min_letters=2)
    yield scenario(
        preferences=Preferences(focus=FOCUS[:4]), min_focus_areas=4, budget_usd=10_000
    )
    yield scenario(min_focus_areas=10, budget_usd=13_000)
    yield scenario(min_hands_on=2, budget_usd=12_000)
    yield scenario(min_receptive=2, budget_usd=12_000)
    yield scenario(blackouts=((dt.date(2027, 5, 1), dt.date(2027, 7, 18)),))
    yield scenario(free_housing=("Chicago, IL", "New York, NY"), budget_usd=9_000)
    yield scenario(max_stay_days=70, budget_usd=12_000)
    yield scenario(max_idle_days=3, waiting_usd_per_day=0, budget_usd=12_000)
    yield scenario(max_stay_days=120, max_idle_days=14, budget_usd=14_000)
    yield scenario(waiting_usd_per_day=150, arrival_usd=2_200, budget_usd=12_000)
    yield scenario(gap_days=9, arrival_usd=0, budget_usd=12_000)
    yield scenario(housing="high", kind="observership", budget_usd=15_000)


def _tight(rng: Random) -> Iterator[Scenario]:
    """Money for two or three cheap rotations of four; legs and letters bind too.

    The hard family: travel decides which sets are affordable, and many are close.
    """
    for i in range(16):
        who = (replace(STUDENT, us_letters=0), STUDENT, GRADUATE, CITIZEN)[i % 4]
        yield scenario(
            applicant=who,
            housing=("low", "mid")[i // 4 % 2],
            acceptance=("expected", "certain")[i // 8],
            arrival_usd=rng.choice((0, 600, 1_200)),
            budget_usd=rng.randrange(7_000, 11_500, 50),
            min_rotations=rng.choice((1, 2, 3)),
            min_letters=rng.choice((1, 2, 2, 3)),
            letters_by=dt.date(2027, 9, 1) if i % 2 else None,
            waiting_usd_per_day=rng.choice((25, 50, 100)),
            min_hands_on=1 if i % 3 == 0 and who is not GRADUATE else 0,
        )


def _hard(_: Random) -> Iterator[Scenario]:
    """Where stays bind, much is booked, many rotations fit, or rules ask for much."""
    waiver = replace(STUDENT, entry_status="WB")
    certain = {"acceptance": "certain", "budget_usd": 40_000}
    for most in (3, 4):
        asked = {"months": (3, 7, 8), "min_hands_on": 3, "max_rotations": most}
        yield scenario(applicant=waiver, budget_usd=30_000, **asked)
        yield scenario(applicant=waiver, **asked, **certain)
    for most in (5, 6):
        yield scenario(max_rotations=most, min_rotations=most, **certain)
        yield scenario(max_rotations=most, budget_usd=25_000, acceptance="certain")
        yield scenario(max_rotations=most, applicant=waiver, **certain)
    done = Booked(
        dt.date(2026, 8, 3), dt.date(2026, 8, 28), "hands_on", program_id="sinai_md"
    )
    spring = Booked(
        dt.date(2027, 4, 5), dt.date(2027, 4, 30), "observership", program_id="uab"
    )
    for booked in ((done,), (done, spring)):
        yield scenario(booked=booked, budget_usd=14_000, min_letters=3)
    for states in (("NY", "TX", "CA"), ("FL", "IL", "MD", "TX")):
        yield scenario(required_states=states, budget_usd=20_000)
    for budget in (5_200, 5_900, 6_600):
        yield scenario(budget_usd=budget, min_rotations=2, min_letters=2)


def _mixed(rng: Random) -> Iterator[Scenario]:
    """Random mixtures of everything."""
    for _ in range(15):
        states = {s: rng.randint(1, 5) for s in rng.sample(STATES, 4)}
        matters = rng.choice((0.0, 0.0, 0.5, 1.0))
        yield scenario(
            applicant=rng.choice((STUDENT, STRONG, GRADUATE, CITIZEN, US_STUDENT)),
            preferences=Preferences(matters, states=tuple(sorted(states.items()))),
            budget_usd=rng.randrange(4_000, 20_000, 100),
            arrival_usd=rng.choice((0, 800, 1_200, 2_000)),
            housing=rng.choice(("low", "mid", "high")),
            waiting_usd_per_day=rng.choice((0, 50, 120)),
            max_rotations=rng.choice((2, 3, 4, 4)),
            min_letters=rng.choice((0, 0, 1, 2, 3)),
            months=rng.choice((None, None, (4, 5, 6, 7, 8), (5, 6, 7))),
            max_per_region=tuple(
                (r, 1) for r in rng.sample(REGIONS, rng.randint(0, 2))
            ),
            max_stay_days=rng.choice((None, None, 100)),
            include_unverified=rng.random() < 0.85,
            acceptance=rng.choice(("expected", "certain")),
        )


def _once_each(regions: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple((region, 1) for region in sorted(regions))


FAMILIES: dict[str, Callable[[Random], Iterator[Scenario]]] = {
    "budgets": _budgets,
    "sizes": _sizes,
    "months": _months,
    "crowded": _crowded,
    "graduates": _graduates,
    "certain": _certain,
    "wishes": _wishes,
    "ties": _ties,
    "booked": _booked,
    "rules": _rules,
    "tight": _tight,
    "mixed": _mixed,
    "hard": _hard,
}
