"""What each further rotation adds: the best plan of every size, counted two ways."""

from __future__ import annotations

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, palette, style_figure
from optimizer.domain.plan import BestOfSize

BANDS = (
    (0.5, 1.5, "essential"),
    (1.5, 3.5, "target"),
    (3.5, 4.5, "usual limit"),
    (4.5, 6.5, "beyond it"),
)
"""The guide's advice: one rotation is essential, two or three the target."""

_HEIGHT = 330


def returns_chart(
    steps: tuple[BestOfSize, ...],
    *,
    measure: str,
    chosen: int | None,
    dark: bool,
    largest: int = 4,
) -> go.Figure:
    """Two curves over the number of rotations; ``chosen`` is the plan's own size.

    The axis reaches to size ``largest`` while results come.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    known = [v for s in steps for v in (s.certain, s.expected) if v is not None]
    top = max(known, default=0.1) * 100 * 1.15
    for low, high, name in BANDS:
        if low < largest:
            _band(figure, low, high, name, p)
    figure.add_trace(_curve(steps, measure, p, certain=True))
    figure.add_trace(_curve(steps, measure, p, certain=False))
    _name_curves(figure, steps, p)
    if chosen is not None and any(step.size == chosen for step in steps):
        _mark_chosen(figure, chosen, p)
    figure.update_xaxes(
        range=[-0.45, largest + 0.6], dtick=1, showgrid=False, title_text="rotations"
    )
    figure.update_yaxes(
        range=[0, top], ticksuffix="\u00a0%", nticks=6, automargin=True, showgrid=True
    )
    return figure.update_layout(margin={"l": 44, "r": 6, "t": 26, "b": 44})


def _curve(
    steps: tuple[BestOfSize, ...], measure: str, p: Palette, *, certain: bool
) -> go.Scatter:
    name = "all accept" if certain else "refusals counted"
    values = [step.certain if certain else step.expected for step in steps]
    color = p.primary if certain else p.second
    return go.Scatter(
        name=name,
        x=[step.size for step in steps],
        y=[None if value is None else value * 100 for value in values],
        mode="lines+markers+text",
        text=["" if v is None else f"{v * 100:.0f}" for v in values],
        textposition="top center" if certain else "bottom center",
        textfont={"color": color, "size": 13},
        line={"color": color, "width": 2.5, "dash": "solid" if certain else "dash"},
        marker={"symbol": "circle" if certain else "square", "size": 10},
        hovertemplate=f"%{{x}} rotations, {name}:"
        f" %{{y:.1f}}\u00a0% {words.safe_html(measure)}<extra></extra>",
        cliponaxis=False,
    )


def _name_curves(figure: go.Figure, steps: tuple[BestOfSize, ...], p: Palette) -> None:
    """Names at the lower left, below the curves: no legend is needed."""
    names = (("■ – – refusals counted", p.second), ("● ── if all accept", p.primary))
    for place, (name, color) in enumerate(names):
        figure.add_annotation(
            x=0.02,
            xref="paper",
            xanchor="left",
            y=0.3 - 0.085 * place,
            yref="paper",
            yanchor="top",
            text=name,
            showarrow=False,
            font={"color": color, "size": 13},
            bgcolor=p.background,
        )


def _band(figure: go.Figure, low: float, high: float, name: str, p: Palette) -> None:
    figure.add_shape(
        type="rect",
        x0=low + 0.02,
        x1=high - 0.02,
        yref="paper",
        y0=0,
        y1=1,
        fillcolor=p.surface,
        line_width=0,
        layer="below",
    )
    figure.add_annotation(
        x=(low + high) / 2,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=name,
        showarrow=False,
        font={"color": p.muted, "size": 12},
    )


def _mark_chosen(figure: go.Figure, chosen: int, p: Palette) -> None:
    figure.add_annotation(
        x=chosen,
        y=0,
        yanchor="bottom",
        text="your plan",
        showarrow=False,
        font={"color": p.text, "size": 12},
    )
