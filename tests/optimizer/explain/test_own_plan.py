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
from optimizer.explain.own_plan import loss, own_plan, possible_starts
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
        found = own_plan(problem, blocks)
        names = {rule.name for rule in (*found.broken, *found.missing)}
        faults = set(oracle.is_valid(problem, blocks))
        mine = set().union(*(NAMES.get(name, {name}) for name in names))
        assert faults <= mine, seed
        assert all(NAMES.get(name, {name}) & faults for name in names), seed
        assert found.cost_usd == oracle.cost(problem, blocks), seed
        rotations = oracle.rotations_of(problem, blocks)
        world = oracle.world_of(problem)
        assert found.expected_cost_usd == pytest.approx(
            world.expected_cost(rotations), abs=0.5001
        )
        assert found.letters_on_time == world.letters_on_time(rotations)
        if "one per program" not in names:
            assert found.value == pytest.approx(oracle.value(problem, blocks), abs=1e-9)
            valued += 1
        seen |= names
        valid += found.is_valid
    assert valued > SEEDS / 2
    assert valid > 5
    assert len(seen) > 10


def test_no_valid_plan_beats_the_best_and_the_swaps_add_up():
    compared = behind = 0
    for seed in range(MORE_SEEDS):
        p = random_problem(seed)
        # Where later letters count for nothing, valid plans are as good too often.
        problem = Problem(p.catalog, replace(p.scenario, evidence="central"))
        best = solve(problem)
        own = own_plan(problem, some_blocks(problem, random.Random(seed)))
        if not isinstance(best, Plan) or (found := loss(problem, own, best)) is None:
            continue
        if own.is_valid:
            assert found.pp >= -2 * PP * TOLERANCE, seed
            behind += found.pp > 0
        ahead = oracle.value(problem, best.blocks) - oracle.value(problem, own.blocks)
        assert found.pp == pytest.approx(PP * ahead, abs=1e-6)
        assert found.pp == pytest.approx(sum(s.gain_pp for s in found.swaps), abs=1e-6)
        assert found.usd == sum(swap.usd for swap in found.swaps)
        gone = {s.gone.block_id for s in found.swaps if s.gone}
        come = {s.come.block_id for s in found.swaps if s.come}
        mine = {b.block_id for b in own.blocks}
        assert (mine - gone) | come == {b.block_id for b in best.blocks}
        compared += 1
    assert compared > 30
    assert behind > 3


def test_each_swap_is_priced_against_the_plan_before_it(three):
    own = own_plan(three, picked(three, E3=MAY, E2=JUNE))
    best = solve(three)
    assert isinstance(best, Plan)
    found = loss(three, own, best)
    moved, exchanged = found.swaps
    assert moved.gone.offering == moved.come.offering  # E2, on another date
    assert exchanged.gone.offering.offering_id == "E3"  # it helps least
    assert exchanged.come.offering.program_id == "P1"
    between = [b for b in own.blocks if b != moved.gone] + [moved.come]
    halfway = oracle.value(three, between) - oracle.value(three, own.blocks)
    assert moved.gain_pp == pytest.approx(PP * halfway, abs=1e-9)
    assert moved.usd == oracle.cost(three, between) - oracle.cost(three, own.blocks)
    assert exchanged.gain_pp == pytest.approx(found.pp - PP * halfway)
    assert exchanged.gain_pp > 0


def test_the_best_plan_loses_nothing(three):
    best = solve(three)
    found = loss(three, own_plan(three, best.blocks), best)
    assert found.pp == pytest.approx(0, abs=1e-9)
    assert (found.usd, found.expected_usd, found.swaps) == (0, 0, ())


def test_the_same_program_on_another_date_is_one_swap(three):
    best = solve(three)
    moved = {
        b.offering.offering_id: b.start + dt.timedelta(weeks=i)
        for i, b in enumerate(best.blocks, start=1)
    }
    found = loss(three, own_plan(three, picked(three, **moved)), best)
    assert len(found.swaps) == 2
    for swap in found.swaps:
        assert swap.gone.offering == swap.come.offering


def test_what_more_rotations_would_mend_is_missing_not_broken(three):
    own = own_plan(three, picked(three, E1=MAY))
    assert [rule.name for rule in own.missing] == ["number"]
    assert own.broken == ()
    assert not own.is_valid


def test_too_many_is_broken(three):
    own = own_plan(three, picked(three, E1=MAY, E2=JUNE, E3=dt.date(2027, 8, 2)))
    assert [rule.name for rule in own.broken] == ["number"]
    assert own.missing == ()


def test_a_program_taken_twice_has_no_value_and_no_loss(three):
    own = own_plan(three, picked(three, E1=MAY, E4=JUNE))
    assert [rule.name for rule in own.broken] == ["one per program"]
    assert own.value is None
    assert loss(three, own, solve(three)) is None


def test_nothing_picked_is_the_baseline(three):
    own = own_plan(three, ())
    assert own.value == pytest.approx(oracle.baseline(three))
    assert (own.cost_usd, own.blocks) == (0, ())


BLOCK_RULES = {"window", "months", "blackouts", "exclusions", "eligibility"}


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
