"""Rules of entry ask, with their date, whom they concern, and nobody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import factories as make
import pytest

from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Block, Eligibility, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.eligibility import eligibility, entry_open
from optimizer.model.entry_rules import plan_checks
from optimizer.model.gates import program_checks
from optimizer.model.rotation import block_of, rotation_on
from optimizer.scenario_io.share import read_link, share_query

MAY = dt.date(2027, 5, 3)
STOPPED = make.rule(
    "visas",
    scope="nationality",
    applies_to=("NG",),
    stops=("B-1", "J-1"),
    limit=None,
    since=dt.date(2026, 1, 1),
)
REVIEW = make.rule("review", applies_to=("TX",), stops=("elective",), limit=None)
WEEKS = make.rule("weeks", applies_to=("TX",))
PAYMENT = make.rule("payment", scope="visa", applies_to=("H-1B",), stops=())
GRADUATE = {"status": "graduate", "graduation_date": dt.date(2025, 6, 1)}


def world(*rules: Any, offering: dict[str, Any] | None = None, **who: Any) -> Problem:
    """One program and one rotation in Texas, under these rules."""
    known = {"state": "TX", "city": "Houston"}
    catalog = make.catalog(
        (make.program(**known),), (make.offering(**known, **offering or {}),)
    )
    return make.problem(make.versioned(replace(catalog, entry_rules=rules)), **who)


def told(problem: Problem) -> Eligibility:
    return eligibility(problem, problem.catalog.offerings[0], MAY)


def asked(problem: Problem) -> list[Reason]:
    return [reason for reason in told(problem).reasons if reason.verdict == "check"]


def block(problem: Problem) -> Block:
    return block_of(rotation_on(problem, problem.catalog.offerings[0], MAY))


def test_a_stopped_visa_is_a_question_with_the_day_and_the_page() -> None:
    [check] = asked(world(STOPPED, nationality="NG"))
    assert check.sentence == (
        "Entry on a B-1 visa is stopped for nationals of Nigeria (since 1 January"
        " 2026)."
    )
    assert check.ask.startswith("May I enter, or am I exempt")
    assert check.source == "https://example.org"


@pytest.mark.parametrize(
    "who",
    [
        {},
        {"nationality": "IN"},
        {"nationality": "NG", "visa_in_hand": True},
        {"nationality": "NG", "us_work_authorized": True},
        {"nationality": "NG", "entry_status": "WB"},
        {"nationality": "NG", "entry_status": "F-1"},
        {"nationality": "NG", "today": dt.date(2027, 1, 2)},
    ],
)
def test_whom_no_rule_concerns_nobody_asks(who: dict[str, Any]) -> None:
    over = replace(STOPPED, until=dt.date(2027, 1, 1))
    rule = over if "today" in who else STOPPED
    found = [r for r in asked(world(rule, **who)) if r.field == "entry_statuses"]
    assert found == []


def test_without_a_visa_yet_the_visitors_visa_is_the_question() -> None:
    found = asked(world(STOPPED, nationality="NG", entry_status="none"))
    assert [r.field for r in found] == ["kind", "entry_statuses"]


@pytest.mark.parametrize("entry", ["none", "not_needed", "B-1"])
def test_a_canadian_is_asked_nothing_about_a_visa(entry: str) -> None:
    assert told(world(nationality="CA", entry_status=entry)).verdict == "open"
    for taken, verdict in ((("B-1",), "open"), (("J-1",), "closed")):
        host = {"entry_statuses": taken}
        p = world(nationality="CA", entry_status=entry, offering=host)
        assert told(p).verdict == verdict


def test_none_yet_and_none_needed_are_two_answers() -> None:
    assert told(world(entry_status="none")).verdict == "check"
    assert told(world(entry_status="not_needed")).verdict == "open"


def test_a_state_reviews_hands_on_rotations_of_students_there() -> None:
    [check] = asked(world(REVIEW))
    assert check.ask == "Does Texas let me do this elective?"
    assert check.sentence.endswith("(page: 2026-11-01).")
    assert asked(world(REVIEW, offering={"kind": "observership"})) == []
    assert asked(world(replace(REVIEW, applies_to=("FL",)))) == []
    assert asked(world(REVIEW, us_work_authorized=True, **GRADUATE)) == []


@pytest.mark.parametrize(
    ("who", "prefix"),
    [
        ({}, ""),
        ({"nationality": "NG"}, "If you may enter:"),
        ({"entry_status": "F-1"}, "If you may enter:"),
        ({"nationality": "NG", "visa_in_hand": True}, ""),
    ],
)
def test_a_chance_says_first_that_one_may_not_enter(
    who: dict[str, Any], prefix: str
) -> None:
    p = world(STOPPED, **who)
    assert entry_open(p, (block(p),)) == prefix
    assert entry_open(p, ()) == ""


def test_what_a_host_asks_is_no_question_of_entry() -> None:
    p = world(offering={"pmr_available": "unknown"})
    assert told(p).verdict == "check"
    assert entry_open(p, (block(p),)) == ""


def test_weeks_done_and_planned_count_together() -> None:
    """Four weeks are planned: of nine done they make thirteen."""
    p = world(WEEKS, weeks_abroad=9)
    [check] = plan_checks(p, (block(p),))
    assert check.sentence.startswith("13 weeks of clerkships abroad, 4 of them planned")
    assert check.ask == "Has Texas approved my school, and do electives count?"
    [of_program] = program_checks(p, p.catalog.programs[0], (block(p),))
    assert of_program == check
    assert plan_checks(p, ()) == ()
    assert program_checks(p, p.catalog.programs[0]) == ()


@pytest.mark.parametrize(
    ("who", "offering"),
    [
        ({"weeks_abroad": 8}, {}),
        ({"weeks_abroad": 9, "school_approved": True}, {}),
        ({"weeks_abroad": 9}, {"kind": "observership"}),
        ({"weeks_abroad": 9, "us_work_authorized": True, **GRADUATE}, {}),
    ],
)
def test_twelve_weeks_an_approved_school_and_watching_are_no_question(
    who: dict[str, Any], offering: dict[str, Any]
) -> None:
    p = world(WEEKS, offering=offering, **who)
    assert plan_checks(p, (block(p),)) == ()


def test_a_residency_with_stopped_visas_alone_is_a_question() -> None:
    p = world(STOPPED, PAYMENT, nationality="NG")

    def fields(*visas: str) -> list[str]:
        program = replace(p.catalog.programs[0], visa_sponsorship=visas)
        return [check.sentence for check in program_checks(p, program)]

    [j1] = fields("J-1", "H-1B")
    assert j1.startswith("Entry on J-1 is stopped for nationals of Nigeria")
    [payment] = fields("H-1B")
    assert payment.startswith(PAYMENT.meaning.rstrip("."))


def test_a_host_without_us_citizens_is_closed_to_them() -> None:
    host = {"us_persons_only": "excluded"}
    assert told(world(offering=host)).verdict == "open"
    assert told(world(offering=host, img_type="us_img")).verdict == "closed"
    assert told(world(offering=host, us_work_authorized=True)).verdict == "closed"


def test_nationality_is_in_a_link_only_with_the_profile() -> None:
    p = world(nationality="NG", visa_in_hand=True, weeks_abroad=9)
    for profile, expected in ((False, None), (True, "NG")):
        query = share_query(p, (), include_profile=profile)
        opened: Scenario = read_link(query, p.catalog, p.scenario.today).scenario
        assert opened.applicant.nationality == expected
        assert opened.applicant.visa_in_hand == profile


def test_shipped_rules_reach_who_they_name(shipped: Catalog) -> None:
    florida = [o for o in shipped.offerings if o.state == "FL" and o.kind == "hands_on"]
    p = make.problem(shipped, nationality="VE")
    assert florida
    for offering in florida:
        reasons = eligibility(p, offering, MAY).reasons
        checks = {r.field for r in reasons if r.verdict == "check"}
        assert {"state", "entry_statuses"} <= checks
    [weeks] = plan_checks(
        p.having(applicant=replace(p.scenario.applicant, weeks_abroad=13)), ()
    )
    assert "New York" in weeks.ask
