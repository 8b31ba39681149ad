"""The default scenario: published in full, and good for a real plan at first load."""

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario, plain
from optimizer.solver.solve import TOLERANCE, solve

DOCS = Path(__file__).parent.parent / "docs" / "scenario.md"
DAY = dt.date(2026, 11, 22)


def test_the_docs_hold_the_whole_default_scenario(shipped):
    text = DOCS.read_text(encoding="utf-8").split("```json\n")[-1].split("```")[0]
    assert json.loads(text) == plain(default_scenario(shipped, DAY))


@pytest.mark.parametrize("year", [2027, 2028, 2029])
def test_each_season_on_record_has_a_plan_within_it(shipped, year):
    season = shipped.season[year]
    day = season.window_start - dt.timedelta(days=200)
    problem = Problem(shipped, replace(default_scenario(shipped, day), season=year))
    plan = solve(problem)
    assert isinstance(plan, Plan)
    assert plan.proof.status == "optimal"
    days = [day for block in plan.blocks for day in (block.start, block.end)]
    assert season.window_start <= min(days)
    assert max(days) <= season.window_end


def test_after_the_last_day_of_a_season_the_next_one_opens(shipped):
    for season, following in pairwise(shipped.seasons):
        last = season.window_end
        assert default_scenario(shipped, last).season == season.season
        day = last + dt.timedelta(days=1)
        assert default_scenario(shipped, day).season == following.season


def test_the_default_scenario_has_a_proven_plan(shipped):
    problem = Problem(shipped, default_scenario(shipped, DAY))
    plan = solve(problem)
    assert isinstance(plan, Plan)
    assert plan.proof.status == "optimal"
    assert plan.proof.bound - plan.value <= 2 * TOLERANCE + 1e-9
    assert plan.blocks
    assert plan.cost_usd <= problem.scenario.budget_usd
