"""The id of a block: an offering on one date, or on any.

Pins, exclusions, answers, picks and links name blocks: E012 is an offering on whatever
date, E012@2027-05-03 the same offering from that Monday on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from optimizer.domain.starts import iso_date


@dataclass(frozen=True, slots=True)
class BlockId:
    """An offering and its start; without a start, the offering on any date."""

    offering_id: str
    start: dt.date | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read E012 or E012@2027-05-03.

        ``ValueError`` if what follows the @ is no date.
        """
        offering_id, at, day = text.partition("@")
        start = iso_date(day)
        if at and start is None:
            raise ValueError(f"{day} is no date")
        return cls(offering_id, start)

    def __str__(self) -> str:
        return f"{self.offering_id}@{self.start}" if self.start else self.offering_id


def offering_of(name: str) -> str:
    """Id of the offering of a block's id, or of an offering's own, whatever its date.

    Unlike ``BlockId.parse`` it takes every text: what strangers wrote, for instance.
    """
    return name.partition("@")[0]


def is_dated(name: str) -> bool:
    """Whether a name speaks of an offering on one date, not on any."""
    return "@" in name


def offerings_of(names: Iterable[str]) -> set[str]:
    """Ids of the offerings that ids of blocks or offerings speak of."""
    return {offering_of(name) for name in names}
