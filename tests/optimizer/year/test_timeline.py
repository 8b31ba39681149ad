"""The year: days against calendars worked out by hand, and what is for whom."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.problem import Problem
from optimizer.domain.records import Reply
from optimizer.domain.terms import DOCUMENTS
from optimizer.model.rotation import rotation_on, rotations_of
from optimizer.requests.request import requests_of
from optimizer.scenario_io.json_file import default_scenario
from optimizer.year.guide import ASKS, CONDITIONS, FOCUS, KINDS, shift_day, steps
from optimizer.year.timeline import Year, year, year_of

MAY_3 = dt.date(2027, 5, 3)  # a Monday


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def one_host(**changes) -> Problem:
    """One host whose only start is 3 May 2027; it ends on Friday 28 May."""
    fields = {
        name: changes.pop(name)
        for name in ("kind", "focus", "gives_letter", "application_window", "documents")
        if name in changes
    }
    offering = make.offering("E1", "P1", starts="2027-05-03", graduates="yes", **fields)
    found = versioned(make.catalog((make.program("P1"),), (offering,)))
    return make.problem(found, **changes)


def lived(p: Problem) -> Year:
    """The year of asking that host, and of the rotation there."""
    rotation = rotation_on(p, p.catalog.offering["E1"], MAY_3)
    return year(p, requests_of(p), (rotation,))


def days(p: Problem) -> dict[str, tuple[dt.date, dt.date]]:
    return {i.step_id: (i.day, i.until) for i in lived(p).items}


# --- days -----------------------------------------------------------------------------


def test_what_goes_with_the_first_e_mail_is_due_with_the_first_start(shipped):
    p = Problem(shipped, default_scenario(shipped, dt.date(2026, 11, 27)))
    to_write = [r for r in requests_of(p) if not r.sent]
    first = min(r.first_by for r in to_write)
    last = min(r.ask_by for r in to_write)
    assert first < last
    found = {i.step_id: i for i in year(p, to_write, ()).items}
    for name in ("docs-1", "docs-2"):
        assert (found[name].until, found[name].state) == (first, "now")
    assert found["docs-5"].until == last - dt.timedelta(days=7)


@pytest.mark.parametrize(
    ("start", "offset", "expected"),
    [
        ("2028-03-31", "-1m", "2028-02-29"),  # a leap year
        ("2027-03-31", "-1m", "2027-02-28"),
        ("2027-01-31", "-3m", "2026-10-31"),
        ("2027-12-31", "2m", "2028-02-29"),
        ("2027-05-31", "-6m", "2026-11-30"),
        ("2028-02-29", "-12m", "2027-02-28"),
        ("2027-05-03", "-9m", "2026-08-03"),
        ("2028-03-01", "-1", "2028-02-29"),
        ("2027-05-03", "", "2027-05-03"),
    ],
)
def test_months_end_where_the_calendar_says(start, offset, expected):
    assert shift_day(day(start), offset) == day(expected)


def test_the_days_of_one_host_by_hand():
    """Start Monday 3 May, end Friday 28 May 2027; the host asks for 12 weeks.

    The letter takes 21 days and 14 of processing; letters count until 22 September.
    """
    found = days(one_host())
    expected = {
        "elig-3": ("2026-08-03", "2026-11-03"),
        "write-1": ("2026-08-08", "2027-02-08"),
        "docs-1": ("2026-08-08", "2027-02-08"),
        "docs-5": ("2026-11-16", "2027-02-01"),
        "visa-1": ("2026-11-03", "2027-03-03"),
        "prep-9": ("2027-04-19", "2027-04-26"),
        "day-1": ("2027-05-03", "2027-05-03"),
        "letter-2": ("2027-05-10", "2027-05-17"),
        "letter-1": ("2027-05-24", "2027-05-28"),
        "letter-5": ("2027-05-28", "2027-05-31"),
        "thanks-1": ("2027-05-31", "2027-06-07"),
        "letter-6": ("2027-07-02", "2027-07-02"),
        "letter-7": ("2027-09-01", "2027-09-08"),
        "apply-4": ("2027-09-01", "2027-09-22"),
        "apply-5": ("2027-10-01", "2027-10-15"),
        "apply-6": ("2027-10-15", "2028-01-31"),
        "apply-7": ("2028-01-31", "2028-03-01"),
        "apply-8": ("2028-03-17", "2028-03-17"),
        "after-1": ("2028-03-17", "2028-04-16"),
    }
    s = make.problem().season
    assert (s.submit_open, s.program_access) == (day("2027-09-01"), day("2027-09-22"))
    for name, span in expected.items():
        assert found[name] == (day(span[0]), day(span[1])), name


def test_days_move_with_what_they_are_counted_from():
    p = one_host()
    moved = p.having(letters_by=day("2027-08-31"))
    assert days(moved)["letter-7"] == (day("2027-08-10"), day("2027-08-17"))
    rotation = rotation_on(p, p.catalog.offering["E1"], MAY_3 + dt.timedelta(weeks=1))
    later = {i.step_id: i.until for i in year(p, (), (rotation,)).items}
    assert later["letter-1"] == day("2027-06-04")
    assert "write-1" not in later


def test_a_window_of_the_host_is_when_to_write():
    p = one_host(application_window="12-01/01-15 for 03-01/09-30")
    assert days(p)["write-1"] == (day("2026-12-01"), day("2027-01-15"))


def test_follow_up_and_confirming_are_counted_from_what_happened():
    asked = one_host(
        answers=(("E1", "asked"),), reply_days=(("E1", Reply(day("2026-11-10"))),)
    )
    assert days(asked)["write-2"] == (day("2026-11-24"), day("2026-12-01"))
    assert "write-1" not in days(asked)
    yes = one_host(
        answers=(("E1", "accepted"),), answer_by=(("E1", day("2026-12-20")),)
    )
    assert days(yes)["write-3"] == (day("2026-12-15"), day("2026-12-20"))
    assert not {"write-1", "write-2"} & days(yes).keys()


def test_an_early_rotation_for_a_later_season():
    """Season 2029 applies on 6 September 2028: 18 to 12 months before that."""
    season = make.season(2029, submit_open=day("2028-09-06"))
    offering = make.offering("E1", "P1", starts="mondays")
    found = versioned(
        make.catalog((make.program("P1"),), (offering,), seasons=(season,))
    )
    who = replace(make.scenario().applicant, us_letters=0)
    p = make.problem(found, season=2029, applicant=who, today=day("2027-04-01"))
    (early,) = [i for i in year(p, (), ()).items if i.step_id == "orient-1"]
    assert (early.day, early.until) == (day("2027-03-06"), day("2027-09-06"))
    assert early.state == "now"
    assert early in year(p, (), ()).this_week
    seen = p.having(applicant=replace(who, us_letters=1))
    assert "orient-1" not in {i.step_id for i in year(seen, (), ()).items}
    over = p.having(today=day("2027-09-07"))
    states = {i.step_id: i.state for i in year(over, (), ()).items}
    assert states["orient-1"] == "over"


# --- states ---------------------------------------------------------------------------


def states(p: Problem) -> dict[str, str]:
    return {i.step_id: i.state for i in lived(p).items}


def test_what_is_late_says_what_can_still_be_done():
    found = lived(one_host(today=day("2027-01-10")))
    late = {i.step_id: i for i in found.late}
    assert late["elig-3"].rescue == "Ask today, and prefer later starts."
    assert not {"elig-3"} & {i.step_id for i in found.this_week}
    on_time = lived(one_host(today=day("2026-11-03")))
    assert "elig-3" in {i.step_id for i in on_time.this_week}
    assert not on_time.late


def test_a_week_looks_seven_days_ahead():
    p = one_host(answers=(("E1", "accepted"),))
    found = {
        today: {i.step_id for i in lived(p.having(today=day(today))).this_week}
        for today in ("2027-04-12", "2027-04-13")
    }
    assert "prep-9" not in found["2027-04-12"]  # it begins on the 19th
    assert "prep-9" in found["2027-04-13"]


def test_a_host_that_has_not_accepted_waits():
    assert states(one_host())["letter-1"] == "if yes"
    yes = one_host(answers=(("E1", "accepted"),))
    assert states(yes)["letter-1"] == "later"
    booked = make.problem(booked=(make.booked(MAY_3),))
    items = year(booked, (), rotations_of(booked, ())).items
    assert {i.state for i in items if i.step_id == "letter-1"} == {"later"}


def test_a_host_that_accepted_another_date_waits():
    def letter(answered: str) -> str:
        return states(one_host(answers=((answered, "accepted"),)))["letter-1"]

    assert letter(f"E1@{MAY_3}") == "later"
    assert letter("E1@2027-06-07") == "if yes"


def test_what_is_ticked_is_done_for_that_host_alone():
    p = one_host(done=("letter-1@P1", "docs-1", "unknown"))
    found = states(p)
    assert (found["letter-1"], found["docs-1"]) == ("done", "done")
    assert found["docs-2"] == "now"
    other = one_host(done=("letter-1@P2",))
    assert states(other)["letter-1"] == "if yes"


def test_slack_is_counted_to_the_last_day_for_letters():
    """The letter is in on 2 July; letters count until 22 September: 82 days."""
    found = {i.step_id: i.slack_days for i in lived(one_host()).items}
    assert found["letter-6"] == 82
    assert found["prep-9"] is None
    late = one_host(letters_by=day("2027-06-30"))
    assert {i.slack_days for i in lived(late).items if i.kind == "letter"} == {-2}


def test_two_visits_to_one_program_are_told_apart():
    p = one_host()
    offering = p.catalog.offering["E1"]
    weeks = (MAY_3, MAY_3 + dt.timedelta(weeks=5))
    rotations = tuple(rotation_on(p, offering, start) for start in weeks)
    ids = [i.item_id for i in year(p, (), rotations).items]
    assert len(ids) == len(set(ids))
    assert "letter-1@P1 2" in ids


# --- the table ------------------------------------------------------------------------

FOR_ONE = {
    "student": ({"status": "student"}, {"status": "graduate"}),
    "graduate": (
        {"status": "graduate", "us_work_authorized": True},
        {"status": "student"},
    ),
    "visa": ({}, {"us_work_authorized": True}),
    "stamp": ({"entry_status": "B-1"}, {"entry_status": "WB"}),
    "waiver": ({"entry_status": "WB"}, {"entry_status": "B-1"}),
    "no_vslo": ({}, {"home_school_in_vslo": True}),
    "no_score": ({"step2_ck": None}, {"step2_ck": 240}),
    "strong": ({"step2_ck": 260}, {"step2_ck": 260, "step1_failures": 1}),
    "average": ({"step2_ck": 240}, {"step2_ck": 260}),
    "no_us": ({"us_letters": 0}, {"us_letters": 1}),
    "hands_on": ({"kind": "hands_on"}, {"kind": "observership"}),
    "observership": ({"kind": "observership"}, {"kind": "hands_on"}),
    "only_observerships": ({"kind": "observership"}, {"kind": "hands_on"}),
    "letter": ({"gives_letter": "yes"}, {"gives_letter": "no"}),
}
"""For each condition, an applicant or a host of whom it holds, and one of whom not."""


def case(changes: dict[str, object]) -> Problem:
    at_host = {n: v for n, v in changes.items() if n in ("kind", "gives_letter")}
    mine = {n: v for n, v in changes.items() if n not in at_host}
    who = replace(make.scenario().applicant, graduation_date=None, **mine)
    return one_host(applicant=who, **at_host)


def named(p: Problem) -> set[str]:
    found = lived(p)
    return {i.step_id for i in found.items} | {s.step_id for s in found.advice}


def test_every_condition_is_tested():
    assert FOR_ONE.keys() == CONDITIONS.keys()


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_row_is_there_where_it_applies_and_not_where_it_does_not(name):
    mine, other = FOR_ONE[name]
    rows = {s.step_id for s in steps() if name in s.applies}
    rows -= {"orient-1"}  # its time was over: see the test of its own
    rows -= {s.step_id for s in steps() if s.anchor in ("asked", "confirm")}
    assert rows <= named(case(mine))
    assert not rows & named(case(other)), name


@pytest.mark.parametrize(
    ("area", "there"), [("stroke", "prep-1"), ("sci", "prep-2"), ("msk", "prep-5")]
)
def test_what_to_read_follows_the_focus_of_the_host(area, there):
    readings = {s.step_id for s in steps() if any(FOCUS in c for c in s.applies)}
    assert readings & named(one_host(focus=(area,))) == {there}
    assert readings <= named(one_host(focus=()))


@pytest.mark.parametrize(
    ("paper", "there"), [("tb_test<12m", "docs-13"), ("statement", "docs-17")]
)
def test_a_paper_that_few_ask_for_is_there_where_a_host_asks(paper, there):
    rare = {s.step_id for s in steps() if any(ASKS in c for c in s.applies)}
    assert rare & named(one_host(documents=(paper,))) == {there}
    assert not rare & named(one_host())


def test_the_table_is_sound():
    rows = steps()
    ids = [s.step_id for s in rows]
    assert len(ids) == len(set(ids))
    p = one_host(answers=(("E1", "accepted"),), answer_by=(("E1", day("2026-12-20")),))
    spans = {s.anchor for s in rows if s.anchor}
    reached = {s.anchor for s in rows if s.step_id in named(p) | named(one_host())}
    assert spans - reached == {"asked", "read"}
    for one in rows:
        assert one.kind in KINDS
        plain = {c for c in one.applies if ":" not in c}
        assert plain <= CONDITIONS.keys()
        asked = {c.removeprefix(ASKS) for c in one.applies if c.startswith(ASKS)}
        assert asked <= DOCUMENTS.keys()
        assert bool(one.anchor) or not (one.first or one.last or one.rescue)
        for text in (one.text, one.rescue):
            for sentence in re.split(r"[.!?:] ", text):
                assert len(sentence.split()) <= 20, text


def test_the_shipped_catalog_has_a_year(shipped):
    p = Problem(shipped, default_scenario(shipped, make.TODAY))
    found = year_of(p, make.planned(p))
    ids = [i.item_id for i in found.items]
    assert len(ids) == len(set(ids))
    assert [i.until for i in found.items] == sorted(i.until for i in found.items)
    assert any(i.state == "if yes" for i in found.items)
