"""Open, check or closed: the table of DESIGN section 4."""

from __future__ import annotations

import datetime as dt
from itertools import product

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.plan import Reason
from optimizer.domain.problem import Problem
from optimizer.model.eligibility import (
    apply_by,
    eligibility,
    follows_student_rules,
    verdict,
)

MAY = dt.date(2027, 5, 3)  # 23 weeks and a day after TODAY; four weeks end on 28 May
DAY = dt.timedelta(days=1)
GRADUATE = {"status": "graduate"}
AUTHORIZED = {"us_work_authorized": True}


def problem(offering, applicant) -> Problem:
    found = make.catalog(offerings=(make.offering(**offering),))
    return make.problem(versioned(found), **applicant)


def found(offering, applicant, start: dt.date = MAY):
    p = problem(offering, applicant)
    return eligibility(p, p.catalog.offerings[0], start)


STANDINGS = list(
    product(("student", "graduate"), ("hands_on", "observership"), (False, True))
)


@pytest.mark.parametrize(("status", "kind", "authorized"), STANDINGS)
def test_students_and_graduates_by_kind_and_authorization(status, kind, authorized):
    # a graduate needs authorization for hands-on work, nobody else needs it here
    applicant = {"status": status, "us_work_authorized": authorized}
    closed = status == "graduate" and kind == "hands_on" and not authorized
    result = found({"kind": kind}, applicant)
    assert result.verdict == ("closed" if closed else "open")
    if closed:
        assert [r.field for r in result.reasons if r.verdict == "closed"] == ["kind"]


@pytest.mark.parametrize(("status", "kind", "authorized"), STANDINGS)
@pytest.mark.parametrize(("known", "best"), [("no", "closed"), ("unknown", "check")])
def test_only_the_field_of_ones_own_standing_counts(
    status, kind, authorized, known, best
):
    applicant = {"status": status, "us_work_authorized": authorized}
    mine = "students" if status == "student" else "graduates"
    other = "graduates" if status == "student" else "students"
    base = found({"kind": kind}, applicant).verdict
    assert found({"kind": kind, other: known}, applicant).verdict == base
    expected = "closed" if base == "closed" else best
    assert found({"kind": kind, mine: known}, applicant).verdict == expected


FIELDS = {
    "students": "no",
    "graduates": "no",
    "us_persons_only": "yes",
    "needs_vslo_school": "yes",
    "needs_step1_pass": "yes",
}
APPLICANTS = [
    dict(
        zip(
            ("status", "us_work_authorized", "home_school_in_vslo", "step1_passed"),
            v,
            strict=True,
        )
    )
    for v in product(("student", "graduate"), *[(False, True)] * 3)
]


@pytest.mark.parametrize(("field", "unfavourable"), FIELDS.items())
@pytest.mark.parametrize("kind", ["hands_on", "observership"])
def test_unknown_is_checked_only_if_the_worse_answer_would_close(
    field, unfavourable, kind
):
    for applicant in APPLICANTS:
        favourable = "no" if unfavourable == "yes" else "yes"
        best = found({"kind": kind, field: favourable}, applicant).verdict
        worst = found({"kind": kind, field: unfavourable}, applicant).verdict
        unknown = found({"kind": kind, field: "unknown"}, applicant).verdict
        matters = (best, worst) == ("open", "closed")
        assert unknown == ("check" if matters else best), applicant


@pytest.mark.parametrize(
    ("offering", "applicant", "expected"),
    [
        ({"us_persons_only": "yes"}, {}, "closed"),
        ({"us_persons_only": "yes"}, AUTHORIZED, "open"),
        ({"us_persons_only": "unknown"}, {}, "check"),
        ({"us_persons_only": "yes"}, {"img_type": "us_img"}, "closed"),
        ({"needs_vslo_school": "yes"}, {}, "closed"),
        ({"needs_vslo_school": "yes"}, {"home_school_in_vslo": True}, "open"),
        ({"needs_step1_pass": "yes"}, {}, "open"),
        ({"needs_step1_pass": "yes"}, {"step1_passed": False}, "closed"),
        ({"needs_step1_pass": "unknown"}, {"step1_passed": False}, "check"),
        ({"max_step1_failures": 1}, {"step1_failures": 1}, "open"),
        ({"max_step1_failures": 1}, {"step1_failures": 2}, "closed"),
        ({"max_step1_failures": None}, {"step1_failures": 9}, "open"),
        ({"max_step1_failures": 0}, {"step2_failures": 1}, "open"),
        ({"needs_vslo_school": "yes"}, GRADUATE | AUTHORIZED, "closed"),
    ],
)
def test_fields_one_by_one(offering, applicant, expected):
    assert found(offering, applicant).verdict == expected


