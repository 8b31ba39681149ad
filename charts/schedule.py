"""The schedule: rotations, deadlines, letters and the season's dates on one axis."""

from __future__ import annotations

import datetime as dt
from typing import Any

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, palette, styled
from charts.timeline import Row, Wait, rows, season_dates, span, waits
from optimizer.plan import Block
from optimizer.problem import Problem

_ROW, _TOP, _BOTTOM = 58, 46, 40
_LABEL, _BAR = -0.24, 0.16
_DAY = dt.timedelta(days=1)
_MS_PER_DAY = 86_400_000


def schedule_chart(
    problem: Problem, blocks: tuple[Block, ...], *, dark: bool
) -> go.Figure:
    """One row per rotation, the times between them, and the season's dates above."""
    p = palette(dark)
    timeline = rows(problem, blocks)
    between = waits(timeline)
    first, last = span(problem, timeline)
    count = len(timeline) + bool(between)
    figure = styled(go.Figure(), dark, height=_TOP + _BOTTOM + _ROW * max(count, 1))
    for trace in _traces(timeline, between, first, p):
        figure.add_trace(trace)
    for place, row in enumerate(timeline):
        _write(figure, place, f"<b>{words.safe_html(row.name)}</b>  {_when(row)}", p)
    if between:
        _write(figure, len(timeline), f"<b>In between</b>  {_waiting(between)}", p)
    _season_lines(figure, problem, (first, last), p)
    figure.update_xaxes(
        type="date", range=[first, last], tickformat="%b\n%Y", dtick="M1", nticks=14
    )
    figure.update_yaxes(visible=False, range=[count - 0.45, -0.55])
    return figure.update_layout(
        barmode="overlay", margin={"t": _TOP, "b": _BOTTOM, "l": 2, "r": 6}
    )


def summary(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say in words what the figure shows, for those who do not see it."""
    told = [f"{row.name} {_when(row)}" for row in rows(problem, blocks)]
    season = problem.season
    return (
        f"Schedule. {'; '.join(told) or 'No rotation'}."
        f" Letters are due by {words.full_day(problem.letters_by)}; applications can"
        f" be submitted from {words.full_day(season.submit_open)}."
    )


def _traces(
    timeline: tuple[Row, ...], between: tuple[Wait, ...], first: dt.date, p: Palette
) -> list[go.Bar | go.Scatter]:
    marks = (
        ("last day to apply", "diamond", p.warm, 11, _deadlines(timeline, first)),
        ("letter in time", "circle", p.second, 11, _letters(timeline, on_time=True)),
        ("letter too late", "x", p.second, 9, _letters(timeline, on_time=False)),
        ("last start", "line-ns-open", p.text, 15, _last_starts(timeline, first)),
    )
    return [
        _bars("waiting", [(len(timeline), w.start, w.end) for w in between], p.quiet),
        *(_line(i, row, first, p) for i, row in enumerate(timeline)),
        _rotations(timeline, "hands-on", p),
        _rotations(timeline, "observership", p),
        *(_marks(*mark) for mark in marks if mark[-1]),
    ]


_PATTERN = {"hands-on": "", "observership": "/", "waiting": "."}


def _rotations(timeline: tuple[Row, ...], kind: str, p: Palette) -> go.Bar:
    """Bars of one kind; the pattern tells the kinds apart without colour."""
    chosen = [(i, row) for i, row in enumerate(timeline) if row.kind == kind]
    bars = _bars(kind, [(i, r.start, r.end) for i, r in chosen], p.primary)
    return bars.update(
        customdata=[_hover(row) for _, row in chosen],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _bars(name: str, spans: list[tuple[int, dt.date, dt.date]], color: str) -> go.Bar:
    length = [((end - start).days + 1) * _MS_PER_DAY for _, start, end in spans]
    return go.Bar(
        name=name,
        orientation="h",
        y=[place + _BAR for place, _, _ in spans],
        base=[start for _, start, _ in spans],
        x=length,
        width=0.3,
        marker={
            "color": color,
            "cornerradius": 4,
            "line": {"color": color, "width": 1.5},
            "pattern": {"shape": _PATTERN[name], "size": 6, "solidity": 0.4},
        },
        hoverinfo="skip",
    )


def _line(place: int, row: Row, first: dt.date, p: Palette) -> go.Scatter:
    """From the deadline to the rotation, and from there to its letter."""
    begin = max(row.apply_by or row.start, first)
    finish = row.letter_ready or row.end
    return go.Scatter(
        name="from application to letter",
        x=[begin, row.start, None, row.end, finish],
        y=[place + _BAR] * 5,
        mode="lines",
        line={"color": p.quiet, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


Mark = tuple[int, dt.date, str]


def _deadlines(timeline: tuple[Row, ...], first: dt.date) -> list[Mark]:
    return [
        (i, max(row.apply_by, first + _DAY), _apply(row))
        for i, row in enumerate(timeline)
        if row.apply_by
    ]


def _letters(timeline: tuple[Row, ...], *, on_time: bool) -> list[Mark]:
    return [
        (i, row.letter_ready, _letter(row))
        for i, row in enumerate(timeline)
        if row.letter_ready and row.letter_on_time == on_time
    ]


def _last_starts(timeline: tuple[Row, ...], first: dt.date) -> list[Mark]:
    return [
        (i, row.last_start, _last_start(row))
        for i, row in enumerate(timeline)
        if row.last_start and row.last_start > first
    ]


def _marks(
    name: str, symbol: str, color: str, size: int, marks: list[Mark]
) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=[date for _, date, _ in marks],
        y=[place + _BAR for place, _, _ in marks],
        customdata=[words.safe_html(text) for _, _, text in marks],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": size,
            "color": color,
            "line": {"color": color, "width": 2.5 if symbol == "line-ns-open" else 0},
        },
        hovertemplate="%{customdata}<extra></extra>",
    )


def _write(figure: go.Figure, place: int, text: str, p: Palette) -> None:
    """Write a row's name above its bar, so that it needs no room beside the axis."""
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=place + _LABEL,
        text=text,
        showarrow=False,
        font={"size": 13, "color": p.text},
        bgcolor=p.background,
        borderpad=0,
    )


