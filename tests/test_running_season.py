"""A season that has begun, and a past: what is under way, done, or long over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from optimizer.domain.applicant import Booked
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.replies import begun
from optimizer.model.eligibility import missed_day, steps_late
from optimizer.model.plan_chances import chances
from optimizer.model.rotation import booked_rotations, past_rotations, rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.scenario_io.json_file import scenario_of
from optimizer.solver.solve import solve

JUNE = "2027-06-10"


def asked(shipped, today: str = JUNE, **fields: Any) -> Problem:
    given = {"today": today, "budget_usd": 9_000, **fields}
    return Problem(shipped, scenario_of(given, shipped, dt.date(2026, 11, 26)))


def solved(problem: Problem) -> Plan:
    found = solve(problem)
    assert isinstance(found, Plan)
    return found


@pytest.mark.parametrize("answer", ["accepted", "paid"])
def test_what_was_accepted_and_has_begun_is_under_way(shipped, answer):
    p = asked(shipped, answers={"E099@2027-06-07": answer})
    (running,) = booked_rotations(p)
    assert running.visit.offering == shipped.offering["E099"]
    assert (running.start, running.end) == (dt.date(2027, 6, 7), dt.date(2027, 7, 2))
    assert p.scenario.answers == ()
    plan = solved(p)
    dated = rotations_of(p, plan.blocks)
    assert running in dated
    assert len(dated) > 1
    assert all(a.end < b.start for a, b in pairwise(dated))
    assert sum(visit.rotations for visit in plan.visits) == len(dated)
    nothing = asked(shipped)
    assert chances(p, plan).baseline > chances(nothing, plan).baseline


def test_its_money_is_gone_already(shipped):
    p = asked(shipped, answers={"E099@2027-06-07": "accepted"}, min_rotations=0)
    items = {i.label: i.usd for i in solved(p).cost_items if i.offering_id == "E099"}
    assert items == {}


def test_what_did_not_take_place_is_neither_done_nor_asked_for(shipped):
    answers = {"E099@2027-06-07": "paid"}
    p = asked(shipped, answers=answers, took_place={"E099@2027-06-07": "no"})
    assert booked_rotations(p) == ()
    assert p.scenario.answers == ()
    assert solved(p) == replace(solved(asked(shipped)), scenario=p.scenario)


def test_a_booked_rotation_may_not_have_taken_place_either(shipped):
    booked = {"start": "2027-06-07", "end": "2027-07-02", "kind": "hands_on"}
    given = {"booked": [{**booked, "offering_id": "E099"}]}
    assert len(booked_rotations(asked(shipped, **given))) == 1
    no = asked(shipped, **given, took_place={"E099@2027-06-07": "no"})
    assert booked_rotations(no) == ()


def test_of_several_dates_the_one_that_took_place_counts_else_the_last(shipped):
    answers = {"E099@2027-05-03": "accepted", "E099@2027-06-07": "accepted"}
    p = asked(shipped, answers=answers)
    assert [r.start for r in booked_rotations(p)] == [dt.date(2027, 6, 7)]
    p = asked(shipped, answers=answers, took_place={"E099@2027-05-03": "yes"})
    assert [r.start for r in booked_rotations(p)] == [dt.date(2027, 5, 3)]


def test_what_has_not_begun_is_a_request(shipped):
    answers = {"E099@2027-06-14": "accepted", "E098": "accepted"}
    p = asked(shipped, answers=answers)
    assert dict(p.scenario.answers) == answers
    assert begun(p.scenario) == {}


def test_a_pin_on_what_has_begun_is_fulfilled(shipped):
    p = asked(shipped, answers={"E099@2027-06-07": "paid"}, pins=["E099"])
    assert solved(p)


def test_of_equally_good_dates_those_with_most_time_to_apply_are_shown(shipped):
    """Where one may still ask in time, and later starts are worth and cost the same."""
    p = asked(shipped, budget_usd=8_000, applicant={"us_letters": 0})
    plan = solved(p)
    soonest = min(b.start for b in plan.blocks)
    assert soonest >= dt.date(2027, 7, 5)
    for block in plan.blocks:
        late = steps_late(p, block.offering, block.start)
        assert (late, missed_day(p, block.offering, block.start)) == (0, None)


def test_a_start_in_four_days_is_worth_less_than_one_in_july(shipped):
    """Their assumed last days are over; the later ones not by as much."""
    p = asked(shipped, budget_usd=8_000, applicant={"us_letters": 0})
    soon = solved(p.having(pins=("E081-2w@2027-06-14", "M-reading-H@2027-06-28")))
    later = solved(p.having(pins=("E081-2w@2027-07-05", "M-reading-H@2027-07-19")))
    assert later.cost_usd == soon.cost_usd
    assert later.value > soon.value


# ------------------------------------------------------------------------ the past

AUGUST = Booked(
    dt.date(2026, 8, 3), dt.date(2026, 8, 28), "hands_on", offering_id="E099"
)


@pytest.mark.parametrize("fields", [{}, {"us_work_authorized": True}])
def test_the_past_costs_nothing_and_blocks_nothing(shipped, fields):
    before = asked(shipped, "2026-11-26", applicant=fields, exclusions=["E099"])
    p = before.having(booked=(AUGUST,))
    assert booked_rotations(p) == ()
    assert len(past_rotations(p)) == 1
    plan = solved(p)
    assert sum(v.rotations for v in plan.visits) == len(plan.blocks) > 0
    same = solved(before.having(pins=tuple(b.block_id for b in plan.blocks)))
    assert plan.cost_items == same.cost_items


def test_the_past_counts_at_its_program_and_as_a_letter_once(shipped):
    p = asked(shipped, "2026-11-26", min_rotations=0)
    after = p.having(booked=(AUGUST,))
    model, then = match_model(p), match_model(after)
    letters = [float(m.letters_of((), True)[0]) for m in (model, then)]
    share = float(model.letter_share("hands_on", late=False)[0])
    assert letters[1] - letters[0] == pytest.approx(share)
    assert float(then.value((), True)[0]) > float(model.value((), True)[0])
    here = {o.offering_id for o in shipped.offerings if o.program_id == "sinai_md"}
    assert here.isdisjoint(b.offering.offering_id for b in solved(after).blocks)


@pytest.mark.parametrize(("letters", "possible"), [(2, True), (3, False)])
def test_a_letter_of_the_past_is_one_on_time(shipped, letters, possible):
    p = asked(shipped, "2026-11-26", min_letters=letters, min_rotations=0)
    p = p.having(booked=(AUGUST,), max_rotations=0)
    assert isinstance(solve(p), Plan) is possible
