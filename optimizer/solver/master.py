"""The CP-SAT master problem: which candidates, with which letters, roughly when.

It relaxes two things on purpose: the value to linear cuts, and travel and waiting to
lower bounds that are exact for most sets. ``solve`` closes both gaps. OR-Tools types
stay here and in ``solve``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.problem import Problem
from optimizer.domain.records import Place
from optimizer.model import rules
from optimizer.model.candidates import Candidate
from optimizer.model.cost import WAITING_FREE_DAYS, gone_usd
from optimizer.model.dating import Scheduler
from optimizer.model.letters import WEEKEND_DAYS
from optimizer.model.rotation import Rotation
from optimizer.solver.bounds import Cut
from optimizer.solver.enumeration import Mask
from optimizer.solver.travel import PATH_ROTATIONS, Expr, path, shortest_legs

VALUE_UNITS = 1_000_000
"""Integer units of match value: small scales solve faster; coefficients round up."""
LETTER_UNITS = 100_000
MOST_LEGS = 600
"""With more possible legs a trip enters by its shortest legs, not as a path."""
MOST_WAITING_DAYS = 100_000
"""More than a lifetime, for rotations booked long ago."""

Outcome = Literal["optimal", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class State:
    """One candidate as the master sees it: which letters its states expect."""

    candidate: Candidate
    on_time_letters: float
    late_letters: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What the master chose: indices of candidates, and those that must be on time."""

    chosen: tuple[int, ...]
    on_time: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one solve of the master ended; ``bound`` is in the objective's unit."""

    outcome: Outcome
    choice: Choice | None
    bound: float


