"""The ask list of a problem: whom to ask now, and what is to be expected of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from optimizer.domain import replies
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import offering_of
from optimizer.model.eligibility import hangs_on_entry
from optimizer.model.rotation import acceptance_before_reply
from optimizer.model.trust import cold_margin
from optimizer.model.value.rates import Floats
from optimizer.requests import ranges
from optimizer.requests.alike import SAME, Alike, alike, may_stand_in
from optimizer.requests.answered import if_all_say_yes, nothing_else
from optimizer.requests.ask_list import (
    PP,
    Asked,
    AskList,
    Correlated,
    Likely,
    NumberGain,
    PlannedList,
    Status,
)
from optimizer.requests.mean import one_date_each, shortlist
from optimizer.requests.outlook import Outcome, Outlook
from optimizer.requests.patterns import node_weights
from optimizer.requests.replies import (
    confirmations,
    next_request,
    value_without_waiting,
)
from optimizer.requests.request import Request, requests_of
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.requests.whom_to_ask import (
    Finder,
    FoundList,
    hosts_on_record_first,
)
from optimizer.requests.wishes import Wishes, kept_requests
from optimizer.solver.solve import Solve, solve

SHOWN_OUTCOMES = 10
SHORTLIST = 150
"""Requests up to which all are searched among; of more, those that add most alone."""


def ask(problem: Problem, most: int | None = None) -> AskList | NoPlan:
    """Whom to ask now; no plan if no list could fulfil what is wanted at least.

    ``most`` takes the place of the scenario's ``max_requests``.
    """
    asking = _Asking(problem, problem.scenario.max_requests if most is None else most)
    found = asking.search()
    return found if isinstance(found, NoPlan) else asking.told(found)


def list_alone(problem: Problem, most: int) -> tuple[Request, ...] | None:
    """The requests that ``ask`` finds; None if there is no plan or the work ended."""
    asking = _Asking(problem, most)
    found = asking.search()
    if isinstance(found, NoPlan) or asking.status(found) == "limit":
        return None
    outlook = Outlook(asking.values, found.chosen.asked)
    return tuple(asked.request for asked in _writing_order(outlook))


def with_plan(problem: Problem, found: AskList, find: Solve = solve) -> PlannedList:
    """The list with the plan to make if every host on it says yes."""
    told = {field.name: getattr(found, field.name) for field in fields(AskList)}
    plan = find(if_all_say_yes(problem, [asked.request for asked in found.requests]))
    return PlannedList(**told, if_all_say_yes=plan)


def planned_list(problem: Problem, most: int | None = None) -> PlannedList | NoPlan:
    """As ``ask``, with that plan."""
    found = ask(problem, most)
    return found if isinstance(found, NoPlan) else with_plan(problem, found)


@dataclass(frozen=True, slots=True)
class _Search:
    """What the search found: the list to send, and the best of each number."""

    chosen: FoundList
    by_number: tuple[FoundList, ...]


class _Asking:
    """One run: the requests there are, the search, and what is said of the result."""

    def __init__(self, problem: Problem, most: int) -> None:
        self.problem, self.most = problem, most
        self.limit = problem.scenario.work_limit
        self.is_cut = False
        """Whether the work was up before every number of requests was tried."""
        self.values = SetValues(problem, requests_of(problem))
        self.one_date = problem.scenario.request_dates == "one"
        if self.one_date:
            dated = one_date_each(self.values, kept_requests(self.values))
            self.values = SetValues(problem, dated)
        self._look_at(self.values)

    def _look_at(self, values: SetValues) -> None:
        self.values, self.wishes = values, Wishes(values)
        self.kept = kept_requests(values)
        self.finder = Finder(values, self.kept, self.wishes.admissible)

    def search(self) -> _Search | NoPlan:
        """Search alone."""
        first = self._first()
        if isinstance(first, NoPlan):
            return first
        found = self._by_number(first)
        self.is_cut = self.values.work.done > self.limit
        if not found:
            return NoPlan(
                self.problem.scenario, "undecided" if self.is_cut else "infeasible", 0.0
            )
        stop = self._stop(found)
        if self.is_cut:
            found = self._alone(found)
            return _Search(found[stop], found)
        # Against every request, also those that were not on a shortlist.
        best = self.finder.improved(found[stop].asked, found[stop].number)
        slack = cold_margin(self.problem)
        chosen = hosts_on_record_first(self.finder, best, self.most, slack)
        by_number = {f.number: f for f in (*found, best, chosen)}
        return _Search(chosen, tuple(by_number[n] for n in sorted(by_number)))

    def _by_number(self, first: Chosen) -> tuple[FoundList, ...]:
        """The best list of each number; of many requests, among a shortlist."""
        if len(self.values.requests) <= SHORTLIST:
            return self.finder.by_number(self.most, first, self.limit)
        listed = shortlist(self.values, {*self.kept, *first}, SHORTLIST)
        short, number = self._among(listed)
        short.work = self.values.work
        finder = Finder(short, [number[i] for i in self.kept], Wishes(short).admissible)
        found = finder.by_number(self.most, [number[i] for i in first], self.limit)
        return _renumber(found, listed)

    def _alone(self, found: tuple[FoundList, ...]) -> tuple[FoundList, ...]:
        """The same lists, once there is nothing but the requests on one of them."""
        listed = sorted({i for one in found for i in one.asked}.union(self.kept))
        few, number = self._among(listed)
        self._look_at(few)
        return _renumber(found, number)

    def _among(self, listed: Sequence[int]) -> tuple[SetValues, dict[int, int]]:
        """Some of the requests alone, and the place of each among them."""
        number = {i: place for place, i in enumerate(listed)}
        few = [self.values.requests[i] for i in listed]
        return SetValues(self.problem, few), number

    def _first(self) -> Chosen | NoPlan:
        """A list that can fulfil every wish: of the best plan what that takes."""
        if not self.wishes.binding:
            return ()
        plan = solve(nothing_else(self.problem, self.values.requests))
        if isinstance(plan, NoPlan):
            return replace(plan, scenario=self.problem.scenario)
        planned = {b.offering.offering_id for b in plan.blocks}
        asked = [i for i, r in enumerate(self.values.requests) if r.names(planned)]
        for i in (*asked,):
            fewer = tuple(sorted({*self.kept, *asked} - {i}))
            if i not in self.kept and self.wishes.admissible(fewer):
                asked.remove(i)
        return tuple(asked)

    def told(self, found: _Search) -> AskList:
        """What the list brings."""
        chosen = found.chosen
        outlook = Outlook(self.values, chosen.asked)
        asked = [self.values.requests[i] for i in chosen.asked]
        high_usd, unknown = ranges.high_usd(outlook)
        return AskList(
            scenario=self.problem.scenario,
            status=self.status(found),
            baseline=self.values.baseline,
            value=outlook.mean,
            requests=_writing_order(outlook),
            fees_usd=outlook.fees_usd,
            hours=sum(r.hours for r in asked),
            done=outlook.done,
            any_done=ranges.any_done(outlook),
            mean_cost_usd=outlook.mean_usd,
            cost_quantiles_usd=_three(outlook.usd_at, (0.5, 0.9, 1.0)),
            high_usd=high_usd,
            unknown=unknown,
            value_quantiles=_three(outlook.value_at, (0.1, 0.5, 0.9)),
            gain=ranges.gain_pp(outlook),
            correlated=self._correlated(outlook),
            at_once=value_without_waiting(outlook),
            wishes_met=self.wishes.met(outlook),
            outcomes=tuple(self._likely(o) for o in outlook.outcomes[:SHOWN_OUTCOMES]),
            by_number=tuple(self._gain(f) for f in found.by_number),
            stop_at=chosen.number,
            chance_of_all=float(np.prod([r.acceptance for r in asked])),
            instead=next_request(self.values, self.kept) if self.kept else None,
            confirm=confirmations(self.values, chosen.asked),
            alike=self._alike(chosen.asked),
            entry_open=bool(outlook.open)
            and all(_hangs_on_entry(self.problem, r) for r in outlook.open),
        )

    def _alike(self, asked: Chosen) -> tuple[Alike, ...]:
        requests = self.values.requests
        others = may_stand_in(requests, asked, self.finder.graded[1])
        return alike(requests, asked, self.finder.cold_steps(asked, SAME, others))

    def _stop(self, found: Sequence[FoundList]) -> int:
        """The first number after which one more request adds too little."""
        least = cold_margin(self.problem)
        for place, (one, more) in enumerate(pairwise(found)):
            if more.mean - one.mean < least:
                return place
        return len(found) - 1

    def status(self, found: _Search) -> Status:
        """What is proven of the list."""
        if self.is_cut or found.by_number[-1].number < self.most:
            return "limit"
        exact = self.finder.is_exact(found.chosen.asked) and not self.one_date
        return "exchange_proven" if exact else "exchange_truncated"

    def _gain(self, found: FoundList) -> NumberGain:
        fees = sum(self.values.requests[i].fee_usd for i in found.asked)
        exact = self.finder.is_exact(found.asked)
        mean = found.mean if exact else Outlook(self.values, found.asked).mean
        return NumberGain(found.number, PP * (mean - self.values.baseline), fees)

    def _correlated(self, outlook: Outlook) -> Correlated:
        known = self.problem.catalog.assumption.get("refusal_correlation")
        means = [
            outlook.correlated(rho, self._nodes(rho)) if rho else outlook.mean
            for rho in ((known.value, known.low, known.high) if known else (0.0,) * 3)
        ]
        gains = [PP * (mean - self.values.baseline) for mean in means]
        return Correlated(*gains)

    def _nodes(self, correlation: float) -> Floats:
        """Weights of the nodes after what hosts have answered already."""
        yes, no = [], []
        for name, answer in self.problem.scenario.answers:
            offering = self.problem.catalog.offering[offering_of(name)]
            chance = acceptance_before_reply(self.problem, offering)
            if answer in replies.YES:
                yes.append(chance)
            elif answer == "refused":
                no.append(chance)
        return node_weights(yes, no, correlation)

    def _likely(self, outcome: Outcome) -> Likely:
        names = tuple(self.values.requests[i].name for i in outcome.done)
        return Likely(outcome.chance, names, outcome.usd, outcome.value)


def _renumber(
    found: Iterable[FoundList], number: Mapping[int, int] | Sequence[int]
) -> tuple[FoundList, ...]:
    """The same lists, each request under another number."""
    return tuple(
        replace(one, asked=tuple(number[i] for i in one.asked)) for one in found
    )


def _hangs_on_entry(problem: Problem, request: Request) -> bool:
    """Whether it is still to be asked how one enters the US for its rotation."""
    first = request.candidates[0]
    start = dt.date.fromordinal(first.starts[0])
    return hangs_on_entry(problem, first.offering, start)


Number = TypeVar("Number", int, float)


def _three(
    at: Callable[[float], Number], shares: Sequence[float]
) -> tuple[Number, Number, Number]:
    low, middle, high = (at(share) for share in shares)
    return low, middle, high


def _writing_order(outlook: Outlook) -> tuple[Asked, ...]:
    """The list in the order in which to write: by the first day, then by gain."""
    requests = [outlook.values.requests[i] for i in outlook.asked]
    told = zip(requests, outlook.lost_without, outlook.use, strict=True)
    found = [Asked(r, PP * lost, use, use / r.acceptance) for r, lost, use in told]
    return tuple(sorted(found, key=lambda a: (a.request.first_by, -a.adds_pp)))
