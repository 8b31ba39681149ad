"""Bars: what changes do, how far guesses move a figure, what of a catalog is known."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, label, line_at, palette, style_figure
from optimizer.browse.known import Coverage
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import FILES
from optimizer.domain.words import STATUS

SHOWN = 12
_CHARACTERS = 46


@dataclass(frozen=True, slots=True)
class SwingBar:
    """An assumption in words, and what is measured at its low and at its high."""

    label: str
    low: float
    high: float


def differences_chart(
    differences: Mapping[str, int], axis: str, *, dark: bool
) -> go.Figure:
    """A bar for each change by its words, its number beside the words; none is a tick.

    ``axis`` says what is counted.
    """
    p = palette(dark)
    ends, count = [*differences.values()], len(differences)
    figure = style_figure(go.Figure(), dark, 44 + 46 * max(count, 1))
    places = [place + 0.2 for place in range(count)]
    marker = _marker([n < 0 for n in ends], p)
    figure.add_bar(
        orientation="h", x=ends, y=places, width=0.34, marker=marker, hoverinfo="skip"
    )
    for place, (name, n) in enumerate(differences.items()):
        text = f"{words.safe_html(name)}: <b>{_signed_number(n)}</b>"
        label(figure, place - 0.24, text, p)
    figure.add_vline(x=0, line={"color": p.text, "width": 1.5})
    low, high = min([0, *ends]), max([0, *ends])
    room = max(1, round(0.08 * (high - low)))
    figure.update_xaxes(range=[low - room, high + room], nticks=6, title_text=axis)
    figure.update_yaxes(visible=False, range=[count - 0.4, -0.6])
    return figure.update_layout(margin={"l": 4, "r": 8, "t": 2, "b": 44})


def tornado(
    bars: Sequence[SwingBar],
    value: float,
    tell: Callable[[float], str],
    *,
    axis: str,
    dark: bool,
) -> go.Figure:
    """How far each assumption moves a figure, in the order given.

    Bars go from the value to what it is at either end. ``tell`` writes a number of the
    axis, ``axis`` says what it measures.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, 78 + 64 * max(len(bars), 1))
    lows, highs = [bar.low for bar in bars], [bar.high for bar in bars]
    for name, ends in (("at its low", lows), ("at its high", highs)):
        figure.add_bar(
            name=name,
            orientation="h",
            y=[place + 0.22 for place in range(len(bars))],
            base=[value] * len(bars),
            x=[end - value for end in ends],
            width=0.26,
            marker=_marker([ends is lows] * len(bars), p),
            customdata=[tell(end) for end in ends],
            hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
        )
    for place, bar in enumerate(bars):
        lines = textwrap.wrap(bar.label, _CHARACTERS, max_lines=2, placeholder=" …")
        text = "<br>".join(map(words.safe_html, lines))
        label(figure, place - 0.2, text, p, size=12)
    line_at(figure, value, f"as assumed: {tell(value)}", p.text, dash=None)
    every = [value, *lows, *highs]
    room = 0.06 * (max(every) - min(every)) or 1.0
    ends = [min(every) - room, max(every) + room]
    figure.update_xaxes(range=ends, nticks=5, title_text=axis)
    figure.update_yaxes(visible=False, range=[len(bars) - 0.45, -0.6])
    return figure.update_layout(
        barmode="overlay", margin={"t": 30, "b": 48, "l": 6, "r": 6}
    )


def _marker(below: Sequence[bool], p: Palette) -> dict[str, Any]:
    """What is below the line has a pattern too, so that no colour is needed."""
    return {
        "color": [p.second if is_below else p.primary for is_below in below],
        "pattern": {
            "shape": ["/" if is_below else "" for is_below in below],
            "fillmode": "overlay",
            "fgcolor": p.background,
        },
    }


def _signed_number(n: int) -> str:
    return f"{n:+d}".replace("-", "−") if n else "0"


