"""The frontier chart: a step line, the visitor's plan, what is not proven."""

from __future__ import annotations

from dataclasses import replace

from factories import scenario

from charts.frontier import frontier_chart
from optimizer.domain.plan import CostItem, Plan, Proof
from optimizer.trade_offs.frontier import Plateau


def plan(usd: int, value: float, budget: int = 10_000) -> Plan:
    proof = Proof("optimal", value, 0.1)
    items = (CostItem("Housing", usd),)
    return Plan(scenario(budget_usd=budget), (), value, items, 0, 0, proof)


STEPS = (
    Plateau(plan(3_000, 0.39), 4_999, True),
    Plateau(plan(5_000, 0.40), 8_999, True),
    Plateau(plan(9_000, 0.42), 100_000, True),
)


def chart(steps=STEPS, mine=STEPS[1].plan):
    return frontier_chart(steps, plan=mine, measure="match chance", dark=False)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_the_line_steps_up_at_each_cost_and_runs_on():
    figure = chart()
    line = trace(figure, "best for the budget")
    assert line.line.shape == "hv"
    assert list(line.x[:3]) == [3_000, 5_000, 9_000]
    assert list(line.y) == [39, 40, 42, 42]
    assert line.x[3] == figure.layout.xaxis.range[1] > 9_000


def test_the_visitors_plan_and_budget_are_marked():
    figure = chart()
    mine = trace(figure, "your plan")
    assert (mine.x[0], mine.y[0]) == (5_000, 40)
    assert figure.layout.shapes[0].x0 == 10_000
    assert "your budget" in figure.layout.annotations[0].text


def test_a_budget_far_beyond_does_not_squeeze_the_steps():
    figure = chart(mine=plan(9_000, 0.42, budget=90_000))
    assert figure.layout.xaxis.range[1] < 20_000
    assert figure.layout.shapes == ()
    assert "$90,000 →" in figure.layout.annotations[0].text


def test_what_is_not_proven_is_dotted():
    figure = chart((STEPS[0], replace(STEPS[1], proven=False), STEPS[2]))
    (dots,) = [t for t in figure.data if t.name == "not proven"]
    assert list(dots.x) == [5_000, 8_999]
    assert dots.line.dash == "dot"
    assert not [t for t in chart().data if t.name == "not proven"]
