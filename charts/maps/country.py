"""What every map lies on: the outlines of the states, their letters, the frames."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go

from charts.maps.projection import PARTS, SHEET, Box, Point
from charts.theme import Palette

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
