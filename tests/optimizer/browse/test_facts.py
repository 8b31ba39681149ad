"""Every field of a record with its sources, and what to ask where it is unknown."""

from __future__ import annotations

from dataclasses import fields

import factories as make

from optimizer.browse.known import facts_of
from optimizer.domain.columns import FILES

KEYS = {"program_id", "offering_id"}


def test_every_field_is_there_in_the_order_of_the_file():
    catalog = make.catalog()
    for record in (make.program(), make.offering()):
        found = facts_of(catalog, record)
        assert [f.field for f in found] == [f.name for f in fields(record)]
        assert [f.value for f in found] == [getattr(record, f.field) for f in found]


def test_all_sources_of_a_field_are_kept_and_the_one_taken_is_first():
    sources = (
        make.provenance("programs.csv", "P1", "name", source="first"),
        make.provenance("programs.csv", "P1", "name", source="second"),
        make.provenance("programs.csv", "P2", "name", source="of another record"),
        make.provenance("offerings.csv", "P1", "name", source="of another file"),
    )
    found = facts_of(make.catalog(sources=sources), make.program("P1"))
    (name,) = (f for f in found if f.field == "name")
    assert [p.source for p in name.sources] == ["first", "second"]


def test_what_is_unknown_has_a_question_and_what_is_known_has_none():
    record = make.offering(students="unknown", graduates="no", tuition_usd=0, url="")
    found = {f.field: f for f in facts_of(make.catalog(), record)}
    assert not found["students"].is_known
    assert found["students"].ask == "Do you take students of foreign schools?"
    assert found["url"].ask == FILES["offerings.csv"]["url"].ask
    for known in ("graduates", "tuition_usd"):  # no, and nothing to pay, are answers
        assert found[known].is_known
        assert found[known].ask == ""


def test_every_field_that_may_be_unknown_has_a_question(shipped):
    """What is unknown anywhere in the catalog that is shipped can be asked for."""
    for record in (*shipped.programs, *shipped.offerings):
        for fact in facts_of(shipped, record):
            assert fact.is_known or fact.ask, fact.field


def test_every_value_that_is_shipped_has_a_source(shipped):
    for record in (*shipped.programs, *shipped.offerings):
        for fact in facts_of(shipped, record):
            own = fact.field in KEYS and fact.value == getattr(record, fact.field)
            assert fact.sources or own or not fact.is_known, fact
