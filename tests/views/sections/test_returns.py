"""The best plan of every size: drawn as they come, and as a table."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import remember

from charts.returns import Added
from optimizer.domain.plan import NoPlan, Plan, Proof, Step
from optimizer.domain.problem import Problem
from optimizer.solver.solve import solve
from views.sections import returns
from views.session import cached


def page(problem):
    from views.sections import returns

    returns.render(problem, 1)


@pytest.fixture
def asked() -> Problem:
    programs = tuple(make.program(f"P{i}") for i in (1, 2))
    offerings = tuple(make.offering(f"E{i}", f"P{i}") for i in (1, 2))
    return make.problem(make.catalog(programs, offerings), budget_usd=9_000)


def shown(problem: Problem) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, problem.scenario)
    at.run()
    assert not at.exception, at.exception
    return at


def test_the_best_of_each_size_is_a_table_too(asked):
    table = next(t for t in shown(asked).table if "All accept" in t.value.columns).value
    assert list(table["Rotations"]) == ["0", "1", "2", "3", "4"]


def test_a_step_says_why_it_has_no_plan(asked):
    def cost_of(plan: Plan | NoPlan) -> str:
        return returns.cells(Added(Step(1, plan, plan), None, None))[4]

    assert cost_of(NoPlan(asked.scenario, "infeasible", 1)) == "no plan"
    assert cost_of(NoPlan(asked.scenario, "timeout", 1)) == "none found in time"
    plan = solve(asked)
    assert isinstance(plan, Plan)
    late = replace(plan, proof=Proof("feasible", 0.5, 1))
    assert cost_of(late).endswith(" (best found)")


def test_a_crowded_server_works_out_further_plans_only_if_asked(asked, monkeypatch):
    monkeypatch.setattr(cached, "crowded", lambda: True)
    at = shown(asked)
    assert returns.CROWDED in [item.value for item in at.markdown]
    assert not at.get("plotly_chart")
    next(b for b in at.button if b.label == "Work it out now").click().run()
    assert not at.exception
    assert len(at.get("plotly_chart")) == 1
    assert returns.CROWDED not in [item.value for item in at.markdown]
