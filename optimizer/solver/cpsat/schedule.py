"""The part of the CP-SAT model that has variables and dates.

One may go home between rotations: then limits on a visit bind each visit alone, which
enters by sums over all visits. Exact dates decide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from optimizer.domain.problem import Problem
from optimizer.domain.starts import WEEKEND_DAYS, leaves_weekend
from optimizer.model.candidates import Candidate
from optimizer.model.dating import Scheduler
from optimizer.model.rotation import Rotation
from optimizer.solver.cpsat.travel import Expr

Mask = NDArray[np.bool_]


class _Model(cp_model.CpModel):
    def _add_pre_pep8_methods(self) -> None:
        """No older name for each method: for a handful of offers they took longest."""


@dataclass(frozen=True, slots=True)
class State:
    """One candidate as the master sees it: which letters its states expect."""

    candidate: Candidate
    on_time_letters: float
    late_letters: float


@dataclass(eq=False)
class ScheduleModel:
    """Variables for candidates, their starts and letters; dates and dollars."""

    problem: Problem
    states: Sequence[State]
    booked: tuple[Rotation, ...]
    scheduler: Scheduler

    def __post_init__(self) -> None:
        self.model = _Model()
        self.origin = min(
            [s.candidate.starts[0] for s in self.states]
            + [r.start.toordinal() for r in self.booked],
            default=0,
        )
        self._add_choices()
        self.usual = all(
            leaves_weekend(s.candidate.starts, s.candidate.days) for s in self.states
        )
        self.any = self._add_any()
        self.away: Expr = 0
        self.trips = self._add_trips()
        self._add_schedule()

    # ---- variables ----------------------------------------------------------------

    def _add_choices(self) -> None:
        self.chosen: list[cp_model.IntVar] = []
        self.on_time: list[cp_model.IntVar | None] = []
        self.start: list[cp_model.IntVar] = []
        for i, state in enumerate(self.states):
            x = self.model.new_bool_var(f"x{i}")
            days = [d - self.origin for d in state.candidate.starts]
            domain = cp_model.Domain.from_values(days)
            self.chosen.append(x)
            start = self.model.new_int_var_from_domain(domain, f"s{i}")
            self.start.append(start)
            self.on_time.append(self._on_time(i, state.candidate))

    def _on_time(self, i: int, candidate: Candidate) -> cp_model.IntVar | None:
        """Literal "its letter is on time"; the choice itself where it always is."""
        x, until = self.chosen[i], candidate.on_time_until
        if until is None or not candidate.can_be_on_time:
            return None
        if not candidate.can_be_late:
            return x
        t = self.model.new_bool_var(f"t{i}")
        self.model.add_implication(t, x)
        last = until - self.origin
        self.model.add(self.start[i] <= last).only_enforce_if(t)
        return t

    def _add_schedule(self) -> None:
        gap = self.problem.scenario.gap_days
        intervals = []
        for i, state in enumerate(self.states):
            size = state.candidate.days + gap
            intervals.append(
                self.model.new_optional_fixed_size_interval_var(
                    self.start[i], size, self.chosen[i], f"i{i}"
                )
            )
        for r in self.booked:
            start = r.start.toordinal() - self.origin
            size = (r.end - r.start).days + 1 + gap
            intervals.append(self.model.new_fixed_size_interval_var(start, size, "b"))
        self.model.add_no_overlap(intervals)
        self._add_weeks()
        self.span = self._add_span()

    def _add_weeks(self) -> None:
        """All rotations together fit into the weeks that any of them could take.

        So do those with a letter on time. It follows from no-overlap, since blocks
        take whole weeks with the weekend after them, but only as a sum does it refute
        a calendar that is too full.
        """
        if not self.usual:
            return
        for literals, timely in ((self.chosen, False), (self.on_time, True)):
            total: Expr = 0
            blocks: set[tuple[tuple[int, ...], int]] = set()
            for literal, state in zip(literals, self.states, strict=True):
                if literal is not None:
                    size = state.candidate.days + WEEKEND_DAYS
                    total += size * literal
                    blocks.add((_starts(state.candidate, timely), size))
            if blocks:
                self.model.add(total <= len(_days(blocks)))

    def _add_span(self) -> Expr:
        """Days from the first to the last day, both counted; bounded by the rules."""
        cap, idle = self.scheduler.stay, self.scheduler.idle
        waits = self.scheduler.waiting_usd
        if cap is None and idle is None and not waits:
            return 0
        starts = [s.candidate.starts[-1] + s.candidate.days for s in self.states]
        ends = [r.end.toordinal() + 1 for r in self.booked]
        horizon = max([*starts, *ends], default=self.origin) - self.origin
        first = self.model.new_int_var(0, horizon, "first")
        last = self.model.new_int_var(0, horizon, "last")
        self.model.add(last >= first)
        for i, state in enumerate(self.states):
            x, start = self.chosen[i], self.start[i]
            self.model.add(first <= start).only_enforce_if(x)
            self.model.add(last >= start + state.candidate.days).only_enforce_if(x)
        for r in self.booked:
            self.model.add(first <= r.start.toordinal() - self.origin)
            self.model.add(last >= r.end.toordinal() + 1 - self.origin)
        gap, away = self._least_gap(), horizon * self.trips
        busy = self._busy_days()
        self.model.add(last - first >= busy + gap * self._gaps())
        if cap is not None:
            self.model.add(last - first <= cap * (self.trips + 1) + away)
            stays = self._gaps() - self.trips
            self.model.add(busy + gap * stays <= cap * (self.trips + 1))
        if idle is not None and idle < gap:
            self.model.add(self._gaps() <= self.trips)
        if idle is not None:
            self.model.add(last - first <= busy + idle * self._gaps() + away)
        self.away = away
        return last - first

    def _add_trips(self) -> Expr:
        """How many times one goes home between rotations."""
        if self.scheduler.home is None:
            return 0
        most = len(self.states) + len(self.booked)
        trips = self.model.new_int_var(0, most, "trips home")
        self.model.add(trips <= self._gaps())
        return trips

    def _least_gap(self) -> int:
        """Days that lie between two rotations in any case.

        A block leaves the weekend after it; a booked rotation may end on any day.
        """
        gap = self.problem.scenario.gap_days
        return max(gap, WEEKEND_DAYS) if self.usual and not self.booked else gap

    def _busy_days(self) -> Expr:
        booked = sum((r.end - r.start).days + 1 for r in self.booked)
        return booked + sum(
            s.candidate.days * x for s, x in zip(self.states, self.chosen, strict=True)
        )

    def _gaps(self) -> Expr:
        """Number of rotations less one; 0 or more where there is any."""
        return len(self.booked) + sum(self.chosen) - self.any

    def _add_any(self) -> Expr:
        """1 if there is any rotation at all."""
        if self.booked or self.problem.scenario.min_rotations > 0:
            return 1
        some = self.model.new_bool_var("any")
        self.model.add_max_equality(some, [*self.chosen, 0])
        return some

    def _at_least(self, total: Expr, least: int) -> None:
        if not isinstance(total, int):
            self.model.add(total >= least)
        elif total < least:
            self._forbid()

    def _forbid(self) -> None:
        """Make the model infeasible: a rule fails whatever is chosen."""
        self.model.add_bool_or([])


def _starts(candidate: Candidate, timely: bool) -> tuple[int, ...]:
    """Its starts, or those with a letter on time."""
    until = candidate.on_time_until if timely else None
    if until is None:
        return candidate.starts
    return candidate.starts[: bisect_right(candidate.starts, until)]


def _days(blocks: set[tuple[tuple[int, ...], int]]) -> set[int]:
    """Days that blocks on some starts, of so many days, can take."""
    spans = ((start, size) for starts, size in blocks for start in starts)
    return {day for start, size in spans for day in range(start, start + size)}
