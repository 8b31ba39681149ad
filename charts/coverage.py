"""How much of the catalog is known: what stands behind an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, label, palette, style_figure
from optimizer.browse.known import Coverage
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import FILES
from optimizer.domain.words import STATUS

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
