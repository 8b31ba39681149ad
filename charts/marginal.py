"""What $1,000 more buys: at each size beside a line to stop at, and elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format as words
from charts.theme import Palette, palette, styled
from optimizer.domain.plan import Estimate
from optimizer.trade_offs.elsewhere import Option
from optimizer.trade_offs.returns import SizeLevel

_HEIGHT = 300
_ROW, _BOTTOM = 52, 40


def marginal_chart(
    certain: Sequence[SizeLevel],
    expected: Sequence[SizeLevel],
    *,
    threshold: float,
    largest: int,
    dark: bool,
) -> go.Figure:
    """Bars of the gain per $1,000 at each size, with their ranges and the line.

    A size that costs no more than the one before has no bar, and says so.
    """
    p = palette(dark)
    figure = styled(go.Figure(), dark, _HEIGHT)
    figure.add_trace(_bars("if all accept", certain, p.primary, "", p))
    figure.add_trace(_bars("refusals counted", expected, p.second, "/", p))
    figure.add_hline(y=threshold, line={"color": p.warm, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=largest + 0.55,
        xanchor="right",
        y=threshold,
        yanchor="bottom",
        text=f"your line: {threshold:.1f}",
        showarrow=False,
        font={"color": p.warm, "size": 12},
    )
    figure.update_xaxes(
        range=[-0.45, largest + 0.6], dtick=1, showgrid=False, title_text="rotations"
    )
    figure.update_yaxes(
        range=_range((*certain, *expected), threshold),
        showgrid=True,
        nticks=6,
        automargin=True,
        title_text="pp per $1,000",
    )
    return figure.update_layout(
        barmode="group",
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        margin={"l": 52, "r": 6, "t": 34, "b": 44},
    )


def _bars(
    name: str, levels: Sequence[SizeLevel], color: str, pattern: str, p: Palette
) -> go.Bar:
    rates = [(x.size, x.marginal.per_1000 if x.marginal else None) for x in levels]
    known = [(size, rate) for size, rate in rates if rate is not None]
    return go.Bar(
        name=name,
        x=[size for size, _ in known],
        y=[rate.value for _, rate in known],
        marker={"color": color, "pattern": {"shape": pattern, "size": 6}},
        error_y=_whiskers([rate for _, rate in known], p),
        hovertemplate=f"%{{x}} rotations, {name}: %{{y:.2f}} pp per $1,000"
        "<extra></extra>",
    )


def _whiskers(found: Sequence[Estimate], p: Palette) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(e.high - e.value, 0.0) for e in found],
        "arrayminus": [max(e.value - e.low, 0.0) for e in found],
        "color": p.muted,
        "thickness": 1.5,
        "width": 4,
    }


def _range(levels: Sequence[SizeLevel], threshold: float) -> list[float]:
    """Every bar and the line are in sight; a range that reaches farther is cut."""
    found = [x.marginal.per_1000 for x in levels if x.marginal]
    rates = [rate for rate in found if rate is not None]
    top = max([threshold, *(rate.value for rate in rates)]) * 1.6
    reach = max([threshold * 1.2, *(rate.high for rate in rates)]) * 1.05
    low = min([0.0, *(rate.value for rate in rates)])
    return [low * 1.3, max(min(top, reach), 0.1)]


def options_chart(options: Sequence[Option], *, dark: bool) -> go.Figure:
    """What each priced use of money or time adds in all, with its range."""
    p = palette(dark)
    priced = [(o.what, o.marginal.gain) for o in options if o.marginal is not None]
    figure = styled(go.Figure(), dark, height=_BOTTOM + _ROW * len(priced))
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
