"""More money, or less? Every step is what was solved, and can be made the budget."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import memory, said, scenario_of, what_if

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.solver.solve import solve
from optimizer.trade_offs.frontier import frontier
from views.session import cached
from views.what_if import budgets


@pytest.fixture
def asked() -> Problem:
    """Three hosts of growing price and worth; money for two of them."""
    levels = ("low", "mid", "high")
    programs = [make.program(f"P{i}", receptiveness_non_us=levels[i]) for i in range(3)]
    offerings = [
        make.offering(f"E{i}", f"P{i}", tuition_usd=1_500 * i, host=f"Clinic {i}")
        for i in range(3)
    ]
    found = versioned(make.catalog(tuple(programs), tuple(offerings)))
    return make.problem(found, budget_usd=8_000)


def shown(problem: Problem) -> AppTest:
    return what_if(problem, "money")


def best(problem: Problem) -> Plan:
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return plan


def test_every_step_is_a_row(asked):
    steps = frontier(asked)
    table = shown(asked).table[0].value
    assert len(steps) > 3
    cells = table.map(lambda cell: cell.replace("\\", ""))
    assert list(cells["Budget"]) == [f"${s.least_usd:,}–{s.most_usd:,}" for s in steps]
    assert list(cells["Best match chance"].str.split().str[0]) == [
        f"{s.plan.value * 100:.1f}" for s in steps
    ]


def test_the_next_step_is_priced_from_the_budget(asked):
    plan, steps = best(asked), frontier(asked)
    after = next(s for s in steps if s.least_usd > 8_000)
    said = budgets.headline(asked, plan, steps).replace("\u00a0", " ")
    gain = (after.plan.value - plan.value) * 100
    assert f"${after.least_usd - 8_000:,} more would buy +{gain:.2f} pp" in said
    rich = asked.having(budget_usd=90_000)
    assert "More money buys nothing" in budgets.headline(rich, best(rich), steps)


def test_a_step_becomes_the_budget(asked):
    at = shown(asked)
    steps = frontier(asked)
    at.selectbox[0].select_index(0).run()
    next(b for b in at.button if b.label == "Use this budget").click().run()
    assert scenario_of(at).budget_usd == steps[0].least_usd
    assert memory(at).history.past[-1].scenario == asked.scenario


def test_what_was_not_proven_is_named(asked, monkeypatch):
    open_ = tuple(replace(step, proven=False) for step in frontier(asked))
    monkeypatch.setattr(cached, "frontier", lambda problem: open_)
    at = shown(asked)
    assert all("not proven" in row for row in at.table[0].value["Budget"])


def test_no_plan_in_time_is_no_frontier(asked, monkeypatch):
    monkeypatch.setattr(cached, "frontier", lambda problem: ())
    assert "No plan was found in the time allowed" in said(shown(asked))


def test_the_figure_has_words(asked):
    (chart,) = shown(asked).get("plotly_chart")
    assert chart.proto.alt.startswith("Best match chance by budget")
