"""Policies of a program that rule an applicant out."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import versioned

from optimizer.model.gates import gate_reason, policy_unknown
from optimizer.model.value.application_list import match_model

AUTHORIZED = {"us_work_authorized": True}


def day(year: int) -> dict[str, dt.date]:
    return {"graduation_date": dt.date(year, 12, 31)}


@pytest.mark.parametrize(
    ("program", "applicant", "reason"),
    [
        ({}, {}, None),
        ({"visa_sponsorship": ("none",)}, {}, "Sponsors no visa."),
        ({"visa_sponsorship": ("none",)}, AUTHORIZED, None),
        ({"visa_sponsorship": ()}, {}, None),
        ({"visa_sponsorship": ("H-1B",)}, {}, None),
        ({"accepts_img": "no"}, {}, "Takes no international graduates."),
        ({"accepts_img": "no"}, AUTHORIZED, "Takes no international graduates."),
        ({"accepts_img": "unknown"}, {}, None),
        # the 2028 season: a graduate of 2025 is three years out
        ({"graduation_years_limit": 3}, day(2025), None),
        (
            {"graduation_years_limit": 2},
            day(2025),
            "Takes graduates of the last 2 years only.",
        ),
        ({"graduation_years_limit": 0}, {"graduation_date": None}, None),
        ({"graduation_years_limit": 0}, day(2028), None),
        ({"min_step2_ck": 230}, {"step2_ck": 230}, None),
        (
            {"min_step2_ck": 230},
            {"step2_ck": 229},
            "Asks for at least 230 in Step 2 CK.",
        ),
        ({"min_step2_ck": 230}, {"step2_ck": None}, None),
        (
            {"max_exam_failures": 1},
            {"step1_failures": 1, "step2_failures": 1},
            "Allows at most 1 failed exams.",
        ),
        ({"max_exam_failures": 1}, {"step1_failures": 1}, None),
        ({"max_exam_failures": 0}, {}, None),
        (
            {"max_exam_failures": 0},
            {"step2_failures": 1},
            "Allows at most 0 failed exams.",
        ),
    ],
)
def test_gate(program, applicant, reason):
    found = make.catalog((make.program(**program),))
    p = make.problem(versioned(found), **applicant)
    assert gate_reason(p, p.catalog.programs[0]) == reason
    chance = float(match_model(p).value([], False)[0])
    assert (chance == 0) == (reason is not None)


@pytest.mark.parametrize(
    ("program", "applicant", "unknown"),
    [
        ({"visa_sponsorship": ()}, {}, True),
        ({"visa_sponsorship": ()}, AUTHORIZED, False),
        ({"visa_sponsorship": ("none",)}, {}, False),
        ({"accepts_img": "unknown"}, AUTHORIZED, True),
        ({}, {}, False),
    ],
)
def test_unknown_policy(program, applicant, unknown):
    p = make.problem(**applicant)
    assert policy_unknown(p, make.program(**program)) is unknown
