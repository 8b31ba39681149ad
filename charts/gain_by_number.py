"""What the best list of each number of requests brings."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts.theme import line_at, palette, style_figure
from optimizer.domain.words import people_of_thousand
from optimizer.requests.ask_list import NumberGain

_HEIGHT = 280


def gain_chart(gains: Sequence[NumberGain], stop_at: int, *, dark: bool) -> go.Figure:
    """Draw a curve over the number of requests, with a line where the list ends."""
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    figure.add_trace(
        go.Scatter(
            x=[gain.requests for gain in gains],
            y=[more(gain) for gain in gains],
            mode="lines+markers",
            line={"color": p.primary, "width": 2.5},
            marker={"size": 8},
            hovertemplate="%{x} requests: %{y} more of 1,000<extra></extra>",
        )
    )
    line_at(figure, stop_at, "your list", p.warm)
    figure.update_xaxes(rangemode="tozero", title_text="requests", showgrid=False)
    figure.update_yaxes(rangemode="tozero", automargin=True, showgrid=True)
    return figure.update_layout(margin={"l": 44, "r": 6, "t": 26, "b": 44})


def more(gain: NumberGain) -> int:
    """How many more of a thousand applicants match."""
    return people_of_thousand(gain.gain_pp)
