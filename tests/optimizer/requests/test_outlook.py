"""What comes of a list, against every pattern of answers, and its own laws."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from random_lists import asking_of, ids, values_of

from benchmarks.refusals import Sampled
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import BlockId
from optimizer.model.rules.rules import settled_scenario
from optimizer.requests.answered import after_replies
from optimizer.requests.outlook import MOST_OPEN, Outlook
from optimizer.requests.patterns import given_quality, node_weights
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import TOLERANCE, solve

SEEDS = range(0, 300, 4)


def outlooks(seed: int):
    """Some lists of a random problem with the oracle's own requests."""
    values, asking = values_of(seed), asking_of(seed)
    number = {ids(r): i for i, r in enumerate(values.requests)}
    for asked in list(asking.lists(3))[-4:]:
        chosen = tuple(sorted(number[r.offering_ids] for r in asked))
        yield Outlook(values, chosen), asking, asked


@pytest.mark.parametrize("seed", SEEDS)
def test_an_outlook_is_that_of_every_pattern(seed):
    for outlook, asking, asked in outlooks(seed):
        assert outlook.mean == pytest.approx(asking.mean(asked), abs=1e-9)
        nothing = sum(c for c, done in asking.outcomes(asked) if done is None)
        by_table = sum(o.chance for o in outlook.outcomes if not o.done)
        assert by_table == pytest.approx(nothing, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_laws_of_an_outlook(seed):
    for outlook, asking, _ in outlooks(seed):
        chances = [o.chance for o in outlook.outcomes]
        assert sum(chances) == pytest.approx(1, abs=1e-12)
        assert sum(outlook.done) == pytest.approx(1, abs=1e-12)
        mean_number = sum(k * c for k, c in enumerate(outlook.done))
        assert sum(outlook.use) == pytest.approx(mean_number, abs=1e-12)
        budget = asking.problem.scenario.budget_usd
        assert all(o.usd <= budget for o in outlook.outcomes if o.done)
        of_outcomes = sum(o.chance * o.value for o in outlook.outcomes)
        assert outlook.mean - TOLERANCE <= of_outcomes <= outlook.mean + 1e-12
        assert outlook.correlated(0.0, node_weights([], [], 0.0)) == pytest.approx(
            outlook.mean, abs=1e-12
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_is_that_of_the_means_after_one_answer(seed):
    """E = p E(yes) + (1 - p) E(no), the list held; also where answers hang together."""
    for outlook, *_ in outlooks(seed):
        for rho in (0.0, 0.3):
            weights = node_weights([], [], rho)
            inside = outlook._inside
            for bit, p in enumerate(inside.acceptance):
                if p == 1:
                    continue  # never says no
                means = []
                for yes in (True, False):
                    after = node_weights([p] if yes else [], [] if yes else [p], rho)
                    at_nodes = given_quality(inside.acceptance, rho)
                    at_nodes[:, bit] = yes
                    each = [inside.patterns.chances(c) @ outlook.best for c in at_nodes]
                    means.append(np.array(each) @ after)
                total = p * means[0] + (1 - p) * means[1]
                assert total == pytest.approx(
                    outlook.correlated(rho, weights), abs=1e-9
                )


def blocks(request) -> list[str]:
    """What a request names, date by date."""
    return [
        str(BlockId(c.offering.offering_id, dt.date.fromordinal(start)))
        for c in request.candidates
        for start in c.starts
    ]


def test_after_an_answer_the_problem_itself_says_the_same(shipped_list):
    """What the scenario with the answer brings is what the pattern table said."""
    finder, found = shipped_list
    problem = finder.values.problem
    asked = [finder.values.requests[i] for i in found.asked]
    before = Outlook(finder.values, found.asked)
    one = asked[0]
    means = {}
    for answer in ("accepted", "refused"):
        waiting = {n: "asked" for r in asked for n in blocks(r) if r is not one}
        refused = answer == "refused"
        given = dict.fromkeys(one.offering_ids if refused else blocks(one), answer)
        given |= waiting
        after = problem.having(answers=tuple(sorted(given.items())))
        values = SetValues(after, requests_of(after))
        left = tuple(i for i, r in enumerate(values.requests) if r.sent)
        means[answer] = Outlook(values, left).mean
    p = one.acceptance
    mean = p * means["accepted"] + (1 - p) * means["refused"]
    assert mean == pytest.approx(before.mean, abs=1e-9)


def test_certain_hosts_leave_nothing_to_chance(shipped, default):
    """Where every host has said yes, the mean is what ``solve`` finds."""
    p = Problem(shipped, replace(default, min_letters=0))
    values = SetValues(p, requests_of(p))
    names = [r.offering_ids[0] for r in values.requests[:6]]
    sure = p.having(answers=tuple(sorted((n, "accepted") for n in names)))
    settled_case = Problem(shipped, settled_scenario(sure.scenario))
    values = SetValues(sure, requests_of(sure))
    asked = tuple(i for i, r in enumerate(values.requests) if r.certain)
    outlook = Outlook(values, asked)
    plan = solve(after_replies(sure, [values.requests[i] for i in asked], ()))
    assert settled_case.scenario.acceptance == "certain"
    assert isinstance(plan, Plan)
    assert outlook.mean == pytest.approx(plan.value, abs=TOLERANCE)
    assert len(outlook.outcomes) == 1


@pytest.mark.parametrize("preset", ["Average student", "Only July and August"])
def test_samples_solved_one_by_one_say_the_same(shipped, default, preset):
    """Nothing of the tables: ``solve`` for each of many sampled patterns."""
    p = Problem(shipped, replace(PRESETS[preset](default), max_rotations=2))
    requests = [r for r in requests_of(p) if len(r.offering_ids) == 1][:12]
    values = SetValues(p, requests)
    outlook = Outlook(values, tuple(range(0, 12, 2)))
    names = [r.name for r in outlook.open]
    sampled = Sampled(p, 200)
    fees = outlook.fees_usd
    for row in sampled.accepts:
        yes = sampled._accepted(row, names)
        value, _, _ = sampled.best(yes, fees)
        pattern = sum(1 << b for b, n in enumerate(names) if n in yes)
        assert outlook.best[pattern] == pytest.approx(value, abs=TOLERANCE)


def test_no_more_than_can_be_looked_at(shipped, default):
    p = Problem(shipped, default)
    values = SetValues(p, requests_of(p))
    with pytest.raises(ValueError, match="21 open requests are more than 20"):
        Outlook(values, tuple(range(MOST_OPEN + 1)))
