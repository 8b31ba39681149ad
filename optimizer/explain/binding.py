"""Which rules limit the best plan, and what one more unit of each is worth.

A rule binds if the best plan without it is better by more than twice the tolerance.
Each figure is a re-solve of the scenario with that one rule loosened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from optimizer.domain import words
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.domain.ways_out import Change, Wish
from optimizer.explain.fixes import ALTERNATIVES
from optimizer.explain.loosening import letter_date, wishes
from optimizer.model.plan_chances import PP, estimate, models
from optimizer.model.rotation import rotations_of
from optimizer.solver.solve import MOST_USD, TOLERANCE, solve

GAIN = 2 * TOLERANCE
"""Less than this is no gain: each of two plans may be off the best by the tolerance."""
MORE_USD = (500, 1_000)

Verdict = Literal["binds", "slack", "unknown"]


@dataclass(frozen=True, slots=True)
class Loosened:
    """One change of the scenario and what the best plan gains by it.

    ``gain_pp`` is in pp of match value; ``usd`` what that plan costs more. With
    ``proven`` false the time limit passed, and the gain is at least this. ``range_pp``
    is the 10th and 90th percentile of the same difference over draws of the
    assumptions, where ``with_ranges`` worked it out.
    """

    sentence: str
    scenario: Scenario
    gain_pp: float
    usd: int
    proven: bool
    plan: Plan | None = None
    range_pp: tuple[float, float] | None = None

    @property
    def helps(self) -> bool:
        """Whether the plan gets better by more than the tolerance allows for."""
        return self.gain_pp > GAIN * PP


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule of the scenario: whether it binds, without it, and in small steps."""

    name: str
    sentence: str
    verdict: Verdict
    dropped: Loosened | None
    steps: tuple[Loosened, ...]

    @property
    def best(self) -> Loosened | None:
        """The step that gains most; the rule dropped where no step helps."""
        return max(self.steps, key=lambda s: s.gain_pp, default=self.dropped)


def limits(problem: Problem, plan: Plan) -> Iterator[Limit]:
    """Every rule that could be loosened, one after another as it is worked out."""
    for name in rule_names(problem):
        yield limit(problem, plan, name)


def rule_names(problem: Problem) -> tuple[str, ...]:
    """Names of the rules that could be loosened, the most common limits first."""
    return tuple(wish.name for wish in _wishes(problem))


def limit(problem: Problem, plan: Plan, name: str) -> Limit:
    """One rule by name: the best plan without it and, if it binds, with a bit more."""
    (wish,) = (w for w in _wishes(problem) if w.name == name)
    return _Loosening(problem, plan).limit(wish)


def with_ranges(problem: Problem, plan: Plan, limit: Limit) -> Limit:
    """A rule with the range of every gain, both plans under the same draws.

    Only a rule that binds has gains, and only a step that helps has a range.
    """
    if limit.verdict != "binds":
        return limit
    _, drawn = models(problem)
    certain = problem.scenario.acceptance == "certain"
    best = drawn.value(rotations_of(problem, plan.blocks), certain)

    def with_range(step: Loosened) -> Loosened:
        if step.plan is None or not step.helps:
            return step
        # Its own scenario says which of its letters are on time.
        own = Problem(problem.catalog, step.scenario)
        value = drawn.value(rotations_of(own, step.plan.blocks), certain)
        gain = estimate(value[:1], PP * (value - best))
        return replace(step, range_pp=(gain.low, gain.high))

    dropped = limit.dropped and with_range(limit.dropped)
    return replace(limit, dropped=dropped, steps=tuple(map(with_range, limit.steps)))


def _wishes(problem: Problem) -> tuple[Wish, ...]:
    return (*reversed(wishes(problem)), letter_date(problem))


