"""The trade-offs page: the answer first, tables that agree with the library."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import remember

from optimizer.domain.problem import Problem
from optimizer.scenario_io.share import Shared
from optimizer.trade_offs.returns import best_of_each_size, levels, most, recommended
from views.session import cached
from views.what_if import how_many

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.what_if import trade_offs

    trade_offs.render(problem)


def other(problem):
    import streamlit as st

    from views.session import cached
    from views.what_if import elsewhere

    elsewhere.render(problem, cached.solve(problem))
    st.markdown("end")


@pytest.fixture
def asked() -> Problem:
    """July and August: eight weeks at the best program, or four at each of two."""
    programs = (
        make.program("P1", receptiveness_non_us="very_high", name=MARKUP),
        make.program("P2"),
        make.program("P3"),
    )
    offerings = (
        make.offering("E1", "P1", weeks=8, tuition_usd=4_000),
        make.offering("E2", "P2"),
        make.offering("E3", "P3"),
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(
        found, months=(7, 8), min_letters=0, budget_usd=20_000, applications=2
    )


def run(function, problem: Problem) -> AppTest:
    at = AppTest.from_function(
        function, kwargs={"problem": problem}, default_timeout=60
    )
    remember(at, problem.scenario)
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    found = "\n".join(item.value for item in (*at.header, *at.markdown, *at.warning))
    return found.replace("\\", "").replace("\u00a0", " ")


def counted(problem: Problem, *, certain: bool):
    return levels(problem, best_of_each_size(problem), certain=certain)


def test_the_answer_comes_first_and_moves_with_the_line(asked):
    at = run(page, asked)
    for line in (0.5, 3.0, 0.0):
        at.slider(key=how_many.LINE_KEY).set_value(line).run()
        assert not at.exception
        both = {c: counted(asked, certain=c) for c in (True, False)}
        said = how_many.verdict(both, line).replace("\u00a0", " ")
        assert said in text(at)
        assert text(at).index(said) < text(at).index("A common guide")


def test_the_verdict_names_both_ways_where_they_differ():
    p = make.problem(min_letters=0, budget_usd=20_000)
    both = {c: counted(p, certain=c) for c in (True, False)}
    rates = [both[c][1].marginal.per_1000.value for c in (True, False)]
    between = sum(rates) / 2
    said = how_many.verdict(both, between)
    sizes = [recommended(both[c], between) for c in (True, False)]
    assert sorted(sizes) == [0, 1]
    assert "if all accept" in said
    assert "with refusals counted" in said


@pytest.mark.parametrize("certain", [True, False])
def test_tables_hold_what_the_library_says(asked, certain):
    at = run(page, asked)
    shown = at.table[1 if certain else 0].value  # refusals counted first
    found = counted(asked, certain=certain)
    assert len(shown) == len(found)
    for cells, level in zip(shown.itertuples(index=False), found, strict=True):
        name = cells[0].replace("\\", "")
        assert name.split()[0] == str(level.size)
        assert ("*" in name) == (level.size == recommended(found, how_many.LINE_PP))
        assert ("†" in name) == (level.size == most(found))
        if level.marginal and (rate := level.marginal.per_1000):
            assert cells[4].replace("\\", "") == f"{rate.value:.2f}"


def test_sets_that_share_nothing_and_smaller_plans_that_cost_more_are_told(asked):
    said = text(run(page, asked))
    full = counted(asked, certain=True)
    assert not full[2].nested
    assert "The plans with 1 and 2 rotations share nothing" in said
    assert "cannot be extended in your free months and dates" in said
    assert full[1].usd > full[2].usd
    assert "has a higher cost" in said


def test_sizes_without_a_plan_are_told(asked):
    said = text(run(page, asked))
    assert "No plan within your budget and rules with 3, 4, 5 and 6 rotations." in said


def test_figures_have_words_and_the_closed_section_is_not_worked_out(
    asked, monkeypatch
):
    asked_for = []
    monkeypatch.setattr(cached, "elsewhere", lambda *a, **k: asked_for.append(a))
    charts = run(page, asked).get("plotly_chart")
    assert len(charts) == 2
    assert all(chart.proto.alt for chart in charts)
    assert asked_for == []


def test_other_uses_stand_beside_the_last_rotation(asked):
    at = run(other, asked)
    said = text(at)
    assert "The budget above is for rotations." in said
    assert "A passed score cannot be improved" in said
    assert "No honest figure exists" in said
    shown = at.table[0].value.itertuples(index=False)
    rows = [row[0].replace("\\", "") for row in shown]
    assert any(row.startswith("The last rotation of this plan") for row in rows)
    assert any(row.startswith("one more ERAS application (3 in all)") for row in rows)
    guess = asked.catalog.assumption["letter_logit_1"].confidence == "G"
    letter = next(row for row in rows if "letter" in row)
    assert letter.endswith("(assumption)") == guess


def test_the_way_of_counting_can_be_changed(asked):
    at = run(other, asked)
    before = at.table[0].value.to_dict()
    at.segmented_control(key="elsewhere counted").set_value("if all accept").run()
    assert not at.exception
    assert at.table[0].value.to_dict() != before


def test_without_a_plan_the_page_says_why():
    p = make.problem(budget_usd=1)
    assert "No plan fits" in text(run(page, p))


def test_booked_rotations_are_part_of_every_size():
    booked = (make.booked(dt.date(2027, 8, 2), program_id="P1"),)
    p = make.problem(booked=booked, min_letters=0, budget_usd=9_000)
    shown = run(page, p).table[0].value
    assert shown.iloc[0, 0].startswith("1")


def test_a_link_without_a_profile_is_told_on_every_page(asked):
    at = AppTest.from_function(page, kwargs={"problem": asked}, default_timeout=60)
    remember(at, asked.scenario)
    remember(at, opened=Shared(asked.scenario, (), False, True))
    at.run()
    assert "holds no profile" in at.info[0].value
    remember(at, opened=Shared(asked.scenario, (), True, True))
    assert not at.run().info
