"""A plan made by hand is judged as the oracle judges it, and never beats the best."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import factories as make
import oracle
import pytest
from random_problems import random_problem

from optimizer.domain.plan import Block, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.own_plan import judge_plan, one_by_one, possible_starts
from optimizer.model.rotation import block_of, rotation_on
from optimizer.solver.solve import TOLERANCE, solve

PP = 100
SEEDS = 120
MORE_SEEDS = 250
# The oracle's names for the rules; it has two where we have one, and the reverse.
NAMES = {
    "number": {"minimum", "maximum"},
    "one per program": {"one_per_site"},
    "hands-on": {"hands_on"},
    "overlap": {"gap"},
    "stay": {"stay", "visa"},
    "pins": {"pins", "answers"},
    "pinned dates": {"pins", "answers"},
    "exclusions": {"exclusions", "answers"},
    "accepted dates": {"answers"},
}


def picked(problem: Problem, **starts: dt.date) -> tuple[Block, ...]:
    return tuple(
        block_of(rotation_on(problem, problem.catalog.offering[name], start))
        for name, start in starts.items()
    )


def some_blocks(problem: Problem, dice: random.Random) -> tuple[Block, ...]:
    """Up to three blocks, each another offering, on dates it starts on."""
    every = oracle.world_of(problem).blocks()
    taken = {b.offering_id for b in problem.scenario.booked}
    found: dict[str, dt.date] = {}
    for block in dice.sample(every, min(3, len(every))):
        if block.offering_id not in taken:
            found[block.offering_id] = block.start
    return picked(problem, **found)


@pytest.fixture
def three() -> Problem:
    """Three programs in one city, each with a hands-on elective, money for two."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = (
        make.offering("E1", "P1", acceptance=0.9),
        make.offering("E2", "P2", acceptance=0.5, tuition_usd=500),
        make.offering("E3", "P3", acceptance=0.1, kind="observership"),
        make.offering("E4", "P1", weeks=2),
    )
    catalog = make.catalog(programs, offerings)
    return make.problem(catalog, min_rotations=2, max_rotations=2, us_letters=0)


MAY, JUNE = dt.date(2027, 5, 3), dt.date(2027, 6, 7)


def test_random_plans_are_judged_as_the_oracle_judges_them():
    seen: set[str] = set()
    valid = valued = 0
    for seed in range(SEEDS):
        problem = random_problem(seed)
        blocks = some_blocks(problem, random.Random(seed))
        found = judge_plan(problem, blocks)
        names = {rule.name for rule in (*found.broken, *found.missing)}
        faults = set(oracle.is_valid(problem, blocks))
        mine = set().union(*(NAMES.get(name, {name}) for name in names))
        assert faults <= mine, seed
        assert all(NAMES.get(name, {name}) & faults for name in names), seed
        assert found.cost_usd == oracle.cost(problem, blocks), seed
        if "one per program" not in names:
            assert found.value == pytest.approx(oracle.value(problem, blocks), abs=1e-9)
            valued += 1
        seen |= names
        valid += not names
    assert valued > SEEDS / 2
    assert valid > 5
    assert len(seen) > 10


def test_no_valid_plan_beats_the_best():
    behind = 0
    for seed in range(MORE_SEEDS):
        p = random_problem(seed)
        # Where later letters count for nothing, valid plans are as good too often.
        problem = Problem(p.catalog, replace(p.scenario, evidence="central"))
        best = solve(problem)
        own = judge_plan(problem, some_blocks(problem, random.Random(seed)))
        if isinstance(best, Plan) and not (own.broken or own.missing):
            assert best.value - own.value >= -2 * TOLERANCE, seed
            behind += best.value > own.value
    assert behind > 3


def test_hosts_one_by_one_make_up_what_they_are_worth_together():
    compared = 0
    for seed in range(SEEDS):
        problem = random_problem(seed).having(acceptance="certain")
        blocks = some_blocks(problem, random.Random(seed))
        if any(r.name == "one per program" for r in judge_plan(problem, blocks).broken):
            continue
        found = one_by_one(problem, blocks)
        assert {added.block for added in found} == set(blocks)
        done: tuple[Block, ...] = ()
        for added in found:
            before = oracle.value(problem, done)
            left = [block for block in blocks if block not in done]
            gains = [oracle.value(problem, (*done, b)) - before for b in left]
            assert added.pp == pytest.approx(PP * max(gains), abs=1e-6), seed
            done = (*done, added.block)
        compared += len(found) > 1
    assert compared > SEEDS / 4


def test_a_host_alone_has_an_audition_and_a_letter(three):
    certain = three.having(acceptance="certain")
    (one,) = one_by_one(certain, picked(three, E1=MAY))
    assert one.audition_pp > 0
    assert one.letters_pp > 0
    late = certain.having(letters_by=dt.date(2027, 4, 1), evidence="cautious")
    (one,) = one_by_one(late, picked(three, E1=MAY))
    assert one.letters_pp == pytest.approx(0, abs=1e-9)


def test_what_more_rotations_would_mend_is_missing_not_broken(three):
    own = judge_plan(three, picked(three, E1=MAY))
    assert [rule.name for rule in own.missing] == ["number"]
    assert own.broken == ()


def test_too_many_is_broken(three):
    own = judge_plan(three, picked(three, E1=MAY, E2=JUNE, E3=dt.date(2027, 8, 2)))
    assert [rule.name for rule in own.broken] == ["number"]
    assert own.missing == ()


def test_a_program_taken_twice_has_no_value(three):
    own = judge_plan(three, picked(three, E1=MAY, E4=JUNE))
    assert [rule.name for rule in own.broken] == ["one per program"]
    assert own.value is None


def test_nothing_picked_is_the_baseline(three):
    own = judge_plan(three, ())
    assert own.value == pytest.approx(oracle.baseline(three))
    assert (own.cost_usd, own.blocks) == (0, ())


DATE_RULES = {"window", "months", "free dates", "blackouts"}
BLOCK_RULES = {*DATE_RULES, "exclusions", "eligibility"}


def test_what_is_possible_breaks_no_rule_on_single_blocks():
    offered = 0
    for seed in range(40):
        problem = random_problem(seed)
        world = oracle.world_of(problem)
        found = possible_starts(problem)
        for block in world.blocks():
            faults = set(oracle.is_valid(problem, picked(problem, **one(block))))
            # A pin on another date, or an answer, is a rule on single blocks too: the
            # oracle does not tell it from one on the whole plan.
            answered = [name for name, _ in problem.scenario.answers]
            if any(block.offering_id in m for m in (*problem.scenario.pins, *answered)):
                continue
            allowed = block.start in found.get(block.offering_id, ())
            assert allowed == faults.isdisjoint(BLOCK_RULES), (seed, block.key)
            offered += allowed
    assert offered > 100


def one(block: oracle.Rotation) -> dict[str, dt.date]:
    return {block.offering_id: block.start}
