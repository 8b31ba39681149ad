"""The efficient frontier: what each budget can buy at best, as steps."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, palette, style_figure
from optimizer.domain.plan import Plan
from optimizer.trade_offs.frontier import Plateau

_HEIGHT = 340
_BEYOND = 1.08
"""The axis ends this far beyond the last step, or beyond the budget if that is near."""
_NEAR = 1.5


def frontier_chart(
    steps: Sequence[Plateau],
    *,
    plan: Plan,
    measure: str,
    dark: bool,
) -> go.Figure:
    """Steps of value over budget; ``plan`` is the visitor's, with its budget.

    Needs at least one step.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    end = _end(steps, plan.scenario.budget_usd)
    figure.add_trace(_line(steps, end, p))
    figure.add_traces(_unproven(steps, end, p))
    figure.add_trace(_points(steps, measure, p))
    figure.add_trace(_plan_mark(plan, p))
    _mark_budget(figure, plan.scenario.budget_usd, end, p)
    figure.update_xaxes(
        range=[0, end],
        tickprefix="$",
        tickformat=",d",
        nticks=5,
        showgrid=False,
        title_text="budget",
    )
    figure.update_yaxes(
        ticksuffix="\u00a0%", nticks=6, automargin=True, title_text=measure
    )
    return figure.update_layout(margin={"l": 60, "r": 12, "t": 26, "b": 44})


def _end(steps: Sequence[Plateau], budget_usd: int) -> float:
    """Where the axis ends: a budget far beyond the last step is off the figure."""
    last = steps[-1].least_usd
    return _BEYOND * max(last, min(budget_usd, _NEAR * last), 1)


def _line(steps: Sequence[Plateau], end: float, p: Palette) -> go.Scatter:
    return go.Scatter(
        name="best for the budget",
        x=[*(step.least_usd for step in steps), end],
        y=[*(_percent(step.plan) for step in steps), _percent(steps[-1].plan)],
        mode="lines",
        line={"color": p.primary, "width": 2.5, "shape": "hv"},
        hoverinfo="skip",
    )


def _unproven(
    steps: Sequence[Plateau], end: float, p: Palette
) -> tuple[go.Scatter, ...]:
    """Where a search ran out of time the line is overlaid with dots."""
    return tuple(
        go.Scatter(
            name="not proven",
            x=[step.least_usd, min(step.most_usd, end)],
            y=[_percent(step.plan)] * 2,
            mode="lines",
            line={"color": p.warm, "width": 5, "dash": "dot"},
            hoverinfo="skip",
        )
        for step in steps
        if not step.proven
    )


def _points(steps: Sequence[Plateau], measure: str, p: Palette) -> go.Scatter:
    return go.Scatter(
        name="step",
        x=[step.least_usd for step in steps],
        y=[_percent(step.plan) for step in steps],
        mode="markers",
        marker={"color": p.primary, "size": 8},
        customdata=[words.counted(_size(step.plan), "rotation") for step in steps],
        hovertemplate="from $%{x:,d}: %{y:.1f}\u00a0% "
        + words.safe_html(measure)
        + ", %{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _plan_mark(plan: Plan, p: Palette) -> go.Scatter:
    return go.Scatter(
        name="your plan",
        x=[plan.cost_usd],
        y=[_percent(plan)],
        mode="markers+text",
        text=["your plan"],
        textposition="top left",
        textfont={"color": p.text, "size": 13},
        marker={"color": p.warm, "size": 13, "symbol": "diamond"},
        hovertemplate="your plan: $%{x:,d}, %{y:.1f}\u00a0%<extra></extra>",
        cliponaxis=False,
    )


def _mark_budget(figure: go.Figure, usd: int, end: float, p: Palette) -> None:
    """A line at the visitor's budget; beyond the figure's end an arrow says so."""
    inside = usd <= end
    if inside:
        figure.add_shape(
            type="line",
            x0=usd,
            x1=usd,
            yref="paper",
            y0=0,
            y1=1,
            line={"color": p.warm, "width": 1.5, "dash": "dash"},
        )
    figure.add_annotation(
        x=min(usd, end),
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right" if usd > end / 2 else "left",
        text="your budget" if inside else f"your budget: {words.money(usd)} →",
        showarrow=False,
        font={"color": p.warm, "size": 12},
    )


def _percent(plan: Plan) -> float:
    return plan.value * 100


def _size(plan: Plan) -> int:
    return len(plan.blocks) + sum(b.specialty == "pmr" for b in plan.scenario.booked)
