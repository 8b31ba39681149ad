"""A request after an assumed last day: the chance of a yes falls with each step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import numpy as np
import pytest
from random_problems import versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption, Offering
from optimizer.domain.scenario import Reply
from optimizer.model.candidates import candidates
from optimizer.model.eligibility import eligibility, missed_day, steps_late
from optimizer.model.rotation import visit_of
from optimizer.model.trust import acceptance_name
from optimizer.model.value.objective import drawn_acceptance, values_of
from optimizer.requests.request import requests_of
from optimizer.scenario_io.json_file import scenario_of
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)
ROW = Assumption("late_request_factor", 0.7, 0.4, 0.95, "", "", "", "G")
TWENTY_WEEKS = dt.timedelta(weeks=20)
"""The lead that is assumed in the catalog of tests."""


def open_lead(starts: str = "2027-05-03", **changes) -> Offering:
    """An offering whose host states no lead."""
    return make.offering(starts=starts, apply_lead_weeks=None, **changes)


def problem(days_over: int, *offerings, **changes) -> Problem:
    """On a day so long after the last day to ask for 3 May."""
    offerings = offerings or (open_lead(acceptance=0.5),)
    found = make.catalog(offerings=offerings)
    known = versioned(replace(found, assumptions=(*found.assumptions, ROW)))
    today = MAY - TWENTY_WEEKS + dt.timedelta(days=days_over)
    return make.problem(known, today=today, **changes)


@pytest.mark.parametrize(
    ("over", "steps"), [(-1, 0), (0, 0), (1, 1), (28, 1), (29, 2), (140, 5)]
)
def test_a_step_is_four_weeks_begun(over, steps):
    p = problem(over)
    (offering,) = p.catalog.offerings
    assert steps_late(p, offering, MAY) == steps
    assert visit_of(p, offering, MAY).acceptance == pytest.approx(0.5 * 0.7**steps)
    assert (missed_day(p, offering, MAY) == MAY - TWENTY_WEEKS) == (steps > 0)


def test_a_stated_last_day_and_a_yes_are_no_guess():
    stated = make.offering(starts="2027-05-03", acceptance=0.5, apply_lead_weeks=2)
    assert steps_late(problem(50, stated), stated, MAY) == 0
    yes = problem(50, answers=(("E1", "accepted"),))
    (offering,) = yes.catalog.offerings
    assert visit_of(yes, offering, MAY).acceptance == 1
    assert missed_day(yes, offering, MAY) is None


def test_what_was_asked_stays_as_late_as_it_was():
    p = problem(60, answers=(("E1", "asked"),))
    (offering,) = p.catalog.offerings
    assert steps_late(p, offering, MAY) == 0  # the day is not known
    asked = Reply(asked=MAY - TWENTY_WEEKS + dt.timedelta(days=3))
    dated = p.having(reply_days=(("E1", asked),))
    assert steps_late(dated, offering, MAY) == 1


def test_what_is_over_is_said_first():
    p = problem(3)
    (offering,) = p.catalog.offerings
    first = eligibility(p, offering, MAY).reasons[0]
    assert first.sentence.startswith("Applications may have closed about")


def test_starts_of_one_candidate_are_equally_late():
    p = problem(10, open_lead("2027-05-03;2027-05-10;2027-06-07"))
    found = {tuple(c.starts): c.visit.late for c in candidates(p)}
    first = MAY.toordinal()
    assert found == {(first, first + 7): 1, (first + 35,): 0}


def test_the_chance_is_drawn_with_both_assumptions():
    p = problem(30, open_lead(acceptance=None))
    visit = visit_of(p, p.catalog.offerings[0], MAY)
    drawn = {n: np.repeat(v, 2) for n, v in values_of(p).items()}
    drawn["late_request_factor"] = np.array([0.4, 0.9])
    drawn[acceptance_name(p, p.catalog.offerings[0])] = np.array([0.1, 0.3])
    found = drawn_acceptance(p, visit, drawn)
    assert found == pytest.approx(np.array([0.1 * 0.4**2, 0.3 * 0.9**2]))


# ------------------------------------------------------------------- shipped catalog


def asked(shipped, today: str, **fields) -> Problem:
    given = {"today": today, "budget_usd": 9_000, **fields}
    return Problem(shipped, scenario_of(given, shipped, dt.date(2026, 11, 26)))


def test_a_plan_that_starts_in_days_is_worth_less_than_in_november(shipped):
    pins = {"pins": ["E099@2027-06-14"], "max_rotations": 1}
    soon, early = (
        solve(asked(shipped, day, **pins)) for day in ("2027-06-10", "2026-11-26")
    )
    assert isinstance(soon, Plan)
    assert isinstance(early, Plan)
    nothing = solve(asked(shipped, "2027-06-10", max_rotations=0, min_rotations=0))
    assert isinstance(nothing, Plan)
    assert soon.value - nothing.value < 0.3 * (early.value - nothing.value)


def test_a_host_may_be_asked_late_where_nothing_is_in_time(shipped):
    p = asked(shipped, "2027-06-10")
    (late,) = [r for r in requests_of(p) if r.name == "E099"]
    early = asked(shipped, "2026-11-26")
    (timely,) = [r for r in requests_of(early) if r.name == "E099"]
    factor = shipped.assumption["late_request_factor"].value
    assert (timely.late, late.late > 0) == (0, True)
    assert late.acceptance == pytest.approx(timely.acceptance * factor**late.late)
    assert late.ask_by == p.scenario.today
    assert {c.can_be_on_time for c in late.candidates} == {True}
