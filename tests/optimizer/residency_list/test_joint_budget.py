"""One purse: against solving every number of applications after every answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations
from math import prod
from random import Random

import factories as make
import numpy as np
import pytest
from random_problems import versioned

from optimizer.domain.faults import DataError
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model.value.application_list import match_model
from optimizer.requests.answered import after_replies
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.requests.mean import Mean
from optimizer.requests.request import Request, requests_of
from optimizer.residency_list import joint_budget as module
from optimizer.residency_list import joint_ways
from optimizer.residency_list.curve import applications_usd
from optimizer.residency_list.joint_budget import joint
from optimizer.residency_list.joint_hosts import PurseSearch, PurseValues, mean_of
from optimizer.residency_list.tables import decide
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
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


def of_names(asked: AskList, names) -> list[Request]:
    return [a.request for a in asked.requests if a.request.name in names]


def played_out(p: Problem, requests, total: int, per_usd: float) -> float:
    """The mean over all answers of the best number and set of rotations, each solved.

    ``per_usd``: what each dollar counts against the value.
    """
    ways = [
        (done, plan.value - per_usd * (plan.cost_usd + fees))
        for done in powerset(r.name for r in requests)
        for number in range(decide(p).open_programs + 1)
        for fees in [applications_usd(p, number)]
        if fees is not None and fees <= total
        for plan in [exactly(p, requests, done, number, total - fees)]
        if isinstance(plan, Plan)
    ]
    mean = 0.0
    for yes in powerset(r.name for r in requests):
        chances = [
            r.acceptance if r.name in yes else 1 - r.acceptance for r in requests
        ]
        mean += prod(chances) * max(net for done, net in ways if done <= yes)
    return mean


def powerset(names) -> list[frozenset[str]]:
    every = list(names)
    sizes = range(len(every) + 1)
    return [frozenset(some) for n in sizes for some in combinations(every, n)]


def exactly(p, requests, done, number, budget):
    there = p.having(
        applications=number,
        budget_usd=budget,
        min_rotations=len(done),
        max_rotations=len(done),
    )
    return solve(after_replies(there, requests, done))


@pytest.mark.parametrize("total", [1_500, 2_500, 4_500, 6_000])
@pytest.mark.parametrize("wide", [False, True])
def test_it_is_what_solving_every_number_after_every_answer_brings(
    total, wide, monkeypatch
):
    """To within the gap that it states; small where numbers are looked at closely."""
    if wide:
        monkeypatch.setattr(joint_ways, "OPEN", 0.5)
        monkeypatch.setattr(module, "MORE_USD", 0)
    p = problem()
    asked = asked_of(p)
    found = joint(p, asked, total)
    assert found is not None
    hosts = of_names(asked, found.requests)
    best = played_out(p, hosts, total, 0.0)
    assert found.most.value <= best + 2 * TOLERANCE
    assert found.most.value + found.most.gap_pp / 100 >= best - 2 * TOLERANCE
    if not wide:
        assert found.most.gap_pp <= 100 * joint_ways.OPEN
    line = p.scenario.stop_usd_per_point
    split = found.recommended
    net = split.value - (total - split.left_usd) / (100 * line)
    best = played_out(p, hosts, total, 1 / (100 * line))
    assert net <= best + 2 * TOLERANCE
    assert net + split.gap_pp / 100 >= best - 2 * TOLERANCE


@pytest.mark.parametrize("total", [1_500, 2_500, 4_500, 6_000])
@pytest.mark.parametrize("most", [1, 2])
def test_no_other_hosts_bring_more(total, most):
    """Of every list of so many hosts, each with every number after every answer."""
    p = problem(max_requests=most)
    found = joint(p, asked_of(p), total)
    assert found is not None
    every = {r.name: r for r in requests_of(p.having(budget_usd=total))}
    lists = [
        [r for name, r in every.items() if name in names]
        for names in powerset(every)
        if len(names) <= most
    ]
    best = max(played_out(p, some, total, 0.0) for some in lists)
    assert found.most.value + found.most.gap_pp / 100 >= best - 3 * TOLERANCE


def test_one_purse_asks_others_than_the_list_and_that_brings_more(shipped, monkeypatch):
    profile = PRESETS["Student with strong scores"]
    p = Problem(shipped, profile(default_scenario(shipped, make.TODAY)))
    asked = asked_of(p)
    found = joint(p, asked, 7_000)
    monkeypatch.setattr(PurseSearch, "best", lambda search: search.listed)
    listed = joint(p, asked, 7_000)
    assert found is not None
    assert listed is not None
    assert {a.request.name for a in asked.requests} == set(listed.requests)
    assert len(found.requests) <= p.scenario.max_requests
    gain = 100 * (found.most.value - listed.most.value)
    assert gain > 0.1
    assert found.hosts_pp == pytest.approx(gain, abs=0.04)


def test_a_list_is_there_only_for_its_price():
    p = problem()
    two, four = (p.having(applications=n) for n in (2, 4))
    fees = {2: 800, 4: 1_600}
    for usd, value in (
        (1_600, match_model(four).value((), True)[0]),
        (1_599, match_model(two).value((), True)[0]),
        (799, -np.inf),
    ):
        assert mean_of(p, (), usd, fees) == pytest.approx(value, abs=1e-9)
    inside = Mean(PurseValues(p, (), fees)).inside(())
    assert inside.best(1_600)[0] > inside.best(800)[0] > inside.best(700)[0]


def test_where_applications_bring_more_nobody_is_asked(shipped):
    p = Problem(shipped, default_scenario(shipped, make.TODAY))
    found = joint(p, asked_of(p), 4_000)
    assert found is not None
    assert found.requests == ()
    assert found.most.applications > 100
    assert found.more_pp > 0.1  # with hosts, once there is more money


def test_a_purse_below_what_is_spent_names_the_least_that_will_do():
    start = dt.date(2027, 8, 2)
    p = problem(
        booked=(make.booked(start, offering_id="E2", cost_usd=700),), spent_usd=100
    )
    asked = asked_of(p)
    with pytest.raises(DataError, match="less than what is spent") as refused:
        joint(p, asked, 300)
    least = int(refused.value.faults[0].allowed.split()[0])
    with pytest.raises(DataError):
        joint(p, asked, least - 1)
    assert joint(p, asked, least) is not None


def test_few_numbers_leave_a_gap_that_is_stated(monkeypatch):
    """Else the test above would say nothing of the bound."""
    monkeypatch.setattr(joint_ways, "OPEN", 0.5)
    p = problem()
    found = joint(p, asked_of(p), 2_500)
    assert found is not None
    assert max(found.most.gap_pp, found.recommended.gap_pp) > 1


def test_with_no_gap_allowed_it_is_exact_and_ends(monkeypatch):
    monkeypatch.setattr(joint_ways, "OPEN", 0.0)
    p = problem()
    asked = asked_of(p)
    found = joint(p, asked, 4_500)
    assert found is not None
    best = played_out(p, of_names(asked, found.requests), 4_500, 0.0)
    assert found.most.value == pytest.approx(best, abs=2 * TOLERANCE)


@pytest.mark.parametrize(
    "name",
    [
        *("Average student", "Graduate who needs observerships"),
        *("Texas ties", "US citizen graduate"),
    ],
)
def test_on_the_shipped_catalog_the_gap_holds(shipped, name, monkeypatch):
    p = Problem(shipped, PRESETS[name](default_scenario(shipped, make.TODAY)))
    asked = asked_of(p)
    few = joint(p, asked, 6_000)
    monkeypatch.setattr(joint_ways, "OPEN", 1e-7)
    many = joint(p, asked, 6_000)
    assert few is not None
    assert many is not None
    per_usd = 1 / (100 * p.scenario.stop_usd_per_point)
    for one, other, price in (
        (few.most, many.most, 0.0),
        (few.recommended, many.recommended, per_usd),
    ):
        more = other.value - one.value + price * (other.left_usd - one.left_usd)
        assert 100 * more <= one.gap_pp + 100 * TOLERANCE
        assert one.gap_pp <= 0.04


@pytest.mark.parametrize("seed", range(6))
def test_on_a_larger_catalog_it_is_what_solving_every_number_brings(seed):
    """Twenty programs, ten of which take visitors, at prices drawn at random."""
    rng = Random(f"one purse {seed}")
    programs = tuple(
        make.program(f"P{i:02}", receptiveness_non_us=rng.choice(LEVELS))
        for i in range(20)
    )
    offerings = tuple(
        make.offering(
            f"E{i}",
            f"P{i:02}",
            acceptance=rng.choice((0.1, 0.3, 0.6)),
            tuition_usd=rng.choice((0, 500, 1_500, 3_000)),
            application_fee_usd=rng.choice((0, 40, 150)),
        )
        for i in range(10)
    )
    p = make.problem(
        make.catalog(programs, offerings),
        min_letters=0,
        min_rotations=0,
        applications=15,
        budget_usd=4_000,
        max_requests=2,
    )
    total = rng.choice((2_500, 4_000, 6_000))
    found = joint(p, asked_of(p), total)
    assert found is not None
    every = requests_of(p.having(budget_usd=total))
    hosts = [r for r in every if r.name in found.requests]
    best = played_out(p, hosts, total, 0.0)
    assert found.most.value <= best + 2 * TOLERANCE
    assert found.most.value + found.most.gap_pp / 100 >= best - 2 * TOLERANCE
    assert found.most.gap_pp <= 100 * joint_ways.OPEN


def test_what_more_money_adds_is_told_apart():
    p = problem()
    asked = asked_of(p)
    found = joint(p, asked)
    assert found is not None
    assert found.apart == pytest.approx(asked.value)
    richer = p.scenario.budget_usd + module.MORE_USD
    rotations = joint(p.having(budget_usd=richer), asked)
    more = joint(p.having(applications=6), asked)  # two more for $400 each
    assert rotations is not None
    assert more is not None
    for richer_by, gain in (
        (rotations.apart, found.rotations_pp),
        (more.apart, found.applications_pp),
    ):
        assert gain == pytest.approx(100 * (richer_by - asked.value), abs=1e-9)
    assert found.more_pp >= -100 * found.most.gap_pp


def test_the_parts_add_up_to_the_purse(shipped):
    p = Problem(shipped, default_scenario(shipped, make.TODAY))
    asked = asked_of(p)
    found = joint(p, asked)
    assert found is not None
    assert found.total_usd == p.scenario.budget_usd + 330 + 30 * 30
    assert found.apart == pytest.approx(asked.value, abs=1e-12)
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
