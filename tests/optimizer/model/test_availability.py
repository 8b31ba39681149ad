"""How an offering stands over its starts: open, to check, other dates, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from random_problems import random_problem

from optimizer.domain.problem import Problem
from optimizer.domain.starts import start_dates
from optimizer.model.calendars import allowed_starts
from optimizer.model.candidates import (
    NO_START,
    REFUSED,
    STANDS,
    availability,
)
from optimizer.model.eligibility import eligibility

MAY, JUNE = dt.date(2027, 5, 3), dt.date(2027, 6, 7)


def stood(changes=None, **scenario):
    offering = make.offering("E1", "P1", **changes or {})
    found = make.catalog((make.program(),), (offering,))
    return availability(make.problem(found, **scenario), offering)


def free(problem: Problem, *, unverified: bool) -> Problem:
    """The problem without pins, exclusions and trust, which no standing reads."""
    scenario = replace(
        problem.scenario,
        pins=(),
        exclusions=(),
        include_unverified=unverified,
        least_trust="cold",
    )
    return Problem(problem.catalog, scenario)


def fewest(problem: Problem, offering, starts) -> dt.date:
    """The first start with the fewest questions."""
    verdicts = {day: eligibility(problem, offering, day).reasons for day in starts}
    questions = {d: sum(r.verdict == "check" for r in v) for d, v in verdicts.items()}
    return min(starts, key=lambda day: (questions[day], day))


@pytest.mark.parametrize("seed", range(1_700, 1_740))
def test_open_and_check_are_what_a_plan_may_choose(seed):
    """And on a start that a plan may choose: candidates know nothing of us."""
    asked = random_problem(seed)
    sure, unsure = free(asked, unverified=False), free(asked, unverified=True)
    for offering in asked.catalog.offerings:
        found = availability(asked, offering)
        is_open = allowed_starts(sure, offering)
        possible = allowed_starts(unsure, offering)
        assert (found.stand == "open") == bool(is_open)
        assert (found.stand == "check") == bool(possible and not is_open)
        assert found.is_possible == bool(possible)
        if possible:
            assert found.start == fewest(asked, offering, is_open or possible)


@pytest.mark.parametrize("seed", range(1_740, 1_780))
def test_the_rest_is_closed_on_every_start_or_misses_the_dates(seed):
    asked = random_problem(seed)
    scenario = replace(asked.scenario, answers=())
    asked, season = Problem(asked.catalog, scenario), asked.season
    for offering in asked.catalog.offerings:
        found = availability(asked, offering)
        starts = start_dates(offering.starts, season.window_start, season.window_end)
        verdicts = {eligibility(asked, offering, day).verdict for day in starts}
        if found.stand == "closed":
            assert verdicts == {"closed"}
        elif found.stand == "dates":
            assert not starts or verdicts & {"open", "check"}
        if found.start:
            own = eligibility(asked, offering, found.start)
            assert found.eligibility == own


def test_the_best_start_decides():
    # the lead of 12 weeks is over for 3 May on 1 March, not for 7 June
    starts = {"starts": f"{MAY};{JUNE}"}
    found = stood(starts, today=dt.date(2027, 3, 1))
    assert (found.stand, found.start) == ("open", JUNE)


def test_open_on_a_later_start_is_better_than_a_question_now():
    # whether the host takes graduates is not known: the student's start is in May only
    starts = {"starts": f"{MAY};{JUNE}", "students": "unknown", "graduates": "yes"}
    graduation = dt.date(2027, 6, 1)
    found = stood(starts, graduation_date=graduation, us_work_authorized=True)
    assert (found.stand, found.start) == ("open", JUNE)


def test_of_two_starts_to_be_checked_the_one_with_fewer_questions_is_named():
    # the assumed lead of 20 weeks is over for May on 1 February, not for August
    unsure = {"students": "unknown", "apply_lead_weeks": None}
    found = stood({"starts": f"{MAY};2027-08-02"} | unsure, today=dt.date(2027, 2, 1))
    assert (found.stand, found.start) == ("check", dt.date(2027, 8, 2))


def test_dates_the_applicant_is_not_free_are_no_closed_door():
    found = stood({"starts": str(MAY)}, months=(8, 9))
    assert (found.stand, found.start) == ("dates", MAY)
    assert found.eligibility.verdict == "open"
    assert not found.is_possible
    assert stood({"starts": str(MAY)}, window_start=JUNE) == found


def test_a_closed_one_names_the_start_with_the_fewest_reasons():
    # in May too late and closed to students; in August closed to students alone
    starts = {"starts": f"{MAY};2027-08-02", "students": "no"}
    found = stood(starts, today=dt.date(2027, 3, 1))
    assert (found.stand, found.start) == ("closed", dt.date(2027, 8, 2))
    assert [r.field for r in found.eligibility.reasons] == ["students"]


def test_no_start_in_the_season_is_said():
    found = stood({"starts": "2029-05-07"})
    assert (found.stand, found.start) == ("dates", None)
    assert found.eligibility.reasons == (NO_START,)


def test_a_refusal_closes_and_an_acceptance_opens():
    found = stood(answers=(("E1", "refused"),))
    assert found.stand == "closed"
    assert found.eligibility.reasons == (REFUSED,)
    unsure = {"students": "unknown"}
    assert stood(unsure).stand == "check"
    assert stood(unsure, answers=(("E1", "accepted"),)).stand == "open"


def test_an_acceptance_for_one_date_leaves_that_date_only():
    told = ((f"E1@{JUNE}", "accepted"),)
    unsure = {"starts": f"{MAY};{JUNE}", "students": "unknown"}
    found = stood(unsure, answers=told)
    assert (found.stand, found.start) == ("open", JUNE)
    assert stood(unsure, answers=told, months=(5,)).stand == "dates"


def test_a_refusal_of_one_date_leaves_the_others():
    told = ((f"E1@{MAY}", "refused"),)
    found = stood({"starts": f"{MAY};{JUNE}"}, answers=told)
    assert (found.stand, found.start) == ("open", JUNE)
    assert stood({"starts": str(MAY)}, answers=told).stand == "closed"


def test_pins_and_exclusions_change_nothing():
    assert stood(exclusions=("E1",)) == stood() == stood(pins=("E1@2027-05-03",))


def test_stands_go_from_best_to_worst():
    assert STANDS == ("open", "check", "dates", "closed")
