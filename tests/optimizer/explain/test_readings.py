"""The list of each reading of the evidence, valued in both."""

from __future__ import annotations

import factories as make
import pytest
from oracle_requests import Asking
from random_lists import ids, problem_of

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.readings import READINGS, Readings, Valued, readings
from optimizer.requests import ranges
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask, list_alone
from optimizer.solver.solve import TOLERANCE, solve

SEEDS = 150
SHORT = 0.03
"""Share by which a list may be short of the best: that of the search for lists."""
PP = 100


def asked(problem: Problem) -> AskList:
    found = ask(problem)
    assert isinstance(found, AskList)
    return found


def alone_pp(problem: Problem, offering_id: str, reading: str, accepts: float) -> float:
    """By hand: one request adds its chance of a yes times what its rotation adds."""
    sure = problem.having(acceptance="certain", evidence=reading)
    done = solve(sure.having(pins=(offering_id,)))
    assert isinstance(done, Plan)
    return PP * accepts * (done.value - Asking(sure).baseline)


def test_of_one_request_both_regrets_are_differences_by_hand():
    p = make.one_of_two()
    found = readings(p, asked(p))
    adds = {
        (i, reading): alone_pp(p, i, reading, accepts)
        for i, accepts in (("E1", 0.6), ("E2", 0.62))
        for reading in READINGS
    }
    best = {
        reading: max(("E1", "E2"), key=lambda i: adds[i, reading])
        for reading in READINGS
    }
    assert best["central"] != best["cautious"], "else there is nothing to regret"
    for one, reading in ((found.central, "central"), (found.cautious, "cautious")):
        (request,) = one.requests
        assert request.offering_ids == (best[reading],)
        assert one.adds_pp == pytest.approx(
            tuple(adds[best[reading], r] for r in READINGS), abs=PP * TOLERANCE
        )
    lost = adds[best["cautious"], "cautious"] - adds[best["central"], "cautious"]
    assert found.regrets_pp(found.central) == pytest.approx((0, lost), abs=1e-2)
    lost = adds[best["central"], "central"] - adds[best["cautious"], "central"]
    assert found.regrets_pp(found.cautious) == pytest.approx((lost, 0), abs=1e-2)


def of_seed(seed: int) -> tuple[Problem, Readings] | None:
    p = problem_of(seed).having(request_dates="all", max_requests=1 + seed % 2)
    now = ask(p)
    found = None if isinstance(now, NoPlan) else readings(p, now)
    return (p, found) if found else None


def test_each_list_is_the_best_of_the_three_where_its_reading_holds():
    """Whatever is asked, booked, answered and wished for; some lists differ."""
    differ = 0
    for seed in range(SEEDS):
        if (case := of_seed(seed)) is None:
            continue
        _, found = case
        for place, best in enumerate((found.central, found.cautious)):
            least = best.adds_pp[place] * (1 + SHORT) + PP * TOLERANCE
            for other in (found.now, found.central, found.cautious):
                assert other.adds_pp[place] <= least
                assert found.regrets_pp(other)[place] >= 0
            assert found.regrets_pp(best)[place] == 0
        differ += bool(found.central.without(found.cautious))
    assert differ > 3, "else the inequality was never put to the test"


@pytest.mark.parametrize("seed", range(0, SEEDS, 10))
def test_what_a_list_adds_is_that_of_every_pattern_in_either_reading(seed):
    if (case := of_seed(seed)) is None:
        return
    p, found = case
    for place, reading in enumerate(READINGS):
        oracle = Asking(p.having(evidence=reading))
        known = {r.offering_ids: r for r in oracle.requests}
        for one in (found.now, found.central, found.cautious):
            mean = oracle.mean([known[ids(r)] for r in one.requests])
            expected = PP * (mean - oracle.baseline)
            assert one.adds_pp[place] == pytest.approx(expected, abs=1e-6)


def test_a_list_alone_is_that_of_an_answer_in_full(monkeypatch):
    p = problem_of(2).having(request_dates="all")
    full = asked(p)
    assert full.requests, "else nothing is compared"
    monkeypatch.setattr(ranges, "gain_pp", None)  # nothing is drawn for it
    alone = list_alone(p, p.scenario.max_requests)
    assert alone == tuple(a.request for a in full.requests)
    assert readings(p, full)


def test_a_list_no_better_than_another_loses_nothing_below_zero():
    """The search proves no optimum: another's list may be a trifle better."""
    p = make.one_of_two()
    (request,) = readings(p, asked(p)).central.requests
    now, central, cautious = (
        Valued((request,), adds) for adds in ((2.1, 0.9), (2.0, 0.8), (1.5, 1.0))
    )
    found = Readings(now, central, cautious)
    assert found.regrets_pp(now) == pytest.approx((0.0, 0.1))
    assert found.regrets_pp(cautious) == pytest.approx((0.5, 0.0))
