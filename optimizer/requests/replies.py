"""What to do with an answer: ask another host, confirm, decline, or take at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Answer
from optimizer.domain.starts import offering_of
from optimizer.model.value.rates import Floats
from optimizer.requests.mean import Mean
from optimizer.requests.outlook import Outlook
from optimizer.requests.request import Request
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.solver.solve import TOLERANCE

PP = 100
SEASONS = 4_000
SEED = 0
Advice = Literal["confirm", "decline", "either"]


@dataclass(frozen=True, slots=True)
class Confirm:
    """What to do with a yes that must be confirmed: both means, and the advice.

    All other answers are still open. ``gain_pp`` is what confirming adds over
    declining.
    """

    request: str
    if_confirmed: float
    if_declined: float
    advice: Advice

    @property
    def gain_pp(self) -> float:
        """Confirmed less declined, in pp."""
        return PP * (self.if_confirmed - self.if_declined)


def next_request(values: SetValues, sent: Chosen) -> tuple[Request, float] | None:
    """The one request that adds most to those sent, with what it adds in pp.

    After a refusal this is whom to ask instead. None if none adds anything.
    """
    steps = Mean(values).steps(sent, swaps=False)
    if not len(steps.more) or steps.more.max() <= steps.mean + TOLERANCE:
        return None
    best = int(np.argmax(steps.more))
    return values.requests[best], PP * float(steps.more[best] - steps.mean)


def confirmations(values: SetValues, asked: Chosen) -> tuple[Confirm, ...]:
    """Whether each yes that is not paid is better confirmed or declined."""
    named = [values.requests[i] for i in asked]
    return tuple(
        _confirm(values.problem, named, request)
        for request in named
        if request.terms.answer == "accepted"
    )


def _confirm(problem: Problem, asked: list[Request], one: Request) -> Confirm:
    paid = _with_answer(problem, one, "paid")
    with_it = SetValues(paid, [_with_reply(r, one, "paid") for r in asked])
    without = SetValues(problem, [r for r in asked if r is not one])
    yes = Mean(with_it).of(tuple(range(len(with_it.requests))))
    no = Mean(without).of(tuple(range(len(without.requests))))
    if abs(yes - no) < 2 * TOLERANCE:
        return Confirm(one.name, yes, no, "either")
    return Confirm(one.name, yes, no, "confirm" if yes > no else "decline")


def _with_answer(problem: Problem, request: Request, answer: Answer) -> Problem:
    given = {
        name: answer
        if offering_of(name) in request.offering_ids and known == "accepted"
        else known
        for name, known in problem.scenario.answers
    }
    scenario = replace(problem.scenario, answers=tuple(sorted(given.items())))
    return Problem(problem.catalog, scenario)


def _with_reply(request: Request, one: Request, answer: Answer) -> Request:
    if request is not one:
        return request
    return replace(request, terms=replace(request.terms, answer=answer))


def value_without_waiting(outlook: Outlook) -> float:
    """Mean match value if every yes must be taken or declined before the next answer.

    Each yes is taken if it fits beside those taken and adds to them. Answers come in
    any order, all equally likely; over ``SEASONS`` drawn seasons, the loss against
    waiting for all answers is taken off the exact mean.
    """
    exactly = outlook.exactly()
    chance = np.array([r.acceptance for r in outlook.open])
    count = len(chance)
    random = np.random.default_rng(SEED)
    yes = random.random((SEASONS, count)) < chance
    order = random.random((SEASONS, count)).argsort(axis=1)
    taken = np.zeros(SEASONS, dtype=np.int64)
    for place in range(count):
        bit = order[:, place]
        more = taken | (1 << bit)
        better = exactly[more] > exactly[taken]
        says_yes = yes[np.arange(SEASONS), bit]
        taken = np.where(says_yes & better, more, taken)
    patterns = yes @ (1 << np.arange(count, dtype=np.int64))
    waited: Floats = outlook.best[patterns]
    return outlook.mean - float((waited - exactly[taken]).mean())
