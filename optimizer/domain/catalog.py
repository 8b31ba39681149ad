"""The catalog: all records together, to be looked up by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from optimizer.domain.records import (
    Assumption,
    EntryRule,
    FoundOut,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)


@dataclass(frozen=True, eq=False)
class Catalog:
    """Programs, offerings, places, seasons, assumptions and rules, validated.

    Every tuple is sorted by its key, so the order of rows in a file changes nothing.
    ``version`` is a digest of the content; two equal catalogs have the same version.
    ``found_out`` are the answers of the applicant that it holds, ``before`` the catalog
    without them (``found_out.overlaid``).
    """

    programs: tuple[Program, ...]
    offerings: tuple[Offering, ...]
    places: tuple[Place, ...]
    seasons: tuple[Season, ...]
    assumptions: tuple[Assumption, ...]
    provenance: tuple[Provenance, ...] = field(default=(), repr=False)
    entry_rules: tuple[EntryRule, ...] = field(default=(), repr=False)
    version: str = ""
    found_out: tuple[FoundOut, ...] = field(default=(), repr=False)
    before: Catalog | None = field(default=None, repr=False)

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalog) and self.version == other.version

    @property
    def shipped(self) -> Catalog:
        """The catalog as it was read, without what the applicant found out."""
        return self.before or self

    @cached_property
    def program(self) -> dict[str, Program]:
        """Program by id."""
        return {p.program_id: p for p in self.programs}

    @cached_property
    def offering(self) -> dict[str, Offering]:
        """Offering by id."""
        return {o.offering_id: o for o in self.offerings}

    @cached_property
    def place(self) -> dict[str, Place]:
        """Place by "City, ST"."""
        return {p.place: p for p in self.places}

    @cached_property
    def season(self) -> dict[int, Season]:
        """Season by year."""
        return {s.season: s for s in self.seasons}

    @cached_property
    def assumption(self) -> dict[str, Assumption]:
        """Assumption by name."""
        return {a.name: a for a in self.assumptions}

    @cached_property
    def entry_rule(self) -> dict[str, EntryRule]:
        """Rule of entry by id."""
        return {r.rule_id: r for r in self.entry_rules}

    @cached_property
    def source_of(self) -> dict[tuple[str, str, str], Provenance]:
        """The winning provenance of (file, record id, field): the first on record."""
        return {(p.file, p.record_id, p.field): p for p in reversed(self.provenance)}