def _season_lines(
    figure: go.Figure, problem: Problem, limits: tuple[dt.date, dt.date], p: Palette
) -> None:
    first, last = limits
    for place, (date, name) in enumerate(season_dates(problem)):
        late_half = (date - first) > (last - date)
        figure.add_shape(
            type="line",
            x0=date,
            x1=date,
            yref="paper",
            y0=0,
            y1=1,
            line={"color": p.warm, "width": 1.2, "dash": "dash"},
            layer="below",
        )
        label: dict[str, Any] = {
            "text": words.sentence(f"{name} {words.short_day(date)}").rstrip("."),
            "xanchor": "right" if late_half else "left",
        }
        figure.add_annotation(
            x=date,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=16 * (2 - place) - 14,
            showarrow=False,
            font={"size": 12, "color": p.warm},
            **label,
        )


def _when(row: Row) -> str:
    booked = ", booked" if row.booked else ""
    return f"{words.days(row.start, row.end)}{booked}"


def _waiting(between: tuple[Wait, ...]) -> str:
    return " + ".join(str(wait.days) for wait in between) + " days"


def _apply(row: Row) -> str:
    assert row.apply_by is not None
    assumed = " (typical lead, the host's is not known)" if row.lead_assumed else ""
    return f"{row.name}: apply by {words.full_day(row.apply_by)}{assumed}"


def _letter(row: Row) -> str:
    assert row.letter_ready is not None
    verdict = "in time" if row.letter_on_time else "too late"
    return f"{row.name}: letter ready {words.full_day(row.letter_ready)}, {verdict}"


def _last_start(row: Row) -> str:
    assert row.last_start is not None
    return f"{row.name}: last start for a letter in time {words.day(row.last_start)}"


def _hover(row: Row) -> str:
    parts = [f"{row.name}, {row.kind}", _when(row)]
    parts += [_apply(row).split(": ", 1)[1]] if row.apply_by else []
    parts += [_letter(row).split(": ", 1)[1]] if row.letter_ready else []
    return "<br>".join(words.safe_html(part) for part in parts)
