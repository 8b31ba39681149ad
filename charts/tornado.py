"""How far each assumption moves a figure: bars around its value, the longest on top."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, line_at, palette, style_figure

SHOWN = 12
_ROW, _TOP, _BOTTOM = 64, 30, 48
_LABEL, _BAR = -0.2, 0.22
_CHARACTERS = 46


@dataclass(frozen=True, slots=True)
class SwingBar:
    """An assumption in words, and what is measured at its low and at its high."""

    label: str
    low: float
    high: float


def tornado(
    bars: Sequence[SwingBar],
    value: float,
    tell: Callable[[float], str],
    *,
    axis: str,
    dark: bool,
) -> go.Figure:
    """Bars from the value to what it is at either end, in the order given.

    ``tell`` writes a number of the axis, ``axis`` says what it measures.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _TOP + _BOTTOM + _ROW * max(len(bars), 1))
    figure.add_trace(_side("at its low", [b.low for b in bars], value, tell, p))
    figure.add_trace(_side("at its high", [b.high for b in bars], value, tell, p))
    for place, bar in enumerate(bars):
        _write(figure, place, bar.label, p)
    line_at(figure, value, f"as assumed: {tell(value)}", p.text, dash=None)
    figure.update_xaxes(range=_range(bars, value), nticks=5, title_text=axis)
    figure.update_yaxes(visible=False, range=[len(bars) - 0.45, -0.6])
    return figure.update_layout(
        barmode="overlay", margin={"t": _TOP, "b": _BOTTOM, "l": 6, "r": 6}
    )


def _side(
    name: str,
    ends: Sequence[float],
    value: float,
    tell: Callable[[float], str],
    p: Palette,
) -> go.Bar:
    """One half of each bar; the pattern tells the halves apart without colour."""
    low = name == "at its low"
    return go.Bar(
        name=name,
        orientation="h",
        y=[place + _BAR for place in range(len(ends))],
        base=[value] * len(ends),
        x=[end - value for end in ends],
        width=0.26,
        marker={
            "color": p.second if low else p.primary,
            "pattern": {
                "shape": "/" if low else "",
                "fillmode": "overlay",
                "fgcolor": p.background,
            },
        },
        customdata=[tell(end) for end in ends],
        hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
    )


def _write(figure: go.Figure, place: int, label: str, p: Palette) -> None:
    lines = textwrap.wrap(label, _CHARACTERS, max_lines=2, placeholder=" …")
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=place + _LABEL,
        text="<br>".join(words.safe_html(line) for line in lines),
        align="left",
        showarrow=False,
        font={"color": p.text, "size": 12},
        bgcolor=p.background,
    )


def _range(bars: Sequence[SwingBar], value: float) -> list[float]:
    every = [value, *(b.low for b in bars), *(b.high for b in bars)]
    room = 0.06 * (max(every) - min(every)) or 1.0
    return [min(every) - room, max(every) + room]
