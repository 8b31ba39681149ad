"""Each further column of an offering acts: what changes once it is flipped."""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, fields
from typing import Any

import factories as make
import pytest

from optimizer.catalog_io.csv_reader import read_table
from optimizer.catalog_io.read import catalog_of, read_tables
from optimizer.catalog_io.write import cells_of, write_files
from optimizer.domain.applicant import Applicant
from optimizer.domain.faults import DataError
from optimizer.domain.plan import NoPlan, Plan, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.export.appointments import appointments
from optimizer.model.candidates import candidates
from optimizer.model.eligibility import apply_by, apply_from, eligibility, is_stated
from optimizer.solver.solve import solve

MAY, AUGUST = dt.date(2027, 5, 3), dt.date(2027, 8, 2)
APRIL_TO_JUNE = "12-01/12-31 for 04-01/06-30"
STUDENT = Applicant()
GRADUATE = Applicant(
    status="graduate", graduation_date=dt.date(2025, 6, 1), us_work_authorized=True
)


def about(field: str, who: Applicant = STUDENT, **cells: Any) -> list[Reason]:
    """What the applicant is told about one column."""
    offering = make.offering(**cells)
    problem = make.problem(
        make.catalog(offerings=(offering,)), today=dt.date(2026, 11, 22), applicant=who
    )
    reasons = eligibility(problem, offering, MAY).reasons
    return [reason for reason in reasons if reason.field == field]


def world(*offerings: Offering, **scenario: Any) -> Problem:
    programs = tuple(make.program(o.program_id) for o in offerings)
    scenario = {"today": dt.date(2026, 11, 22), "budget_usd": 20_000} | scenario
    return make.problem(make.catalog(programs, offerings), **scenario)


# ------------------------------------------------------------------------- eligibility


def test_without_pmr_it_is_closed_and_not_knowing_is_a_question() -> None:
    assert about("pmr_available", pmr_available="yes") == []
    [closed] = about("pmr_available", pmr_available="no")
    assert (closed.verdict, closed.sentence) == ("closed", "Takes no visitors in PM&R.")
    [check] = about("pmr_available", pmr_available="unknown")
    assert (check.verdict, check.ask) == ("check", "Does PM&R take visitors?")


def test_another_way_to_enter_is_closed_to_visitors_else_a_question() -> None:
    assert about("entry_statuses") == []
    assert about("entry_statuses", entry_statuses=("B-1", "WB")) == []
    [closed] = about("entry_statuses", entry_statuses=("F-1", "J-1"))
    assert closed.verdict == "closed"
    assert "F-1 and J-1; you on a B-1 visa" in closed.sentence
    exchange = Applicant(entry_status="J-1")
    [check] = about("entry_statuses", exchange, entry_statuses=("B-1",))
    assert check.verdict == "check"
    assert check.ask.startswith("With which visa")
    [unsaid] = about(
        "entry_statuses", Applicant(entry_status="none"), entry_statuses=("J-1",)
    )
    assert unsaid.verdict == "check"
    at_home = Applicant(us_work_authorized=True)
    assert about("entry_statuses", at_home, entry_statuses=("F-1",)) == []


def test_a_licence_is_asked_of_graduates_alone() -> None:
    asked = {"requirements": ("licence", "employed_physician")}
    assert about("requirements", **asked) == []
    [check] = about("requirements", GRADUATE, **asked)
    assert check.verdict == "check"
    assert "a licence as a physician and a post as a physician" in check.sentence
    assert check.ask
    assert about("requirements", GRADUATE) == []


def test_a_sponsor_is_to_be_found_first() -> None:
    assert about("sponsor_first") == about("sponsor_first", sponsor_first="no") == []
    [check] = about("sponsor_first", sponsor_first="yes")
    assert check.verdict == "check"
    assert check.ask == "Would a physician of PM&R take me as a visitor?"


def test_proof_of_english_is_said_and_closes_nothing() -> None:
    assert about("min_english") == []
    [found] = about("min_english", min_english="TOEFL 100")
    assert found.verdict == "open"
    assert found.sentence == "Wants proof of English: TOEFL 100."
    assert about("min_english", Applicant(img_type="us_img"), min_english="TOEFL") == []


def test_a_host_that_accepted_asks_nothing_more() -> None:
    offering = make.offering(pmr_available="unknown", sponsor_first="yes")
    problem = world(offering, answers=(("E1", "accepted"),))
    assert eligibility(problem, offering, MAY).verdict == "open"


# ------------------------------------------------------------- the first and last day


