"""How often each outcome came: one bar in parts, as wide as they are frequent."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format as words
from charts.theme import palette, styled

_HEIGHT = 164
_PATTERNS = ("", "/", ".", "x", "-")


def outcomes_chart(parts: Sequence[tuple[str, int]], *, dark: bool) -> go.Figure:
    """Names and counts in the order given; the first is the best outcome."""
    p = palette(dark)
    colors = (p.primary, p.second, p.quiet, p.warm, p.muted)
    figure = styled(go.Figure(), dark, _HEIGHT)
    for i, (name, count) in enumerate(parts):
        figure.add_trace(
            go.Bar(
                name=f"{words.safe_html(name)} ({count})",
                orientation="h",
                y=[""],
                x=[count],
                marker={
                    "color": colors[i % len(colors)],
                    "pattern": {
                        "shape": _PATTERNS[i % len(_PATTERNS)],
                        "fillmode": "overlay",
                        "fgcolor": p.background,
                        "solidity": 0.15,
                    },
                },
                hovertemplate=f"{words.safe_html(name)}: %{{x}}<extra></extra>",
            )
        )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={
            "orientation": "h",
            "traceorder": "normal",
            "y": -0.2,
            "maxheight": 110,
            "x": 0,
        },
        margin={"t": 4, "b": 118, "l": 2, "r": 2},
    )
    return figure
