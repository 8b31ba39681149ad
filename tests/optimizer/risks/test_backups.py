"""Replacements against enumeration, and requests in the order of what they add."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.backups import (
    Backups,
    backups,
    needed_like_these,
    plan_chances,
    recommended,
    replacements,
)
from optimizer.risks.responses import Outcomes
from optimizer.solver.solve import TOLERANCE, solve

SEEDS = 60
PP = 100


class Chosen:
    """A block as the oracle needs it."""

    def __init__(self, offering, start: dt.date, end: dt.date) -> None:
        self.offering, self.start, self.end = offering, start, end


def after_refusal(p: Problem, plan: Plan, slot) -> Problem:
    """The problem once the slot is refused, the rest of the plan pinned."""
    name = slot.offering.offering_id
    answers = {n: a for n, a in p.scenario.answers if n.split("@")[0] != name}
    scenario = replace(
        p.scenario,
        pins=tuple(b.block_id for b in plan.blocks if b != slot),
        answers=tuple(sorted((answers | {name: "refused"}).items())),
    )
    return Problem(p.catalog, scenario)


def best_by_enumeration(p: Problem, plan: Plan, slot) -> float:
    """The best value with any one block in the slot's place; -1 if there is none."""
    case = after_refusal(p, plan, slot)
    w = oracle.world_of(case)
    rest = [b for b in plan.blocks if b != slot]
    program = slot.offering.program_id
    best = -1.0
    for r in w.blocks():
        offering = w.offerings[r.offering_id]
        same = (
            offering.program_id == program
            if program
            else not offering.program_id and offering.host == slot.offering.host
        )
        weeks = offering.apply_lead_weeks
        lead = int(w.par["unknown_lead_weeks"]) if weeks is None else weeks
        late = r.start - dt.timedelta(weeks=lead) < p.scenario.today
        if same or (late and w.answer(offering, r.start) is None):
            continue
        blocks = [*rest, Chosen(offering, r.start, r.end)]
        if not oracle.is_valid(case, blocks):
            best = max(best, oracle.value(case, blocks))
    return best


@pytest.mark.parametrize("seed", range(SEEDS))
def test_replacements_are_the_best_by_enumeration(seed):
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan):
        return
    for slot in plan.blocks:
        case = after_refusal(p, plan, slot)
        rest = [b for b in plan.blocks if b != slot]
        alone = oracle.value(case, rest)
        best = best_by_enumeration(p, plan, slot)
        found = replacements(p, plan, slot)
        if best <= alone + TOLERANCE:
            assert not found
            continue
        first = found[0]
        assert alone + first.expected_pp / PP == pytest.approx(best, abs=1e-9)
        blocks = [*rest, first.block]
        assert not oracle.is_valid(case, blocks)
        assert oracle.cost(case, blocks) == first.cost_usd <= p.scenario.budget_usd
        assert list(found) == sorted(found, key=lambda r: -r.expected_pp)


