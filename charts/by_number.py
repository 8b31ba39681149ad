"""Curves by number, of requests or of applications, and what money buys."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from charts.theme import Palette, label, line_at, palette, style_figure
from charts.words import safe_html
from optimizer.domain.plan import Estimate
from optimizer.domain.words import people_of_thousand
from optimizer.requests.ask_list import NumberGain
from optimizer.residency_list.answer import Curve

_HEIGHT = 280
_ROW, _TOP, _BOTTOM = 46, 24, 44
_LEAST = 0.005
"""Fewer points than that stand at the left end: the axis of the ladder has no 0."""
_TICKS = (0.01, 0.1, 1, 10, 100, 1_000)


def invitations_chart(shares: Sequence[tuple[str, float]], *, dark: bool) -> go.Figure:
    """A bar for each number of invitations; the first, none, has another pattern."""
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    names, chances = zip(*shares, strict=True)
    figure.add_bar(
        x=names,
        y=[share * 100 for share in chances],
        marker={
            "color": [p.warm, *[p.primary] * (len(names) - 1)],
            "pattern": {"shape": ["/", *[""] * (len(names) - 1)]},
        },
        text=[f"{share * 100:.0f}\u00a0%" for share in chances],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{y:.1f}\u00a0%<extra></extra>",
    )
    figure.update_xaxes(title_text="invitations", type="category")
    figure.update_yaxes(visible=False, rangemode="tozero")
    return figure.update_layout(margin={"l": 10, "r": 10, "t": 24, "b": 44})


def curve_chart(curve: Curve, *, now: int, fee_step: int, dark: bool) -> go.Figure:
    """The value by number of applications in its range, with yours and the stop.

    ``now`` is the number applied to; from ``fee_step`` on each costs more. A tick on
    the line says that the next application goes to another group of programs.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    numbers = [point.applications for point in curve.points]
    _band(figure, curve, numbers, p)
    figure.add_scatter(
        x=numbers,
        y=[point.value * 100 for point in curve.points],
        customdata=[(point.low * 100, point.high * 100) for point in curve.points],
        mode="lines",
        line={"color": p.primary, "width": 2.5},
        hovertemplate="%{x} applications: %{y:.1f}\u00a0%, it may be"
        " %{customdata[0]:.0f} to %{customdata[1]:.0f}\u00a0%<extra></extra>",
    )
    figure.add_scatter(
        x=curve.ends,
        y=[curve.at(n).value * 100 for n in curve.ends],
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 10,
            "line": {"width": 2, "color": p.primary},
        },
        hoverinfo="skip",
    )
    marks = {now: "yours"}
    if curve.stop is not None:
        marks[curve.stop] = "yours, enough" if curve.stop == now else "enough"
    _mark(figure, fee_step, "fee rises", 0.06, p)
    for place, (number, name) in enumerate(sorted(marks.items())):
        _dot(figure, curve, number, p, hollow=name == "yours")
        _mark(figure, number, name, 0.3 + 0.14 * place, p)
    figure.update_xaxes(title_text="applications", showgrid=False, rangemode="tozero")
    figure.update_yaxes(ticksuffix="\u00a0%", nticks=5, rangemode="tozero")
    return figure.update_layout(margin={"l": 48, "r": 10, "t": 8, "b": 44})


def ladder_chart(
    rungs: Sequence[tuple[str, Estimate]], *, line: float | None, dark: bool
) -> go.Figure:
    """Points that $1,000 buys, a dot in its range for each use of the money.

    The last use has another sign. Dots, since on a logarithmic axis a bar would begin
    nowhere. ``line``: points for $1,000 from which on the money is well spent.
    """
    p, last = palette(dark), len(rungs) - 1
    figure = style_figure(go.Figure(), dark, _TOP + _BOTTOM + _ROW * len(rungs))
    for place, (name, found) in enumerate(rungs):
        low, value, high = (
            max(x, _LEAST) for x in (found.low, found.value, found.high)
        )
        figure.add_scatter(
            x=[low, value, high],
            y=[place + 0.22] * 3,
            mode="lines+markers",
            line={"color": p.quiet, "width": 5},
            marker={
                "size": [0, 13, 0],
                "opacity": 1,
                "symbol": "diamond" if place == last else "circle",
                "color": p.warm if place == last else p.primary,
            },
            cliponaxis=False,
            hoverinfo="skip",
        )
        label(figure, place - 0.2, safe_html(name), p)
    if line:
        figure.add_vline(x=line, line={"color": p.text, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            x=math.log10(line),
            y=1,
            yref="paper",
            yanchor="bottom",
            text="worth it from here on",
            showarrow=False,
            font={"size": 12},
        )
    every = [x for _, e in rungs for x in (e.low, e.value, e.high)] + [line or 1]
    low, high = (math.log10(max(end(every), _LEAST)) for end in (min, max))
    figure.update_xaxes(
        type="log",
        range=[low - 0.15, high + 0.15],
        tickvals=_TICKS,
        ticktext=[f"{tick:g}" for tick in _TICKS],
        title_text="points for each $1,000",
    )
    figure.update_yaxes(visible=False, range=[last + 0.6, -0.6])
    return figure.update_layout(margin={"l": 8, "r": 8, "t": _TOP, "b": _BOTTOM})


def _band(figure: go.Figure, curve: Curve, numbers: list[int], p: Palette) -> None:
    """The 10th to 90th percentile as an area from one end to the other and back."""
    low, high = ([100 * getattr(q, e) for q in curve.points] for e in ("low", "high"))
    red, green, blue = (int(p.primary[i : i + 2], 16) for i in (1, 3, 5))
    figure.add_scatter(
        x=[*numbers, *reversed(numbers)],
        y=[*high, *reversed(low)],
        fill="toself",
        fillcolor=f"rgba({red},{green},{blue},0.18)",
        line={"width": 0},
        hoverinfo="skip",
    )


def _dot(
    figure: go.Figure, curve: Curve, number: int, p: Palette, *, hollow: bool
) -> None:
    figure.add_scatter(
        x=[number],
        y=[curve.at(number).value * 100],
        mode="markers",
        marker={
            "symbol": "diamond-open" if hollow else "diamond",
            "size": 13,
            "color": p.warm,
            "line": {"width": 2},
        },
        hoverinfo="skip",
    )


def _mark(figure: go.Figure, number: int, name: str, height: float, p: Palette) -> None:
    """A thin line at a number of applications with its name beside it, low down."""
    figure.add_vline(x=number, line={"color": p.quiet, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=number,
        y=height,
        yref="paper",
        xanchor="left",
        text=f"{number}: {name}",
        showarrow=False,
        font={"color": p.muted, "size": 12},
        bgcolor=p.background,
    )


def gain_chart(gains: Sequence[NumberGain], stop_at: int, *, dark: bool) -> go.Figure:
    """Draw a curve over the number of requests, with a line where the list ends."""
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    figure.add_scatter(
        x=[gain.requests for gain in gains],
        y=[more(gain) for gain in gains],
        mode="lines+markers",
        line={"color": p.primary, "width": 2.5},
        marker={"size": 8},
        hovertemplate="%{x} requests: %{y} more of 1,000<extra></extra>",
    )
    line_at(figure, stop_at, "your list", p.warm)
    figure.update_xaxes(rangemode="tozero", title_text="requests", showgrid=False)
    figure.update_yaxes(rangemode="tozero", automargin=True, showgrid=True)
    return figure.update_layout(margin={"l": 44, "r": 6, "t": 26, "b": 44})


def more(gain: NumberGain) -> int:
    """How many more of a thousand applicants match."""
    return people_of_thousand(gain.gain_pp)
