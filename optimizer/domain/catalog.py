"""The catalog: all records together, to be looked up by key, and what bounds them.

The bounds are those of the assumptions that the model reads by name. A bound holds for
the value and for both ends of its range: outside of it a probability would leave 0 to
1, or a good thing would lower the match value, which breaks the proof of the solver.
The scale says on which axis a range is drawn from.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

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

Scale = Literal["plain", "log", "logit", "log1p"]


@dataclass(frozen=True, slots=True)
class ParameterRange:
    """From ``low`` to ``high``; ``strict`` bars both ends, ``whole`` bars fractions.

    ``scale``: odds are drawn on log, chances on logit, dollars and days on log(1 + x).
    """

    low: float
    high: float
    strict: bool = False
    whole: bool = False
    scale: Scale = "plain"

    def holds(self, number: float) -> bool:
        """Whether the number keeps the bound."""
        if self.whole and not float(number).is_integer():
            return False
        if self.strict:
            return self.low < number < self.high
        return self.low <= number <= self.high

    def __str__(self) -> str:
        """Say the bound in words."""
        kind = "a whole number" if self.whole else "a number"
        if self.low == self.high:
            return f"{kind}, {self.low:g}"
        if self.strict:
            return f"{kind} between {self.low:g} and {self.high:g}, not the ends"
        return f"{kind} from {self.low:g} to {self.high:g}"


def _bounds(needed: str) -> dict[str, ParameterRange]:
    """Those of ``parameters.csv`` that a catalog must have, or may leave out."""
    with Path(__file__).with_name("parameters.csv").open(encoding="utf-8") as file:
        return {
            row["name"]: ParameterRange(
                float(row["low"]),
                float(row["high"]),
                row["strict"] == "yes",
                row["whole"] == "yes",
                cast(Scale, row["scale"]),
            )
            for row in csv.DictReader(file)
            if row["needed"] == needed
        }


PARAMETERS = _bounds("yes")
OPTIONAL = _bounds("")
"""A catalog may leave these out: p_rotation_accept_per_application stands in for an
acceptance, without both ERAS fees applications have no price, without the three after
them a season has none, without hours requests take no time; without the next two
silence and lateness say nothing, and without the one after them answers are
independent."""


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
