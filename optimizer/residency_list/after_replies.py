"""What list and signals become once hosts have answered.

Plans and requests are compared with the list as it stands. In September the answers
are known, so the list is chosen anew: that is worth a little more, told here alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.rotation import rotation_on
from optimizer.portfolio.branch import BestChoice, best
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Ints, Portfolio
from optimizer.requests.answered import planned_outcomes
from optimizer.requests.ask_list import AskList, PlannedOutcome
from optimizer.residency_list.answer import PP
from optimizer.residency_list.tables import ChanceTables, decide

_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class After:
    """The list after one outcome of the requests.

    ``value`` is what plans count with, ``redecided`` the value of the list chosen
    anew. ``gains`` and ``loses``: programs that get more or less than they have now (a
    signal, a place).
    """

    outcome: PlannedOutcome
    value: float
    redecided: float
    gains: tuple[str, ...]
    loses: tuple[str, ...]

    @property
    def redeciding_pp(self) -> float:
        """What choosing anew is worth after this outcome."""
        return PP * max(self.redecided - self.value, 0.0)


@dataclass(frozen=True, slots=True)
class AfterAnswers:
    """The list after each of the likeliest outcomes, which have the chance ``share``.

    ``redeciding_adds_pp``: what choosing anew adds on average, once one of them holds.
    """

    outcomes: tuple[After, ...]
    share: float
    redeciding_adds_pp: float


def after_answers(problem: Problem, asked: AskList) -> AfterAnswers:
    """Choose list and signals anew after each of the likeliest outcomes."""
    found = tuple(_after(problem, o) for o in planned_outcomes(problem, asked))
    share = sum(a.outcome.chance for a in found)
    total = sum(a.outcome.chance * a.redeciding_pp for a in found)
    return AfterAnswers(found, share, total / share if share else 0.0)


def _after(problem: Problem, outcome: PlannedOutcome) -> After:
    now = decide(problem)
    accepted = [rotation_on(problem, b.offering, b.start) for b in outcome.rotations]
    portfolio = ChanceTables(problem, accepted).portfolio()
    found = _anew(portfolio, now.chosen.choice)
    change = np.sign(found.choice - now.chosen.choice)
    gains, loses = (
        tuple(np.array(now.tables.ids, dtype=object)[change == sign])
        for sign in (1, -1)
    )
    return After(outcome, outcome.value, found.value, gains, loses)


def _anew(portfolio: Portfolio, now: Ints) -> BestChoice:
    """The best list from here; the one that stands is kept if it is as good."""
    start = _with_visited_programs(portfolio, now)
    found = best(portfolio, start)
    assert found is not None, "a list of the visited programs keeps the limits"
    if found.value <= portfolio.value(start) + _NOISE:
        return BestChoice(
            start, portfolio.value(start), found.bound, found.signal_price, found.proven
        )
    return found


def _with_visited_programs(portfolio: Portfolio, now: Ints) -> Ints:
    """The list as it stands with programs on it that are visited.

    Each of them takes the place of what is then worth least.
    """
    choice = np.where(portfolio.allowed[:, OFF] | (now != OFF), now, APPLIED)
    gains = portfolio.gains_at(portfolio.none(choice))
    worth = gains[np.arange(len(choice)), choice]
    free = (choice != OFF) & portfolio.allowed[:, OFF]
    over = int((choice != OFF).sum()) - portfolio.most
    if over > 0:
        least = np.flatnonzero(free)[np.argsort(worth[free], kind="stable")[:over]]
        choice[least] = OFF
    assert (choice == SIGNALLED).sum() <= portfolio.signals, "signals only fall"
    return choice