@pytest.mark.parametrize("entry", ["B-1", "WB", "J-1", "F-1", "none"])
def test_entry_status_matters_for_hands_on_work_of_students(entry):
    expected = "check" if entry in ("F-1", "none") else "open"
    assert found({}, {"entry_status": entry}).verdict == expected
    watching = {"kind": "observership"}
    assert found(watching, {"entry_status": entry}).verdict == "open"
    assert found({}, {"entry_status": entry} | AUTHORIZED).verdict == "open"
    assert found({}, {"entry_status": entry} | GRADUATE).verdict == "closed"


# ---------------------------------------------------------------------- graduation


@pytest.mark.parametrize(
    ("graduation", "student"),
    [
        (dt.date(2027, 5, 27), False),  # a day before the block ends
        (dt.date(2027, 5, 28), True),
        (dt.date(2027, 12, 15), True),
        (None, True),
    ],
)
def test_student_rules_hold_until_graduation(graduation, student):
    # takes students, no graduates
    applicant = {"graduation_date": graduation}
    offering = {"kind": "observership", "graduates": "no"}
    assert (
        follows_student_rules(problem({}, applicant), dt.date(2027, 5, 28)) == student
    )
    assert found(offering, applicant).verdict == ("open" if student else "closed")
    turned = {"kind": "observership", "students": "no"}
    assert found(turned, applicant).verdict == ("closed" if student else "open")


def test_graduation_falls_between_two_starts():
    # in May still a student, in June a graduate, who may not do hands-on work
    applicant = {"graduation_date": dt.date(2027, 6, 1)}
    assert found({}, applicant, MAY).verdict == "open"
    assert found({}, applicant, MAY + 28 * DAY).verdict == "closed"


def test_a_graduate_stays_one():
    applicant = GRADUATE | {"graduation_date": None}
    assert not follows_student_rules(problem({}, applicant), MAY)


# ----------------------------------------------------------------------- lead times


@pytest.mark.parametrize(
    ("lead", "today", "expected"),
    [
        (4, dt.date(2027, 4, 5), "open"),  # exactly four weeks before 3 May
        (4, dt.date(2027, 4, 6), "closed"),
        (0, MAY, "open"),
        (0, MAY + DAY, "closed"),
        (None, dt.date(2026, 12, 14), "open"),  # 20 weeks are assumed
        (None, dt.date(2026, 12, 15), "check"),
        (None, MAY, "check"),
        (None, MAY + DAY, "closed"),  # it has begun
    ],
)
def test_lead_time_closes_if_stated_and_is_checked_if_assumed(lead, today, expected):
    assert found({"apply_lead_weeks": lead}, {"today": today}).verdict == expected


def test_the_last_day_to_apply():
    p = problem({}, {})
    assert apply_by(p, make.offering(apply_lead_weeks=3), MAY) == dt.date(2027, 4, 12)
    unknown = make.offering(apply_lead_weeks=None)
    assert apply_by(p, unknown, MAY) == MAY - 140 * DAY


# -------------------------------------------------------------------------- reasons


def test_the_worst_reason_counts():
    reasons = [Reason(v, "", "") for v in ("open", "check", "closed")]
    assert verdict(()) == "open"
    assert verdict(tuple(reasons[:2])) == "check"
    assert verdict((reasons[2], reasons[1])) == "closed"


def test_a_check_says_what_to_ask_and_a_closed_door_asks_nothing():
    asked = found({"students": "unknown"}, {})
    assert asked.reasons[0].ask == "Do you take students of foreign schools?"
    assert "Not known" in asked.reasons[0].sentence
    shut = found({"students": "no"}, {})
    assert shut.reasons[0].ask == ""
    assert found({}, {}).reasons[0].sentence == "Takes students of foreign schools."


@pytest.mark.parametrize("field", FIELDS)
def test_every_check_has_a_question(field):
    applicant = {"step1_passed": False}
    if field == "graduates":
        applicant |= {"status": "graduate"} | AUTHORIZED
    asked = [
        r for r in found({field: "unknown"}, applicant).reasons if r.verdict == "check"
    ]
    assert [r.field for r in asked] == [field]
    assert asked[0].ask.endswith("?")


def test_reasons_name_their_source():
    source = make.provenance("offerings.csv", "E1", "students", source="their page")
    catalog = versioned(make.catalog(sources=(source,)))
    p = make.problem(catalog)
    assert eligibility(p, catalog.offerings[0], MAY).reasons[0].source == "their page"


def test_every_reason_against_is_given():
    offering = {"students": "no", "us_persons_only": "yes", "needs_vslo_school": "yes"}
    reasons = found(offering, {}).reasons
    against = [r.field for r in reasons if r.verdict == "closed"]
    assert against == ["students", "us_persons_only", "needs_vslo_school"]
