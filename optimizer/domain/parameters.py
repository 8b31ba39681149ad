"""The assumptions the model reads by name, the bounds each must keep, and its scale.

A bound holds for the value and for both ends of its range: outside of it a
probability would leave 0 to 1, or a good thing would lower the match value, which
breaks the proof of the solver. The scale says on which axis a range is drawn from.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

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
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as file:
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
