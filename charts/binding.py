"""What a bit more of each limit is worth: one bar for each change that helps."""

from __future__ import annotations

import plotly.graph_objects as go

from charts import words
from charts.theme import palette, styled
from optimizer.binding import Loosened

_ROW, _BOTTOM = 52, 34


def worth_chart(steps: tuple[Loosened, ...], *, measure: str, dark: bool) -> go.Figure:
    """Bars in pp of the match chance or value, each under its own words."""
    p = palette(dark)
    figure = styled(go.Figure(), dark, height=_BOTTOM + _ROW * max(len(steps), 1))
    places = [i + 0.25 for i in range(len(steps))]
    figure.add_trace(
        go.Bar(
            x=[step.gain_pp for step in steps],
            y=places,
            orientation="h",
            width=0.4,
            marker={"color": p.primary},
            customdata=[told(step, measure) for step in steps],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    for place, step in zip(places, steps, strict=True):
        name = words.safe_html(words.short(step.sentence.rstrip("."), 38))
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=place - 0.4,
            text=f"{name}: <b>{words.fine_points(step.gain_pp)}</b>",
            showarrow=False,
            font={"size": 13},
        )
    most = max((step.gain_pp for step in steps), default=1.0)
    figure.update_xaxes(
        range=[0, most * 1.08], ticksuffix="\u00a0pp", nticks=5, showgrid=True
    )
    figure.update_yaxes(visible=False, range=[len(steps) - 0.3, -0.45])
    return figure.update_layout(margin={"l": 4, "r": 14, "t": 2, "b": _BOTTOM})


def told(step: Loosened, measure: str) -> str:
    """One change in words, with what it is worth."""
    worth = words.fine_points(step.gain_pp)
    return words.safe_html(f"{step.sentence.rstrip('.')}: +{worth} {measure}")
