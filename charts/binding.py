"""What a bit more of each limit is worth: one bar for each change that helps."""

from __future__ import annotations

import plotly.graph_objects as go

from charts import words
from charts.theme import palette, style_figure
from optimizer.explain.binding import Loosened

_ROW, _BOTTOM = 52, 34


def worth_chart(steps: tuple[Loosened, ...], *, measure: str, dark: bool) -> go.Figure:
    """Bars in pp of the match chance or value, each under its own words."""
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, height=_BOTTOM + _ROW * max(len(steps), 1))
    places = [i + 0.25 for i in range(len(steps))]
    figure.add_trace(
        go.Bar(
            x=[step.gain_pp for step in steps],
            y=places,
            orientation="h",
            width=0.4,
            marker={"color": p.primary},
            error_x=_ranges(steps, p.text),
            customdata=[describe(step, measure) for step in steps],
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
    ends = [end for step in steps for end in (step.gain_pp, *(step.range_pp or ()))]
    least, most = min((0.0, *ends)), max(ends, default=1.0)
    room = 0.04 * (most - least)
    figure.update_xaxes(
        range=[least - room if least else 0, most + room],
        ticksuffix="\u00a0pp",
        nticks=5,
        showgrid=True,
    )
    figure.update_yaxes(visible=False, range=[len(steps) - 0.3, -0.45])
    return figure.update_layout(margin={"l": 4, "r": 14, "t": 2, "b": _BOTTOM})


def _ranges(steps: tuple[Loosened, ...], colour: str) -> dict[str, object]:
    """A thin line over each bar, from the low to the high end of its range."""
    ranges = [step.range_pp or (step.gain_pp, step.gain_pp) for step in steps]
    gains = [step.gain_pp for step in steps]
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - g for (_, high), g in zip(ranges, gains, strict=True)],
        "arrayminus": [g - low for (low, _), g in zip(ranges, gains, strict=True)],
        "color": colour,
        "thickness": 1.5,
        "width": 4,
    }


def describe(step: Loosened, measure: str) -> str:
    """One change in words, with what it is worth."""
    worth = words.fine_points(step.gain_pp)
    text = f"{step.sentence.rstrip('.')}: +{worth} {measure}"
    if step.range_pp:
        text += f", range {words.points_range(*step.range_pp, decimals=2)}"
    return words.safe_html(text)
