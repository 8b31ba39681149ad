"""What hosts ask for: days against calendars, what is missing against ticks."""

from __future__ import annotations

import datetime as dt

import factories as make
from random_problems import versioned

from optimizer.domain.terms import GUIDE_ROWS
from optimizer.year.guide import documents, papers, steps


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def hosts(*told: dict[str, object], **changes):
    """Hosts with one start, 3 May 2027; asked by 8 February, done by 28 May."""
    programs = tuple(make.program(f"P{n}") for n in range(len(told)))
    offerings = tuple(
        make.offering(f"E{n}", f"P{n}", starts="2027-05-03", **fields)
        for n, fields in enumerate(told)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, min_letters=0, **changes)


def found(p):
    return {h.host: h for h in papers(p, make.planned(p))}


def test_what_a_host_names_is_what_it_asks_for():
    p = hosts({"documents": ("cv", "passport"), "min_english": "TOEFL 100"})
    (one,) = found(p).values()
    assert one.on_record
    assert one.missing == ("CV", "copy of the passport", "proof of English")
    assert one.until == day("2027-02-08")


def test_where_nothing_is_on_record_an_email_takes_two_papers():
    p = hosts({"channel": "direct"}, {"channel": "VSLO", "needs_vslo_school": "no"})
    mail, form = found(p)["Host E0"], found(p)["Host E1"]
    assert not mail.on_record
    assert mail.missing == ("CV", "transcript")
    assert "immunization record" in form.missing
    assert "proof of enrolment" in form.missing  # of a student
    assert "diploma" not in form.missing


def test_a_test_counts_back_from_the_last_day_and_english_from_the_application():
    """28 May 2027 less 12 months; 8 February 2027 less 24."""
    p = hosts({"documents": ("tb_test<12m", "english<24m", "cv")})
    (one,) = found(p).values()
    oldest = {paper.document.name: paper.not_before for paper in one.papers}
    assert oldest == {
        "tb_test": day("2026-05-28"),
        "english": day("2025-02-08"),
        "cv": None,
    }


def test_what_is_ticked_is_not_missing():
    told = {"documents": ("cv", "tb_test")}
    p = hosts(told, told, done=("docs-1", "docs-13@P0"))
    assert found(p)["Host E0"].missing == ()
    assert found(p)["Host E1"].missing == ("tuberculosis test",)


def test_a_host_that_was_written_to_has_no_last_day():
    p = hosts({}, {}, answers=(("E0", "asked"),))
    asked, new = found(p)["Host E0"], found(p)["Host E1"]
    assert (asked.until, new.until) == (None, day("2027-02-08"))
    assert [h.host for h in papers(p, make.planned(p))] == ["Host E1", "Host E0"]


def test_each_document_has_a_row_of_the_guide(shipped):
    rows = {one.step_id for one in steps() if one.part == "papers"}
    assert set(GUIDE_ROWS.values()) == rows
    english = shipped.offering["E014"]
    assert [d.name for d in documents(english)] == ["english"]
