"""The CP-SAT master problem: which candidates, with which letters, roughly when.

It relaxes two things on purpose: the value to linear cuts, and travel and waiting to
lower bounds that are exact for most sets. ``solve`` closes both gaps. OR-Tools types
stay here and in ``solve``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from optimizer.model.rules import rules
from optimizer.solver.cpsat.money import Money
from optimizer.solver.cpsat.travel import Expr
from optimizer.solver.search.cuts import Cut

VALUE_UNITS = 1_000_000
"""Integer units of match value: small scales solve faster; coefficients round up."""
LETTER_UNITS = 100_000

MasterStatus = Literal["optimal", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the master chose: indices of candidates, and those that must be on time."""

    chosen: tuple[int, ...]
    on_time: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one solve of the master ended; ``bound`` is in the objective's unit.

    ``units``: the work it took.
    """

    outcome: MasterStatus
    choice: Choice | None
    bound: float
    units: float = 0.0


class Master(Money):
    """One master model over the given candidates; cuts and no-goods can be added."""

    def __post_init__(self) -> None:
        super().__post_init__()
        # What refutes is mostly a sum (dollars, weeks, counts): a relaxation sees it.
        self.linearization = 1
        self._add_tallies()

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
        for key, count in rules.counts(self.problem, tally, self.booked).items():
            terms.setdefault(key, []).extend([1] * count)
        return terms

    def _cover(self, terms: dict[str, list[Expr]], least: int) -> None:
        covered = []
        for key in sorted(terms):
            c = self.model.new_bool_var(f"covers {key}")
            self.model.add(sum(terms[key]) >= c)
            covered.append(c)
        self._at_least(sum(covered), least)

    # ---- objective, cuts, no-goods ------------------------------------------------

    def maximize_value(self, low: float, high: float, base_letters: float) -> None:
        """Maximize v, bounded by cuts; letters L must lie in [low, high]."""
        # Below 0 only with handicaps.
        least = -VALUE_UNITS * len(self.states)
        self.value = self.model.new_int_var(least, VALUE_UNITS, "v")
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

    def hint(self, chosen: Sequence[int], timely: Sequence[bool]) -> None:
        """Start from a plan that is known."""
        states = dict(zip(chosen, timely, strict=True))
        for i, x in enumerate(self.chosen):
            self.model.add_hint(x, i in states)
            t = self.on_time[i]
            if t is not None and t is not x:
                self.model.add_hint(t, states.get(i, False))

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

    def solve(self, units: float, *, presolve: bool = True) -> Answer:
        """Run CP-SAT for so much work, its own deterministic time.

        One worker and a fixed seed: the same model ends the same way.
        """
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = units
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.linearization_level = self.linearization
        solver.parameters.cp_model_presolve = presolve
        if not presolve:  # nor is anything else looked for in what is so small
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
            solver.parameters.use_sat_inprocessing = False
        status = solver.solve(self.model)
        bound = solver.best_objective_bound
        done = solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return Answer("infeasible", None, bound, done)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer("unknown", None, bound, done)
        chosen = tuple(i for i, x in enumerate(self.chosen) if solver.value(x))
        timely = frozenset(
            i for i in chosen if (t := self.on_time[i]) is not None and solver.value(t)
        )
        outcome: MasterStatus = "optimal" if status == cp_model.OPTIMAL else "unknown"
        return Answer(outcome, Choice(chosen, timely), bound, done)
