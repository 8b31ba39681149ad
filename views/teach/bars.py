"""A few numbers as bars in a table, in any size of type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from charts.theme import palette
from views.kit.figures import is_dark

WIDTH = 100
SMALLEST = 0.01


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: what it is of, the parts of its length, and its number in words."""

    label: str
    parts: tuple[float, ...]
    said: str


def draw(bars: Sequence[Bar], columns: tuple[str, str], parts: str = "") -> None:
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
