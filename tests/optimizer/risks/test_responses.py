"""What comes of requests, against the oracle's enumeration of every pattern."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import factories as make
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.problem import Problem
from optimizer.risks.refusals import chances_of_at_least
from optimizer.risks.responses import MOST_REQUESTS, Outcomes

SEEDS = 60
AIMS = {
    "min_rotations": 0,
    "min_letters": 0,
    "min_hands_on": 0,
    "min_receptive": 0,
    "min_in_ties": 0,
    "min_focus_areas": 0,
    "required_states": (),
    "pins": (),
}


def by_enumeration(p: Problem, names: list[str]) -> tuple[float, list[float]]:
    """Mean value and chances of at least k, each pattern solved by the oracle."""
    w = oracle.world_of(p)
    offerings = [w.offerings[n.partition("@")[0]] for n in names]
    chances = [w._acceptance(o) for o in offerings]
    most = max(0, p.scenario.max_rotations - len(p.scenario.booked))
    mean, at_least = 0.0, [0.0] * (most + 1)
    for pattern in product((True, False), repeat=len(names)):
        chance = 1.0
        for yes, c in zip(pattern, chances, strict=True):
            chance *= c if yes else 1 - c
        if chance > 0:
            value, size = _best(p, names, pattern)
            mean += chance * value
            for k in range(size + 1):
                at_least[k] += chance
    return mean, at_least


def _best(p: Problem, names: list[str], pattern: tuple[bool, ...]) -> tuple[float, int]:
    """Best value and most rotations of what was accepted, fees of the rest spent."""
    w = oracle.world_of(p)
    yes = {n for n, said in zip(names, pattern, strict=True) if said}
    no = [n for n in names if n not in yes]
    others = [i for i in w.offerings if i not in {n.partition("@")[0] for n in yes}]
    fees = sum(_asking(p, n) for n in no)
    value = oracle.world_of(_certain(p)).value(w.booked)
    size = 0
    scenario = replace(
        p.scenario,
        **AIMS,
        acceptance="certain",
        exclusions=(*p.scenario.exclusions, *others),
    )
    case = Problem(p.catalog, scenario)
    cw = oracle.World(case)
    groups: dict[str, list[oracle.Rotation]] = {}
    for block in cw.blocks():
        if not yes & {block.offering_id, block.key}:
            continue
        groups.setdefault(block.offering_id, []).append(block)
    for plan, _ in oracle._candidates(cw, list(groups.values()), 0, []):
        chosen = [r for r in plan if not r.booked]
        unused = sum(
            _asking(p, n)
            for n in yes
            if n.partition("@")[0] not in {r.offering_id for r in chosen}
        )
        if chosen and cw.cost(plan) + fees + unused <= p.scenario.budget_usd:
            value = max(value, cw.value(plan))
            size = max(size, len(chosen))
    return value, size


def _asking(p: Problem, name: str) -> int:
    """What asking still costs: nothing if it was asked, whose fee every plan has."""
    w, offering_id = oracle.world_of(p), name.partition("@")[0]
    asked = {n.partition("@")[0] for n, _ in p.scenario.answers}
    return 0 if offering_id in asked else w.asking_usd(w.offerings[offering_id])


def _certain(p: Problem) -> Problem:
    return p.having(acceptance="certain")


def names_of(p: Problem) -> list[str]:
    """Up to four requests: every other one on one date, answered ones as answered."""
    known = {n.partition("@")[0]: n for n, _ in p.scenario.answers}
    refused = {n for n, a in p.scenario.answers if a == "refused"}
    booked = {b.offering_id for b in p.scenario.booked}
    found = []
    for i, o in enumerate(p.catalog.offerings):
        day = o.starts.split(";")[0]
        name = f"{o.offering_id}@{day}" if i % 2 and day[0] == "2" else o.offering_id
        name = known.get(o.offering_id, name)
        if name not in refused and o.offering_id not in booked:
            found.append(name)
    paid = {n for n, a in p.scenario.answers if a == "paid"}
    return sorted(found, key=lambda n: n not in paid)[: max(4, len(paid))]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_outlooks_are_those_of_an_enumeration(seed):
    p = random_problem(seed)
    sites = [r.site for r in oracle.world_of(p).booked]
    if len(set(sites)) < len(sites):  # two bookings at one program: no plan at all
        p = p.having(booked=())
    names = names_of(p)
    found = Outcomes(p, names).outlook(range(len(names)))
    mean, at_least = by_enumeration(p, names)
    assert found.value == pytest.approx(mean, abs=1e-9)
    assert found.at_least == pytest.approx(at_least, abs=1e-9)


def three(**changes) -> Problem:
    """Three hosts, each with one Monday; E1 and E2 overlap, E3 does not."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    days = ("2027-05-03", "2027-05-10", "2027-07-05")
    offerings = tuple(
        make.offering(
            f"E{i}", f"P{i}", starts=day, acceptance=0.1 * i, application_fee_usd=100
        )
        for i, day in enumerate(days, 1)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, **{"min_letters": 0, "budget_usd": 20_000} | changes)


