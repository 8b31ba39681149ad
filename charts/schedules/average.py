"""On average: how often each request is used, on the dates that are possible."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import words
from charts.schedules.marks import dates_trace, season_lines, write
from charts.schedules.timeline import HostDates, season_dates, span
from charts.theme import palette, style_figure
from optimizer.domain.problem import Problem

_ROW, _TOP, _BOTTOM = 46, 46, 40
_FAINTEST = 0.15


def average_chart(
    problem: Problem, hosts: Sequence[HostDates], *, dark: bool
) -> go.Figure:
    """One row per request on its possible dates: the fuller, the more often done."""
    p = palette(dark)
    first, last = span(problem, ())
    height = _TOP + _BOTTOM + _ROW * len(hosts)
    figure = style_figure(go.Figure(), dark, height=height)
    most = max((host.use for host in hosts), default=1) or 1
    placed = [(place + 0.18, host) for place, host in enumerate(hosts)]
    full = [_FAINTEST + (1 - _FAINTEST) * h.use / most for h in hosts for _ in h.spans]
    figure.add_trace(
        dates_trace(placed, 0.3, color=p.primary, opacity=full, cornerradius=4)
    )
    for place, host in enumerate(hosts):
        name = words.safe_html(host.name)
        write(figure, place, f"<b>{name}</b>  {done(host)}", p)
    season_lines(figure, season_dates(problem), (first, last), p)
    figure.update_xaxes(
        type="date", range=[first, last], tickformat="%b\n%Y", dtick="M1", nticks=14
    )
    figure.update_yaxes(visible=False, range=[len(hosts) - 0.45, -0.55])
    return figure.update_layout(
        barmode="overlay", margin={"t": _TOP, "b": _BOTTOM, "l": 2, "r": 6}
    )


def done(host: HostDates) -> str:
    """How often its rotation is done: 9 in 100."""
    return f"done {words.in_hundred(host.use)}"


def summary(hosts: Sequence[HostDates]) -> str:
    """Say in words what the figure shows."""
    told = "; ".join(f"{host.name} {done(host)}" for host in hosts)
    return f"Schedule on average. {told}."