class Master:
    """One master model over the given candidates; cuts and no-goods can be added."""

    def __init__(
        self,
        problem: Problem,
        states: Sequence[State],
        booked: tuple[Rotation, ...],
        scheduler: Scheduler,
        pairs: Mask | None = None,
    ) -> None:
        self.pairs = pairs
        self.problem = problem
        self.states = states
        self.booked = booked
        self.scheduler = scheduler
        # What refutes is mostly a sum (dollars, weeks, counts): a relaxation sees it.
        self.linearization = 1
        self.model = cp_model.CpModel()
        self.origin = min(
            [s.candidate.starts[0] for s in states]
            + [r.start.toordinal() for r in booked],
            default=0,
        )
        self._add_choices()
        self.any = self._add_any()
        self._add_pairs()
        self._add_tallies()
        self._add_schedule()
        self._add_budget()

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

    def _add_pairs(self) -> None:
        """No two candidates together that no better plan can hold together."""
        if self.pairs is None:
            return
        for i, x in enumerate(self.chosen):
            others = [
                y for j, y in enumerate(self.chosen) if j != i and not self.pairs[i, j]
            ]
            if others:
                self.model.add(sum(others) == 0).only_enforce_if(x)

    # ---- rules --------------------------------------------------------------------

    def _add_tallies(self) -> None:
        for tally in rules.TALLIES:
            limits = tally.limits(self.problem)
            if limits.low or limits.high or limits.min_distinct:
                self._add_tally(tally, limits)

    def _add_tally(self, tally: rules.Tally, limits: rules.CountLimits) -> None:
        terms = self._tally_terms(tally)
        for key in sorted(terms.keys() | limits.low.keys() | limits.high.keys()):
            total = sum(terms.get(key, []))
            high = rules.high_limit(limits, key)
            if key != rules.ANY and high is not None and len(terms.get(key, [])) > high:
                self.model.add(total <= high)
            if (low := limits.low.get(key, 0)) > 0:
                self._at_least(total, low)
        if limits.min_distinct:
            self._cover(terms, limits.min_distinct)

    def _tally_terms(self, tally: rules.Tally) -> dict[str, list[Expr]]:
        """What counts towards each key: literals of candidates, 1 of booked ones."""
        terms: dict[str, list[Expr]] = {}
        for i, state in enumerate(self.states):
            visit, t = state.candidate.visit, self.on_time[i]
            always = tuple(tally.keys(self.problem, visit, False))
            timely = tuple(tally.keys(self.problem, visit, True))
            for key in always:
                terms.setdefault(key, []).append(self.chosen[i])
            for key in timely:
                if key not in always and t is not None:
                    terms.setdefault(key, []).append(t)
        for r in self.booked:
            for key in tally.keys(self.problem, r.visit, r.letter_on_time):
                terms.setdefault(key, []).append(1)
        return terms

    def _cover(self, terms: dict[str, list[Expr]], least: int) -> None:
        covered = []
        for key in sorted(terms):
            c = self.model.new_bool_var(f"covers {key}")
            self.model.add(sum(terms[key]) >= c)
            covered.append(c)
        self._at_least(sum(covered), least)

    def _at_least(self, total: Expr, least: int) -> None:
        if not isinstance(total, int):
            self.model.add(total >= least)
        elif total < least:
            self._forbid()

    def _forbid(self) -> None:
        """Make the model infeasible: a rule fails whatever is chosen."""
        self.model.add_bool_or([])

    # ---- dates --------------------------------------------------------------------

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
        for literals, timely in ((self.chosen, False), (self.on_time, True)):
            total: Expr = 0
            days: set[int] = set()
            for literal, state in zip(literals, self.states, strict=True):
                if literal is not None:
                    size = state.candidate.days + WEEKEND_DAYS
                    total += size * literal
                    days |= _covered(state.candidate, size, timely)
            if days:
                self.model.add(total <= len(days))

    def _add_span(self) -> Expr:
        """Days from the first to the last day, both counted; bounded by the rules."""
        cap = rules.stay_cap(self.problem)
        idle, waits = self.scheduler.idle, self.scheduler.waiting_usd
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
        gap = self._least_gap()
        self.model.add(last - first >= self._busy_days() + gap * self._gaps())
        if cap is not None:
            self.model.add(last - first <= cap)
        if idle is not None and idle < gap:
            self.model.add(self._gaps() <= 0)
        if idle is not None:
            self.model.add(last - first <= self._busy_days() + idle * self._gaps())
        return last - first

    def _least_gap(self) -> int:
        """Days that lie between two rotations in any case.

        A block leaves the weekend after it; a booked rotation may end on any day.
        """
        gap = self.problem.scenario.gap_days
        return gap if self.booked else max(gap, WEEKEND_DAYS)

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

    # ---- money --------------------------------------------------------------------

    def _add_budget(self) -> None:
        scenario = self.problem.scenario
        booked = sum(r.visit.booked.cost_usd for r in self.booked if r.visit.booked)
        own = sum(
            s.candidate.usd * x for s, x in zip(self.states, self.chosen, strict=True)
        )
        fixed = gone_usd(self.problem) + booked
        arrival = scenario.arrival_usd * self.any
        self.cost = own + fixed + arrival + self._travel() + self._waiting()
        if isinstance(self.cost, int):
            if self.cost > scenario.budget_usd:
                self._forbid()
        else:
            self.model.add(self.cost <= scenario.budget_usd)

    def _waiting(self) -> Expr:
        """Lower bound on waiting: the span less the rotations and free weekends."""
        rate = self.scheduler.waiting_usd
        if not rate:
            return 0
        days = self.model.new_int_var(0, MOST_WAITING_DAYS, "waiting")
        free = WAITING_FREE_DAYS * self._gaps()
        self.model.add(days >= self.span - self._busy_days() - free)
        return rate * days

    def _travel(self) -> Expr:
        """Lower bound on travel: a path through the places, whatever the order."""
        visited = self._visited()
        if len(visited) <= 1:
            return 0
        places = [place for place, _ in visited]
        at = [literal for _, literal in visited]
        pairs = self._place_pairs(places)
        several = self.model.new_bool_var("several places")
        self.model.add(sum(at) <= 1 + len(at) * several)
        if len(pairs) > MOST_LEGS:
            return shortest_legs(self.model, self.scheduler, places, at, several)
        ordered = self.problem.scenario.max_rotations <= PATH_ROTATIONS
        legs = [self.scheduler.leg(places[a], places[b]) for a, b in pairs]
        return path(self.model, pairs, legs, at, several, ordered=ordered)

    def _place_pairs(self, places: list[Place]) -> list[tuple[int, int]]:
        """Pairs of places that one plan may visit."""
        number = {p.place: i for i, p in enumerate(places)}
        here = [number[s.candidate.visit.place.place] for s in self.states]
        booked = {number[r.visit.place.place] for r in self.booked}
        every = list(combinations(range(len(places)), 2))
        if self.pairs is None:
            return every
        first, second = np.nonzero(self.pairs)
        joint = {(here[i], here[j]) for i, j in zip(first, second, strict=True)}
        return [(a, b) for a, b in every if (a, b) in joint or {a, b} & booked]

    def _visited(self) -> list[tuple[Place, Expr]]:
        """Every place with the literal "a rotation is there"."""
        here: dict[str, list[cp_model.IntVar]] = {}
        places: dict[str, Place] = {}
        for state, x in zip(self.states, self.chosen, strict=True):
            place = state.candidate.visit.place
            places[place.place] = place
            here.setdefault(place.place, []).append(x)
        booked = {r.visit.place.place: r.visit.place for r in self.booked}
        places |= booked
        found: list[tuple[Place, Expr]] = []
        for name in sorted(places):
            if name in booked:
                found.append((places[name], 1))
                continue
            literal = self.model.new_bool_var(f"at {name}")
            self.model.add_max_equality(literal, here[name])
            found.append((places[name], literal))
        return found

    # ---- objective, cuts, no-goods ------------------------------------------------

    def minimize_cost(self) -> None:
        """Look for the cheapest plan instead of the most valuable one."""
        self.model.minimize(self.cost)

    def maximize_value(self, low: float, high: float, base_letters: float) -> None:
        """Maximize v, bounded by cuts; letters L must lie in [low, high]."""
        self.value = self.model.new_int_var(0, VALUE_UNITS, "v")
        self.model.maximize(self.value)
        self.linearization = 0  # faster here: shrinking has already used the sums
        letters = self._letters()
        slack = len(self.states)  # each coefficient was rounded by less than one
        least = math.floor((low - base_letters) * LETTER_UNITS) - slack
        most = math.ceil((high - base_letters) * LETTER_UNITS) + slack
        if not isinstance(letters, int):
            self.model.add_linear_constraint(letters, least, most)

    def _letters(self) -> Expr:
        terms: list[Expr] = []
        for i, state in enumerate(self.states):
            late = round(state.late_letters * LETTER_UNITS)
            timely = round(state.on_time_letters * LETTER_UNITS)
            terms.append(late * self.chosen[i])
            if (t := self.on_time[i]) is not None:
                terms.append((timely - late) * t)
        return sum(terms)

    def add_cut(self, cut: Cut) -> None:
        """Bound v by the cut, every coefficient rounded up."""
        terms: list[Expr] = [math.ceil(cut.constant * VALUE_UNITS)]
        for i, state in enumerate(self.states):
            late = cut.choice[i] + cut.slope * state.late_letters
            more = cut.slope * (state.on_time_letters - state.late_letters)
            terms.append(math.ceil(late * VALUE_UNITS) * self.chosen[i])
            if (t := self.on_time[i]) is not None:
                terms.append(math.ceil(more * VALUE_UNITS) * t)
        self.model.add(self.value <= sum(terms))

    def require_value(self, more_than: float) -> None:
        """Only plans whose bound is above ``more_than`` are still of interest."""
        self.model.add(self.value >= math.floor(more_than * VALUE_UNITS) + 1)

    def require_cost(self, less_than: int) -> None:
        """Only plans whose cost bound is below ``less_than`` dollars."""
        if not isinstance(self.cost, int):
            self.model.add(self.cost < less_than)

    def forbid(self, choice: Choice) -> None:
        """Exclude exactly this set: its best dates are known, or that it has none."""
        chosen = choice.chosen
        self.model.add_bool_or(
            [~x if i in chosen else x for i, x in enumerate(self.chosen)]
        )

    def forbid_keys(self, keys: frozenset[str]) -> None:
        """Exclude every set at exactly these programs, whatever the offerings.

        At most one rotation is at each, so the sum reaches their number only there.
        """
        inside = [s.candidate.visit.key in keys for s in self.states]
        signed = sum(
            x if here else -x for x, here in zip(self.chosen, inside, strict=True)
        )
        self._at_least(len(keys) - signed, 1)

    # ---- solving ------------------------------------------------------------------

    def solve(self, seconds: float, *, presolve: bool = True) -> Answer:
        """Run CP-SAT for at most ``seconds``: one worker, fixed seed."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.linearization_level = self.linearization
        solver.parameters.cp_model_presolve = presolve
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return Answer("infeasible", None, solver.best_objective_bound)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer("unknown", None, solver.best_objective_bound)
        chosen = tuple(i for i, x in enumerate(self.chosen) if solver.value(x))
        timely = frozenset(
            i for i in chosen if (t := self.on_time[i]) is not None and solver.value(t)
        )
        outcome: Outcome = "optimal" if status == cp_model.OPTIMAL else "unknown"
        return Answer(outcome, Choice(chosen, timely), solver.best_objective_bound)


def _covered(candidate: Candidate, size: int, timely: bool) -> set[int]:
    """Days its blocks can take, or those of its blocks with a letter on time."""
    until = candidate.on_time_until if timely else None
    starts = (s for s in candidate.starts if until is None or s <= until)
    return {day for start in starts for day in range(start, start + size)}
