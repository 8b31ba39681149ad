"""The chance of matching before and after a plan, each with its range."""

from __future__ import annotations

import plotly.graph_objects as go

from charts import format as words
from charts.theme import palette, styled
from optimizer.domain.plan import Chance, Chances

_ROW, _BOTTOM = 50, 26


def labelled(
    chances: Chances, hosts: str = "all accept"
) -> tuple[tuple[str, Chance], ...]:
    """Name what is compared, from doing nothing more to every host accepting.

    ``hosts`` is who has to accept; empty without a rotation. Where nobody can refuse,
    refusals and acceptances are not told apart.
    """
    nothing = ("With no away rotation added", chances.baseline)
    if not hosts:
        return (nothing,)
    if chances.all_accept == 1:
        return (nothing, ("With this plan", chances.expected))
    often = words.frequency(chances.all_accept, "season")
    return (
        nothing,
        ("With refusals counted", chances.expected),
        (f"If {hosts} ({often})", chances.if_all_accept),
    )


def chances_chart(compared: tuple[tuple[str, Chance], ...], *, dark: bool) -> go.Figure:
    """Draw each chance as a mark on the line of its range."""
    p = palette(dark)
    figure = styled(go.Figure(), dark, height=_BOTTOM + _ROW * len(compared))
    places = [i + 0.2 for i in range(len(compared))]
    for place, (_, chance) in zip(places, compared, strict=True):
        figure.add_trace(
            go.Scatter(
                x=[chance.low * 100, chance.high * 100],
                y=[place, place],
                mode="lines",
                line={"color": p.quiet, "width": 6},
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[chance.value * 100 for _, chance in compared],
            y=places,
            mode="markers",
            marker={"color": p.primary, "size": 15, "symbol": "diamond"},
            customdata=[words.safe_html(describe(name, c)) for name, c in compared],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    for place, (name, chance) in zip(places, compared, strict=True):
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=place - 0.42,
            text=f"{words.safe_html(name)}: <b>{words.percent(chance.value)}</b>",
            showarrow=False,
            font={"size": 14},
        )
    top = max(chance.high for _, chance in compared) * 100
    figure.update_xaxes(
        range=[0, min(101.0, max(20.0, top * 1.08))],
        ticksuffix="\u00a0%",
        nticks=6,
        showgrid=False,
        ticks="outside",
        tickcolor=p.border,
    )
    figure.update_yaxes(visible=False, range=[len(compared) - 0.4, -0.5])
    return figure.update_layout(margin={"l": 2, "r": 8, "t": 2, "b": _BOTTOM})


def describe(name: str, chance: Chance) -> str:
    """One chance in words, with its range."""
    spread = words.percent_range(chance.low, chance.high)
    return f"{name}: {words.percent(chance.value)}, range {spread}"
