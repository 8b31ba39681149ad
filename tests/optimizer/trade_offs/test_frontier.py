"""The efficient frontier, against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import factories as make
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.problem import Problem
from optimizer.solver.search.search import Search
from optimizer.solver.search.work import OutOfWork
from optimizer.solver.solve import MOST_USD, TOLERANCE
from optimizer.trade_offs.frontier import LEAST_GAIN, Plateau, frontier

EXACT = 1e-9


def three_hosts(**changes) -> Problem:
    """Fees of 1,000, 2,000 and 4,000 dollars; the dearer the better the program."""
    levels = ("low", "mid", "high")
    programs = [make.program(f"P{i}", receptiveness_non_us=levels[i]) for i in range(3)]
    offerings = [
        make.offering(f"E{i}", f"P{i}", tuition_usd=usd, gives_letter="no", weeks=4)
        for i, usd in enumerate((1_000, 2_000, 4_000))
    ]
    free = make.place(housing_week_usd=0, food_week_usd=0, transport_week_usd=0)
    found = make.catalog(tuple(programs), tuple(offerings), (free,))
    default = {"min_letters": 0, "arrival_usd": 0, "waiting_usd_per_day": 0}
    return make.problem(versioned(found), **default | {"max_rotations": 2} | changes)


def ids(step: Plateau) -> set[str]:
    return {b.offering.offering_id for b in step.plan.blocks}


def test_every_step_of_a_frontier_solved_by_hand():
    # one rotation, then two at a time. E2 alone (4,000) is worth less than E0 and E1
    # together (3,000): it is dominated
    problem = three_hosts(budget_usd=4_000)
    assert oracle.enumerate_plans(problem).cost == 3_000
    steps = frontier(three_hosts())
    assert [s.plan.cost_usd for s in steps] == [1_000, 2_000, 3_000, 5_000, 6_000]
    assert [s.most_usd for s in steps] == [
        *(s.plan.cost_usd - 1 for s in steps[1:]),
        MOST_USD,
    ]
    assert [ids(s) for s in steps] == [
        {"E0"},
        {"E1"},
        {"E0", "E1"},
        {"E0", "E2"},
        {"E1", "E2"},
    ]
    assert all(s.proven for s in steps)


def test_a_dominated_plan_is_no_step():
    # E0 is now as dear as E2: alone it is never the best, with E1 it is dominated by E2
    problem = three_hosts()
    dear = replace(problem.catalog.offering["E0"], tuition_usd=4_000)
    others = [problem.catalog.offering[name] for name in ("E1", "E2")]
    found = versioned(replace(problem.catalog, offerings=(dear, *others)))
    steps = frontier(Problem(found, problem.scenario))
    assert [s.plan.cost_usd for s in steps] == [2_000, 4_000, 6_000]


def test_a_plan_that_costs_nothing_is_the_first():
    first = frontier(three_hosts(min_rotations=0))[0]
    assert (first.plan.cost_usd, first.plan.blocks) == (0, ())


def test_no_plan_is_no_frontier():
    assert frontier(three_hosts(min_rotations=3)) == ()


def test_the_budget_of_the_scenario_does_not_matter():
    poor, rich = (frontier(three_hosts(budget_usd=usd)) for usd in (500, 50_000))
    assert poor == rich


def test_steps_as_good_as_one_another_are_joined():
    # the dearer plan of each size gains less than the search can tell
    levels = [
        replace(p, receptiveness_non_us="low") for p in three_hosts().catalog.programs
    ]
    catalog = versioned(replace(three_hosts().catalog, programs=tuple(levels)))
    steps = frontier(Problem(catalog, three_hosts().scenario))
    assert [s.plan.cost_usd for s in steps] == [1_000, 3_000]
    assert [s.most_usd for s in steps] == [2_999, MOST_USD]


@pytest.mark.parametrize(("stop", "proven"), [(0, []), (1, [False] * 3), (3, [True])])
def test_what_was_not_searched_to_its_end_is_not_called_best(monkeypatch, stop, proven):
    """The work ends with the cheapest plan sought, then with the n-th stretch."""
    seen = 0

    def run(self):
        nonlocal seen
        seen += 1
        if seen > stop:
            raise OutOfWork
        return searched(self)

    searched = Search.run
    monkeypatch.setattr(Search, "run", run)
    steps = frontier(three_hosts())
    assert [s.proven for s in steps][: len(proven)] == proven
    assert not steps[-1].proven
    for step in steps:
        assert (step.plan.proof.status == "optimal") == step.proven
        assert step.plan.proof.bound >= step.plan.value


def test_out_of_work_before_the_cheapest_plan_is_known_is_no_frontier():
    assert frontier(three_hosts(work_limit=-1.0)) == ()


# ------------------------------------------------------------- against every plan


def every_price(problem: Problem) -> list[tuple[int, float]]:
    """Cost and value of every plan, cheapest first."""
    w = oracle.world_of(problem)
    return sorted((w.cost(p), w.value(p)) for p in oracle.every_plan(problem))


def check(problem: Problem) -> int:
    """The frontier of a problem, whatever its budget; how many steps it has."""
    scenario = replace(problem.scenario, budget_usd=MOST_USD)
    rich = Problem(problem.catalog, scenario)
    steps = frontier(problem)
    every = every_price(rich)
    if not every:
        assert steps == ()
        return 0
    assert all(step.proven for step in steps)
    assert steps[0].plan.cost_usd == every[0][0]
    for step in steps:
        asked = rich.having(budget_usd=step.plan.cost_usd)
        assert oracle.is_valid(asked, step.plan.blocks) == []
        assert oracle.cost(asked, step.plan.blocks) == step.plan.cost_usd
        assert oracle.value(asked, step.plan.blocks) == pytest.approx(step.plan.value)
    for a, b in pairwise(steps):
        assert b.plan.value > a.plan.value + LEAST_GAIN
        assert b.plan.cost_usd == a.most_usd + 1
    best = -1.0
    for usd, value in every:
        best = max(best, value)
        here = next(s for s in reversed(steps) if s.plan.cost_usd <= usd)
        # 2 tau of the solver, 2 tau of the joining
        assert here.plan.value >= best - 4 * TOLERANCE - EXACT
        before = max((v for u, v in every if u < here.plan.cost_usd), default=-1.0)
        assert here.plan.value >= before - 2 * TOLERANCE - EXACT
    return len(steps)


@pytest.mark.parametrize("seed", range(0, 120, 10))
def test_the_frontier_of_random_problems(seed):
    counts = [check(random_problem(n)) for n in range(seed, seed + 10)]
    assert max(counts) > 1
