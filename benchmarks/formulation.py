"""The problem as a plain time-indexed integer program, for HiGHS and for CP-SAT.

One binary per block (offering x start), choices and letters on time as sums of them,
no two blocks on one day, all tallies, budget, stay and idle rules, waiting by the
span, travel by the edges of a path through the places visited. As in our own master,
travel and waiting are lower bounds (the loop in ``peers`` dates each answer exactly
and excludes it where it has no dates), and the value is bounded by cuts. Nothing is
shrunk; every coefficient is an integer, so both solvers see the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from optimizer.domain.records import Place
from optimizer.model import travel
from optimizer.model.rules import rules
from optimizer.model.travel import WAITING_FREE_DAYS
from optimizer.solver.search.cuts import Cut
from optimizer.solver.sets.dated_sets import DatedSets

VALUE_UNITS = 1_000_000
LETTER_UNITS = 100_000
PATH_ROTATIONS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of terms <= high."""

    terms: dict[int, int]
    low: int | None
    high: int | None


@dataclass
class Program:
    """Integer variables with bounds, and rows; maximize the variable ``value``."""

    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, low: int = 0, high: int = 1) -> int:
        """Add an integer variable; returns its index."""
        self.lows.append(low)
        self.highs.append(high)
        return len(self.lows) - 1

    def row(
        self, terms: Iterable[tuple[int, int]], low: int | None, high: int | None
    ) -> None:
        """Add a row; equal variables add up."""
        total: dict[int, int] = {}
        for index, coefficient in terms:
            total[index] = total.get(index, 0) + coefficient
        self.rows.append(Row({i: c for i, c in total.items() if c}, low, high))


