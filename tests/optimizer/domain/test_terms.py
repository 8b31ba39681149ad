"""What a host asks for and pays back: cells read, days counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain.terms import (
    DOCUMENTS_FORM,
    REFUNDS_FORM,
    Document,
    parse_documents,
    parse_refunds,
)

MAY_3 = dt.date(2027, 5, 3)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def percent(cell: str, on: str, *, visa: bool = False) -> int:
    found = parse_refunds(tuple(cell.split(";")))
    assert found is not None
    return found.percent(MAY_3, day(on), visa_refused=visa)


def test_half_comes_back_until_91_days_before():
    """91 days before 3 May 2027 is 1 February: 2 and 30 and 31 and 28 days."""
    cell = "91:50;visa 91:100"
    assert (percent(cell, "2027-02-01"), percent(cell, "2027-02-02")) == (50, 0)
    assert percent(cell, "2027-02-01", visa=True) == 100
    assert percent(cell, "2027-02-02", visa=True) == 0


def test_each_step_counts_until_its_last_day():
    """60 days before 3 May 2027 is 4 March, 30 days 3 April."""
    cell = "60:75;30:50"
    days = ("2027-03-04", "2027-03-05", "2027-04-03", "2027-04-04")
    assert [percent(cell, on) for on in days] == [75, 50, 50, 0]
    assert percent(cell, "2027-03-05", visa=True) == 50  # a refusal cancels too


def test_nothing_and_not_known_are_two_things():
    assert parse_refunds(()) is None
    assert percent("none", "2026-01-01", visa=True) == 0


def test_a_document_may_have_an_age():
    found = parse_documents(("cv", "tb_test<12m"))
    assert found == (Document("cv", None), Document("tb_test", 12))
    assert found[1].label == "tuberculosis test"


@pytest.mark.parametrize(
    ("form", "cell", "fits"),
    [
        (DOCUMENTS_FORM, "cv;tb_test<12m", True),
        (DOCUMENTS_FORM, "cv; english<24m", True),
        (DOCUMENTS_FORM, "resume", False),
        (DOCUMENTS_FORM, "cv<0m", False),
        (REFUNDS_FORM, "none", True),
        (REFUNDS_FORM, "60:75;visa 91:100", True),
        (REFUNDS_FORM, "60:101", False),
        (REFUNDS_FORM, "none;60:75", False),
    ],
)
def test_what_does_not_fit_is_told(form, cell, fits):
    assert bool(form[0].fullmatch(cell)) is fits


def test_terms_of_the_shipped_catalog_are_read(shipped):
    """By hand, from the pages of two hosts."""
    offering = shipped.offering
    half = parse_refunds(offering["E122"].refunds)
    assert (half.cancelled, half.visa_refused) == (((91, 50),), ((91, 100),))
    steps = parse_refunds(offering["E066"].refunds)
    assert steps.cancelled == ((60, 75), (30, 50))
    papers = parse_documents(offering["E068"].documents)
    assert Document("tb_test", 12) in papers
