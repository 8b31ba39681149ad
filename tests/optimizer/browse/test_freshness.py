"""Facts that are old are listed by what they decide; an old catalog is told of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
from factories import versioned

from optimizer.browse.known import due, is_old, newest, older
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import EntryRule

DAY = dt.date(2026, 11, 26)


def dated(*facts: tuple[str, str, str]) -> Catalog:
    """A catalog with sources: field of the offering, date, standing."""
    sources = tuple(
        make.provenance("offerings.csv", "E1", field, as_of=as_of, status=status)
        for field, as_of, status in facts
    )
    offering = make.offering(gives_letter="unknown")
    return versioned(make.catalog(offerings=(offering,), sources=sources))


def rule(name: str, as_of: str) -> EntryRule:
    """A rule on a visa, read then."""
    said = {"meaning": "", "source": "page", "url": "http://e.com"}
    return EntryRule(
        rule_id=name,
        scope="visa",
        applies_to=("B-1",),
        stops=("elective",),
        limit=None,
        unit="",
        since=None,
        until=None,
        as_of=as_of,
        confidence="low",
        **said,
    )


def test_what_is_old_is_listed_by_what_it_decides() -> None:
    found = older(
        dated(
            ("tuition_usd", "2023", "sourced"),
            ("students", "2024-01", "sourced"),
            ("graduates", "undated", "aggregator"),
            ("starts", "2026-05", "sourced"),
        ),
        18,
        DAY,
    )
    assert [(one.decides, one.source.field, one.is_undated) for one in found] == [
        ("whom a host takes", "graduates", True),
        ("whom a host takes", "students", False),
        ("the price", "tuition_usd", False),
    ]


def test_what_decides_nothing_was_not_read_or_says_nothing_is_left_out() -> None:
    facts = (
        ("focus", "2020", "sourced"),  # decides nothing
        ("weeks", "2020", "assumed"),  # nobody read it
        ("gives_letter", "2020", "sourced"),  # it is not known
    )
    assert older(dated(*facts), 18, DAY) == ()


def test_the_age_is_in_months() -> None:
    found = dated(("students", "2025-05-26", "sourced"))
    assert older(found, 18, DAY) == ()  # 18 months to the day
    assert len(older(found, 17, DAY)) == 1


def test_a_catalog_is_as_old_as_its_newest_page() -> None:
    found = dated(("students", "2024", "sourced"), ("starts", "2025-11-26", "sourced"))
    assert newest(found) == dt.date(2025, 11, 26)
    assert not is_old(found, dt.date(2026, 11, 25))
    assert is_old(found, dt.date(2026, 11, 26))
    assert not is_old(dated(), DAY)  # without dates nothing is said


def test_the_shipped_catalog_is_not_old(shipped: Catalog) -> None:
    assert not is_old(shipped, DAY)
    assert {one.source.file for one in older(shipped, 18, DAY)} == {
        "offerings.csv",
        "programs.csv",
    }


def test_once_a_year_seasons_fees_signals_and_visas_are_looked_at() -> None:
    known = make.season(2028, estimated="no")
    catalog = make.catalog(seasons=(make.season(2027), known, make.season(2029)))
    rules = (rule("old", "2024"), rule("new", "2026-08"), rule("when", "undated"))
    found = list(due(replace(catalog, entry_rules=rules), dt.date(2027, 7, 1)))
    seasons = [line for line in found if line.startswith("seasons")]
    assert seasons == [
        "seasons.csv 2029: its dates are a projection",  # 2027 is over, 2028 known
        "seasons.csv 2030: to be added",
    ]
    assert [line for line in found if line.startswith("entry_rules")] == [
        "entry_rules.csv old: 2024 http://e.com",
        "entry_rules.csv when: undated http://e.com",
    ]
    assert any("eras_fee_1_30" in line for line in found)
    assert not any("or_interview_handson" in line for line in found)
    early = list(due(catalog, DAY))
    assert not any("to be added" in line for line in early)
