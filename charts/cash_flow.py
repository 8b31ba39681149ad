"""What is paid by any day if all say yes, as steps; the dearest day is marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

import plotly.graph_objects as go

from charts import words
from charts.theme import palette, style_figure

_HEIGHT = 280


def cash_flow_chart(
    due: Sequence[tuple[dt.date, int]],
    dearest: tuple[dt.date, int],
    *,
    today: dt.date,
    dark: bool,
) -> go.Figure:
    """Draw the sum of what is due up to each day; ``due`` is in order of days."""
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    days = [day for day, _ in due]
    figure.add_trace(
        go.Scatter(
            x=days,
            y=list(accumulate(usd for _, usd in due)),
            mode="lines+markers",
            line={"color": p.primary, "width": 2.5, "shape": "hv"},
            marker={"size": 6},
            fill="tozeroy",
            hovertemplate="%{x|%-d %b %Y}: $%{y:,} paid<extra></extra>",
        )
    )
    for day, name in ((today, "today"), (dearest[0], words.money(dearest[1]))):
        figure.add_vline(x=day, line={"color": p.warm, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            x=day,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=name,
            showarrow=False,
            font={"color": p.warm, "size": 12},
        )
    figure.update_yaxes(tickprefix="$", tickformat=",", automargin=True, showgrid=True)
    figure.update_xaxes(type="date", tickformat="%b\n%Y", nticks=7)
    return figure.update_layout(margin={"l": 4, "r": 24, "t": 26, "b": 40})
