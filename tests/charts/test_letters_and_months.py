"""Letters and months as bars."""

from __future__ import annotations

from factories import scenario

from charts.letters_and_months import letters_chart, month_name, months_chart
from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.trade_offs.letters_and_months import LettersStep, MonthStep

NONE = NoPlan(scenario(), "infeasible", 0.1)


def plan(value: float) -> Plan:
    return Plan(scenario(), (), value, (), 0, 0, Proof("optimal", value, 0.1))


def test_each_number_of_letters_is_a_bar_and_the_asked_one_is_named():
    steps = (
        LettersStep(0, plan(0.4)),
        LettersStep(1, plan(0.39)),
        LettersStep(2, NONE),
    )
    figure = letters_chart(steps, asked=1, measure="match chance", dark=False)
    (bars,) = figure.data
    assert list(bars.x) == [0, 1]
    assert list(bars.y) == [40, 39]
    assert list(figure.layout.xaxis.ticktext) == ["0", "1, as now"]


def test_months_gain_to_the_right_and_lose_to_the_left():
    changes = (
        (MonthStep(6, False, plan(0.4)), 0.9),
        (MonthStep(7, True, plan(0.4)), -4.0),
        (MonthStep(8, True, NONE), None),
        (MonthStep(9, False, NoPlan(scenario(), "timeout", 1)), None),
    )
    figure = months_chart(changes, dark=True)
    (bars,) = figure.data
    assert list(bars.y) == ["June", "July", "August", "September"]
    assert list(bars.x) == [0.9, -4.0, 0, 0]
    texts = [text.replace("\u00a0", " ") for text in bars.text]
    assert texts[:3] == ["free: +0.9 pp", "lost: −4.0 pp", "lost: no plan"]
    assert texts[3] == "free: none found in time"
    low, high = figure.layout.xaxis.range
    assert low < -4
    assert high > 0.9


def test_months_have_names():
    assert month_name(5) == "May"
