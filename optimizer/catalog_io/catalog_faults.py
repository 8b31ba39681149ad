"""What is wrong between the records of a catalog: ids, places, dates, bounds, sources.

Each check takes the tables and yields the faults it finds. References are looked up
among all rows as text, so that one bad cell is not reported again by every row that
points at it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import Any

from optimizer.catalog_io.csv_reader import CsvRow, Table
from optimizer.catalog_io.spreadsheet import in_other_order
from optimizer.catalog_io.tables import FORMS, KEYS, Tables, key_of
from optimizer.domain.catalog import OPTIONAL, PARAMETERS, ParameterRange
from optimizer.domain.faults import Fault, nearest, quote_value
from optimizer.domain.records import Assumption
from optimizer.domain.starts import ALLOWED, FIRST_YEAR, parse_starts
from optimizer.domain.terms import (
    ALLOWED_LAST_DAYS,
    ALLOWED_WINDOWS,
    last_day,
    parse_windows,
)

SEASON_ORDERS = (
    ("window_start", "window_end"),
    ("window_start", "letters_by", "rank_deadline"),
    (
        *("submit_open", "program_access", "interviews_start", "interviews_end"),
        *("rank_deadline", "match_day"),
    ),
)


def coherence_faults(tables: Tables) -> Iterator[Fault]:
    """Find everything that is wrong between cells, rows and files."""
    for check in CHECKS:
        yield from check(tables)


def _keys(table: Table[Any]) -> set[str]:
    return {key_of(table.file, row) for row in table.rows}


def _each_key_once(tables: Tables) -> Iterator[Fault]:
    for table in tables:
        if table.file not in KEYS:
            continue
        first: dict[str, int] = {}
        for row in table.rows:
            key = key_of(table.file, row)
            if key in first:
                what = f"{quote_value(key)} is already in row {first[key]}"
                yield table.fault(row.line, KEYS[table.file][0], what, "each one once")
            first.setdefault(key, row.line)


def _form_faults(tables: Tables) -> Iterator[Fault]:
    for table in tables:
        for row in table.rows:
            for column, (form, allowed) in FORMS.get(table.file, {}).items():
                cell = row.cells.get(column)
                if cell and not form.fullmatch(cell):
                    what = f"{quote_value(cell)} does not fit"
                    yield table.fault(row.line, column, what, allowed)


def _place_faults(tables: Tables) -> Iterator[Fault]:
    known = _keys(tables.places)
    for table in (tables.programs, tables.offerings):
        for row in table.rows:
            city = f"{row.cells['city']}, {row.cells['state']}"
            if tables.places.complete and city not in known:
                what = f"{quote_value(city)} is not in places.csv"
                yield table.fault(row.line, "city", what, nearest(city, known))


def _program_faults(tables: Tables) -> Iterator[Fault]:
    known = _keys(tables.programs)
    for row in tables.offerings.rows:
        cell = row.cells["program_id"]
        if cell and tables.programs.complete and cell not in known:
            what = f"{quote_value(cell)} is not in programs.csv"
            allowed = f"{nearest(cell, known)}, or an empty cell"
            yield tables.offerings.fault(row.line, "program_id", what, allowed)


def _readable(
    table: Table[Any], column: str, read: Callable[[str], object], allowed: str
) -> Iterator[Fault]:
    """Find the cells of a column that cannot be read."""
    for row in table.rows:
        try:
            read(row.cells.get(column, ""))
        except ValueError as error:
            yield table.fault(row.line, column, str(error), allowed)


def _parts_readable(tables: Tables) -> Iterator[Fault]:
    def starts(cell: str) -> None:
        if not in_other_order(cell):  # of which the reader speaks once for all
            parse_starts(cell)

    def deadline(cell: str) -> None:
        last_day(cell, FIRST_YEAR + 1)

    of, windows = tables.offerings, "application_window"
    yield from _readable(of, "starts", starts, ALLOWED)
    yield from _readable(of, windows, parse_windows, ALLOWED_WINDOWS)
    column = "application_deadline"
    yield from _readable(tables.programs, column, deadline, ALLOWED_LAST_DAYS)


def _visas_consistent(tables: Tables) -> Iterator[Fault]:
    for line, program in tables.programs.records:
        visas = program.visa_sponsorship
        if "none" in visas and len(visas) > 1:
            what = f"{quote_value(';'.join(visas))} contradicts itself"
            allowed = "none alone, or J-1, H-1B or both"
            yield tables.programs.fault(line, "visa_sponsorship", what, allowed)


def _housing_faults(tables: Tables) -> Iterator[Fault]:
    for line, place in tables.places.records:
        mid = place.housing_week_usd
        low, high = place.housing_week_low, place.housing_week_high
        if low is not None and low > mid:
            allowed = f"at most housing_week_usd, {mid}"
            yield tables.places.fault(line, "housing_week_low", str(low), allowed)
        if high is not None and high < mid:
            allowed = f"at least housing_week_usd, {mid}"
            yield tables.places.fault(line, "housing_week_high", str(high), allowed)


def _season_faults(tables: Tables) -> Iterator[Fault]:
    for line, season in tables.seasons.records:
        for before, after in (p for order in SEASON_ORDERS for p in pairwise(order)):
            earlier, later = getattr(season, before), getattr(season, after)
            if later < earlier:
                allowed = f"{before}, {earlier}, or later"
                yield tables.seasons.fault(line, after, str(later), allowed)


def _seasons_near(tables: Tables) -> Iterator[Fault]:
    """No window may be so long that listing its starts takes forever."""
    for line, season in tables.seasons.records:
        first, last = dt.date(season.season - 2, 7, 1), dt.date(season.season, 7, 1)
        for column in dict.fromkeys(name for order in SEASON_ORDERS for name in order):
            day = getattr(season, column)
            if not first <= day <= last:
                yield tables.seasons.fault(line, column, str(day), f"{first} to {last}")


def _seasons_present(tables: Tables) -> Iterator[Fault]:
    if tables.seasons.complete and not tables.seasons.rows:
        yield Fault("seasons.csv", "there is no row", "at least one season")


def _assumptions_present(tables: Tables) -> Iterator[Fault]:
    names = _keys(tables.assumptions)
    for name in PARAMETERS:
        if tables.assumptions.complete and name not in names:
            yield Fault("assumptions.csv, column name", f"{name} is missing", "a row")


def _assumption_faults(tables: Tables) -> Iterator[Fault]:
    bounds = PARAMETERS | OPTIONAL
    for line, item in tables.assumptions.records:
        if bound := bounds.get(item.name):
            yield from _out_of_bound(tables.assumptions, line, item, bound)
        if not item.low <= item.value <= item.high:
            what = f"{item.name} is {item.value:g}"
            allowed = f"from its low, {item.low:g}, to its high, {item.high:g}"
            yield tables.assumptions.fault(line, "value", what, allowed)


def _out_of_bound(
    table: Table[Assumption], line: int, item: Assumption, bound: ParameterRange
) -> Iterator[Fault]:
    for column in ("value", "low", "high"):
        number = getattr(item, column)
        if not bound.holds(number):
            yield table.fault(line, column, f"{item.name} is {number:g}", str(bound))


def _signals_help(tables: Tables) -> Iterator[Fault]:
    found = {item.name: (line, item) for line, item in tables.assumptions.records}
    if not {"signal_odds_on", "signal_odds_off"} <= found.keys():
        return
    (line, on), (_, off) = found["signal_odds_on"], found["signal_odds_off"]
    for column in ("value", "low", "high"):
        with_signal, without = getattr(on, column), getattr(off, column)
        if with_signal < without:
            what = f"signal_odds_on is {with_signal:g}"
            allowed = f"at least signal_odds_off, {without:g}"
            yield tables.assumptions.fault(line, column, what, allowed)


def _sources_point_somewhere(tables: Tables) -> Iterator[Fault]:
    known = {table.file: table for table in tables if table.file in KEYS}
    keys = {file: _keys(table) for file, table in known.items()}
    columns = {file: _columns(table.rows) for file, table in known.items()}
    for row in tables.provenance.rows:
        file, key, column = (row.cells[c] for c in ("file", "record_id", "field"))
        if file not in known:
            yield _pointless(tables, row.line, "file", file, known)
        elif known[file].complete and key not in keys[file]:
            yield _pointless(tables, row.line, "record_id", key, keys[file])
        elif known[file].complete and column not in columns[file]:
            yield _pointless(tables, row.line, "field", column, columns[file])


def _columns(rows: tuple[CsvRow, ...]) -> set[str]:
    return set(rows[0].cells) if rows else set()


def _pointless(
    tables: Tables, line: int, column: str, cell: str, known: Collection[str]
) -> Fault:
    what = f"{quote_value(cell)} is unknown"
    return tables.provenance.fault(line, column, what, nearest(cell, known))


_CODE = re.compile("[A-Z]{2}")
_APPLIES_TO = {
    "state": (_CODE, "states as two capital letters"),
    "nationality": (_CODE, "countries as two capital letters (ISO 3166-1)"),
    "visa": (re.compile("B-1|WB|F-1|J-1|H-1B"), "B-1, WB, F-1, J-1 or H-1B"),
}


def _rules_readable(tables: Tables) -> Iterator[Fault]:
    """Find what is wrong between the cells of a rule."""
    for line, rule in tables.entry_rules.records:
        form, allowed = _APPLIES_TO[rule.scope]
        for name in rule.applies_to:
            if not form.fullmatch(name):
                what = f"{quote_value(name)} does not fit"
                yield tables.entry_rules.fault(line, "applies_to", what, allowed)
        if rule.since and rule.until and rule.until < rule.since:
            allowed = f"since, {rule.since}, or later"
            yield tables.entry_rules.fault(line, "until", str(rule.until), allowed)
        if rule.limit is not None and not rule.unit:
            what = f"{rule.limit:g} of what is not said"
            yield tables.entry_rules.fault(line, "unit", what, "the unit of the limit")


CHECKS = (
    _each_key_once,
    _form_faults,
    _place_faults,
    _program_faults,
    _parts_readable,
    _visas_consistent,
    _housing_faults,
    _season_faults,
    _seasons_near,
    _seasons_present,
    _assumptions_present,
    _assumption_faults,
    _signals_help,
    _rules_readable,
    _sources_point_somewhere,
)