class TimeIndexed:
    """The integer program of one problem; cuts and no-goods are added as rows."""

    def __init__(self, search: DatedSets) -> None:
        self.search = search
        self.program = Program()
        self.scenario = search.problem.scenario
        self.cap = travel.stay_cap(search.problem)
        self.home = search.scheduler.home
        self._blocks()
        self._one_at_a_time()
        self._tallies()
        self._span()
        self._money()
        self.value = self.program.variable(0, VALUE_UNITS)
        self.fixed_rows = len(self.program.rows)

    # ---- blocks -------------------------------------------------------------------

    def _blocks(self) -> None:
        """Binaries: block y[o, start], chosen x[o], letter on time t[o]."""
        p = self.program
        self.blocks: list[dict[int, int]] = []
        self.chosen: list[int] = []
        self.timely: list[int] = []
        for c in self.search.candidates:
            y = {s: p.variable() for s in c.starts}
            x, t = p.variable(), p.variable()
            until = c.on_time_until if c.on_time_until is not None else -1
            p.row([(x, -1), *((v, 1) for v in y.values())], 0, 0)
            p.row([(t, -1), *((v, 1) for s, v in y.items() if s <= until)], 0, 0)
            self.blocks.append(y)
            self.chosen.append(x)
            self.timely.append(t)
        self.some = p.variable()
        booked = bool(self.search.booked) or self.scenario.min_rotations > 0
        p.row([(self.some, 1)], 1 if booked else 0, 1)
        for x in self.chosen:
            p.row([(self.some, 1), (x, -1)], 0, None)

    def _one_at_a_time(self) -> None:
        """On every day at most one block, each followed by the gap."""
        gap = self.scenario.gap_days
        taken = [
            (r.start.toordinal(), r.end.toordinal() + 1 + gap)
            for r in self.search.booked
        ]
        days = sorted({s for y in self.blocks for s in y} | {a for a, _ in taken})
        for day in days:
            here = [
                (v, 1)
                for c, y in zip(self.search.candidates, self.blocks, strict=True)
                for s, v in y.items()
                if s <= day < s + c.days + gap
            ]
            free = 1 - sum(a <= day < b for a, b in taken)
            self.program.row(here, None, max(free, 0))

    # ---- tallies ------------------------------------------------------------------

    def _tallies(self) -> None:
        problem = self.search.problem
        for tally in rules.TALLIES:
            limits = tally.limits(problem)
            if limits.low or limits.high or limits.min_distinct:
                self._tally(tally, limits)

    def _tally(self, tally: rules.Tally, limits: rules.CountLimits) -> None:
        problem, p = self.search.problem, self.program
        terms: dict[str, list[tuple[int, int]]] = {}
        fixed: dict[str, int] = {}
        for i, c in enumerate(self.search.candidates):
            always = set(tally.keys(problem, c.visit, False))
            for key in tally.keys(problem, c.visit, True):
                var = self.chosen[i] if key in always else self.timely[i]
                terms.setdefault(key, []).append((var, 1))
        for r in self.search.booked:
            for key in tally.keys(problem, r.visit, r.letter_on_time):
                fixed[key] = fixed.get(key, 0) + 1
        keys = terms.keys() | fixed.keys() | limits.low.keys() | limits.high.keys()
        for key in sorted(keys - {rules.ANY}):
            have = fixed.get(key, 0)
            high = limits.high.get(key, limits.high.get(rules.ANY))
            low = limits.low.get(key, 0)
            if high is not None or low > 0:
                least = low - have if low > 0 else None
                most = None if high is None else high - have
                p.row(terms.get(key, []), least, most)
        if limits.min_distinct:
            self._distinct(terms, fixed, limits.min_distinct)

    def _distinct(
        self,
        terms: dict[str, list[tuple[int, int]]],
        fixed: dict[str, int],
        least: int,
    ) -> None:
        p = self.program
        covered = []
        for key in sorted(terms.keys() - fixed.keys()):
            c = p.variable()
            p.row([(c, -1), *terms[key]], 0, None)
            covered.append((c, 1))
        p.row(covered, least - len(fixed), None)

    # ---- span, waiting, travel, budget ----------------------------------------------

    def _span(self) -> None:
        """First and last day; the stay, idle and waiting rules use the span alone."""
        p, found = self.program, self.search.candidates
        booked = self.search.booked
        starts = [s for c in found for s in c.starts]
        starts += [r.start.toordinal() for r in booked]
        self.origin = min(starts, default=0)
        horizon = max(
            [
                *(c.starts[-1] + c.days for c in found),
                *(r.end.toordinal() + 1 for r in booked),
                self.origin + 1,
            ]
        )
        width = self.width = horizon - self.origin
        self.first, self.last = p.variable(0, width), p.variable(0, width)
        self._trips_home()
        within = [(self.last, 1), (self.first, -1)]
        p.row(within, 0, None)
        if self.cap is not None:
            p.row([*within, *self._times_home(-self.cap - width)], None, self.cap)
        for c, y, x in zip(found, self.blocks, self.chosen, strict=True):
            begin = [(v, s - self.origin) for s, v in y.items()]
            end = [(v, s + c.days - self.origin) for s, v in y.items()]
            p.row([(self.first, -1), *begin, (x, -width)], -width, None)
            p.row([(self.last, 1), *((v, -n) for v, n in end)], 0, None)
        for r in booked:
            p.row([(self.first, 1)], None, r.start.toordinal() - self.origin)
            p.row([(self.last, 1)], r.end.toordinal() + 1 - self.origin, None)
        idle = self.scenario.max_idle_days
        if idle is not None:
            self._span_within(idle, [])

    def _trips_home(self) -> None:
        """How many pauses are spent at home: at most as many as there are."""
        if self.home is not None:
            most = len(self.search.candidates) + len(self.search.booked)
            self.trips = self.program.variable(0, most)
            pauses = [(x, -1) for x in self.chosen]
            row = [(self.trips, 1), (self.some, 1), *pauses]
            self.program.row(row, None, len(self.search.booked))

    def _times_home(self, coefficient: int) -> list[tuple[int, int]]:
        return [] if self.home is None else [(self.trips, coefficient)]

    def _span_within(self, each: int, slack: list[tuple[int, int]]) -> None:
        """Span <= days of rotations + ``each`` day for every pause + slack.

        A trip home takes as long as it likes.
        """
        booked = self.search.booked
        busy = sum((r.end - r.start).days + 1 for r in booked)
        terms = [(self.last, 1), (self.first, -1), (self.some, each), *slack]
        for c, x in zip(self.search.candidates, self.chosen, strict=True):
            terms.append((x, -c.days - each))
        terms += self._times_home(-self.width)
        self.program.row(terms, None, busy + each * len(booked))

    def _money(self) -> None:
        p, scenario = self.program, self.scenario
        cost = [
            (x, c.usd) for c, x in zip(self.search.candidates, self.chosen, strict=True)
        ]
        cost.append((self.some, self.search.problem.arrival_usd))
        if rate := scenario.waiting_usd_per_day:
            waiting = p.variable(0, 1_000)
            self._span_within(WAITING_FREE_DAYS, [(waiting, -1)])
            cost.append((waiting, rate))
        cost += self._between()
        p.row(cost, None, scenario.budget_usd - self.search.fixed_usd)

    def _between(self) -> list[tuple[int, int]]:
        """Trips between places, and home if that is more, as terms of the cost."""
        legs = self._travel()
        if self.home is None or not self.home.usd:
            return legs
        usd = self.program.variable(0, 1_000_000)
        self.program.row([(usd, 1), *((e, -leg) for e, leg in legs)], 0, None)
        self.program.row([(usd, 1), (self.trips, -self.home.usd)], 0, None)
        return [(usd, 1)]

    def _travel(self) -> list[tuple[int, int]]:
        """Edges of a path through the places visited, as terms of the cost."""
        p, places = self.program, self._places()
        names = sorted(places)
        at = [self._at(places[name][1]) for name in names]
        if len(names) < 2:
            return []
        several = p.variable()
        p.row([*((z, 1) for z in at), (several, -len(at))], None, 1)
        touching: list[list[tuple[int, int]]] = [[] for _ in names]
        legs, edges = [], []
        for a, b in combinations(range(len(names)), 2):
            e = p.variable()
            p.row([(at[a], 1), (e, -1)], 0, None)
            p.row([(at[b], 1), (e, -1)], 0, None)
            leg = self.search.scheduler.least_leg(
                places[names[a]][0], places[names[b]][0]
            )
            legs.append((e, leg))
            edges.append((e, 1))
            touching[a].append((e, 1))
            touching[b].append((e, 1))
        p.row([*edges, *((z, -1) for z in at)], -1, None)
        for z, ends in zip(at, touching, strict=True):
            p.row([*ends, (z, -1), (several, -1)], -1, None)
            if self.scenario.max_rotations <= PATH_ROTATIONS:
                p.row(ends, None, 2)
        return legs

    def _places(self) -> dict[str, tuple[Place, list[int] | None]]:
        """Places with the choices there; None where a booked rotation is."""
        found: dict[str, tuple[Place, list[int] | None]] = {}
        for r in self.search.booked:
            found[r.visit.place.place] = (r.visit.place, None)
        for c, x in zip(self.search.candidates, self.chosen, strict=True):
            place = c.visit.place
            _, here = found.setdefault(place.place, (place, []))
            if here is not None:
                here.append(x)
        return found

    def _at(self, here: list[int] | None) -> int:
        p = self.program
        z = p.variable()
        if here is None:
            p.row([(z, 1)], 1, 1)
            return z
        for x in here:
            p.row([(z, 1), (x, -1)], 0, None)
        p.row([(z, -1), *((x, 1) for x in here)], 0, None)
        return z

    # ---- the parts of a proof -------------------------------------------------------

    def reset(self) -> None:
        """Forget letters, cuts and thresholds; no-goods go too."""
        del self.program.rows[self.fixed_rows :]

    def letters_within(self, low: float, high: float) -> None:
        """Expected letters of the plan lie between two levels."""
        b = self.search.bounds
        slack = len(self.chosen)
        terms = self._state_terms(
            [round(v * LETTER_UNITS) for v in b.late_letters],
            [round(v * LETTER_UNITS) for v in b.on_time_letters],
        )
        least = math.floor((low - b.base_letters) * LETTER_UNITS) - slack
        most = math.ceil((high - b.base_letters) * LETTER_UNITS) + slack
        self.program.row(terms, least, most)

    def add_cut(self, cut: Cut) -> None:
        """Value <= the cut, coefficients rounded up."""
        b = self.search.bounds
        up = [
            [math.ceil(v * VALUE_UNITS) for v in cut.choice + cut.slope * letters]
            for letters in (b.late_letters, b.on_time_letters)
        ]
        terms = [(i, -c) for i, c in self._state_terms(up[0], up[1])]
        constant = math.ceil(cut.constant * VALUE_UNITS)
        self.program.row([(self.value, 1), *terms], None, constant)

    def above(self, value: float) -> None:
        """Only plans whose bound is above ``value``."""
        least = math.floor(value * VALUE_UNITS) + 1
        self.program.row([(self.value, 1)], least, None)

    def forbid(self, chosen: Sequence[int], timely: frozenset[int]) -> None:
        """Exclude this set with at least these letters on time."""
        inside = frozenset(chosen)
        terms = [(x, -1 if i in inside else 1) for i, x in enumerate(self.chosen)]
        terms += [(self.timely[i], -1) for i in timely]
        self.program.row(terms, 1 - len(inside) - len(timely), None)

    def _state_terms(
        self, late: Sequence[int], on_time: Sequence[int]
    ) -> list[tuple[int, int]]:
        terms = list(zip(self.chosen, late, strict=True))
        for t, a, b in zip(self.timely, late, on_time, strict=True):
            terms.append((t, b - a))
        return terms


def choice_of(model: TimeIndexed, values: Sequence[float]) -> tuple[int, ...]:
    """Indices of the candidates a solution chose."""
    return tuple(i for i, x in enumerate(model.chosen) if values[x] > 0.5)


def timely_of(model: TimeIndexed, values: Sequence[float]) -> frozenset[int]:
    """Indices of the candidates whose letter is on time in a solution."""
    return frozenset(i for i, t in enumerate(model.timely) if values[t] > 0.5)
