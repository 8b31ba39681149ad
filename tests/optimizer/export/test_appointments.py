"""The days of a plan: where they come from, what they say once they are past."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest

from optimizer.domain.plan import Plan, Proof
from optimizer.export.appointments import appointments
from optimizer.model.rotation import block_of, rotation_on

MAY_3 = dt.date(2027, 5, 3)  # a Monday


def planned(problem, *blocks: tuple[str, dt.date]) -> Plan:
    """A plan with these offerings on these dates, made by hand."""
    found = tuple(
        block_of(rotation_on(problem, problem.catalog.offering[name], start))
        for name, start in blocks
    )
    return Plan(problem.scenario, found, 0.3, (), 0, 0, Proof("optimal", 0.3, 0.1))


def days(problem, *blocks):
    found = appointments(problem, planned(problem, *blocks or (("E1", MAY_3),)))
    return {a.what: a for a in found}


def test_the_days_of_a_rotation_by_hand():
    """Four weeks from 3 May end on Friday 28 May; the host asks for 12 weeks.

    The letter takes 21 days and 14 of processing; papers begin 28 days before.
    """
    found = days(make.problem())
    assert (found["rotation"].first, found["rotation"].last) == (
        MAY_3,
        dt.date(2027, 5, 28),
    )
    assert found["apply by"].first == dt.date(2027, 2, 8)
    assert found["documents"].first == dt.date(2027, 1, 11)
    assert found["ask for letter"].first == dt.date(2027, 5, 24)
    assert found["letter ready"].first == dt.date(2027, 7, 2)
    assert found["thanks"].first == dt.date(2027, 5, 31)


def test_what_the_guide_asks_for_is_there_on_its_first_day():
    """Start 3 May: coordinator two weeks before, visa half a year before."""
    found = days(make.problem())
    expected = {
        "prepare": dt.date(2027, 3, 22),
        "letter-2": dt.date(2027, 5, 10),
        "letter-5": dt.date(2027, 5, 28),
        "letter-7": dt.date(2027, 9, 1),
        "apply-1": dt.date(2027, 6, 1),
    }
    for what, day in expected.items():
        assert (found[what].first, found[what].last) == (day, day), what
    assert found["prepare"].title == "Prepare: Host E1"
    assert "Gait" in found["prepare"].note
    assert found["letter-7"].title == "Remind the writer: Host E1"
    assert found["letter-7"].note.endswith("Until 8 September 2027.")
    assert not {"visa-1", "exam-2"} & found.keys()  # they would tell of the applicant
    ticked = days(make.problem(done=("letter-7@P1",)))
    assert "letter-7" not in ticked
    over = days(make.problem(today=dt.date(2027, 9, 9)))
    assert not {"letter-7", "prepare"} & over.keys()


def test_days_are_in_order_and_the_season_has_its_own():
    problem = make.problem()
    found = appointments(problem, planned(problem, ("E1", MAY_3)))
    assert [a.first for a in found] == sorted(a.first for a in found)
    season = {a.what: (a.first, a.last) for a in found if not a.about}
    s = problem.season
    guide = {"apply-1", "apply-2", "apply-3", "apply-5", "choose-1"}
    guide |= {"letter-8", "thanks-2", "thanks-3", "after-1", "after-2"}
    assert guide <= season.keys()
    assert {w: d for w, d in season.items() if w not in guide} == {
        "submit open": (s.submit_open, s.submit_open),
        "letters by": (s.letters_by, s.letters_by),
        "program access": (s.program_access, s.program_access),
        "interviews": (s.interviews_start, s.interviews_end),
        "rank deadline": (s.rank_deadline, s.rank_deadline),
        "match day": (s.match_day, s.match_day),
    }


def test_projected_days_say_so_but_not_a_day_of_ones_own():
    found = days(make.problem(letters_by=dt.date(2027, 9, 1)))
    assert found["match day"].title == "Match Day (estimated)"
    assert found["letters by"].title == "Last day for letters"
    official = make.catalog(seasons=(make.season(estimated="no"),))
    assert days(make.problem(official))["match day"].title == "Match Day"


@pytest.mark.parametrize(
    ("today", "title", "begin"),
    [
        (dt.date(2027, 2, 8), "Last day to apply: Host E1", dt.date(2027, 2, 8)),
        (dt.date(2027, 2, 9), "Day to apply already past: Host E1", None),
    ],
)
def test_a_day_to_apply_that_is_over_says_so(today, title, begin):
    found = days(make.problem(today=today))
    assert found["apply by"].first == dt.date(2027, 2, 8)
    assert found["apply by"].title == title
    assert not found["apply by"].reminders
    assert (found["documents"].first if begin else None) == begin
    if begin is None:
        assert "documents" not in found
        assert "9 February 2027" in found["apply by"].note


def test_an_assumed_lead_is_called_assumed():
    catalog = make.catalog(offerings=(make.offering(apply_lead_weeks=None),))
    found = days(make.problem(catalog))["apply by"]
    assert found.first == MAY_3 - dt.timedelta(weeks=20)
    assert found.title == "Last day to apply (assumed): Host E1"
    assert "not known" in found.note


@pytest.mark.parametrize(
    ("answer", "title", "sure"),
    [
        ("asked", "Rotation (planned): Host E1", False),
        ("silent", "Rotation (planned): Host E1", False),
        ("accepted", "Rotation: Host E1", True),
        ("paid", "Rotation: Host E1", True),
    ],
)
def test_an_answer_settles_the_application(answer, title, sure):
    problem = make.problem(answers=(("E1", answer),), today=dt.date(2027, 3, 1))
    found = days(problem)
    assert (found["rotation"].title, found["rotation"].sure) == (title, sure)
    assert found["apply by"].title == "Applied: Host E1"
    assert not found["apply by"].reminders
    assert "documents" not in found


def test_only_reminders_that_lie_ahead_are_kept():
    found = days(make.problem())
    assert found["apply by"].reminders == (14, 3)
    assert found["letter ready"].reminders == (7,)
    assert found["ask for letter"].reminders == (3,)
    late = days(make.problem(today=dt.date(2027, 2, 5)))["apply by"]
    assert late.reminders == (3,)


def test_a_host_that_writes_no_letter_is_not_asked_for_one():
    catalog = make.catalog(offerings=(make.offering(gives_letter="no"),))
    found = days(make.problem(catalog))
    assert not {"ask for letter", "letter ready"} & found.keys()
    assert {"thanks", "rotation"} <= found.keys()


def test_a_late_letter_and_an_unsure_one_say_so():
    catalog = make.catalog(offerings=(make.offering(gives_letter="unknown"),))
    problem = make.problem(catalog)
    found = days(problem, ("E1", dt.date(2027, 8, 2)))
    assert found["letter ready"].first > problem.letters_by
    assert "too late" in found["letter ready"].title
    assert "not known whether" in found["letter ready"].note
    assert "not known whether" not in days(make.problem())["letter ready"].note


def test_what_is_booked_needs_no_application():
    problem = make.problem(booked=(make.booked(MAY_3),))
    found = {a.what: a for a in appointments(problem, planned(problem))}
    assert not {"apply by", "documents"} & found.keys()
    assert found["rotation"].sure
    assert found["rotation"].title == "Rotation: Host E1"


def test_no_day_tells_of_the_applicant():
    before = appointments(make.problem(), planned(make.problem(), ("E1", MAY_3)))
    problem = make.problem(
        step2_ck=263, step1_failures=2, ties=("TX",), entry_status="F-1", us_letters=3
    )
    assert appointments(problem, planned(problem, ("E1", MAY_3))) == before
