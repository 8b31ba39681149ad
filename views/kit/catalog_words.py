"""Fields of the catalog and their values in plain words, with where they are from."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from charts import words
from optimizer.browse.known import Fact
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import OFFERING, PROGRAM, cell_of
from optimizer.domain.found_out import FIELDS, answer_about, records
from optimizer.domain.records import FoundOut, Provenance
from optimizer.domain.starts import iso_date, parse_starts
from optimizer.domain.terms import (
    Document,
    MonthDay,
    Refunds,
    Window,
    last_day,
    parse_documents,
    parse_refunds,
    parse_windows,
)
from optimizer.domain.words import (
    REQUIREMENTS,
    STATUS,
    focus_name,
    join_names,
    state_name,
)
from views.kit.terms import program_name

KINDS = words.KINDS


def _names() -> dict[str, dict[str, str]]:
    """What values are called, by the field they are of."""
    found: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("values.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["of"], {})[row["value"]] = row["name"]
    return found


_NAMES = _names()
CHANNELS, FEE_DUE, PATTERNS = _NAMES["channel"], _NAMES["fee_due"], _NAMES["starts"]
NOT_A_RATE = " (a level of the 2024 season, not a rate: verify)"
SHOWN_STARTS = 6
_ANY_SEASON = 2028


def value_and_source(fact: Fact) -> str:
    """Write a field for a cell of a table, in Markdown."""
    known = source(fact)
    return f"{value(fact)}  \n{known}" if known else value(fact)


def value(fact: Fact) -> str:
    """Write the value of a field in Markdown; unknown with what to ask."""
    if not fact.is_known:
        ask = f" Ask: *{words.safe(fact.ask)}*" if fact.ask else ""
        return f"**Unknown.**{ask}"
    if fact.field == "url":
        return words.source(str(fact.value))
    return f"**{words.safe(value_text(fact.field, fact.value))}**"


def value_text(field: str, found: Any) -> str:
    """Write a known value of a field in plain words, unescaped."""
    return _writer(field)(found)


def source(fact: Fact) -> str:
    """Write where a value is from in Markdown: every source, the one taken first."""
    found = [_one(known) for known in fact.sources]
    return " Also: ".join(found)


def _one(known: Provenance) -> str:
    """One source: what it is, its link, its date, how sure, of which standing."""
    said = words.safe(known.source.rstrip("."))
    page = words.source(known.url) if known.url else ""
    facts = (
        known.as_of or "undated",
        _NAMES["sure"].get(known.confidence, known.confidence),
        STATUS.get(known.status, known.status),
    )
    parts = [part for part in (said, page) if part]
    return " ".join([*parts, f"({words.safe('; '.join(facts))})."])


def _writer(field: str) -> Callable[[Any], str]:
    column = OFFERING.get(field) or PROGRAM[field]  # of one name: of one unit
    return _WRITTEN.get(field) or _OF_UNIT.get(column.unit, _plain)


def _plain(found: Any) -> str:
    return " and ".join(found) if isinstance(found, tuple) else str(found)


def _windows(found: Any) -> str:
    return "; ".join(map(_window, parse_windows(found)))


def _window(window: Window) -> str:
    first = f"from {_month_day(window.first)} " if window.first else ""
    last = f"until {_month_day(window.last)} " if window.last else ""
    starts = f"{_month_day(window.from_)} to {_month_day(window.to)}"
    return f"{first}{last}for starts from {starts}"


def _month_day(found: MonthDay) -> str:
    return words.day(dt.date(2000, *found))


def _level(found: Any) -> str:
    return words.LEVELS[found] + NOT_A_RATE


def _deadline(found: Any) -> str:
    last = last_day(found, _ANY_SEASON)
    return f"{words.day(last)}, as on record" if last else "none: applications roll"


def _document(found: Document) -> str:
    return f"{found.label} ({age_words(found.months)})" if found.months else found.label


def age_words(months: int) -> str:
    """How old a paper may be."""
    return f"at most {words.counted(months, 'month')} old"


def refund_words(found: Refunds) -> str:
    """Write what comes back of the tuition, and until when."""
    parts = [_refund(step) for step in found.steps(visa_refused=False)]
    visa = sorted({*found.visa_refused} - {*found.cancelled}, reverse=True)
    parts += [f"{_refund(step)} after a refused visa" for step in visa]
    return ", ".join(parts) or "nothing"


def _refund(step: tuple[int, int]) -> str:
    days, percent = step
    return f"{percent} % until {words.counted(days, 'day')} before the start"


def _starts(found: Any) -> str:
    parsed = parse_starts(found)
    if parsed.pattern == "mondays":
        return "any Monday"
    if parsed.pattern == "first_mondays":
        return "the first Monday of each month"
    if parsed.pattern == "months":
        return "any calendar month"
    ends = parsed.ends or (None,) * len(parsed.dates)
    spans = zip(parsed.dates, ends, strict=True)
    days = [words.days(a, b) if b and b != a else words.full_day(a) for a, b in spans]
    if parsed.pattern == "every":
        return f"every {parsed.step.days} days, as on {days[0]}"
    more = len(days) - SHOWN_STARTS
    return ", ".join(days[:SHOWN_STARTS]) + (f" and {more} more" if more > 0 else "")


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "state": state_name,
    "receptiveness_non_us": _level,
    "receptiveness_us": _level,
    "track": _NAMES["track"].__getitem__,
    "application_deadline": _deadline,
    "ecfmg_wanted": _NAMES["certificate"].__getitem__,
    "pmr_letter": _NAMES["pmr_letter"].__getitem__,
    "focus": lambda areas: ", ".join(map(focus_name, areas)),
    "kind": words.KINDS.__getitem__,
    "channel": CHANNELS.__getitem__,
    "fee_due": FEE_DUE.__getitem__,
    "starts": _starts,
    "status": STATUS.__getitem__,
    "application_window": _windows,
    "documents": lambda cells: join_names([*map(_document, parse_documents(cells))]),
    "refunds": lambda cells: refund_words(parse_refunds(cells) or Refunds()),
    "requirements": lambda asked: join_names([REQUIREMENTS[one] for one in asked]),
}
_OF_UNIT: dict[str, Callable[[Any], str]] = {
    "US$": words.money,
    "share": words.percent,
    "weeks": lambda weeks: words.counted(weeks, "week"),
    "days": lambda days: words.counted(days, "day"),
    "years": lambda years: words.counted(years, "year"),
}


def field_name(field: str) -> str:
    """Name a field in a few words."""
    return FIELDS[field].column.label


def question(field: str) -> str:
    """What to ask about a field."""
    return FIELDS[field].column.ask


def option_name(option: str) -> str:
    """Name one of the answers to choose from."""
    known = {**KINDS, **CHANNELS, **FEE_DUE, **_NAMES["certificate in short"]}
    return known.get(option, option.replace(";", " and "))


def value_name(field: str, cell: str) -> str:
    """Say what an answer says; an empty one says that there is no limit."""
    if cell == "":
        return "no limit"
    return value_text(field, FIELDS[field].value(cell))


def record_name(catalog: Catalog, record_id: str) -> str:
    """Name a program or an offering, with its id."""
    if offering := catalog.offering.get(record_id):
        return f"{offering.host}: {offering.title} ({record_id})"
    return f"{program_name(catalog, record_id)} (program)"


def short_name(catalog: Catalog, record_id: str) -> str:
    """Name a program or the host of an offering."""
    offering, program = catalog.offering.get(record_id), catalog.program.get(record_id)
    return offering.host if offering else program.name if program else record_id


def answer(catalog: Catalog, one: FoundOut) -> str:
    """Say what was found out: Clinic A, tuition: $750."""
    name = field_name(one.field)
    said = f"{name[:1].lower()}{name[1:]}: {value_name(one.field, one.value)}"
    return f"{short_name(catalog, one.record_id)}, {said}"


def present(catalog: Catalog, record_id: str, field: str) -> str:
    """Say what holds now, and who says so."""
    key = (FIELDS[field].file, record_id, field)
    if (mine := answer_about(catalog, *key)) and (day := iso_date(mine.as_of)):
        now = value_name(field, _cell(catalog, record_id, field))
        return f"You found out on {words.full_day(day)}: {now}."
    return f"The catalog says: {on_record(catalog, record_id, field)}."


def on_record(catalog: Catalog, record_id: str, field: str) -> str:
    """Say what the catalog as read says, and where it is from."""
    old = catalog.shipped
    cell = _cell(old, record_id, field)
    if cell in ("", "unknown"):
        return "not known"
    known = old.source_of.get((FIELDS[field].file, record_id, field))
    return f"{value_name(field, cell)} ({_source(known)})"


def _source(known: Provenance | None) -> str:
    return STATUS[known.status] if known else "nothing on record"


def _cell(catalog: Catalog, record_id: str, field: str) -> str:
    record = records(catalog, FIELDS[field])[record_id]
    return cell_of(getattr(record, field))
