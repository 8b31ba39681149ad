"""Typical applicants side by side: the match chance before and after their plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts import format as words
from charts.theme import Palette, palette, styled
from optimizer.domain.plan import Chances

_ROW, _TOP, _BOTTOM = 62, 30, 30
_LABEL, _MARK = -0.3, 0.14


@dataclass(frozen=True, slots=True)
class Named:
    """The chances of an applicant; None without a plan, for the reason in ``note``."""

    name: str
    chances: Chances | None
    note: str = ""


def personas_chart(people: Sequence[Named], *, dark: bool) -> go.Figure:
    """One row each: no rotation (line), refusals counted (square), all accept (dot)."""
    p = palette(dark)
    figure = styled(go.Figure(), dark, height=_TOP + _BOTTOM + _ROW * len(people))
    known = [
        (place + _MARK, person.chances)
        for place, person in enumerate(people)
        if person.chances
    ]
    for place, chances in known:
        figure.add_trace(_line(place, chances, p))
    for name, symbol, size, color in _signs(p):
        figure.add_trace(_marks(name, symbol, size, color, known))
    for place, person in enumerate(people):
        _write(figure, place, person, p)
    _legend(figure, p)
    ends = [max(c.expected.high, c.if_all_accept.value) for _, c in known]
    top = max(ends, default=0.2) * 100
    figure.update_xaxes(
        range=[0, min(101.0, max(20.0, top * 1.06))], ticksuffix="\u00a0%", nticks=6
    )
    figure.update_yaxes(
        visible=False, range=[max(len(people), 1) - 0.45, -0.6], showgrid=False
    )
    return figure.update_layout(margin={"t": _TOP, "b": _BOTTOM, "l": 2, "r": 10})


def summary(people: Sequence[Named]) -> str:
    """Say in words what the figure shows."""
    return "Match chance of typical applicants. " + " ".join(map(_told, people))


def _signs(p: Palette) -> tuple[tuple[str, str, int, str], ...]:
    return (
        ("no rotation", "line-ns-open", 16, p.text),
        ("refusals counted", "square", 11, p.second),
        ("all accept", "circle", 14, p.primary),
    )


def _of(name: str, chances: Chances) -> float:
    found = {
        "no rotation": chances.baseline,
        "refusals counted": chances.expected,
        "all accept": chances.if_all_accept,
    }
    return found[name].value * 100


def _line(place: float, chances: Chances, p: Palette) -> go.Scatter:
    """The range of the chance with refusals counted."""
    counted = chances.expected
    return go.Scatter(
        name="range",
        x=[counted.low * 100, counted.high * 100],
        y=[place, place],
        mode="lines",
        line={"color": p.quiet, "width": 5},
        hoverinfo="skip",
    )


def _marks(
    name: str,
    symbol: str,
    size: int,
    color: str,
    known: Sequence[tuple[float, Chances]],
) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=[_of(name, chances) for _, chances in known],
        y=[place for place, _ in known],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": size,
            "color": color,
            "line": {"color": color, "width": 3 if symbol == "line-ns-open" else 0},
        },
        hovertemplate=f"{name}: %{{x:.0f}}\u00a0%<extra></extra>",
        cliponaxis=False,
    )


def _write(figure: go.Figure, place: int, person: Named, p: Palette) -> None:
    note = f": {words.safe_html(person.note)}"
    if person.chances:
        before, after = person.chances.baseline, person.chances.expected
        note = f"  {words.percent(before.value)} → {words.percent(after.value)}"
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=place + _LABEL,
        text=f"<b>{words.safe_html(person.name)}</b>{note}",
        showarrow=False,
        font={"size": 13, "color": p.text},
        bgcolor=p.background,
        borderpad=0,
    )


def _legend(figure: go.Figure, p: Palette) -> None:
    """Name the signs above, in one line that fits a phone."""
    texts = {
        "no rotation": "┃ no rotation",
        "refusals counted": "■ refusals counted",
        "all accept": "● all accept",
    }
    told = "   ".join(
        f'<span style="color:{color}">{texts[name]}</span>'
        for name, _, _, color in _signs(p)
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=6,
        text=told,
        showarrow=False,
        font={"size": 12},
    )


def _told(person: Named) -> str:
    if not person.chances:
        return f"{person.name}: {person.note}."
    c = person.chances
    spread = words.percent_range(c.expected.low, c.expected.high)
    often = f" ({words.frequency(c.all_accept)})" if c.all_accept < 1 else ""
    return (
        f"{person.name}: {words.percent(c.baseline.value)} with no rotation,"
        f" {words.percent(c.expected.value)} with refusals counted, range {spread},"
        f" {words.percent(c.if_all_accept.value)} if all accept{often}."
    )
