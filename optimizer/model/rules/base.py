"""The kinds of rule: on the dates of a block, on a block, on counts, on a schedule.

Each rule brings its sentence, its test and its way out. ``way_out`` has no default:
None says that the rule is not the applicant's to loosen, and then ``outside`` says who
set it and what to ask. A rule may be both: a stay is capped by a wish and by a visa.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.ways_out import OutsideOf, WayOut
from optimizer.model.rotation import Rotation, Visit


@dataclass(frozen=True, slots=True)
class CountLimits:
    """Bounds on counts: per key (``ANY`` for every other key) and on distinct keys."""

    low: Mapping[str, int] = field(default_factory=dict)
    high: Mapping[str, int] = field(default_factory=dict)
    min_distinct: int = 0


@dataclass(frozen=True, slots=True)
class DateRule:
    """A rule on the first and last day of a block, whatever the offering.

    All offerings with the same starts and length share its verdicts.
    """

    name: str
    sentence: str
    fits: Callable[[Problem, dt.date, dt.date], bool]
    way_out: WayOut | None
    outside: OutsideOf | None = None

    def allows(
        self, problem: Problem, _: Offering, first: dt.date, last: dt.date
    ) -> bool:
        """Whether a block on these days obeys the rule."""
        return self.fits(problem, first, last)


@dataclass(frozen=True, slots=True)
class BlockRule:
    """A rule on one block.

    ``turns`` gives the days from which the verdict on a start may be another one than
    before; without it, or where it gives None, every start is judged, those of equal
    ``facts`` once. A rule ``by_name`` speaks of those offerings alone that a pin, an
    exclusion or an answer names.
    """

    name: str
    sentence: str
    allows: Callable[[Problem, Offering, dt.date, dt.date], bool]
    way_out: WayOut | None
    turns: Callable[[Problem, Offering], Iterable[dt.date] | None] | None = None
    by_name: bool = False
    outside: OutsideOf | None = None
    facts: Callable[[Problem, Offering, dt.date], Hashable] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A rule that counts rotations by key; ``keys`` takes the visit and "on time".

    Rotations in another specialty count only where it ``counts_every_specialty``.
    """

    name: str
    sentence: str
    keys: Callable[[Problem, Visit, bool], Iterable[str]]
    limits: Callable[[Problem], CountLimits]
    way_out: WayOut | None
    outside: OutsideOf | None = None
    counts_every_specialty: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleRule:
    """A rule on all rotations of a plan, in date order."""

    name: str
    sentence: str
    holds: Callable[[Problem, tuple[Rotation, ...]], bool]
    way_out: WayOut | None
    outside: OutsideOf | None = None


Rule = DateRule | BlockRule | Tally | ScheduleRule
