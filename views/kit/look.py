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

PHONE = """
@media (max-width: 640px) {
  [data-testid=stMainBlockContainer] { padding-top: 3.75rem; }
  .st-key-claim { display: none; }
}
"""
# What an open panel does to the answer stays in sight, with the button that closes it.
BAR = """
[data-testid=stLayoutWrapper]:has(> .st-key-bar .st-key-done) {{
  position: sticky; bottom: 0; z-index: 9; padding: 0.5rem 0; background: {colour};
}}
"""
# Streamlit writes white on every primary button, whatever its colour.
DARK_BUTTONS = f"""
[data-testid=stBaseButton-primary] {{ color: {DARK.background}; }}
"""
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
    screen = PHONE + BAR.format(colour=palette(is_dark()).background)
    dark = DARK_BUTTONS + ON_WHITE if is_dark() else ""
    st.html(
        f"<style>{screen}{_text('printing.css')}{dark}</style>"
        f"<script>{_text('look.js')}{_text('printing.js')}</script>",
        unsafe_allow_javascript=True,
    )


@cache
def _text(file: str) -> str:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    clicked = ", ".join(f".{name}, [data-testid={name}]" for name in CLICKED)
    return text.replace("SHEET", str(SHEET_PIXELS)).replace("CLICKED", clicked)


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


# What is neither a figure nor a legend is made dark on white, whatever it was.
ON_WHITE = f"""
@media print {{
  html, body {{ background: {LIGHT.background} !important; }}
  .stApp, .stApp *:not(svg, svg *, .stHtml *) {{
    color: {LIGHT.text} !important; background: transparent !important;
    border-color: {LIGHT.border} !important; color-scheme: light;
  }}
  .stHtml [style*=background] {{ filter: invert(1) hue-rotate(180deg); }}
  {_light_rules()}
}}
"""