def hosts(**changes) -> Problem:
    """A plan of one in May; E2 and E3 could replace it, E4 is the same program."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = (
        make.offering("E1", "P1", acceptance=0.5, application_fee_usd=100),
        make.offering("E2", "P2", acceptance=0.3, application_fee_usd=40),
        make.offering(
            "E3", "P3", acceptance=0.2, application_fee_usd=10, channel="direct"
        ),
        make.offering("E4", "P1", acceptance=0.4),
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"max_rotations": 1, "min_letters": 0, "budget_usd": 4_000} | changes
    return make.problem(found, **asked)


def of(p: Problem) -> Backups:
    plan = solve(p)
    assert isinstance(plan, Plan)
    return backups(p, plan)


def test_each_rotation_has_two_replacements_of_other_programs():
    first, second = of(hosts()).replacements
    assert first.slot.offering.offering_id == "E1"
    assert [r.block.offering.offering_id for r in (first, second)] == ["E2", "E3"]
    # 1,200 arrival, 1,800 living, the fee of E2 and that of E1, which is gone
    assert first.cost_usd == 1_200 + 1_800 + 40 + 100
    assert (first.fee_usd, second.fee_usd) == (40, 10)
    # the same kind of program: done, each restores what the refusal loses
    assert first.restores_pp == pytest.approx(first.loses_pp)
    assert first.expected_pp < first.restores_pp


def test_only_vslo_has_other_dates_for_nothing():
    first, second = of(hosts()).replacements
    assert first.free_starts
    assert first.block.start not in first.free_starts
    assert second.free_starts == ()


def test_a_replacement_must_fit_the_budget():
    # The plan costs 3,100; with the fee of E1 gone, E3 needs 3,110 and E2 3,140.
    found = of(hosts(budget_usd=3_139)).replacements
    assert [r.block.offering.offering_id for r in found] == ["E3"]
    assert of(hosts(budget_usd=3_109)).replacements == ()


def test_what_is_accepted_or_paid_needs_no_replacement():
    for answer in ("accepted", "paid"):
        assert of(hosts(answers=(("E1", answer),))).replacements == ()


def test_nothing_is_named_whose_time_to_apply_is_over():
    # Assumed leads of 20 weeks: on 20 May the last day to apply for October is over.
    base = hosts(today=dt.date(2027, 5, 20))
    unknown = tuple(
        replace(o, apply_lead_weeks=None if o.offering_id != "E1" else 1)
        for o in base.catalog.offerings
    )
    p = Problem(versioned(replace(base.catalog, offerings=unknown)), base.scenario)
    assert of(p).replacements == ()
    asked = replace(p.scenario, answers=(("E2", "asked"),))
    (only,) = of(Problem(p.catalog, asked)).replacements
    assert only.block.offering.offering_id == "E2"


def test_requests_start_with_the_plan_and_are_sent_as_long_as_they_fit():
    found = of(hosts())
    assert [r.name for r in found.requests][:2] == ["E1", "E2"]
    assert found.requests[2].name == f"E3@{found.requests[2].block.start}"
    assert found.planned == 1
    assert [r.slots for r in found.requests] == [(), ("E1",), ("E1",)]
    assert found.alone.at_least == pytest.approx((1, 0.5))
    # 1 - 0.5 x 0.7 x 0.8
    assert found.requests[-1].outlook.at_least[1] == pytest.approx(0.72)
    assert found.requests[-1].outlook.fees_usd == 150
    # 3,100 of 3,145: room for the fee of E2, and then no longer for that of E3
    short = of(hosts(budget_usd=3_145))
    assert [r.block.offering.offering_id for r in short.requests] == ["E1", "E2"]


def test_a_request_that_waits_is_counted_and_its_fee_is_gone():
    found = of(hosts(answers=(("E3", "silent"),)))
    assert [r.name for r in found.requests] == ["E1", "E3", "E2"]
    assert found.planned == 2
    assert found.requests[1].answer == "silent"
    assert found.room_usd == 4_000 - 3_100 - 10


def test_what_was_refused_is_not_asked_again():
    found = of(hosts(answers=(("E2", "refused"),)))
    assert [r.block.offering.offering_id for r in found.requests] == ["E1", "E3"]


def test_the_recommended_number_is_the_first_that_is_enough():
    found = of(hosts())
    assert recommended(found, 1, 0.1) == 1  # the plan is asked in any case
    assert recommended(found, 1, 0.6) == 2  # 0.65
    assert recommended(found, 1, 0.7) == 3  # 0.72
    assert recommended(found, 1, 0.73) is None
    assert recommended(found, 2, 0.1) is None  # the plan has room for one
    # 1 - (2/3)^n reaches 0.8 with four
    assert needed_like_these(found, 1, 0.8) == 4
    two = {"max_rotations": 2, "budget_usd": 9_000}
    sure = of(hosts(answers=(("E1", "accepted"),), **two))
    # those left accept 0.25 on average: 1 - 0.75^6 = 0.82
    assert needed_like_these(sure, 1, 0.8) == 6


def test_chances_of_the_plan_by_hand():
    p = hosts()
    assert plan_chances(p, solve(p)) == (1, 0.5)


@pytest.mark.parametrize("seed", range(20))
def test_each_request_adds_the_most_that_any_could(seed):
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan):
        return
    found = backups(p, plan)
    names = [r.name for r in found.requests]
    outcomes = Outcomes(p, names)
    value = outcomes.baseline
    for n, request in enumerate(found.requests):
        now = outcomes.outlook(range(n + 1))
        assert request.outlook == now
        assert request.adds_pp == pytest.approx(PP * (now.value - value), abs=1e-9)
        if n >= found.planned:
            others = range(n, len(names))
            best = max(outcomes.outlook([*range(n), i]).value for i in others)
            assert now.value == pytest.approx(best, abs=1e-9)
        value = now.value
    extra = sum(r.fee_usd for r in found.requests[found.planned :])
    assert extra <= max(found.room_usd, 0)


def test_an_empty_plan_asks_nobody():
    p = hosts(min_rotations=0, max_rotations=0)
    found = of(p)
    assert found == Backups((), (), 0, found.baseline, 4_000)
    assert found.alone is None
    assert recommended(found, 1, 0.5) is None
    assert needed_like_these(found, 1, 0.5) is None
