"""Candidates: the starts that every block rule allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.starts import start_dates
from optimizer.model.candidates import _candidates, allowed_starts, candidates
from optimizer.model.letters import end_of
from optimizer.model.rules import BLOCK_RULES

MAY = dt.date(2027, 5, 3)
DAY = dt.timedelta(days=1)


def problem(*offerings, **changes):
    found = make.catalog(offerings=offerings)
    return make.problem(versioned(found), **changes)


@pytest.mark.parametrize("seed", range(300, 330))
def test_candidates_have_exactly_the_starts_that_each_block_rule_allows(seed):
    p = random_problem(seed)
    first, last = p.window
    found = {c.offering.offering_id: c.starts for c in candidates(p)}
    for offering in p.catalog.offerings:
        allowed = tuple(
            start
            for start in start_dates(offering.starts, first, last)
            if all(
                rule.allows(p, offering, start, end_of(offering, start))
                for rule in BLOCK_RULES
            )
        )
        assert allowed_starts(p, offering) == allowed
        days = tuple(d.toordinal() for d in allowed)
        assert found.get(offering.offering_id, ()) == days


def test_eligibility_is_asked_again_after_graduation():
    # four weeks from 3 May end as a student, a week later as a graduate
    p = problem(
        make.offering(starts="2027-05-03;2027-05-10"),
        graduation_date=dt.date(2027, 5, 28),
    )
    assert allowed_starts(p, p.catalog.offerings[0]) == (MAY,)


def test_lead_times_and_past_starts_are_asked_for_each_date():
    # 21 days of lead: on 13 April, 3 May is too late and 10 May is not
    offering = make.offering(starts="2027-05-03;2027-05-10", apply_lead_weeks=3)
    p = problem(offering, today=dt.date(2027, 4, 13))
    assert allowed_starts(p, offering) == (MAY + 7 * DAY,)
    # an assumed lead only has to be checked, but what has begun is over
    offering = make.offering(starts="2027-05-03;2027-05-10", apply_lead_weeks=None)
    p = problem(offering, today=MAY + DAY)
    assert allowed_starts(p, offering) == (MAY + 7 * DAY,)


def test_candidates_come_in_id_order_whatever_the_order_of_rows():
    offerings = [make.offering(f"E{i}", "") for i in (3, 1, 2)]
    catalog = make.catalog(offerings=())
    p = make.problem(versioned(replace(catalog, offerings=tuple(offerings))))
    assert [c.offering.offering_id for c in candidates(p)] == ["E1", "E2", "E3"]


@pytest.mark.parametrize(
    ("starts", "by", "timely", "late"),
    [
        ("2027-05-03;2027-05-10", dt.date(2027, 7, 1), False, True),
        ("2027-05-03;2027-05-10", dt.date(2027, 7, 2), True, True),
        ("2027-05-03;2027-05-10", dt.date(2027, 7, 9), True, False),
    ],
)
def test_a_candidate_knows_which_letters_it_can_give(starts, by, timely, late):
    # from 3 May the letter is ready on 2 July, from 10 May on 9 July
    p = problem(make.offering(starts=starts), letters_by=by)
    (found,) = candidates(p)
    assert (found.can_be_on_time, found.can_be_late) == (timely, late)


def test_no_letter_is_neither_on_time_nor_late():
    (found,) = candidates(problem(make.offering(gives_letter="no")))
    assert (found.can_be_on_time, found.can_be_late) == (False, False)
    assert found.on_time_until is None


def test_a_candidate_costs_its_fees_and_living():
    (found,) = candidates(problem(make.offering(tuition_usd=7, weeks=2)))
    assert found.usd == 7 + 2 * 450
    assert found.days == 12


@pytest.mark.parametrize("seed", range(330, 350))
def test_what_is_shared_between_problems_does_not_change_a_candidate(seed):
    # every rule is on in some of these: a field wrongly left out of the key would show
    p = random_problem(seed)
    assert candidates(p) == _candidates.__wrapped__(p)


def test_a_change_that_matters_is_not_answered_from_another_problem():
    offering = make.offering(acceptance=None)
    dear = problem(offering, housing="high")
    cheap = dear.having(housing="low")
    assert candidates(dear)[0].usd > candidates(cheap)[0].usd
    poor = dear.having(budget_usd=1)
    assert candidates(poor) is candidates(dear)
