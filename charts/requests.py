"""Chance of at least one, two or three rotations against the number of requests."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format as words
from charts.theme import Palette, palette, styled

MOST_CURVES = 3
_HEIGHT = 320
_SYMBOLS = ("circle", "square", "diamond")
_DASHES = ("solid", "dash", "dot")
_KEYS = ("● ──", "■ – –", "◆ · ·")
_ROOM = 0.18  # of the width, right of the curves, for their last values


def requests_chart(
    chances: Sequence[tuple[float, ...]],
    *,
    planned: int,
    enough: int | None,
    dark: bool,
) -> go.Figure:
    """Draw one curve for each number of rotations.

    ``chances[n - 1][k]`` is the chance of at least k rotations with the first n
    requests; ``planned`` of them are the plan's, ``enough`` are recommended.
    """
    p = palette(dark)
    figure = styled(go.Figure(), dark, _HEIGHT)
    for k in curves(chances):
        figure.add_trace(_curve(chances, k, p))
        _name(figure, k, p)
    _mark(figure, planned, "plan", p)
    if enough is not None and enough != planned:
        _mark(figure, enough, "enough", p)
    last = len(chances)
    figure.update_xaxes(
        range=[0.6, last + max(1.0, last * _ROOM)],
        tickvals=list(range(1, last + 1)),
        showgrid=False,
        title_text="requests sent",
    )
    figure.update_yaxes(
        range=[0, 136],  # the names of the curves stand above 100 %
        tickvals=list(range(0, 101, 20)),
        ticktext=[f"{n}\u00a0%" for n in range(0, 101, 20)],
        automargin=True,
        showgrid=True,
    )
    return figure.update_layout(margin={"l": 44, "r": 6, "t": 26, "b": 44})


def curves(chances: Sequence[tuple[float, ...]]) -> range:
    """Numbers of rotations that have a curve: up to three that can be reached."""
    most = max((k for row in chances for k, c in enumerate(row) if c > 0), default=0)
    return range(1, min(most, MOST_CURVES) + 1)


def at_least(k: int) -> str:
    """Name of a curve: "at least two"."""
    return f"at least {words.number(k)}"


def _curve(chances: Sequence[tuple[float, ...]], k: int, p: Palette) -> go.Scatter:
    color = _color(k, p)
    shares = [row[k] * 100 for row in chances]
    last = [""] * (len(shares) - 1) + [f" {shares[-1]:.0f}\u00a0%"]
    return go.Scatter(
        name=at_least(k),
        x=list(range(1, len(shares) + 1)),
        y=shares,
        mode="lines+markers+text",
        text=last,
        textposition="middle right",
        textfont={"color": color, "size": 13},
        line={"color": color, "width": 2.5, "dash": _DASHES[k - 1]},
        marker={"symbol": _SYMBOLS[k - 1], "size": 8},
        hovertemplate=f"%{{x}} requests, {at_least(k)}:"
        " %{y:.0f}\u00a0%<extra></extra>",
        cliponaxis=False,
    )


def _color(k: int, p: Palette) -> str:
    return (p.primary, p.second, p.warm)[k - 1]


def _name(figure: go.Figure, k: int, p: Palette) -> None:
    """Name a curve at the upper left, above the curves: no legend is needed."""
    figure.add_annotation(
        x=0.02,
        xref="paper",
        xanchor="left",
        y=1 - 0.085 * (k - 1),
        yref="paper",
        yanchor="top",
        text=f"{_KEYS[k - 1]} {at_least(k)}",
        showarrow=False,
        font={"color": _color(k, p), "size": 13},
        bgcolor=p.background,
    )


def _mark(figure: go.Figure, requests: int, name: str, p: Palette) -> None:
    """A thin line at a number of requests, with its name on top."""
    if requests < 1:
        return
    figure.add_vline(x=requests, line={"color": p.quiet, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=requests,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=name,
        showarrow=False,
        font={"color": p.muted, "size": 12},
    )
