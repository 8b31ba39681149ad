"""Figures with words, tables as plain text, a few numbers as bars in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.io.formats.style import Styler

from charts import words
from charts.theme import palette


def is_dark() -> bool:
    """Whether the visitor's page is dark."""
    return st.context.theme.type == "dark"


def draw(
    figure: go.Figure,
    alt: str,
    key: str | None = None,
) -> None:
    """Draw a figure as wide as its container, with its words for a screen reader."""
    st.plotly_chart(
        figure,
        width="stretch",
        height=figure.layout.height,
        theme=None,
        key=key,
        alt=alt,
        config={"displayModeBar": False, "scrollZoom": False},
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show a table of plain text."""
    marked(columns, [[words.safe(cell) for cell in row] for row in rows])


def marked(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show a table of Markdown; its cells come from ``words`` and are safe already."""
    _show(pd.DataFrame([list(row) for row in rows], columns=list(columns)))


def bill(
    columns: Sequence[str], rows: Sequence[tuple[str, ...]], usd: Sequence[int]
) -> None:
    """Show a table whose last column are dollars and whose last row is their total."""
    cells = [[words.safe(cell) for cell in row] for row in rows]
    total = ["**Total**", *[""] * (len(columns) - 2)]
    frame = pd.DataFrame([*cells, total], columns=list(columns[:-1]))
    money = columns[-1]
    frame[money] = [*usd, sum(usd)]
    last = pd.IndexSlice[frame.index[-1:], [money]]
    _show(frame.style.format(_money, subset=[money]).format(_bold_money, subset=last))


def _show(data: pd.DataFrame | Styler) -> None:
    st.table(data, border="horizontal", hide_index=True)


def _money(usd: int) -> str:
    return words.safe(words.money(usd))


def _bold_money(usd: int) -> str:
    return f"**{_money(usd)}**"


WIDTH = 100
SMALLEST = 0.01


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: what it is of, the parts of its length, and its number in words."""

    label: str
    parts: tuple[float, ...]
    said: str


def draw_bars(bars: Sequence[Bar], columns: tuple[str, str], parts: str = "") -> None:
    """Draw bars from a common start; ``parts`` says what plain and striped stand for.

    A table to a screen reader: the columns are what a row is of, and its number.
    """
    longest = max((sum(bar.parts) for bar in bars), default=0) or SMALLEST
    rows = "".join(_row(bar, WIDTH / longest) for bar in bars)
    caption = f"<caption>{escape(parts)}</caption>" if parts else ""
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in columns)
    st.html(
        f"<style>{_style()}</style><table class=bars>{caption}"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(bar: Bar, scale: float) -> str:
    """A row of the table; what takes away is drawn as nothing and said in words."""
    drawn = "".join(
        f"<i class=part{place} style='width:{scale * max(part, 0):.2f}%'></i>"
        for place, part in enumerate(bar.parts)
    )
    return (
        f"<tr><th scope=row>{escape(bar.label)}</th>"
        f"<td><div><span class=bar aria-hidden=true>{drawn}</span>"
        f"<span>{escape(bar.said)}</span></div></td></tr>"
    )


def _style() -> str:
    colours = palette(is_dark())
    plain, ground = colours.primary, colours.background
    return f"""
.bars {{ width: 100%; border-collapse: collapse; color: {colours.text}; }}
.bars caption {{ caption-side: bottom; text-align: left; padding-top: 0.5rem; }}
.bars th {{ text-align: left; font-weight: 400; padding: 0.3rem 0.75rem 0.3rem 0;
  line-height: 1.25; }}
.bars tbody th {{ width: 42%; }}
.bars thead th {{ color: {colours.muted}; }}
.bars td > div {{ display: flex; align-items: center; gap: 0.5rem; }}
.bars .bar {{ display: flex; flex: 1; height: 1rem; }}
.bars .bar + span {{ min-width: 5.5rem; }}
.bars i {{ background: {plain}; }}
.bars .part1 {{
  background: repeating-linear-gradient(
    45deg, {plain} 0 0.25rem, {ground} 0.25rem 0.4rem);
}}
"""
