"""What differs between two catalogs: every row that came, went or changed."""

from __future__ import annotations

import factories as make

from optimizer.catalog_io.write import ChangedRow, FileChanges, catalog_changes


def test_equal_catalogs_differ_in_nothing(shipped) -> None:
    found = catalog_changes(shipped, shipped)
    assert [each.file for each in found] == [
        "programs.csv",
        "offerings.csv",
        "places.csv",
        "seasons.csv",
        "assumptions.csv",
        "entry_rules.csv",
        "provenance.csv",
    ]
    assert not any(each.added or each.changed or each.removed for each in found)
    assert sum(each.rows for each in found) == sum(
        len(rows)
        for rows in (
            shipped.programs,
            shipped.offerings,
            shipped.places,
            shipped.seasons,
            shipped.assumptions,
            shipped.entry_rules,
            shipped.provenance,
        )
    )


def test_rows_that_came_went_and_changed_are_named() -> None:
    old = make.provenance("offerings.csv", "E1", "weeks")
    new = make.provenance("offerings.csv", "E2", "weeks")
    before = make.catalog(
        offerings=(make.offering("E1"), make.offering("E2")), sources=(old, old)
    )
    after = make.catalog(
        offerings=(make.offering("E2", weeks=2, focus=("sci", "tbi")),),
        seasons=(make.season(2028), make.season(2029)),
        sources=(old, new),
    )
    found = {each.file: each for each in catalog_changes(before, after)}
    changed = ChangedRow("E2", (("weeks", "4", "2"), ("focus", "", "sci;tbi")))
    assert found["offerings.csv"] == FileChanges(
        "offerings.csv", 1, (), (changed,), ("E1",)
    )
    assert found["seasons.csv"].added == ("2029",)
    # One of two equal sources went.
    assert found["provenance.csv"].added == ("offerings.csv E2 weeks",)
    assert found["provenance.csv"].removed == ("offerings.csv E1 weeks",)
    assert found["places.csv"] == FileChanges("places.csv", 1, (), (), ())