def test_rotations_that_clash_cannot_both_be_done():
    found = Outcomes(three(), ["E1", "E2", "E3"]).outlook([0, 1, 2])
    # one: 1 - 0.9 x 0.8 x 0.7; two: E3 and one of the others; three never
    assert found.at_least == pytest.approx([1, 0.496, 0.3 * 0.28, 0])
    assert found.fees_usd == 300


def test_without_clashes_it_is_the_chance_that_so_many_accept():
    found = Outcomes(three(), ["E1", "E3"]).outlook([0, 1])
    assert found.at_least[:3] == pytest.approx(chances_of_at_least([0.1, 0.3]))


def test_fees_of_every_request_are_spent():
    # One rotation costs 1,200 + 100 + 1,800; the fees of the two others make 3,300.
    for budget, done in ((3_300, 0.496), (3_299, 0.0)):
        p = three(budget_usd=budget)
        found = Outcomes(p, ["E1", "E2", "E3"]).outlook([0, 1, 2])
        assert found.at_least[1] == pytest.approx(done)
    alone = Outcomes(three(budget_usd=3_100), ["E1", "E2", "E3"]).outlook([2])
    assert alone.at_least[1] == pytest.approx(0.3)


def test_what_was_asked_for_at_least_does_not_stand_in_the_way():
    p = three(min_rotations=3, required_states=("OH",), pins=("E2",))
    assert Outcomes(p, ["E1"]).outlook([0]).at_least[1] == pytest.approx(0.1)


def test_requests_are_counted_by_their_numbers_in_any_order():
    outcomes = Outcomes(three(), ["E1", "E2", "E3"])
    assert outcomes.outlook([2, 0]).value == pytest.approx(
        outcomes.outlook([0, 2]).value
    )
    assert outcomes.outlook([]).value == outcomes.baseline


def test_a_host_that_accepted_is_no_longer_a_chance():
    p = three(answers=(("E1", "accepted"), ("E3", "asked")))
    found = Outcomes(p, ["E1", "E3"]).outlook([0, 1])
    assert found.at_least[:3] == pytest.approx([1, 1, 0.3])


def test_too_many_requests_are_refused():
    outcomes = Outcomes(three(), ["E1"])
    with pytest.raises(ValueError, match="more than"):
        outcomes.outlook([0] * (MOST_REQUESTS + 1))


def test_a_request_on_a_date_is_done_on_that_date():
    late = dt.date(2027, 5, 10)
    offering = make.offering(starts="2027-05-03;2027-05-10", acceptance=0.5)
    found = versioned(make.catalog(offerings=(offering,)))
    p = make.problem(found, min_letters=0, window_start=late)
    assert Outcomes(p, ["E1"]).outlook([0]).at_least[1] == 0.5
    assert Outcomes(p, ["E1@2027-05-10"]).outlook([0]).at_least[1] == 0.5
    assert Outcomes(p, ["E1@2027-05-03"]).outlook([0]).at_least[1] == 0
