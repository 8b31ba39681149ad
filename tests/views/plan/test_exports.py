"""The row of the plan page that hands out files."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from optimizer.domain.plan import Plan
from optimizer.export.calendar import calendar_file, read_earlier
from optimizer.export.formats import EXPORTS
from optimizer.solver.solve import solve
from views.plan import exports
from views.session.session import Session

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIMES = {
    ".ics": "text/calendar",
    ".xlsx": WORKBOOK,
    ".csv": "text/csv",
    ".tab.csv": "text/csv",
}
STARTS = {
    ".ics": b"BEGIN:VCALENDAR",
    ".xlsx": b"PK",
    ".csv": b"\xef\xbb\xbfRow,",
    ".tab.csv": b"\xff\xfeR\0o\0w\0\t\0",
}


def page(problem, plan):
    from views.plan import exports

    exports.render(problem, plan)


def planned(**changes):
    problem = make.problem(**changes)
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return problem, plan


def test_the_row_has_a_button_for_each_file_and_says_how_to_print():
    problem, plan = planned()
    kwargs = {"problem": problem, "plan": plan}
    at = AppTest.from_function(page, kwargs=kwargs, default_timeout=30).run()
    assert not at.exception
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == [
        *("Calendar", "Excel workbook"),
        *("CSV table", "CSV for spreadsheets"),
    ]
    assert at.subheader[0].value == "Take it with you"
    assert "Ctrl+P" in at.markdown[-1].value
    assert "already past" not in at.markdown[0].value


def test_each_file_has_its_type_and_is_written_only_when_asked(monkeypatch):
    problem, plan = planned()
    offered = {}
    monkeypatch.setattr(
        st, "download_button", lambda label, **how: offered.setdefault(label, how)
    )
    exports.render(problem, plan)
    assert EXPORTS.keys() - {".pdf"} == MIMES.keys()  # handed over elsewhere
    for how, ending in zip(offered.values(), MIMES, strict=True):
        assert how["file_name"] == f"rotamatch-2028{ending}"
        assert how["mime"] == MIMES[ending]
        assert callable(how["data"])
        assert how["data"]().startswith(STARTS[ending])


def test_a_calendar_taken_again_goes_on_from_the_one_before(monkeypatch):
    """Of the same beginning only: an advisor plans for several people in one visit."""
    problem, plan = planned()
    visit = Session()
    monkeypatch.setattr(exports, "session", lambda: visit)

    def take(begun):
        offered = {}
        monkeypatch.setattr(
            st, "download_button", lambda label, **how: offered.setdefault(label, how)
        )
        exports.render(problem, plan, begun)
        return read_earlier(offered["Calendar"]["data"]())

    first, again, other = take("mine"), take("mine"), take("another's")
    assert first.key == again.key != other.key
    assert again.version > first.version
    exports._begin_anew("mine")
    assert take("mine").key not in (first.key, other.key)
    assert take("another's").key == other.key


def test_an_earlier_file_is_chosen_or_refused_in_one_sentence():
    problem, plan = planned()
    kwargs = {"problem": problem, "plan": plan}
    at = AppTest.from_function(page, kwargs=kwargs, default_timeout=30).run()
    uploader = at.file_uploader(key=exports.EARLIER_KEY)
    uploader.set_value(("a.ics", b"BEGIN:VCALENDAR", "text/calendar")).run()
    assert not at.exception
    assert [error.value for error in at.error] == [
        "Calendar file: it is damaged. The next file begins a new calendar."
    ]
    good = ("b.ics", calendar_file(problem, plan), "text/calendar")
    at.file_uploader(key=exports.EARLIER_KEY).set_value(good).run()
    assert not at.error
    assert not at.exception


@pytest.mark.parametrize(("on", "said"), [(8, False), (9, True)])
def test_a_day_to_apply_that_is_over_is_told(on, said):
    offering = make.offering(starts="2027-05-03", apply_lead_weeks=None)
    catalog = make.catalog(offerings=(offering,), unknown_lead_weeks=12)
    problem = make.problem(catalog, today=dt.date(2027, 2, on))
    plan = solve(problem)
    assert bool(exports.past(problem, plan)) == said
    if said:
        assert "Host E1" in exports.past(problem, plan)
