"""One purse: against solving every number of applications after every answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.requests.answered import after_replies
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.residency_list.choose import decide
from optimizer.residency_list.fees import applications_usd
from optimizer.residency_list.joint_budget import joint
from optimizer.scenario_io.json_file import default_scenario
from optimizer.solver.solve import TOLERANCE, solve

LEVELS = ("none_reported", "low", "mid", "mid", "high", "high", "very_high")


def problem(**changes) -> Problem:
    """Seven programs, three of which take visitors; an application costs $400."""
    programs = tuple(
        make.program(f"P{i}", receptiveness_non_us=level)
        for i, level in enumerate(LEVELS)
    )
    offerings = (
        make.offering("E2", "P2", acceptance=0.5, application_fee_usd=50),
        make.offering("E4", "P4", acceptance=0.3, tuition_usd=900),
        make.offering("E6", "P6", acceptance=0.2, tuition_usd=2_000),
    )
    found = make.catalog(programs, offerings)
    assumptions = tuple(
        replace(a, value=400, low=400, high=400) if a.name.startswith("eras_fee") else a
        for a in found.assumptions
    )
    default = {
        "min_letters": 0,
        "min_rotations": 0,
        "applications": 4,
        "budget_usd": 4_000,
        "stop_usd_per_point": 300,
    }
    return make.problem(
        versioned(replace(found, assumptions=assumptions)), **default | changes
    )


def asked_of(p: Problem) -> AskList:
    found = ask(p)
    assert isinstance(found, AskList)
    return found


def played_out(p: Problem, asked: AskList, total: int, line: int | None) -> float:
    """The mean over all answers of the best number and plan, each one solved."""
    requests = [a.request for a in asked.requests]
    mean = 0.0
    for answers in product((True, False), repeat=len(requests)):
        chance, yes = 1.0, []
        for request, says_yes in zip(requests, answers, strict=True):
            chance *= request.acceptance if says_yes else 1 - request.acceptance
            yes += [request.name] if says_yes else []
        best = max(_each_number(p, requests, yes, total, line))
        mean += chance * best
    return mean


def _each_number(p, requests, yes, total, line):
    for number in range(decide(p).open_programs + 1):
        fees = applications_usd(p, number)
        assert fees is not None
        if fees > total:
            continue
        there = p.having(applications=number, budget_usd=total - fees)
        plan = solve(after_replies(there, requests, yes))
        if isinstance(plan, Plan):
            spent = plan.cost_usd + fees
            yield plan.value - (spent / (100 * line) if line else 0.0)


@pytest.mark.parametrize("total", [1_500, 6_000])
def test_it_is_what_solving_every_number_after_every_answer_brings(total):
    """In steps of one: seven programs are few enough for every number."""
    p = problem()
    asked = asked_of(p)
    found = joint(p, asked, total)
    assert found is not None
    # 0, 4 (the list), 5, 7 and the stop are looked at; 1, 2, 3 and 6 are not
    bound = played_out(p, asked, total, None)
    assert found.most.value <= bound + 2 * TOLERANCE
    assert found.most.value >= bound - 0.02


def test_with_every_number_looked_at_it_is_exact(monkeypatch):
    from optimizer.residency_list import joint_budget

    monkeypatch.setattr(joint_budget, "_STEP", 1)
    p = problem()
    asked = asked_of(p)
    for total in (2_500, 4_500):
        found = joint(p, asked, total)
        assert found is not None
        most = played_out(p, asked, total, None)
        assert found.most.value == pytest.approx(most, abs=2 * TOLERANCE)


def test_the_parts_add_up_to_the_purse(shipped):
    p = Problem(shipped, default_scenario(shipped, make.TODAY))
    asked = asked_of(p)
    found = joint(p, asked)
    assert found is not None
    assert found.total_usd == p.scenario.budget_usd + 330 + 30 * 30
    assert found.apart == asked.value
    assert found.most.value >= found.apart - TOLERANCE
    assert found.most.value >= found.recommended.value - TOLERANCE
    for split in (found.recommended, found.most):
        parts = split.rotations_usd + split.fees_usd + split.left_usd
        assert parts == pytest.approx(found.total_usd)
        assert split.low <= split.applications <= split.high or split.low == split.high
    assert found.recommended.left_usd > found.most.left_usd
    assert found.more_pp >= -0.02


def test_a_point_that_is_worth_nothing_buys_nothing():
    p = problem(stop_usd_per_point=0)
    found = joint(p, asked_of(p))
    assert found is not None
    assert (found.recommended.applications, found.recommended.fees_usd) == (0, 0)


def test_the_dearer_a_point_the_more_is_spent():
    spent = []
    for line in (100, 1_000, 20_000):
        p = problem(stop_usd_per_point=line)
        found = joint(p, asked_of(p), 8_000)
        assert found is not None
        spent.append(8_000 - found.recommended.left_usd)
    assert spent == sorted(spent)
    assert spent[0] < spent[-1]


def test_without_known_fees_there_is_no_purse():
    p = problem()
    left = tuple(a for a in p.catalog.assumptions if not a.name.startswith("eras"))
    p = Problem(versioned(replace(p.catalog, assumptions=left)), p.scenario)
    assert joint(p, asked_of(p)) is None
