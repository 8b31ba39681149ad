"""The outlines of the states, already on the sheet (made by ``docs/make_outlines.py``).

From the cartographic boundaries of the US Census Bureau, 2017: public domain.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from charts.maps.projection import Point

FILE = Path(__file__).parent / "outlines.json"

Ring = tuple[Point, ...]


@cache
def outlines() -> dict[str, tuple[Ring, ...]]:
    """Return the closed outer rings of each state (50, DC and PR), largest first."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        state: tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings)
        for state, rings in found.items()
    }
