"""What there is to do until Match Day, by kind, and when money is due, as figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

import plotly.graph_objects as go

from charts import words
from charts.theme import line_at, palette, style_figure
from optimizer.year.guide import KINDS, Kind
from optimizer.year.timeline import Item, State

NAMES: dict[Kind, str] = {
    "hosts": "Choosing hosts",
    "requests": "Requests",
    "papers": "Documents",
    "visa": "Visa",
    "exams": "Exams",
    "prepare": "Preparing",
    "rotation": "Rotation",
    "letter": "Letters",
    "application": "Application",
    "thanks": "Thanks",
}
"""What each kind of things to do is called."""
_ROW = 30
_MONTH = dt.timedelta(days=30)
_STYLES: dict[str, tuple[tuple[State, ...], str, str]] = {
    "to do": (("late", "now", "later"), "circle", "solid"),
    "if the host says yes": (("if yes",), "circle-open", "dot"),
    "done": (("done",), "x-thin-open", "solid"),
}
"""States, mark and dashes by the name in the legend."""


def year_chart(items: Sequence[Item], today: dt.date, *, dark: bool) -> go.Figure:
    """Draw each thing as a line from its first to its last day, a mark at the last."""
    p = palette(dark)
    kinds = [kind for kind in KINDS if any(i.kind == kind for i in items)]
    figure = style_figure(go.Figure(), dark, _ROW * len(kinds) + 90)
    for (name, (states, symbol, dash)), color in zip(
        _STYLES.items(), (p.primary, p.second, p.quiet), strict=True
    ):
        chosen = [item for item in items if item.state in states]
        if chosen:
            figure.add_trace(_spans(chosen, color, dash))
            figure.add_trace(_ends(chosen, name, color, symbol))
    line_at(figure, today, " today", p.warm, width=2, y=0, xanchor="left")
    figure.update_xaxes(type="date", tickformat="%b\n%Y", showgrid=True, nticks=7)
    last = max((item.until for item in items), default=today)
    figure.update_xaxes(range=[today - _MONTH, max(last, today) + _MONTH])
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[NAMES[kind] for kind in reversed(kinds)],
        automargin=True,
        showgrid=True,
    )
    return figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        margin={"l": 4, "r": 10, "t": 44, "b": 36},
    )


def _spans(items: Sequence[Item], color: str, dash: str) -> go.Scatter:
    days, rows = [], []
    for item in items:
        days += [item.day, item.until, None]
        rows += [NAMES[item.kind]] * 2 + [None]
    return go.Scatter(
        x=days,
        y=rows,
        mode="lines",
        line={"color": color, "width": 2, "dash": dash},
        opacity=0.5,
        hoverinfo="skip",
        showlegend=False,
    )


def _ends(items: Sequence[Item], name: str, color: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=[item.until for item in items],
        y=[NAMES[item.kind] for item in items],
        mode="markers",
        marker={"color": color, "symbol": symbol, "size": 9},
        text=[_hover_text(item) for item in items],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover_text(item: Item) -> str:
    host = f"{words.short(item.host)}: " if item.host else ""
    text = words.safe_html(f"{host}{item.what}")
    return f"{words.full_day(item.until)}<br>{text}"


_HEIGHT = 280


def cash_flow_chart(
    due: Sequence[tuple[dt.date, int]],
    gone: Sequence[tuple[dt.date, int]],
    dearest: tuple[dt.date, int],
    *,
    today: dt.date,
    dark: bool,
) -> go.Figure:
    """Draw the sum of what is due up to each day, and what is gone if one cancels then.

    Both are in order of days; ``gone`` has the sums themselves.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    days = [day for day, _ in due]
    figure.add_scatter(
        name="paid",
        x=days,
        y=list(accumulate(usd for _, usd in due)),
        mode="lines+markers",
        line={"color": p.primary, "width": 2.5, "shape": "hv"},
        marker={"size": 6},
        fill="tozeroy",
        hovertemplate="%{x|%-d %b %Y}: $%{y:,} paid<extra></extra>",
    )
    figure.add_scatter(
        name="gone if you cancel",
        x=[day for day, _ in gone],
        y=[usd for _, usd in gone],
        mode="lines",
        line={"color": p.second, "width": 2.5, "shape": "hv", "dash": "dot"},
        hovertemplate="%{x|%-d %b %Y}: $%{y:,} gone<extra></extra>",
    )
    for day, name in ((today, "today"), (dearest[0], words.money(dearest[1]))):
        line_at(figure, day, name, p.warm)
    figure.update_yaxes(tickprefix="$", tickformat=",", automargin=True, showgrid=True)
    figure.update_xaxes(type="date", tickformat="%b\n%Y", nticks=7)
    return figure.update_layout(
        showlegend=True,
        legend={"x": 0.01, "y": 0.98, "yanchor": "top"},
        margin={"l": 4, "r": 24, "t": 26, "b": 40},
    )