def test_a_window_says_when_to_write() -> None:
    offering = make.offering(apply_lead_weeks=None, application_window=APRIL_TO_JUNE)
    problem = world(offering)
    assert apply_by(problem, offering, MAY) == dt.date(2026, 12, 31)
    assert apply_from(offering, MAY) == dt.date(2026, 12, 1)
    assert is_stated(offering, MAY)
    # Of August the host says nothing: the assumed lead, and no first day.
    assert apply_by(problem, offering, AUGUST) == AUGUST - dt.timedelta(weeks=20)
    assert apply_from(offering, AUGUST) is None
    assert not is_stated(offering, AUGUST)


@pytest.mark.parametrize(
    ("weeks", "last"),
    [(4, dt.date(2026, 12, 31)), (20, MAY - dt.timedelta(weeks=20))],
)
def test_of_lead_and_window_the_earlier_day_counts(weeks: int, last: dt.date) -> None:
    offering = make.offering(apply_lead_weeks=weeks, application_window=APRIL_TO_JUNE)
    assert apply_by(world(offering), offering, MAY) == last


def test_before_the_window_one_is_told_and_after_it_it_is_closed() -> None:
    offering = make.offering(apply_lead_weeks=None, application_window=APRIL_TO_JUNE)
    early = world(offering)
    found = eligibility(early, offering, MAY)
    assert found.verdict == "open"
    [opens] = [r for r in found.reasons if r.field == "application_window"]
    assert "from 01 Dec 2026" in opens.sentence
    late = world(offering, today=dt.date(2027, 1, 4))
    reasons = eligibility(late, offering, MAY).reasons
    [closed] = [reason for reason in reasons if reason.verdict == "closed"]
    assert closed.field == "application_window"
    assert "closed on 31 Dec 2026" in closed.sentence


def test_a_closed_window_takes_its_starts_out_of_the_search() -> None:
    offering = make.offering(apply_lead_weeks=None, application_window=APRIL_TO_JUNE)
    [candidate] = candidates(world(offering, today=dt.date(2027, 1, 4)))
    starts = [dt.date.fromordinal(day) for day in candidate.starts]
    assert min(starts) < dt.date(2027, 4, 1)  # before and after, the lead is assumed
    assert not [day for day in starts if 4 <= day.month <= 6]


def test_the_calendar_names_both_ends_of_the_window() -> None:
    offering = make.offering(
        apply_lead_weeks=None, application_window=APRIL_TO_JUNE, starts=str(MAY)
    )
    problem = world(offering)
    plan = solve(problem)
    assert isinstance(plan, Plan)
    [until] = [a for a in appointments(problem, plan) if a.what == "apply by"]
    assert until.first == dt.date(2026, 12, 31)
    assert "from 1 December 2026 until 31 December 2026" in until.note


# ---------------------------------------------------------------------------- the door


def test_a_door_has_no_more_of_a_visitor_than_it_allows() -> None:
    """One rotation, unless its page says more; what is booked stays."""

    def two(**cells: Any) -> tuple[Offering, Offering]:
        first = make.offering("E1", "P1", door="mayo", **cells)
        return first, make.offering("E2", "P2", door="mayo")

    rule = {"min_rotations": 2, "max_rotations": 2}
    assert isinstance(solve(world(*two(), **rule)), NoPlan)
    assert isinstance(solve(world(*two(max_per_visitor=2), **rule)), Plan)
    assert isinstance(solve(world(*two(max_per_visitor=1), **rule)), NoPlan)


def test_without_a_door_the_number_is_that_of_the_program() -> None:
    """At most one rotation is at each program anyway."""
    apart = (
        make.offering("E1", "P1", max_per_visitor=1),
        make.offering("E2", "P2", max_per_visitor=1),
    )
    found = solve(world(*apart, min_rotations=2, max_rotations=2))
    assert isinstance(found, Plan)


# ------------------------------------------------------------------- catalogs of before


def test_a_file_without_these_columns_is_read_as_unknown() -> None:
    """As it was written before there were such columns."""
    offering = make.offering(pmr_available="unknown")
    cells = cells_of(offering)
    needed = [f.name for f in fields(Offering) if f.default is MISSING]
    rows = [",".join(needed), ",".join(cells[name] for name in needed)]
    table = read_table("offerings.csv", "\n".join(rows).encode(), Offering)
    assert table.faults == ()
    assert [record for _, record in table.records] == [offering]
    assert needed[-1] == "status"


@pytest.mark.parametrize("window", ["all year", "12-01/12-32 for 04-01/06-30"])
def test_a_window_that_is_none_is_a_fault_of_its_cell(window: str) -> None:
    files = write_files(make.catalog(offerings=(make.offering(),)))
    sheet = files["offerings.csv"].decode().splitlines()
    place = sheet[0].split(",").index("application_window")
    cells = sheet[1].split(",")
    cells[place] = window
    files["offerings.csv"] = "\n".join([sheet[0], ",".join(cells)]).encode()
    with pytest.raises(DataError, match="row 2, column application_window"):
        catalog_of(read_tables(files))
