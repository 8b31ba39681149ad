"""What a residency asks is a question with its source, and never changes a value."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.plan import Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut
from optimizer.model.gates import program_checks

PAGE = "https://example.org/apply"


def problem(program: dict[str, Any], **changes: Any) -> Problem:
    """The season of 2028: programs read from 22 September 2027."""
    sources = tuple(
        make.provenance("programs.csv", "P1", field, url=PAGE) for field in program
    )
    catalog = make.catalog((make.program(**program),), sources=sources)
    return make.problem(versioned(catalog), **{"min_letters": 0} | changes)


def checks(program: dict[str, Any], **changes: Any) -> tuple[Reason, ...]:
    p = problem(program, **changes)
    return program_checks(p, p.catalog.programs[0])


def booked(kind: str) -> dict[str, Any]:
    return {"booked": (make.booked(dt.date(2027, 3, 1), kind=kind),)}


@pytest.mark.parametrize(
    ("program", "changes", "sentence"),
    [
        ({}, {}, None),
        ({"usce_required": "no"}, {}, None),
        (
            {"usce_required": "yes"},
            {},
            "Asks for US clinical experience: a rotation may be what it means.",
        ),
        (
            {"usce_required": "yes"},
            booked("observership"),
            "Asks for US clinical experience; whether an observership is enough is not"
            " known.",
        ),
        ({"usce_required": "yes"}, booked("hands_on"), None),
        (
            {"ecfmg_wanted": "asked"},
            {},
            "Asks for the ECFMG certificate; by when is not known.",
        ),
        (
            {"ecfmg_wanted": "application"},
            {"graduation_date": dt.date(2027, 6, 1)},
            "Asks for the ECFMG certificate when one applies.",
        ),
        (
            {"ecfmg_wanted": "application"},
            {"graduation_date": dt.date(2027, 9, 22)},
            "Asks for the ECFMG certificate when one applies.",
        ),
        (
            {"ecfmg_wanted": "application"},
            {"graduation_date": dt.date(2027, 12, 15)},
            "Asks for the ECFMG certificate when one applies: it needs the diploma, and"
            " you graduate after that.",
        ),
        ({"ecfmg_wanted": "application"}, {"ecfmg": "certified"}, None),
        ({"ecfmg_wanted": "asked"}, {"ecfmg": "certified"}, None),
        (
            {"ecfmg_wanted": "application"},
            {"ecfmg": "not_in_time", "graduation_date": dt.date(2027, 6, 1)},
            "Asks for the ECFMG certificate when one applies: you get yours later than"
            " programs start reading.",
        ),
        (
            {"ecfmg_wanted": "ranking"},
            {"graduation_date": dt.date(2027, 12, 15)},
            "Asks for the ECFMG certificate by 1 March 2028, when rank lists are due.",
        ),
        ({"application_deadline": "none"}, {}, None),
        (
            {"application_deadline": "10-31"},
            {},
            "Takes applications until 31 October 2027, if it is as in the season on"
            " record.",
        ),
        (
            {"application_deadline": "10-31"},
            {"today": dt.date(2027, 10, 31)},
            "Takes applications until 31 October 2027, if it is as in the season on"
            " record.",
        ),
        (
            {"application_deadline": "10-31"},
            {"today": dt.date(2027, 11, 1)},
            "Applications may have closed on 31 October 2027, if it is as in the season"
            " on record.",
        ),
    ],
)
def test_checks(program, changes, sentence):
    found = checks(program, **changes)
    assert [c.sentence for c in found] == ([sentence] if sentence else [])
    for check in found:
        assert (check.verdict, check.source) == ("check", PAGE)
        assert check.ask.endswith("?")
        assert [check.field] == list(program)


def test_an_answer_is_dated():
    p = problem({"ecfmg_wanted": "asked"})
    told = FoundOut("P1", "ecfmg_wanted", "application", dt.date(2026, 11, 20))
    p = p.having(found_out=(told,))
    (check,) = program_checks(p, p.catalog.programs[0])
    assert check.sentence.endswith(": you asked on 20 November 2026.")
