"""More money, or less? Every step is what was solved, and can be made the budget."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import memory, said, scenario_of, what_if

from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.solver.solve import solve
from optimizer.trade_offs.frontier import descend, plateaus
from views.kit import progress
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
    steps = plateaus(list(descend(asked)))
    table = shown(asked).table[0].value
    assert len(steps) > 3
    cells = table.map(lambda cell: cell.replace("\\", ""))
    assert list(cells["Budget"]) == [f"${s.least_usd:,}–{s.most_usd:,}" for s in steps]
    assert list(cells["Best match chance"].str.split().str[0]) == [
        f"{s.plan.value * 100:.1f}" for s in steps
    ]


def test_the_next_step_is_priced_from_the_budget(asked):
    plan, steps = best(asked), plateaus(list(descend(asked)))
    after = next(s for s in steps if s.least_usd > 8_000)
    said = budgets.headline(asked, plan, steps).replace("\u00a0", " ")
    gain = (after.plan.value - plan.value) * 100
    assert f"${after.least_usd - 8_000:,} more would buy +{gain:.2f} pp" in said
    rich = asked.having(budget_usd=90_000)
    assert "More money buys nothing" in budgets.headline(rich, best(rich), steps)


def test_a_step_becomes_the_budget(asked):
    at = shown(asked)
    steps = plateaus(list(descend(asked)))
    at.selectbox[0].select_index(0).run()
    next(b for b in at.button if b.label == "Use this budget").click().run()
    assert scenario_of(at).budget_usd == steps[0].least_usd
    assert memory(at).history.past[-1].scenario == asked.scenario


def test_what_was_not_proven_is_named(asked, monkeypatch):
    """Every search after the first runs out of time, the last without a plan."""

    def late(problem: Problem, refused=()) -> Plan | NoPlan:
        found = solve(problem)
        if isinstance(found, NoPlan):
            return NoPlan(problem.scenario, "timeout", 20.0)
        return replace(found, proof=Proof("feasible", found.value + 0.1, 20.0))

    monkeypatch.setattr(cached, "best", late)
    at = shown(asked)
    assert all("not proven" in row for row in at.table[0].value["Budget"])


def test_no_plan_in_time_is_no_frontier(asked, monkeypatch):
    none = NoPlan(asked.scenario, "timeout", 20.0)
    monkeypatch.setattr(cached, "best", lambda problem, refused=(): none)
    assert "No plan was found in the time allowed" in said(shown(asked))


def test_the_figure_has_words(asked):
    (chart,) = shown(asked).get("plotly_chart")
    assert chart.proto.alt.startswith("Best match chance by budget")


def test_every_partial_result_can_be_drawn(asked, monkeypatch):
    """Also where two of them have as many steps: the second joins the first's last."""

    def flat(problem: Problem, refused=()) -> Plan | NoPlan:
        found = solve(problem)
        return found if isinstance(found, NoPlan) else replace(found, value=0.4)

    monkeypatch.setattr(cached, "best", flat)
    monkeypatch.setattr(progress, "PAUSE_S", -1.0)
    assert len(shown(asked).table[0].value) == 1