class _Loosening:
    """Re-solves of one problem with one rule loosened, each done once."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.known: dict[Scenario, Plan | NoPlan] = {}

    def limit(self, wish: Wish) -> Limit:
        """Drop the rule; where that helps, look for the steps that do."""
        dropped = self._try(wish.dropped)
        if dropped is None or not dropped.helps:
            sure = dropped is not None and dropped.proven
            verdict: Verdict = "slack" if sure else "unknown"
            return Limit(wish.name, wish.sentence, verdict, dropped, ())
        return Limit(wish.name, wish.sentence, "binds", dropped, self._steps(wish))

    def _steps(self, wish: Wish) -> tuple[Loosened, ...]:
        if wish.name == "budget":
            return tuple(self._budget())
        if wish.name in (*ALTERNATIVES, "regions"):
            tried = (self._try(step) for step in wish.steps)
            helping = [t for t in tried if t is not None and t.helps]
            return tuple(sorted(helping, key=lambda t: -t.gain_pp))
        ladders = _ladders(wish.steps)
        return tuple(t for ladder in ladders for t in self._first_and_least(ladder))

    def _first_and_least(self, ladder: Sequence[Change]) -> Iterator[Loosened]:
        """One unit more, and the fewest units that help where one does not."""
        first = self._try(ladder[0])
        if first is not None:
            yield first
        if first is None or not first.helps:
            least = self._least(ladder[1:])
            if least is not None:
                yield least

    def _least(self, ladder: Sequence[Change]) -> Loosened | None:
        """The smallest of ever larger steps that helps, by bisection; None if none."""
        low, high, found = 0, len(ladder) - 1, None
        while low <= high:
            middle = (low + high) // 2 if found else high
            tried = self._try(ladder[middle])
            if tried is not None and tried.helps:
                found, high = tried, middle - 1
            elif found is None:
                return None
            else:
                low = middle + 1
        return found

    def _budget(self) -> Iterator[Loosened]:
        """The next dollar that buys something, then two round amounts more."""
        budget = self.problem.scenario.budget_usd
        rounds = [self._try(_budget(budget, budget + more)) for more in MORE_USD]
        found = [t for t in (self._next_budget(rounds), *rounds) if t is not None]
        yield from dict.fromkeys(sorted(found, key=lambda t: t.scenario.budget_usd))

    def _next_budget(self, known: Iterable[Loosened | None]) -> Loosened | None:
        """The smallest budget that helps: from one that does, down by a dollar less.

        Each solve returns a plan and its cost; below that cost another plan is best,
        until none is better than the plan we have.
        """
        budget = self.problem.scenario.budget_usd
        found = next((t for t in known if t is not None and t.helps), None)
        more = 2 * MORE_USD[-1]
        while found is None and budget + more < MOST_USD:
            tried = self._try(_budget(budget, budget + more))
            found = tried if tried is not None and tried.helps else None
            more *= 2
        while found is not None:
            cost = self.plan.cost_usd + found.usd
            found = self._try(_budget(budget, cost))
            less = self._try(_budget(budget, cost - 1))
            if less is None or not less.helps:
                return found
            found = less
        return None

    def _try(self, change: Change) -> Loosened | None:
        """The best plan with a change made; None if none was found in time."""
        scenario = change.apply(self.problem.scenario)
        if scenario not in self.known:
            self.known[scenario] = solve(Problem(self.problem.catalog, scenario))
        other = self.known[scenario]
        if isinstance(other, NoPlan):
            return None
        return Loosened(
            change.sentence,
            scenario,
            PP * (other.value - self.plan.value),
            other.cost_usd - self.plan.cost_usd,
            other.proof.status == self.plan.proof.status == "optimal",
            other,
        )


def _ladders(steps: Sequence[Change]) -> tuple[tuple[Change, ...], ...]:
    """Steps by the field they change: an earlier start and a later end are two."""
    found: dict[str, list[Change]] = {}
    for step in steps:
        if len(step.fields) == 1:
            found.setdefault(step.fields[0][0], []).append(step)
    return tuple(tuple(ladder) for ladder in found.values()) or (tuple(steps),)


def _budget(before: int, usd: int) -> Change:
    more = f"by {words.dollars(usd - before)} to {words.dollars(usd)}"
    return Change(f"Raise the budget {more}.", (("budget_usd", usd),))
