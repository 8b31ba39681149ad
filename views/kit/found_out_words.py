"""What the fields one may ask about are called, and their values in plain words."""

from __future__ import annotations

from charts import words
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns.cells import cell_of
from optimizer.domain.found_out import FIELDS, answer_about, records
from optimizer.domain.records import FoundOut, Provenance
from optimizer.domain.starts import iso_date
from optimizer.domain.words import STATUS
from views.kit import catalog_words
from views.kit.names import program_name

_SHORT = {
    "application": "when applying",
    "ranking": "by the rank list",
    "asked": "asked for, day not said",
}


def field_name(field: str) -> str:
    """Name a field in a few words."""
    return FIELDS[field].column.label


def question(field: str) -> str:
    """What to ask about a field."""
    return FIELDS[field].column.ask


def option_name(option: str) -> str:
    """Name one of the answers to choose from."""
    known = {
        **catalog_words.KINDS,
        **catalog_words.CHANNELS,
        **catalog_words.FEE_DUE,
        **_SHORT,
    }
    return known.get(option, option.replace(";", " and "))


def value_name(field: str, cell: str) -> str:
    """Say what an answer says; an empty one says that there is no limit."""
    if cell == "":
        return "no limit"
    return catalog_words.value_text(field, FIELDS[field].value(cell))


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
