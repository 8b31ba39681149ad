"""How every page looks beyond its theme, and what its help buttons are called."""

from __future__ import annotations

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
SCRIPT = """
(() => {
  if (window.rotamatchHelps) return;
  window.rotamatchHelps = true;
  const TEXT = "[data-testid=stMarkdown], [data-testid=stHeading]";
  const name = () => {
    for (const help of document.querySelectorAll("button[aria-label=Help]")) {
      const about = help.closest(TEXT)?.cloneNode(true);
      about?.querySelectorAll("button, [role=img]").forEach(part => part.remove());
      const words = about?.textContent.trim().split(/\\s+/).slice(0, 8).join(" ");
      if (words) help.setAttribute("aria-label", `Help for ${words}`);
    }
  };
  new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
  name();
})();
"""


def draw() -> None:
    """Put the look on the page."""
    st.html(
        f"<style>{PHONE}{BAR.format(colour=palette(is_dark()).background)}"
        f"{DARK_BUTTONS if is_dark() else ''}</style>"
        f"<script>{SCRIPT}</script>",
        unsafe_allow_javascript=True,
    )
