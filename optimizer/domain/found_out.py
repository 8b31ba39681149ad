"""What the applicant found out by asking: it wins over the catalog, and is dated.

An answer is one field of one program or offering, written as in a cell of the
catalog's files and read by the same types. ``overlaid`` puts answers into a catalog;
``Problem`` does so for every problem, and nothing else has to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from optimizer.domain import starts
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import (
    FILES,
    OFFERING,
    PROGRAM,
    CatalogField,
    bounds_of,
    cell_readers,
    parts_of,
)
from optimizer.domain.faults import DataError, Fault, nearest, quote_value
from optimizer.domain.records import (
    FoundOut,
    Offering,
    Program,
    Provenance,
)
from optimizer.domain.words import day_in_words

SOURCE = "the applicant asked"
VERSION_CHARACTERS = 32  # as of a catalog: nobody can write another of the same
Record = TypeVar("Record", Program, Offering)


@dataclass(frozen=True)
class Field:
    """A field that may be answered, as the catalog's types describe it."""

    name: str
    record: type[Program] | type[Offering]

    @property
    def file(self) -> str:
        """The file of the catalog that holds it."""
        return "programs.csv" if self.record is Program else "offerings.csv"

    @property
    def column(self) -> CatalogField:
        """What is said about it."""
        return FILES[self.file][self.name]

    @cached_property
    def hint(self) -> Any:
        """Its type with its bounds."""
        return get_type_hints(self.record, include_extras=True)[self.name]

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The answers to choose from; none where it is a number or start dates."""
        found = _arguments(self.hint, Literal)
        return tuple(option for option in found if option != "unknown")

    @property
    def is_list(self) -> bool:
        """Whether several options may be chosen at once."""
        return get_origin(self.hint) is tuple

    @cached_property
    def bounds(self) -> tuple[Any, ...]:
        """The smallest and the largest number; () where it is none."""
        return bounds_of(self.hint)

    @cached_property
    def allowed(self) -> str:
        """What may be answered, in words."""
        if self.bounds:
            low, high = self.bounds
            kind = "number" if float in _plain(self.hint) else "whole number"
            empty = ", or nothing for no limit" if self.column.no_limit else ""
            return f"a {kind} from {low:g} to {high:g}{empty}"
        if self.is_list:
            return "none alone, or J-1, H-1B or both with ; between them"
        return " or ".join(self.options) or starts.ALLOWED

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.hint)

    @cached_property
    def _reader(self) -> Callable[[str], object]:
        return cell_readers(self.record)[self.name]

    def value(self, text: str) -> Any:
        """Read an answer; ``ValueError`` if it is none."""
        cell = json.dumps(self._reader(text))
        found = self._adapter.validate_json(cell, strict=True)
        if self.name == "starts":
            starts.parse_starts(found)
        if self.is_list and "none" in found and len(found) > 1:
            raise ValueError("it contradicts itself")
        if found in ("unknown", ()) or (found is None and not self.column.no_limit):
            raise ValueError("it says nothing")
        return found


FIELDS = {
    name: Field(name, record)
    for record, columns in ((Program, PROGRAM), (Offering, OFFERING))
    for name, column in columns.items()
    if column.answerable
}
"""The fields that may be answered; none is of programs and of offerings."""


def overlaid(catalog: Catalog, found_out: tuple[FoundOut, ...]) -> Catalog:
    """The catalog with these answers, in place of any that it holds.

    Its version tells the answers too. The source of an answered field is the applicant,
    with status ``user``. ``DataError`` with one sentence for each answer that does not
    fit.
    """
    if catalog.found_out == found_out:
        return catalog
    return _overlaid(catalog.shipped, found_out) if found_out else catalog.shipped


def found_out_faults(
    catalog: Catalog, found_out: tuple[FoundOut, ...]
) -> Iterator[Fault]:
    """Find every answer that does not fit the catalog, with what is allowed."""
    seen: set[tuple[str, str]] = set()
    for i, one in enumerate(found_out):
        what, allowed = _misfit(catalog, one)
        if not what and (one.record_id, one.field) in seen:
            what, allowed = "this field was answered before", "one answer to a field"
        seen.add((one.record_id, one.field))
        if what:
            field = one.field if one.field in FIELDS else quote_value(one.field)
            said = (
                f"{quote_value(one.value)} for {field} of {quote_value(one.record_id)}"
            )
            yield Fault(f"found_out[{i}]", f"{said}: {what}", allowed)


def records(catalog: Catalog, field: Field) -> dict[str, Any]:
    """The records that have a field, by id."""
    return catalog.program if field.record is Program else catalog.offering


def answer_about(
    catalog: Catalog, file: str, record_id: str, field: str
) -> Provenance | None:
    """The source of a field if the applicant has answered it."""
    found = catalog.source_of.get((file, record_id, field))
    return found if found and (found.status, found.source) == ("user", SOURCE) else None


def with_asking(
    catalog: Catalog, file: str, record_id: str, field: str, sentence: str
) -> str:
    """A sentence about a field, with the day on which the applicant asked, if so."""
    found = answer_about(catalog, file, record_id, field)
    asked = starts.iso_date(found.as_of) if found else None
    return (
        f"{sentence.rstrip('.')}: you asked on {day_in_words(asked)}."
        if asked
        else sentence
    )


def _misfit(catalog: Catalog, one: FoundOut) -> tuple[str, str]:
    """What is wrong with an answer, and what is allowed; "" if nothing is."""
    field = FIELDS.get(one.field)
    if field is None:
        return "this field cannot be answered", nearest(one.field, FIELDS)
    known: Collection[str] = records(catalog, field)
    if one.record_id not in known:
        kind = "program" if field.record is Program else "offering"
        return f"there is no such {kind}", nearest(one.record_id, known)
    try:
        field.value(one.value)
    except (ValueError, ValidationError):
        return "this does not fit", field.allowed
    return "", ""


@lru_cache(maxsize=32)
def _overlaid(catalog: Catalog, found_out: tuple[FoundOut, ...]) -> Catalog:
    if faults := tuple(found_out_faults(catalog, found_out)):
        raise DataError(faults)
    answers = sorted(map(repr, found_out))
    digest = hashlib.sha256(f"{catalog.version} {answers}".encode())
    return replace(
        catalog,
        programs=_apply_answers(catalog.programs, "program_id", found_out),
        offerings=_apply_answers(catalog.offerings, "offering_id", found_out),
        provenance=_sources(catalog, found_out),
        version=digest.hexdigest()[:VERSION_CHARACTERS],
        found_out=found_out,
        before=catalog,
    )


def _apply_answers(
    rows: tuple[Record, ...], key: str, found_out: tuple[FoundOut, ...]
) -> tuple[Record, ...]:
    changes: dict[str, dict[str, Any]] = {}
    for one in found_out:
        field = FIELDS[one.field]
        if rows and isinstance(rows[0], field.record):
            of_record = changes.setdefault(one.record_id, {})
            of_record[one.field] = field.value(one.value)
    return tuple(
        replace(row, **changes[name]) if (name := getattr(row, key)) in changes else row
        for row in rows
    )


def _sources(
    catalog: Catalog, found_out: tuple[FoundOut, ...]
) -> tuple[Provenance, ...]:
    """The sources of all fields; an answer takes the place of what was on record."""
    mine = {
        (file, one.record_id, one.field): Provenance(
            file=file,
            record_id=one.record_id,
            field=one.field,
            source=SOURCE,
            url="",
            as_of=one.date.isoformat(),
            confidence="high",
            status="user",
        )
        for one in found_out
        for file in [FIELDS[one.field].file]
    }
    kept = (p for p in catalog.provenance if (p.file, p.record_id, p.field) not in mine)
    return (*mine.values(), *kept)


def _plain(kind: Any) -> set[Any]:
    return {inner for inner in parts_of(kind) if isinstance(inner, type)} - {NoneType}


def _arguments(kind: Any, origin: Any) -> tuple[Any, ...]:
    found = (inner for inner in parts_of(kind) if get_origin(inner) is origin)
    return get_args(next(found, None))
