"""How every page looks beyond its theme, on the screen and on paper.

On paper what can be clicked goes, what can be read stays. Figures are drawn for the
screen. Pressing Ctrl+P (or ⌘P) draws them anew, as wide as a sheet, before the browser
prints; printed from the browser's menu they are scaled.
"""

from __future__ import annotations

from dataclasses import astuple
from functools import cache
from pathlib import Path

import streamlit as st

from charts.theme import DARK, LIGHT, palette
from views.kit.figures import is_dark

SHEET_PIXELS = 690
"""What an A4 sheet (or US Letter) has room for beside its margins, in CSS pixels."""
CLICKED = (
    "stButton",
    "stButtonGroup",
    "stCheckbox",
    "stDataEditor",
    "stDateInput",
    "stDownloadButton",
    "stFileUploader",
    "stMenuButton",
    "stMultiSelect",
    "stNumberInput",
    "stPageLink",
    "stPopover",
    "stRadio",
    "stSelectbox",
    "stSlider",
    "stSpinner",
    "stTextArea",
    "stTextInput",
    "stTooltipIcon",
)
"""Test ids of what is of no use on paper."""


def draw() -> None:
    """Put the look on the page."""
    files = ("screen.css", "printing.css", *(("dark.css",) if is_dark() else ()))
    style = "".join(map(_text, files))
    style = style.replace("BACKGROUND", palette(is_dark()).background)
    st.html(
        f"<style>{style}</style><script>{_text('look.js')}{_text('printing.js')}</script>",
        unsafe_allow_javascript=True,
    )


@cache
def _text(file: str) -> str:
    """A file beside this one, with what its words in capitals stand for."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    for word, meant in {
        "SHEET": str(SHEET_PIXELS),
        "CLICKED": ", ".join(f".{name}, [data-testid={name}]" for name in CLICKED),
        "PAPER": LIGHT.background,
        "INK": LIGHT.text,
        "LINE": LIGHT.border,
        "LIGHTER": _light_rules(),
    }.items():
        text = text.replace(word, meant)
    return text


def _light_rules() -> str:
    """Rules that draw a dark figure in the colours of a light one, role by role."""
    return "\n".join(
        f'svg [style*="{what}: {_rgb(dark)}"], svg [{what}="{_rgb(dark)}"]'
        f" {{ {what}: {light} !important; }}"
        for dark, light in zip(astuple(DARK), astuple(LIGHT), strict=True)
        for what in ("fill", "stroke")
    )


def _rgb(colour: str) -> str:
    """A colour as figures have it: "rgb(11, 110, 117)"."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
