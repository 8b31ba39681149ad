"""What is paid by any day, and what would be gone then; the dearest day is marked."""

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
    figure.add_trace(
        go.Scatter(
            name="paid",
            x=days,
            y=list(accumulate(usd for _, usd in due)),
            mode="lines+markers",
            line={"color": p.primary, "width": 2.5, "shape": "hv"},
            marker={"size": 6},
            fill="tozeroy",
            hovertemplate="%{x|%-d %b %Y}: $%{y:,} paid<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            name="gone if you cancel",
            x=[day for day, _ in gone],
            y=[usd for _, usd in gone],
            mode="lines",
            line={"color": p.second, "width": 2.5, "shape": "hv", "dash": "dot"},
            hovertemplate="%{x|%-d %b %Y}: $%{y:,} gone<extra></extra>",
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
    return figure.update_layout(
        showlegend=True,
        legend={"x": 0.01, "y": 0.98, "yanchor": "top"},
        margin={"l": 4, "r": 24, "t": 26, "b": 40},
    )
