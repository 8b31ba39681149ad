"""The scenario: what one applicant has and wants.

The field defaults are the default scenario; the annotations are the bounds that
the reader, the JSON Schema and the page all take from here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, Len
from pydantic import ConfigDict, GetPydanticSchema
from pydantic_core import core_schema

from optimizer.domain.records import Day, Days, Dollars, FoundOut, Kind, Text, Year

MOST_FOUND_OUT = 200

Month = Annotated[int, Ge(3), Le(9)]
Score = Annotated[int, Ge(100), Le(300)]
Rating = Annotated[int, Ge(1), Le(5)]
Rotations = Annotated[int, Ge(0), Le(6)]
Letters = Annotated[int, Ge(0), Le(10)]
Failures = Annotated[int, Ge(0), Le(10)]
Names = Annotated[tuple[Text, ...], Len(0, 200)]
Span = tuple[Day, Day]
Answer = Literal["asked", "accepted", "refused", "silent", "paid"]
Evidence = Literal["central", "cautious", "blended"]
"""How far effects that nobody has measured in IMGs are believed."""


def _frozen_map(value: Any) -> GetPydanticSchema:
    """An object in JSON, validated as ``dict[Text, value]``, kept as sorted pairs."""

    def schema(_: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda found: tuple(sorted(found.items())),
            handler(Annotated[dict[Text, value], Len(0, 300)]),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )

    return GetPydanticSchema(schema)


Ratings = Annotated[tuple[tuple[str, int], ...], _frozen_map(Rating)]
RegionLimits = Annotated[tuple[tuple[str, int], ...], _frozen_map(Rotations)]
Answers = Annotated[tuple[tuple[str, Answer], ...], _frozen_map(Answer)]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies; ``step2_ck`` None: not taken; no ``graduation_date``: not known.

    Of a score still to come: ``step2_expected``, its 10th and 90th percentile, and
    whether it is in when programs begin to review.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    status: Literal["student", "graduate"] = "student"
    graduation_date: Day | None = dt.date(2027, 12, 15)
    img_type: Literal["non_us_img", "us_img"] = "non_us_img"
    us_work_authorized: bool = False
    entry_status: Literal["B-1", "WB", "J-1", "F-1", "none"] = "B-1"
    home_school_in_vslo: bool = False
    step1_passed: bool = True
    step1_failures: Failures = 0
    step2_ck: Score | None = 240
    step2_expected: Score | None = None
    step2_low: Score | None = None
    step2_high: Score | None = None
    score_in_time: bool = True
    step2_failures: Failures = 0
    us_letters: Letters = 1
    ties: Names = ()


@dataclass(frozen=True, slots=True)
class Booked:
    """A rotation that is already arranged; it costs ``cost_usd`` and nothing else."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    start: Day
    end: Day
    kind: Kind
    offering_id: Text | None = None
    program_id: Text | None = None
    cost_usd: Dollars = 0


@dataclass(frozen=True, slots=True)
class Preferences:
    """Wishes: ratings from 1 to 5, and how much "where" matters from 0 to 1."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    where_matters: Annotated[float, Ge(0), Le(1)] = 0.0
    programs: Ratings = ()
    states: Ratings = ()
    focus: Names = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """What one applicant has and wants, on the day ``today``.

    ``season`` and ``today`` have no default here: the reader takes the calendar's
    day and the season that is being planned on it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    season: Year
    today: Day
    applicant: Applicant = field(default_factory=Applicant)
    budget_usd: Dollars = 10_000
    arrival_usd: Dollars = 1_200
    spent_usd: Dollars = 0
    housing: Literal["low", "mid", "high"] = "mid"
    free_housing: Names = ()
    waiting_usd_per_day: Annotated[int, Ge(0), Le(1_000)] = 50
    window_start: Day | None = None
    window_end: Day | None = None
    months: Annotated[tuple[Month, ...], Len(0, 7)] | None = None
    blackouts: Annotated[tuple[Span, ...], Len(0, 50)] = ()
    gap_days: Days = 2
    max_stay_days: Days | None = None
    max_idle_days: Days | None = None
    min_rotations: Rotations = 1
    max_rotations: Rotations = 3
    min_letters: Letters = 1
    letters_by: Day | None = None
    min_hands_on: Rotations = 0
    kind: Kind | None = None
    min_receptive: Rotations = 0
    min_in_ties: Rotations = 0
    required_states: Names = ()
    max_per_region: RegionLimits = ()
    min_focus_areas: Annotated[int, Ge(0), Le(30)] = 0
    pins: Names = ()
    exclusions: Names = ()
    answers: Answers = ()
    found_out: Annotated[tuple[FoundOut, ...], Len(0, MOST_FOUND_OUT)] = ()
    booked: Annotated[tuple[Booked, ...], Len(0, 6)] = ()
    include_unverified: bool = True
    preferences: Preferences = field(default_factory=Preferences)
    applications: Annotated[int, Ge(0), Le(300)] = 60
    acceptance: Literal["expected", "certain"] = "expected"
    evidence: Evidence = "blended"
    time_limit_s: Annotated[float, Ge(0.1), Le(120)] = 20.0
