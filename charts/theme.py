"""The one palette and the look that all figures share.

The same colours stand in ``.streamlit/config.toml``; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go

FONT = '"Source Sans", sans-serif'


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by their role, the first five as Streamlit's theme options."""

    background: str
    surface: str
    text: str
    primary: str
    border: str
    muted: str
    quiet: str
    second: str
    warm: str


LIGHT = Palette(
    background="#ffffff",
    surface="#f2f6f7",
    text="#16262d",
    primary="#0b6e75",
    border="#d5dfe3",
    muted="#4c5f68",
    quiet="#8fa2ab",
    second="#7a4fb0",
    warm="#a84a00",
)
DARK = Palette(
    background="#0f171b",
    surface="#18242a",
    text="#e7eef1",
    primary="#4cc2c4",
    border="#32434c",
    muted="#a9bac2",
    quiet="#70848e",
    second="#c3a2f0",
    warm="#f5b26b",
)


def palette(dark: bool) -> Palette:
    """Colours for a dark or a light page."""
    return DARK if dark else LIGHT


def style_figure(figure: go.Figure, dark: bool, height: int) -> go.Figure:
    """Give a new figure the shared look; the page's own background shows through."""
    # Set, not updated: Plotly takes eight times as long to update as to set a layout.
    figure.layout = {**_look(dark), "height": height}
    return figure


def line_at(
    figure: go.Figure,
    x: Any,
    name: str,
    color: str,
    *,
    width: float = 1.5,
    dash: str | None = "dash",
    y: float = 1,
    xanchor: str | None = None,
) -> None:
    """Draw an upright line with its name: above it, or at a height of the figure."""
    figure.add_vline(x=x, line={"color": color, "width": width, "dash": dash})
    figure.add_annotation(
        x=x,
        y=y,
        yref="paper",
        xanchor=xanchor,
        yanchor="bottom",
        text=name,
        showarrow=False,
        font={"color": color, "size": 12},
    )


def label(
    figure: go.Figure,
    y: float,
    text: str,
    p: Palette,
    *,
    size: int = 13,
    color: str = "",
    yanchor: str | None = None,
) -> None:
    """Write a row's name above what it shows, so that it needs no room beside it."""
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=y,
        yanchor=yanchor,
        text=text,
        align="left",
        showarrow=False,
        font={"size": size, "color": color or p.text},
        bgcolor=p.background,
    )


@cache
def _look(dark: bool) -> dict[str, Any]:
    p = palette(dark)
    axis = {
        "gridcolor": p.border,
        "linecolor": p.border,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": p.muted, "size": 12},
        "title": {"font": {"color": p.muted, "size": 12}},
    }
    return {
        "template": "none",
        "font": {"family": FONT, "color": p.text, "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 4, "r": 4, "t": 4, "b": 24},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": p.surface,
            "bordercolor": p.border,
            "font": {"family": FONT, "color": p.text, "size": 13},
            "align": "left",
        },
        "xaxis": axis,
        "yaxis": axis,
    }
