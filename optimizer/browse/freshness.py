"""How old what is on record is: facts by what they decide, and the catalog itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.browse.known import NOTHING
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns.columns import FILES, Decides
from optimizer.domain.records import Provenance
from optimizer.model.hosts.trust import first_day_of, months_between

OLD_MONTHS = 12
"""A catalog whose newest page is older than this is called old."""
SEASONS_AHEAD = 3
"""The catalog reaches to the residency that starts so many years after this year."""
_READ = ("sourced", "aggregator")


@dataclass(frozen=True, slots=True)
class Aged:
    """A fact that decides something, read on a page too long ago or undated."""

    decides: Decides
    source: Provenance

    @property
    def is_undated(self) -> bool:
        """Whether the page bore no date."""
        return first_day_of(self.source.as_of) is None


def older(catalog: Catalog, months: int, day: dt.date) -> tuple[Aged, ...]:
    """Facts that decide and were read more than so many months before a day.

    By what they decide; there the undated first, then the oldest. Only the source that
    was taken counts, and only where the value says something.
    """
    found = [
        Aged(decides, source)
        for (file, record_id, field), source in catalog.source_of.items()
        if source.status in _READ and (decides := _decides(file, field))
        if _says_something(catalog, file, record_id, field)
        if _is_older(source.as_of, months, day)
    ]
    order = list(dict.fromkeys(c.decides for of in FILES.values() for c in of.values()))
    return tuple(sorted(found, key=lambda one: _rank(one, order)))


def newest(catalog: Catalog) -> dt.date | None:
    """The day of the newest page that was read; None where none has a date."""
    said = {source.as_of for source in catalog.provenance if source.status in _READ}
    return max((day for day in map(first_day_of, said) if day), default=None)


def is_old(catalog: Catalog, day: dt.date) -> bool:
    """Whether nothing in the catalog was read in the last twelve months."""
    last = newest(catalog)
    return last is not None and months_between(last, day) >= OLD_MONTHS


def due(catalog: Catalog, day: dt.date) -> Iterator[str]:
    """Say what a keeper of the catalog looks at once a year, a line each.

    Seasons that are projections and the one to add, what a season fixes (assumptions
    without a range: fees, signals), and rules of entry not read within twelve months.
    """
    ahead = [season for season in catalog.seasons if season.match_day >= day]
    for season in ahead:
        if season.estimated == "yes":
            yield f"seasons.csv {season.season}: its dates are a projection"
    last = max(season.season for season in catalog.seasons)
    if last - day.year < SEASONS_AHEAD:
        yield f"seasons.csv {last + 1}: to be added"
    for one in catalog.assumptions:
        if one.low == one.value == one.high:
            yield f"assumptions.csv {one.name}: {one.value:g}, {one.source}"
    for rule in catalog.entry_rules:
        if _is_older(rule.as_of, OLD_MONTHS, day):
            read = rule.as_of or "undated"
            yield f"entry_rules.csv {rule.rule_id}: {read} {rule.url}"


def _decides(file: str, field: str) -> Decides:
    column = FILES[file].get(field) if file in FILES else None
    return column.decides if column else ""


def _says_something(catalog: Catalog, file: str, record_id: str, field: str) -> bool:
    records = catalog.program if file == "programs.csv" else catalog.offering
    record = records.get(record_id)
    return record is not None and getattr(record, field) not in NOTHING


def _is_older(as_of: str, months: int, day: dt.date) -> bool:
    said = first_day_of(as_of)
    return said is None or months_between(said, day) > months


def _rank(one: Aged, order: list[Decides]) -> tuple[int, dt.date, str, str]:
    day = first_day_of(one.source.as_of) or dt.date.min
    place = order.index(one.decides)
    return place, day, one.source.record_id, one.source.field
