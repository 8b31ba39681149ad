"""What a letter more costs, and what each month is worth, as bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format as words
from charts.theme import Palette, palette, styled
from optimizer.domain.plan import NoPlan, Plan
from optimizer.trade_offs.letters_and_months import LettersStep, MonthStep

_HEIGHT = 230


def month_name(month: int) -> str:
    """May."""
    return f"{dt.date(2000, month, 1):%B}"


def letters_chart(
    steps: Sequence[LettersStep], *, asked: int, measure: str, dark: bool
) -> go.Figure:
    """Value by number of letters; ``asked`` is what the visitor asks for now."""
    p = palette(dark)
    figure = styled(go.Figure(), dark, _HEIGHT)
    found = [(s.letters, s.outcome) for s in steps if isinstance(s.outcome, Plan)]
    values = [plan.value * 100 for _, plan in found]
    figure.add_bar(
        x=[letters for letters, _ in found],
        y=values,
        text=[f"{value:.1f}\u00a0%" for value in values],
        textposition="outside",
        textfont={"color": p.text, "size": 13},
        marker={
            "color": [p.primary if n == asked else p.quiet for n, _ in found],
        },
        width=0.6,
        hovertemplate=f"at least %{{x}}: %{{y:.1f}}\u00a0% {words.safe_html(measure)}"
        "<extra></extra>",
        cliponaxis=False,
    )
    figure.update_xaxes(
        tickvals=[letters for letters, _ in found],
        ticktext=[f"{n}, as now" if n == asked else str(n) for n, _ in found],
        showgrid=False,
        title_text="letters on time, at least",
    )
    top = max(values, default=1.0) * 1.2
    figure.update_yaxes(visible=False, range=[0, top])
    return figure.update_layout(margin={"l": 6, "r": 6, "t": 12, "b": 44})


def months_chart(
    changes: Sequence[tuple[MonthStep, float | None]], *, dark: bool
) -> go.Figure:
    """Gain or loss of each month in pp; None: no plan is left, or none was found."""
    p = palette(dark)
    figure = styled(go.Figure(), dark, 50 + 34 * len(changes))
    gains = [0.0 if pp is None else pp for _, pp in changes]
    figure.add_bar(
        orientation="h",
        y=[month_name(step.month) for step, _ in changes],
        x=gains,
        text=[bar_text(step, pp) for step, pp in changes],
        textposition="outside",
        textfont={"color": p.text, "size": 13},
        marker={"color": [_color(step, p) for step, _ in changes]},
        hovertemplate="%{y}: %{text}<extra></extra>",
        cliponaxis=False,
    )
    widest = max([0.1, *(abs(gain) for gain in gains)])
    left = widest * (2.4 if min([0.0, *gains]) < 0 else 0.1)
    figure.update_xaxes(visible=False, range=[-left, 2.6 * widest])
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True)
    return figure.update_layout(margin={"l": 80, "r": 6, "t": 6, "b": 6})


def bar_text(step: MonthStep, pp: float | None) -> str:
    """What stands beside a bar."""
    verb = "lost" if step.free else "free"
    if pp is None:
        return f"{verb}: {_none(step.outcome)}"
    return f"{verb}: {words.points(pp)}"


def _none(outcome: Plan | NoPlan) -> str:
    timeout = isinstance(outcome, NoPlan) and outcome.reason == "timeout"
    return "none found in time" if timeout else "no plan"


def _color(step: MonthStep, p: Palette) -> str:
    return p.warm if step.free else p.primary
