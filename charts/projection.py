"""Where a point of the earth lies on the map, which is drawn without any network.

Albers' equal-area conic projection on a sphere: J. P. Snyder, Map Projections: A
Working Manual (US Geological Survey, Professional Paper 1395, 1987), equations 14-1 to
14-6. The sheet is measured in miles of the lower 48 states, x to the east, y to the
north; Alaska, Hawaii and Puerto Rico are drawn at scales of their own, in frames.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go

from charts.theme import Palette
from optimizer.model.travel import EARTH_RADIUS_MILES

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet, or of latitudes and longitudes."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Albers:
    """Two standard parallels and the point that lies at (0, 0), in degrees."""

    south: float
    north: float
    lat: float
    lon: float

    def __call__(self, lat: float, lon: float) -> Point:
        """Project a point on a sphere of radius 1."""
        first, second = math.radians(self.south), math.radians(self.north)
        n = (math.sin(first) + math.sin(second)) / 2
        c = math.cos(first) ** 2 + 2 * n * math.sin(first)

        def radius(degrees: float) -> float:
            return math.sqrt(c - 2 * n * math.sin(math.radians(degrees))) / n

        east = (lon - self.lon + 180) % 360 - 180  # the Aleutians cross 180 degrees
        angle = n * math.radians(east)
        away = radius(lat)
        return away * math.sin(angle), radius(self.lat) - away * math.cos(angle)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the country: the degrees it covers, and where and how it is drawn.

    ``centre`` is where the projection's (0, 0) lies on the sheet, ``scale`` how much
    larger than the lower 48 it is drawn, ``frame`` the rectangle around it.
    """

    name: str
    degrees: Box
    albers: Albers
    centre: Point = (0.0, 0.0)
    scale: float = 1.0
    frame: Box | None = None

    def place(self, lat: float, lon: float) -> Point:
        """Return where a point lies on the sheet, in miles."""
        x, y = self.albers(lat, lon)
        size = self.scale * EARTH_RADIUS_MILES
        return self.centre[0] + size * x, self.centre[1] + size * y


LOWER_48 = Part(
    "Lower 48 states", Box(-125, -66, 24, 50), Albers(29.5, 45.5, 37.5, -96)
)
ALASKA = Part(
    "Alaska",
    Box(-180, -129, 51, 72),
    Albers(55, 65, 62, -153),
    centre=(-1065, -795),
    scale=0.3,
    frame=Box(-1470, -770, -1010, -575),
)
HAWAII = Part(
    "Hawaii",
    Box(-161, -154, 18, 23),
    Albers(19, 22, 20.6, -157.4),
    centre=(-545, -880),
    frame=Box(-740, -350, -1010, -750),
)
PUERTO_RICO = Part(
    "Puerto Rico",
    Box(-68, -65, 17.5, 19),
    Albers(17.9, 18.5, 18.2, -66.4),
    centre=(1255, -910),
    scale=2.0,
    frame=Box(1040, 1470, -1010, -770),
)
PARTS = (LOWER_48, ALASKA, HAWAII, PUERTO_RICO)
SHEET = Box(-1490, 1490, -1030, 1000)


def sheet(lat: float, lon: float) -> Point | None:
    """Return where a point lies on the map; None where the map does not reach."""
    part = next((part for part in PARTS if part.degrees.holds(lon, lat)), None)
    return part.place(lat, lon) if part else None


_ROUNDING = 1e-9


def spread(
    points: Sequence[Point],
    apart: float,
    taken: Sequence[Point] = (),
    clear: float = 0.0,
) -> tuple[Point, ...]:
    """Move points, in their order, so that any two are ``apart`` or farther.

    Each also stays ``clear`` of what is already ``taken``. A point goes to the nearest
    free place on rings around its own, half of ``apart`` from one to the next.
    """
    placed: list[Point] = []
    # Where many share a place, each goes on from where the one before found room.
    rings: dict[Point, Iterator[Point]] = {}
    for point in points:
        search = rings.setdefault(point, _around(point, apart / 2))
        placed.append(
            next(
                found
                for found in search
                if _free(found, placed, apart) and _free(found, taken, clear)
            )
        )
    return tuple(placed)


def _free(point: Point, others: Sequence[Point], distance: float) -> bool:
    return all(math.dist(point, other) >= distance - _ROUNDING for other in others)


def _around(point: Point, step: float) -> Iterator[Point]:
    """Yield the point itself, then points on larger and larger rings around it."""
    yield point
    ring = 1
    while True:
        places = 6 * ring
        for place in range(places):
            angle = 2 * math.pi * place / places
            yield (
                point[0] + ring * step * math.cos(angle),
                point[1] + ring * step * math.sin(angle),
            )
        ring += 1


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


_MARGIN = 0.03
_SMALL = 6_000
"""States of fewer square miles have no room for their letters."""


def states(p: Palette) -> go.Scatter:
    """All outlines as one line with gaps, filled."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for rings in outlines().values():
        for ring in rings:
            xs += [*(x for x, _ in ring), None]
            ys += [*(y for _, y in ring), None]
    return go.Scatter(
        name="states",
        x=xs,
        y=ys,
        mode="lines",
        fill="toself",
        fillcolor=p.surface,
        line={"color": p.quiet, "width": 0.8},
        hoverinfo="skip",
        showlegend=False,
    )


def letters(box: Box, p: Palette) -> go.Scatter:
    """The two letters of each state with room, in the middle of its largest part."""
    middles = {state: _middle(rings[0]) for state, rings in outlines().items()}
    margin = _MARGIN * (box.right - box.left)  # or the edge would cut a letter
    shown = {
        state: (x, y)
        for state, (x, y, area) in middles.items()
        if box.holds(x - margin, y) and box.holds(x + margin, y) and area > _SMALL
    }
    return go.Scatter(
        name="letters of states",
        x=[x for x, _ in shown.values()],
        y=[y for _, y in shown.values()],
        text=list(shown),
        mode="text",
        textfont={"size": 12, "color": p.muted},
        hoverinfo="skip",
        showlegend=False,
    )


def _middle(ring: Ring) -> tuple[float, float, float]:
    """Return the centre of gravity of a closed ring, and the area inside."""
    crossed = [(a[0] * b[1] - b[0] * a[1], a, b) for a, b in pairwise(ring)]
    twice = sum(cross for cross, _, _ in crossed)
    x = sum(cross * (a[0] + b[0]) for cross, a, b in crossed) / (3 * twice)
    y = sum(cross * (a[1] + b[1]) for cross, a, b in crossed) / (3 * twice)
    return x, y, abs(twice) / 2


def frames(figure: go.Figure, p: Palette) -> None:
    """Frames around what is not drawn where it lies, with its name inside."""
    for part in PARTS:
        if part.frame is None:
            continue
        box = part.frame
        figure.add_shape(
            type="rect",
            x0=box.left,
            x1=box.right,
            y0=box.bottom,
            y1=box.top,
            line={"color": p.muted, "width": 1},
        )
        east = box.left > SHEET.centre[0]
        figure.add_annotation(
            x=box.right if east else box.left,
            y=box.top,
            xanchor="right" if east else "left",
            yanchor="bottom",
            text=part.name.replace(" ", "<br>"),  # narrow: Florida is near
            align="right" if east else "left",
            showarrow=False,
            font={"size": 12, "color": p.muted},
        )
