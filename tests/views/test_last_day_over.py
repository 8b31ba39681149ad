"""A last day to apply that is over is the first thing said about a rotation."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest

from charts import schedule as one
from charts.timeline import last_day_over, rows
from optimizer.browse.entries import entries
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.model.rotation import block_of, rotation_on
from optimizer.requests.asking import ask
from views.programs import find_rows as programs
from views.sections import schedule
from views.to_do import board

OVER = "The last day to apply is over: about 14 Dec 2026 (assumed)."
MAY = dt.date(2027, 5, 3)


def hosts(lead: int | None, today: dt.date) -> Problem:
    offering = make.offering(starts="2027-05-03", apply_lead_weeks=lead)
    found = versioned(make.catalog(offerings=(offering,)))
    return make.problem(found, today=today, budget_usd=9_000, min_letters=0)


def block(p: Problem) -> Block:
    return block_of(rotation_on(p, p.catalog.offerings[0], MAY))


@pytest.fixture
def late() -> Problem:
    """Twenty weeks before 3 May are 14 December."""
    return hosts(None, dt.date(2026, 12, 15))


def test_it_is_said_only_where_it_is_over(late):
    said = [
        last_day_over(p, p.catalog.offerings[0], MAY)
        for p in (
            late,
            hosts(None, dt.date(2026, 12, 14)),
            hosts(2, dt.date(2027, 4, 20)),
        )
    ]
    assert said == [OVER, "", "The last day to apply was 19 Apr 2027."]


def test_the_schedule_begins_with_it(late):
    (row,) = rows(late, (block(late),))
    assert row.over == OVER
    assert schedule._cells(row)[0].startswith(OVER)
    assert one.summary(late, (block(late),)).startswith(f"Schedule. {OVER[:-1]}: ")


def page(problem, blocks):
    from views.sections import schedule

    schedule.picture(problem, blocks)


def test_the_schedule_says_it_above_the_chart(late):
    given = {"problem": late, "blocks": (block(late),)}
    at = AppTest.from_function(page, kwargs=given, default_timeout=60).run()
    assert not at.exception
    assert OVER in at.markdown[0].value


def test_a_request_begins_with_it(shipped):
    p = Problem(shipped, make.scenario(today=dt.date(2027, 6, 10), min_letters=0))
    found = ask(p)
    asked = [a for a in found.requests if a.request.late]
    assert asked
    for one_of in asked:
        icon, text = next(iter(board._lines(p, found, one_of)))
        assert icon == "warning"
        assert "The last day to apply is over" in text
        assert "our guess" in text


def test_a_program_begins_with_it(late):
    (entry,) = entries(late, "offerings")
    assert programs.describe(late, entry).startswith(f"t{OVER[1:-1]}")
