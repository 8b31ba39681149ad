"""Figures and tables on a page: every figure has words, every table is plain text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.io.formats.style import Styler

from charts import words


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