DECISIVE = tuple(
    (file, name)
    for file, columns in FILES.items()
    for name, column in columns.items()
    if column.decisive
)
"""The facts that decide most about a plan: a file and its column."""

RECORDS = {"programs.csv": "Programs", "offerings.csv": "Offerings"}

_TOP, _BOTTOM, _ROW = 52, 30, 40
_BAR = 0.16


@dataclass(frozen=True, slots=True)
class Compared:
    """One field as it is counted now and as it was counted before, if it was."""

    now: Coverage
    before: Coverage | None

    @property
    def name(self) -> str:
        """What the field is, in words."""
        file, field = self.now.file, self.now.field
        return f"{RECORDS[file]}: {FILES[file][field].label}"


def compare_counts(
    now: Sequence[Coverage], before: Sequence[Coverage] = ()
) -> tuple[Compared, ...]:
    """Pair each count with the earlier one of the same field."""
    earlier = {(count.file, count.field): count for count in before}
    return tuple(Compared(c, earlier.get((c.file, c.field))) for c in now)


def decisive(rows: Sequence[Compared]) -> tuple[Compared, ...]:
    """Keep the fields that decide most, in the order of ``DECISIVE``."""
    found = {(row.now.file, row.now.field): row for row in rows}
    return tuple(found[key] for key in DECISIVE if key in found)


def coverage_chart(rows: Sequence[Compared], *, dark: bool) -> go.Figure:
    """Draw one bar for each field: known, assumed and unknown as shares of records.

    A diamond shows the share that was known before.
    """
    p = palette(dark)
    figure = style_figure(go.Figure(), dark, _TOP + _BOTTOM + _ROW * max(len(rows), 1))
    figure.add_trace(_part("known", rows, p.primary, "", p))
    figure.add_trace(_part("assumed", rows, p.second, "/", p))
    figure.add_trace(_part("unknown", rows, p.border, ".", p))
    figure.add_trace(_before(rows, p))
    for place, row in enumerate(rows):
        label(figure, place - 0.24, words.safe_html(row.name), p, size=12)
    figure.update_xaxes(range=[0, 102], ticksuffix="\u00a0%", nticks=6, showgrid=False)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.5, -0.6])
    return figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
        },
        margin={"t": _TOP, "b": _BOTTOM, "l": 6, "r": 6},
    )


def by_status(catalog: Catalog) -> tuple[tuple[str, int], ...]:
    """How many facts there are of each kind of source, most first."""
    found = Counter(fact.status for fact in catalog.provenance)
    return tuple((STATUS[status], count) for status, count in found.most_common())


def _part(
    name: str, rows: Sequence[Compared], color: str, pattern: str, p: Palette
) -> go.Bar:
    counts = [getattr(row.now, name) for row in rows]
    return go.Bar(
        name=name,
        orientation="h",
        y=[place + _BAR for place in range(len(rows))],
        x=[_share(n, row.now) for n, row in zip(counts, rows, strict=True)],
        width=0.34,
        marker={
            "color": color,
            "pattern": {"shape": pattern, "fillmode": "overlay", "solidity": 0.2}
            | {"fgcolor": p.background if pattern == "/" else p.muted},
        },
        customdata=[
            f"{name} for {n} of {row.now.records}"
            for n, row in zip(counts, rows, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _before(rows: Sequence[Compared], p: Palette) -> go.Scatter:
    found = [(i, row.before) for i, row in enumerate(rows) if row.before]
    return go.Scatter(
        name="known before",
        x=[_share(count.known, count) for _, count in found],
        y=[place + _BAR for place, _ in found],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": p.warm,
            "line": {"color": p.background, "width": 1},
        },
        customdata=[f"{count.known} of {count.records}" for _, count in found],
        hovertemplate="known before for %{customdata}<extra></extra>",
        showlegend=bool(found),
        cliponaxis=False,
    )


def _share(count: int, of: Coverage) -> float:
    return 100 * count / of.records if of.records else 0.0
