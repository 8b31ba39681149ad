"""What changes of the inputs do, each a bar to the right or to the left of now."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from charts import words
from charts.theme import palette, style_figure

_ROW, _BOTTOM = 46, 44
_LABEL, _BAR = -0.24, 0.2


def differences_chart(
    differences: Mapping[str, int], axis: str, *, dark: bool
) -> go.Figure:
    """A bar for each change by its words, its number beside the words; none is a tick.

    ``axis`` says what is counted.
    """
    p = palette(dark)
    ends, count = [*differences.values()], len(differences)
    figure = style_figure(go.Figure(), dark, _BOTTOM + _ROW * max(count, 1))
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=ends,
            y=[place + _BAR for place in range(count)],
            width=0.34,
            marker={
                "color": [p.second if n < 0 else p.primary for n in ends],
                "pattern": {
                    "shape": ["/" if n < 0 else "" for n in ends],
                    "fillmode": "overlay",
                    "fgcolor": p.background,
                },
            },
            hoverinfo="skip",
        )
    )
    for place, (name, n) in enumerate(differences.items()):
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=place + _LABEL,
            text=f"{words.safe_html(name)}: <b>{_signed_number(n)}</b>",
            showarrow=False,
            font={"size": 13},
            bgcolor=p.background,
        )
    figure.add_vline(x=0, line={"color": p.text, "width": 1.5})
    low, high = min([0, *ends]), max([0, *ends])
    room = max(1, round(0.08 * (high - low)))
    figure.update_xaxes(range=[low - room, high + room], nticks=6, title_text=axis)
    figure.update_yaxes(visible=False, range=[count - 0.4, -0.6])
    return figure.update_layout(margin={"l": 4, "r": 8, "t": 2, "b": _BOTTOM})


def _signed_number(n: int) -> str:
    return f"{n:+d}".replace("-", "−") if n else "0"
