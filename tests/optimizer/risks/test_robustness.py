"""Assumptions at their ends and drawn: against the oracle's values and enumeration."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import factories as make
import oracle
import pytest
from random_problems import pressed, random_problem, versioned
from scipy.stats import binomtest

from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.model.plan_chances import chances, plan_gain
from optimizer.model.value.draws import DRAWS, draws
from optimizer.risks.drawn import (
    Sampled,
    drawn_worlds,
    outlook,
    sample_plan,
    trust,
    wilson,
)
from optimizer.risks.robustness import (
    SAME_PP,
    ChoiceInWorld,
    PlanInWorld,
    decisions,
    readings,
    swings,
)
from optimizer.risks.worlds import uncertain_assumptions, world
from optimizer.solver.solve import TOLERANCE, solve

PRIOR = "acceptance_of_a_kind"


OTHERS = {PRIOR: (0.3, 0.1, 0.5), "late_request_factor": (0.7, 0.4, 0.95)}


def uncertain(problem: Problem) -> Problem:
    """The problem with a range for each assumption, and some acceptances from one."""
    catalog = problem.catalog
    known = catalog.assumptions
    found = (*known, replace(known[0], name=PRIOR, value=0.3, unit="probability"))
    widened = []
    for a in found:
        _, low, high = (make.ASSUMPTIONS | OTHERS)[a.name]
        widened.append(replace(a, low=min(a.value, low), high=max(a.value, high)))
    offerings = tuple(
        replace(o, acceptance=0.3) if i % 3 == 0 else o
        for i, o in enumerate(catalog.offerings)
    )
    sources = tuple(
        make.provenance(
            "offerings.csv",
            o.offering_id,
            "acceptance",
            source=f"assumptions.csv: {PRIOR}",
        )
        for i, o in enumerate(offerings)
        if i % 3 == 0
    )
    changed = replace(
        catalog,
        assumptions=tuple(sorted(widened, key=lambda a: a.name)),
        offerings=offerings,
        provenance=sources,
    )
    return Problem(versioned(changed), problem.scenario)


@cache
def planned() -> list[tuple[Problem, Plan]]:
    """Random problems that have a plan with a rotation of its own."""
    found = []
    for seed in range(3_067, 3_106):
        problem = uncertain(random_problem(seed))
        plan = solve(problem)
        if isinstance(plan, Plan) and seed % 2:  # every other one on a tight budget
            problem = pressed(problem, plan.cost_usd + 20, problem.scenario.letters_by)
            plan = solve(problem)
        if isinstance(plan, Plan) and plan.blocks:
            found.append((problem, plan))
    return found


def small() -> list[tuple[Problem, Plan]]:
    """Those with the fewest blocks, which are enumerated fast."""
    return sorted(planned(), key=lambda found: len(oracle.world_of(found[0]).blocks()))


def seen(problem: Problem, values: dict[str, float]) -> Problem:
    """A world as the oracle is to read it: where one applies was decided before."""
    there = world(problem, values)
    before, now = oracle.world_of(problem).ranking, oracle.world_of(there).ranking
    now.decide_as(before)
    return there


def judged(problem: Problem, plan: Plan, there: Problem) -> tuple[float, float, int]:
    """Value, gain in pp and cost in a world, by the oracle."""
    blocks = plan.blocks
    value = oracle.value(there, blocks)
    gain = 100 * (value - oracle.baseline(there))
    return value, gain, oracle.cost(there, blocks)


def test_there_are_enough_random_problems():
    assert len(planned()) >= 15
    assert any(p.scenario.booked for p, _ in planned())
    assert {p.scenario.acceptance for p, _ in planned()} == {"expected", "certain"}


# ------------------------------------------------------------ values at either end


@pytest.mark.parametrize("i", range(15))
def test_each_end_is_worth_and_costs_what_the_oracle_says(i):
    problem, plan = planned()[i]
    found = swings(problem, plan)
    assert {s.assumption.name for s in found} == {
        a.name for a in problem.catalog.assumptions if a.low < a.high
    }
    for swing in found:
        a = swing.assumption
        for end, reading in ((a.low, swing.low), (a.high, swing.high)):
            there = seen(problem, {a.name: end})
            value, gain, usd = judged(problem, plan, there)
            assert reading.value == pytest.approx(value, abs=1e-9), (a.name, end)
            assert reading.gain_pp == pytest.approx(gain, abs=1e-7), (a.name, end)
            assert reading.cost_usd == usd, (a.name, end)
            broken = oracle.is_valid(there, plan.blocks)
            assert bool(reading.broken) == bool(broken), (a.name, end, broken)


def test_the_ends_move_value_cost_letters_and_rules():
    """The test above would be empty if no end did anything."""
    value, usd, rules = set(), set(), set()
    for problem, plan in planned():
        for swing in swings(problem, plan):
            name = swing.assumption.name
            value |= {name} if swing.gain_pp > 1e-6 else set()
            usd |= {name} if swing.low.cost_usd != swing.high.cost_usd else set()
            rules |= {*swing.low.broken, *swing.high.broken}
    assert {"or_interview_handson", PRIOR, "letter_processing_days"} <= value
    assert {"unknown_tuition_usd", "leg_air_base"} <= usd
    assert {"budget", "letters"} <= rules


def test_the_largest_swing_comes_first():
    for problem, plan in planned()[:5]:
        found = [s.gain_pp for s in swings(problem, plan)]
        assert found == sorted(found, reverse=True)


def test_an_end_at_the_value_is_the_plan_itself():
    for problem, plan in planned()[:10]:
        (here,) = readings(problem, plan, [world(problem, {})])
        assert here.value == pytest.approx(plan.value, abs=1e-12)
        assert here.gain_pp == pytest.approx(plan_gain(problem, plan).total_pp)
        assert (here.cost_usd, here.broken) == (plan.cost_usd, ())


# ------------------------------------------------------------- what would be chosen


@pytest.mark.parametrize("i", range(12))
def test_the_regret_is_that_against_the_enumerated_best(i):
    problem, plan = small()[i]
    for decision in decisions(problem, plan, swings(problem, plan)[::5]):
        a = decision.swing.assumption
        for end, reading, choice in (
            (a.low, decision.swing.low, decision.low),
            (a.high, decision.swing.high, decision.high),
        ):
            best = oracle.enumerate_plans(seen(problem, {a.name: end}))
            assert isinstance(choice.best, Plan) == best.feasible
            if reading.broken:
                assert choice.regret_pp is None
                assert choice.changes
                continue
            regret = 100 * (best.value - reading.value)
            assert choice.regret_pp == pytest.approx(regret, abs=SAME_PP)
            assert choice.regret_pp >= -SAME_PP
            assert choice.changes == (choice.regret_pp > SAME_PP)


def test_another_plan_is_chosen_where_an_assumption_turns_the_order():
    # E2 accepts as often as the assumption on likely hosts says
    programs = (make.program("P1"), make.program("P2"))
    offerings = (
        make.offering("E1", "P1", acceptance=0.25),
        make.offering("E2", "P2", acceptance=None),
    )
    p = make.problem(versioned(make.catalog(programs, offerings)), max_rotations=1)
    plan = solve(p)
    assert [b.offering.offering_id for b in plan.blocks] == ["E1"]
    found = {d.swing.assumption.name: d for d in decisions(p, plan)}
    decision = found["acceptance_likely"]  # 0.2, from 0.1 to 0.4
    assert not decision.low.changes
    assert decision.high.changes
    assert [b.offering.offering_id for b in decision.high.best.blocks] == ["E2"]
    assert not found["kappa_base_odds"].low.changes


def test_a_plan_that_becomes_too_dear_has_no_regret():
    offerings = (make.offering("E1", tuition_usd=None),)
    # 1,000 tuition + 4 x 450 living + 1,200 arrival
    p = make.problem(versioned(make.catalog(None, offerings)), budget_usd=4_000)
    plan = solve(p)
    found = {d.swing.assumption.name: d for d in decisions(p, plan)}
    decision = found["unknown_tuition_usd"]
    assert plan.cost_usd == 4_000
    assert (decision.swing.low.cost_usd, decision.swing.low.broken) == (3_000, ())
    assert decision.swing.high.cost_usd == 7_000
    assert decision.swing.high.broken == ("budget",)
    assert isinstance(decision.high.best, NoPlan)
    assert decision.high.regret_pp is None
    assert decision.high.changes
    assert not decision.low.changes


# ---------------------------------------------------------------------------- worlds


def test_the_list_and_the_signals_stay_where_the_truth_differs(shipped):
    from optimizer.model.value.application_list import application_list

    p = make.problem(shipped, applications=40)
    there = world(p, {"base_interview_nonUS_mean": 0.02})
    decided = application_list(p)
    assert application_list(there) == decided
    # had that been believed before, the list would differ
    believed = replace(there.catalog, believed=None, version="believed")
    assert application_list(Problem(believed, p.scenario)) != decided
    # and a world of a world still goes by the first belief
    further = world(there, {"base_interview_nonUS_low": 0.045})
    assert application_list(further) == decided


def test_worlds_differ_in_version_and_only_by_what_they_change():
    # a host that has accepted is certain in every world
    problem = next(p for p, _ in planned() if not p.scenario.answers)
    one, two = world(problem, {PRIOR: 0.1}), world(problem, {PRIOR: 0.2})
    same = world(problem, {PRIOR: 0.1})
    assert one != two
    assert one == same
    assert one != problem
    assert {o.acceptance for o in one.catalog.offerings[::3]} == {0.1}
    assert one.catalog.offerings[1::3] == problem.catalog.offerings[1::3]


def test_what_must_be_whole_is_rounded():
    problem, _ = planned()[0]
    there = world(problem, {"letter_days_default": 20.6, "kappa_base_odds": 0.66})
    assert there.parameter("letter_days_default") == 21
    assert there.parameter("kappa_base_odds") == 0.66


def test_worlds_are_the_draws_behind_the_ranges(shipped):
    p = make.problem(shipped)
    drawn = draws(p)
    for i, there in enumerate(drawn_worlds(p, range(5))):
        assert there.parameter("kappa_base_odds") == drawn["kappa_base_odds"][i]
        assert there.parameter("unknown_tuition_usd") == round(
            drawn["unknown_tuition_usd"][i]
        )


def test_the_chances_of_all_worlds_span_the_range_shown(shipped):
    """Letters fall due on drawn days here and on fixed ones there: about the same."""
    import numpy as np

    p = make.problem(shipped)
    plan = solve(p)
    found = readings(p, plan, drawn_worlds(p, range(DRAWS)))
    low, high = np.percentile([r.chance for r in found], [10, 90])
    shown = chances(p, plan).expected
    assert low == pytest.approx(shown.low, abs=0.005)
    assert high == pytest.approx(shown.high, abs=0.005)


@pytest.mark.parametrize("i", range(12))
def test_drawn_worlds_against_enumeration(i):
    problem, plan = small()[i]
    names = [a.name for a in uncertain_assumptions(problem)]
    drawn = draws(problem)
    for n, found in enumerate(sample_plan(problem, plan, range(4))):
        there = seen(problem, {name: float(drawn[name][n]) for name in names})
        value, _, usd = judged(problem, plan, there)
        assert found.plan.value == pytest.approx(value, abs=1e-9)
        assert found.plan.cost_usd == usd
        budget = max(usd, problem.scenario.budget_usd)
        paid = Problem(there.catalog, replace(problem.scenario, budget_usd=budget))
        again = oracle.world_of(paid).ranking
        before = oracle.world_of(problem).ranking
        again.decide_as(before)
        if oracle.is_valid(paid, plan.blocks):
            assert found.choice.regret_pp is None
            continue
        best = oracle.enumerate_plans(paid)
        assert found.choice.regret_pp >= -SAME_PP
        assert found.choice.regret_pp == pytest.approx(
            100 * (best.value - value), abs=100 * 2 * TOLERANCE
        )


def test_some_of_the_worlds_are_the_same_worlds():
    problem, plan = small()[0]
    every = list(sample_plan(problem, plan, range(6)))
    assert list(sample_plan(problem, plan, range(4, 6))) == every[4:]


def test_the_outlook_is_read_off_the_worlds(shipped):
    p = make.problem(shipped)
    plan = solve(p)
    found, seen_ = outlook(p, plan, range(9)), list(sample_plan(p, plan, range(9)))
    gains = sorted(s.plan.gain_pp for s in seen_)
    # the 10th percentile of nine lies at 0.8 between the first and the second
    assert found.gain_low_pp == pytest.approx(0.2 * gains[0] + 0.8 * gains[1])
    assert found.gain_high_pp == pytest.approx(0.8 * gains[-2] + 0.2 * gains[-1])
    assert found.helps.hits == sum(g > 0 for g in gains)
    within = [s.plan.cost_usd <= p.scenario.budget_usd for s in seen_]
    assert (found.affordable.hits, found.affordable.of) == (sum(within), 9)
    assert found.sure_usd == trust(seen_).sure_usd


# ----------------------------------------------------------------------------- shares


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # (p + z2/2 -+ sqrt(z2 p q + z2 z2/4)) / (1 + z2) with z2 = 3.8415/n, by hand
        (0, 10, 0.0, 0.2775),
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0),
        (30, 60, 0.37735, 0.62265),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_by_hand(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("of", [1, 7, 60, 400])
def test_wilson_as_in_scipy(of):
    for hits in range(0, of + 1, max(1, of // 7)):
        known = binomtest(hits, of).proportion_ci(0.95, method="wilson")
        assert wilson(hits, of) == pytest.approx((known.low, known.high), abs=1e-6)


def one_world(
    regret: float | None, usd: int, *broken: str, status="optimal"
) -> Sampled:
    best = Plan(make.scenario(), (), 0.5, (), 0, 0, Proof(status, 0.5, 0.0))
    return Sampled(PlanInWorld(0.4, 0.4, 1.0, usd, broken), ChoiceInWorld(best, regret))


def test_trust_counts_each_kind_of_world_once():
    found = trust(
        [
            one_world(0.0, 1_000),
            one_world(0.04, 2_000),  # as good: within twice the tolerance
            one_world(0.05, 3_000, "budget"),
            one_world(0.5, 4_000),
            one_world(0.9, 5_000, "budget"),
            one_world(1.2, 6_000),
            one_world(None, 7_000, "letters"),
            one_world(None, 8_000, "letters", "budget"),
            one_world(None, 9_000),
            one_world(0.1, 10_000, status="feasible"),
        ]
    )
    assert found.worlds == 10
    assert (found.best.hits, found.very_close.hits, found.close.hits) == (2, 4, 5)
    assert {s.of for s in (found.best, found.very_close, found.close)} == {6}
    assert (found.affordable.hits, found.affordable.of) == (7, 10)
    assert (found.invalid, found.unknown) == (2, 2)
    assert found.sure_usd == 9_100  # between the ninth and the tenth of ten


def test_the_hosts_chosen_most_often_come_first(shipped):
    problem, plan = planned()[0]
    found = list(sample_plan(problem, plan, range(8)))
    hosts = [
        {b.offering.host for b in s.choice.best.blocks}
        for s in found
        if isinstance(s.choice.best, Plan)
    ]
    told = trust(found).chosen
    assert told
    assert all(n == sum(host in chosen for chosen in hosts) for host, n in told)
    assert [n for _, n in told] == sorted((n for _, n in told), reverse=True)
