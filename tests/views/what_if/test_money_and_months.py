"""The trade-offs page: money, letters, months; what it says is what was solved."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import memory, remember, scenario_of

from charts.letters_and_months import month_name
from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.solver.solve import solve
from optimizer.trade_offs.frontier import descend, plateaus
from optimizer.trade_offs.letters_and_months import (
    LettersStep,
    MonthStep,
    by_letters,
    by_month,
)
from views.kit import progress
from views.session import cached
from views.what_if import frontier, letters_and_months

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"
SECTION = "sections of Trade-offs"
LETTERS = {SECTION: "Letters and months"}


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.what_if import trade_offs

    trade_offs.render(problem)


@pytest.fixture
def asked() -> Problem:
    """Three hosts of growing price and worth; money for two of them."""
    levels = ("low", "mid", "high")
    programs = [make.program(f"P{i}", receptiveness_non_us=levels[i]) for i in range(3)]
    offerings = [
        make.offering(f"E{i}", f"P{i}", tuition_usd=1_500 * i, host=f"{MARKUP} {i}")
        for i in range(3)
    ]
    found = versioned(make.catalog(tuple(programs), tuple(offerings)))
    return make.problem(found, budget_usd=8_000)


def shown(problem: Problem, **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, problem.scenario)
    at.session_state[SECTION] = "How much money?"
    remember(at, **session)
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    found = "\n".join(i.value for i in (*at.header, *at.subheader, *at.markdown))
    return found.replace("\\", "").replace("\u00a0", " ")


def best(problem: Problem) -> Plan:
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return plan


# --------------------------------------------------------------------------- money


def test_every_step_is_a_row(asked):
    steps = plateaus(list(descend(asked)))
    table = shown(asked).table[0].value
    assert len(steps) > 3
    cells = table.map(lambda cell: cell.replace("\\", ""))
    assert list(cells["Budget"]) == [f"${s.least_usd:,}–{s.most_usd:,}" for s in steps]
    assert list(cells["Chance"].str.split().str[0]) == [
        f"{s.plan.value * 100:.1f}" for s in steps
    ]


def test_it_says_where_it_starts_and_where_more_buys_nothing(asked):
    steps = plateaus(list(descend(asked)))
    said = text(shown(asked))
    assert f"The cheapest plan costs ${steps[0].least_usd:,}" in said
    assert f"Beyond ${steps[-1].least_usd:,} no budget buys more" in said
    assert f"{steps[0].most_usd:,} buys more" in said


def test_the_next_step_is_priced_from_the_budget(asked):
    plan, steps = best(asked), plateaus(list(descend(asked)))
    after = next(s for s in steps if s.least_usd > 8_000)
    said = frontier.headline(asked, plan, steps).replace("\u00a0", " ")
    gain = (after.plan.value - plan.value) * 100
    assert f"${after.least_usd - 8_000:,} more would buy +{gain:.2f} pp" in said
    rich = asked.having(budget_usd=90_000)
    assert "buys nothing more" in frontier.headline(rich, best(rich), steps)


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
    assert "a better plan may exist" in at.warning[0].value
    said = text(at)
    assert "The cheapest plan found costs" in said
    assert "no plan fits your inputs" not in said
    assert all("not proven" in row for row in at.table[0].value["Budget"])


def test_no_plan_in_time_is_no_frontier(asked, monkeypatch):
    none = NoPlan(asked.scenario, "timeout", 20.0)
    monkeypatch.setattr(cached, "best", lambda problem, refused=(): none)
    assert "No plan was found in the time allowed" in text(shown(asked))


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


def test_only_the_open_section_is_worked_out(asked, monkeypatch):
    asked_for = []
    found = cached.best
    monkeypatch.setattr(
        cached, "best", lambda *a: asked_for.append(a[0].scenario) or found(*a)
    )
    shown(asked, **LETTERS)
    assert {s.budget_usd for s in asked_for} == {8_000}


# -------------------------------------------------------------- letters and months


def test_letters_and_months_are_tables(asked):
    at = shown(asked, **LETTERS)
    letters, months = (t.value for t in at.table)
    assert list(letters["Letters"]) == [
        f"at least {s.letters}" for s in by_letters(asked)
    ]
    assert next(iter(months["Month"])) == "March"
    assert len(months) == 7


def test_letters_are_priced(asked):
    plan = best(asked)
    made = [
        LettersStep(n, replace(plan, value=plan.value - loss))
        for n, loss in enumerate((0.0, 0.0, 0.01))
    ]
    said = letters_and_months.letters_told(asked, plan, tuple(made))
    assert said == (
        "Asking for one letter on time costs you nothing; asking for two costs 1.0 pp"
    )
    none = LettersStep(2, NoPlan(asked.scenario, "infeasible", 1))
    late = LettersStep(2, NoPlan(asked.scenario, "timeout", 1))
    ends = [
        letters_and_months.letters_told(asked, plan, (*made[:2], last))
        for last in (none, late)
    ]
    assert ends[0].endswith("more than one cannot be had")
    assert ends[1].endswith("for more the time was too short")


def test_months_are_priced(asked):
    plan = best(asked)
    same = cached.compared(asked, plan, plan)
    gain, loss = replace(same, gain_pp=0.9), replace(same, gain_pp=-4.0)
    told = letters_and_months.months_told
    step = MonthStep(6, False, plan)
    assert told(((step, gain), (MonthStep(7, True, plan), loss))) == (
        "Freeing June would add 0.9 pp; losing July would cost 4.0 pp"
    )
    assert told(((step, same),)) == "Freeing another month would add nothing"
    assert told(((MonthStep(7, True, plan), same),)) == (
        "Any one of your free months can be lost for nothing"
    )
    gone = MonthStep(7, True, NoPlan(asked.scenario, "infeasible", 1))
    assert told(((gone, None),)) == "Without July no plan is possible"
    late = MonthStep(8, True, NoPlan(asked.scenario, "timeout", 1))
    assert told(((gone, None), (late, None))) == (
        "Without any one of July and August no plan was found in time"
    )


def test_a_month_whose_plan_is_not_proven_says_so(asked):
    plan = best(asked)
    same = cached.compared(asked, plan, plan)
    unproven = replace(plan, proof=Proof("feasible", plan.value + 0.1, 20.0))
    row = letters_and_months.month_row
    assert row((MonthStep(7, True, plan), same))[2] == "no change"
    late = replace(same, plan=unproven)
    assert row((MonthStep(7, True, unproven), late))[2] == "no change, best found"


def test_a_month_that_changes_the_plan_is_in_a_figure(asked):
    only_july = replace(asked.scenario, months=(7, 8))
    at = shown(Problem(asked.catalog, only_july), **LETTERS)
    assert len(at.get("plotly_chart")) == 2
    assert all(chart.proto.alt for chart in at.get("plotly_chart"))


def test_a_month_that_is_not_free_can_be_freed(asked):
    only_july = asked.having(months=(7,))
    at = shown(only_july, **LETTERS)
    names = [b.label for b in at.button if b.label.startswith("Free ")]
    assert "Free July" not in names
    step_months = [s.month for s in by_month(only_july, best(only_july)) if not s.free]
    assert names == [f"Free {month_name(month)}" for month in step_months]
    assert 8 in step_months
    at.button(key="free 8").click().run()
    assert scenario_of(at) == replace(only_july.scenario, months=(7, 8))


def test_the_last_month_that_is_freed_means_any_month(asked):
    six = asked.having(months=(3, 4, 5, 6, 7, 9))
    freed = letters_and_months.freeing(six, 8)
    assert freed == replace(asked.scenario, months=None)
    again = letters_and_months.freeing(Problem(asked.catalog, freed), 8)
    assert again == freed


def test_a_point_that_is_chosen_becomes_the_budget(asked, monkeypatch):
    taken = []
    monkeypatch.setattr(frontier.callbacks, "apply", taken.append)
    for x, budgets in ((4_321.0, [4_321]), (None, []), ("<b>", []), (-5, [])):
        taken.clear()
        monkeypatch.setattr(frontier.figures, "clicked", lambda _, x=x: x)
        frontier._click(asked)
        assert [scenario.budget_usd for scenario in taken] == budgets
