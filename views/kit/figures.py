"""Figures with words, tables as plain text, a few numbers as bars in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

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
    """The look of bars, in the colours of the page."""
    text = Path(__file__).with_name("bars.css").read_text(encoding="utf-8")
    for role, colour in asdict(palette(is_dark())).items():
        text = text.replace(role.upper(), colour)
    return text
