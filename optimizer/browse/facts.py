"""Every field of a program or an offering: its value, its sources, what to ask."""

from __future__ import annotations

from dataclasses import dataclass, fields

from optimizer.browse.known import NOTHING
from optimizer.domain.fields import FILES
from optimizer.domain.records import Catalog, Offering, Program, Provenance


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of one record; the first of its sources is the one that was taken.

    ``ask`` is the question to send where the value is not known, "" where it is.
    """

    field: str
    value: object
    sources: tuple[Provenance, ...]
    ask: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the catalog has a value at all, on record or assumed."""
        return self.value not in NOTHING


def facts_of(catalog: Catalog, record: Program | Offering) -> tuple[Fact, ...]:
    """Every field of a record in the order of its file."""
    file, record_id = _about(record)
    sources: dict[str, list[Provenance]] = {}
    for known in catalog.provenance:
        if known.record_id == record_id and known.file == file:
            sources.setdefault(known.field, []).append(known)
    return tuple(
        Fact(
            name,
            value,
            tuple(sources.get(name, ())),
            FILES[file][name].ask if value in NOTHING else "",
        )
        for name, value in ((f.name, getattr(record, f.name)) for f in fields(record))
    )


def _about(record: Program | Offering) -> tuple[str, str]:
    """File and id of a record."""
    if isinstance(record, Program):
        return "programs.csv", record.program_id
    return "offerings.csv", record.offering_id
