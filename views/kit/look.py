"""How every page looks beyond its theme, and what its help buttons are called."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from charts.theme import DARK, palette
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
# Labels of widgets name their help; a text that has help calls it "Help" and no more.
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def draw() -> None:
    """Put the look on the page."""
    st.html(
        f"<style>{PHONE}{BAR.format(colour=palette(is_dark()).background)}"
        f"{DARK_BUTTONS if is_dark() else ''}</style>"
        f"<script>{SCRIPT}</script>",
        unsafe_allow_javascript=True,
    )
