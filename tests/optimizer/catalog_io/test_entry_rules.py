"""Rules of states, nationalities and visas are read whole, or each fault is named."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import factories as make
import pytest

from optimizer.catalog_io.read import check, read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.scenario_io.json_file import default_scenario
from optimizer.solver.solve import solve

SINCE = dt.date(2026, 1, 1)


def ruled(folder: Path, **changes: Any) -> Path:
    """A catalog of one record each, with one rule."""
    catalog = replace(make.catalog(), entry_rules=(make.rule(**changes),))
    return make.write_catalog(folder, catalog)


def test_a_rule_that_is_written_is_read_back(tmp_path: Path) -> None:
    wanted = make.rule(since=SINCE, until=SINCE, stops=(), limit=None, unit="")
    make.write_catalog(tmp_path, replace(make.catalog(), entry_rules=(wanted,)))
    found = read_catalog(tmp_path)
    assert (found.entry_rules, found.entry_rule) == ((wanted,), {"ny_weeks": wanted})


def test_a_catalog_without_rules_is_valid(tmp_path: Path) -> None:
    (ruled(tmp_path) / "entry_rules.csv").unlink()
    assert check(tmp_path) == []
    assert read_catalog(tmp_path).entry_rules == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"applies_to": ("New York",)},
            'column applies_to: "New York" does not fit;'
            " allowed: states as two capital letters.",
        ),
        (
            {"scope": "nationality", "applies_to": ("Iran",)},
            'column applies_to: "Iran" does not fit;'
            " allowed: countries as two capital letters (ISO 3166-1).",
        ),
        (
            {"scope": "visa", "applies_to": ("B1",)},
            'column applies_to: "B1" does not fit; allowed: B-1, WB, F-1, J-1 or H-1B.',
        ),
        (
            {"since": SINCE, "until": SINCE - dt.timedelta(days=1)},
            "column until: 2025-12-31; allowed: since, 2026-01-01, or later.",
        ),
        (
            {"unit": ""},
            "column unit: 12 of what is not said; allowed: the unit of the limit.",
        ),
        ({"rule_id": "a b"}, 'column rule_id: "a b" does not fit;'),
    ],
)
def test_what_is_wrong_in_a_rule_is_named(
    tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    (fault,) = check(ruled(tmp_path, **changes))
    assert fault.sentence.startswith(f"entry_rules.csv, row 2, {sentence}")


@pytest.mark.parametrize("column", ["applies_to", "meaning", "source", "confidence"])
def test_a_rule_says_on_whom_what_and_by_whom(tmp_path: Path, column: str) -> None:
    empty: dict[str, Any] = {column: () if column == "applies_to" else ""}
    (fault,) = check(ruled(tmp_path, **empty))
    assert fault.sentence.startswith(f"entry_rules.csv, row 2, column {column}: ")


def test_the_shipped_rules_name_whom_they_concern(shipped: Catalog) -> None:
    """Numbers of nationalities and first days as the proclamation has them."""
    full = shipped.entry_rule["proclamation_10998_full"]
    partial = shipped.entry_rule["proclamation_10998_partial"]
    assert (len(full.applies_to), len(partial.applies_to)) == (20, 19)
    assert not set(full.applies_to) & set(partial.applies_to)
    assert {"IR", "SY", "YE"} <= set(full.applies_to)
    assert {"NG", "VE", "CU"} <= set(partial.applies_to)
    assert full.since == partial.since == SINCE
    assert partial.stops == ("B-1", "F-1", "J-1")
    weeks, payment = (
        shipped.entry_rule["ny_twelve_weeks"],
        shipped.entry_rule["h1b_payment"],
    )
    assert (weeks.applies_to, weeks.limit, weeks.unit) == (("NY",), 12, "weeks")
    assert (payment.applies_to, payment.limit) == (("H-1B",), 100_000)


def test_rules_close_nothing(shipped: Catalog) -> None:
    scenario = default_scenario(shipped, make.TODAY)
    bare = replace(shipped, entry_rules=(), version="without rules")
    plans = [solve(make.Problem(each, scenario)) for each in (shipped, bare)]
    assert plans[0] == plans[1]
