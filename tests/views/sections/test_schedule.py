"""Visits in words: only where there are several."""

from __future__ import annotations

import datetime as dt

import factories as make
from random_problems import versioned

from optimizer.model.rotation import rotations_of
from optimizer.solver.solve import solve
from views.sections.schedule import rises_most, visits_sentence

CATALOG = versioned(
    make.catalog(
        (make.program("P1"), make.program("P2")),
        (
            make.offering("E1", "P1", starts="2027-03-01"),
            make.offering("E2", "P2", starts="2027-08-02"),
        ),
    )
)


def test_each_visit_has_its_dates_and_the_border_decides():
    p = make.problem(CATALOG, budget_usd=20_000, min_rotations=2)
    told = visits_sentence(p, solve(p).blocks).replace("\u00a0", " ")
    assert told == (
        "You are in the US 2 times: 1–26 Mar and 2–27 Aug. In between you go home."
        " Each time an officer at the border decides whether you may enter."
    )


def test_one_visit_is_not_worth_a_sentence():
    p = make.problem(CATALOG, booked=(make.booked(dt.date(2027, 5, 3)),))
    assert visits_sentence(p, ()) == visits_sentence(p.having(booked=()), ()) == ""


def test_where_every_price_is_on_record_none_may_rise():
    p = make.problem(CATALOG)
    assert rises_most(p, rotations_of(p, solve(p).blocks)) == ""
