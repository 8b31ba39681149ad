"""The efficient frontier, against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import factories as make
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.solver.solve import MOST_USD, TOLERANCE, solve
from optimizer.trade_offs.frontier import (
    LEAST_GAIN,
    Plateau,
    descend,
    plateau_at,
    plateaus,
    starts_exactly,
)

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
    found = list(descend(three_hosts()))
    steps = plateaus(found)
    assert [s.least_usd for s in steps] == [1_000, 2_000, 3_000, 5_000, 6_000]
    assert [s.most_usd for s in steps] == [
        *(s.least_usd - 1 for s in steps[1:]),
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
    assert starts_exactly(found)
    assert isinstance(found[-1], NoPlan)


def test_a_dominated_plan_is_no_step():
    # E0 is now as dear as E2: alone it is never the best, with E1 it is dominated by E2
    problem = three_hosts()
    dear = replace(problem.catalog.offering["E0"], tuition_usd=4_000)
    others = [problem.catalog.offering[name] for name in ("E1", "E2")]
    found = versioned(replace(problem.catalog, offerings=(dear, *others)))
    steps = plateaus(list(descend(Problem(found, problem.scenario))))
    assert [s.least_usd for s in steps] == [2_000, 4_000, 6_000]


def test_where_a_budget_lies():
    steps = plateaus(list(descend(three_hosts(max_rotations=1))))
    at = {usd: plateau_at(steps, usd) for usd in (999, 1_000, 1_999, 2_000, 90_000)}
    assert at[999] is None
    assert at[1_000] == at[1_999] == steps[0]
    assert at[2_000] == steps[1]
    assert at[90_000] == steps[-1]


def test_a_plan_that_costs_nothing_is_the_last():
    found = list(descend(three_hosts(min_rotations=0)))
    assert isinstance(found[-1], Plan)
    assert found[-1].cost_usd == 0
    assert starts_exactly(found)
    assert not starts_exactly(found[:-1])
    assert not starts_exactly(())


def test_the_search_begins_where_it_is_told():
    found = list(descend(three_hosts(), 3_500))
    assert [p.cost_usd for p in found if isinstance(p, Plan)] == [3_000, 2_000, 1_000]
    assert plateaus(found)[-1].most_usd == 3_500


def made(usd: int, value: float, budget_usd: int, status="optimal") -> Plan:
    """A plan of this cost and value, sought within a budget."""
    plan = solve(three_hosts())
    assert isinstance(plan, Plan)
    scenario = replace(plan.scenario, budget_usd=budget_usd)
    item = replace(plan.cost_items[0], usd=usd)
    proof = Proof(status, value + TOLERANCE, 0.1)
    return replace(
        plan, scenario=scenario, value=value, cost_items=(item,), proof=proof
    )


def test_steps_as_good_as_one_another_are_joined():
    # each gains half a tolerance over the one before: the fifth (and no other) gains
    # more than two over the first
    half = TOLERANCE / 2
    found = [
        made(100 * (6 - i), 0.4 + half * (5 - i), 100 * (7 - i) - 1) for i in range(6)
    ]
    steps = plateaus(found)
    assert [s.least_usd for s in steps] == [100, 600]
    assert [s.most_usd for s in steps] == [599, 699]


def test_a_plan_worse_than_a_cheaper_one_is_never_a_step():
    found = [made(300, 0.3999, 999), made(200, 0.4, 299), made(100, 0.3, 199)]
    assert [s.least_usd for s in plateaus(found)] == [100, 200]
    assert plateaus(found)[-1].most_usd == 999


def test_a_search_that_ran_out_of_time_is_not_called_exact():
    found = [
        made(400, 0.5, 999),
        made(300, 0.4, 399, "feasible"),
        made(200, 0.4, 299),
        made(100, 0.3, 199),
        NoPlan(three_hosts().scenario, "timeout", 20.0),
    ]
    steps = plateaus(found)
    # the unproven one is joined with the step below it, up to whose end nothing is sure
    assert [(s.least_usd, s.proven) for s in steps] == [
        (100, True),
        (200, False),
        (400, True),
    ]
    assert not starts_exactly(found)


def test_a_timeout_ends_the_search():
    late = NoPlan(three_hosts().scenario, "timeout", 20.0)
    assert list(descend(three_hosts(), solver=lambda problem: late)) == [late]


# ------------------------------------------------------------- against every plan


def every_price(problem: Problem) -> list[tuple[int, float]]:
    """Cost and value of every plan, cheapest first."""
    w = oracle.world_of(problem)
    return sorted((w.cost(p), w.value(p)) for p in oracle.every_plan(problem))


def check(problem: Problem) -> int:
    """The frontier of a problem, whatever its budget; how many steps it has."""
    scenario = replace(problem.scenario, budget_usd=MOST_USD)
    rich = Problem(problem.catalog, scenario)
    found = list(descend(rich))
    steps = plateaus(found)
    every = every_price(rich)
    if not every:
        assert steps == ()
        return 0
    assert starts_exactly(found)
    assert steps[0].least_usd == every[0][0]
    for step in steps:
        asked = rich.having(budget_usd=step.least_usd)
        assert oracle.is_valid(asked, step.plan.blocks) == []
        assert oracle.cost(asked, step.plan.blocks) == step.least_usd
        assert oracle.value(asked, step.plan.blocks) == pytest.approx(step.plan.value)
    for a, b in pairwise(steps):
        assert b.plan.value > a.plan.value + LEAST_GAIN
        assert b.least_usd == a.most_usd + 1
    best = -1.0
    for usd, value in every:
        best = max(best, value)
        here = plateau_at(steps, usd)
        assert here is not None
        # 2 tau of the solver, 2 tau of the joining
        assert here.plan.value >= best - 4 * TOLERANCE - EXACT
        before = max((v for u, v in every if u < here.least_usd), default=-1.0)
        assert here.plan.value >= before - 2 * TOLERANCE - EXACT
    return len(steps)


@pytest.mark.parametrize("seed", range(0, 120, 10))
def test_the_frontier_of_random_problems(seed):
    counts = [check(random_problem(n)) for n in range(seed, seed + 10)]
    assert max(counts) > 1
