"""Bars to both sides of a line: what changes do, and how far guesses move a figure."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, label, line_at, palette, style_figure

SHOWN = 12
_CHARACTERS = 46


@dataclass(frozen=True, slots=True)
class SwingBar:
    """An assumption in words, and what is measured at its low and at its high."""

    label: str
    low: float
    high: float


def differences_chart(
    differences: Mapping[str, int], axis: str, *, dark: bool
) -> go.Figure:
    """A bar for each change by its words, its number beside the words; none is a tick.

    ``axis`` says what is counted.
    """
    p = palette(dark)
    ends, count = [*differences.values()], len(differences)
    figure = style_figure(go.Figure(), dark, 44 + 46 * max(count, 1))
    places = [place + 0.2 for place in range(count)]
    marker = _marker([n < 0 for n in ends], p)
    figure.add_bar(
        orientation="h", x=ends, y=places, width=0.34, marker=marker, hoverinfo="skip"
    )
    for place, (name, n) in enumerate(differences.items()):
        text = f"{words.safe_html(name)}: <b>{_signed_number(n)}</b>"
        label(figure, place - 0.24, text, p)
    figure.add_vline(x=0, line={"color": p.text, "width": 1.5})
    low, high = min([0, *ends]), max([0, *ends])
    room = max(1, round(0.08 * (high - low)))
    figure.update_xaxes(range=[low - room, high + room], nticks=6, title_text=axis)
    figure.update_yaxes(visible=False, range=[count - 0.4, -0.6])
    return figure.update_layout(margin={"l": 4, "r": 8, "t": 2, "b": 44})


def tornado(
    bars: Sequence[SwingBar],
    value: float,
    tell: Callable[[float], str],
    *,
    axis: str,
    dark: bool,
) -> go.Figure:
    """How far each assumption moves a figure, in the order given.

    Bars go from the value to what it is at either end. ``tell`` writes a number of the
    axis, ``axis`` says what it measures.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, 78 + 64 * max(len(bars), 1))
    lows, highs = [bar.low for bar in bars], [bar.high for bar in bars]
    for name, ends in (("at its low", lows), ("at its high", highs)):
        figure.add_bar(
            name=name,
            orientation="h",
            y=[place + 0.22 for place in range(len(bars))],
            base=[value] * len(bars),
            x=[end - value for end in ends],
            width=0.26,
            marker=_marker([ends is lows] * len(bars), p),
            customdata=[tell(end) for end in ends],
            hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
        )
    for place, bar in enumerate(bars):
        lines = textwrap.wrap(bar.label, _CHARACTERS, max_lines=2, placeholder=" …")
        text = "<br>".join(map(words.safe_html, lines))
        label(figure, place - 0.2, text, p, size=12)
    line_at(figure, value, f"as assumed: {tell(value)}", p.text, dash=None)
    every = [value, *lows, *highs]
    room = 0.06 * (max(every) - min(every)) or 1.0
    ends = [min(every) - room, max(every) + room]
    figure.update_xaxes(range=ends, nticks=5, title_text=axis)
    figure.update_yaxes(visible=False, range=[len(bars) - 0.45, -0.6])
    return figure.update_layout(
        barmode="overlay", margin={"t": 30, "b": 48, "l": 6, "r": 6}
    )


def _marker(below: Sequence[bool], p: Palette) -> dict[str, Any]:
    """What is below the line has a pattern too, so that no colour is needed."""
    return {
        "color": [p.second if is_below else p.primary for is_below in below],
        "pattern": {
            "shape": ["/" if is_below else "" for is_below in below],
            "fillmode": "overlay",
            "fgcolor": p.background,
        },
    }


def _signed_number(n: int) -> str:
    return f"{n:+d}".replace("-", "−") if n else "0"
