"""What other uses of money and time add, each with its range."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import words
from charts.theme import palette, style_figure
from optimizer.trade_offs.other_uses import Option

_ROW, _BOTTOM = 52, 40


def options_chart(options: Sequence[Option], *, dark: bool) -> go.Figure:
    """What each priced use of money or time adds in all, with its range."""
    p = palette(dark)
    priced = [(o.what, o.marginal.gain) for o in options if o.marginal is not None]
    figure = style_figure(go.Figure(), dark, height=_BOTTOM + _ROW * len(priced))
    places = [i + 0.25 for i in range(len(priced))]
    for place, (_, gain) in zip(places, priced, strict=True):
        figure.add_trace(
            go.Scatter(
                x=[gain.low, gain.high],
                y=[place, place],
                mode="lines",
                line={"color": p.quiet, "width": 6},
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[gain.value for _, gain in priced],
            y=places,
            mode="markers",
            marker={"color": p.primary, "size": 14, "symbol": "diamond"},
            hoverinfo="skip",
        )
    )
    for place, (what, gain) in zip(places, priced, strict=True):
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=place - 0.45,
            text=f"{words.safe_html(what)}: <b>{words.points(gain.value)}</b>",
            showarrow=False,
            font={"size": 13},
        )
    low = min([0.0, *(gain.low for _, gain in priced)])
    high = max([0.5, *(gain.high for _, gain in priced)])
    figure.update_xaxes(
        range=[low * 1.05 - 0.05, high * 1.05], nticks=6, title_text="pp", showgrid=True
    )
    figure.update_yaxes(visible=False, range=[len(priced) - 0.4, -0.5])
    return figure.update_layout(margin={"l": 4, "r": 8, "t": 2, "b": _BOTTOM})
