"""How every page looks on paper: what can be clicked goes, what can be read stays.

Figures are drawn for the screen. Pressing Ctrl+P (or ⌘P) draws them anew, as wide as a
sheet, before the browser prints; printed from the browser's menu they are scaled.
"""

from __future__ import annotations

from dataclasses import astuple

import streamlit as st

from charts.theme import DARK, LIGHT
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
    """Put the look on paper on the page; on the screen nothing changes."""
    st.html(
        f"<style>{STYLE}{ON_WHITE if is_dark() else ''}</style>"
        f"<script>{SCRIPT}</script>",
        unsafe_allow_javascript=True,
    )


_GONE = ", ".join(f".{name}, [data-testid={name}]" for name in CLICKED)

STYLE = f"""
[data-testid=stElementContainer]:has(> .stHtml > script) {{ position: absolute; }}
html.for-paper [data-testid=stMainBlockContainer] {{
  width: {SHEET_PIXELS}px; max-width: {SHEET_PIXELS}px; padding-left: 0;
  padding-right: 0;
}}
@page {{ margin: 12mm; }}
@media print {{
  {_GONE},
  [data-testid=stHeader], [data-testid=stSidebar],
  [data-testid=stElementContainer]:has(> :is({_GONE})),
  [role=tab][aria-selected=false], .st-key-take-away, details:not([open]) {{
    display: none !important;
  }}
  html {{ font-size: 14px !important; }}
  [data-testid=stMainBlockContainer] {{ padding: 0 !important; }}
  .stPlotlyChart, .js-plotly-plot, .plot-container, .svg-container {{
    width: 100% !important; height: auto !important; contain: none !important;
  }}
  [data-testid=stElementContainer]:has(> .stFullScreenFrame),
  [data-testid=stElementContainer]:has(.stPlotlyChart), .stPlotlyChart {{
    break-inside: avoid; height: auto !important; overflow: visible !important;
  }}
  .svg-container > .main-svg {{
    width: min(100%, var(--drawn, 100%)) !important; height: auto !important;
  }}
  .svg-container > .main-svg:first-child {{ position: static !important; }}
  .svg-container > :not(svg) {{ display: none; }}
  [data-testid=stTable] thead {{ display: table-header-group; }}
  [data-testid=stTable], [data-testid=stTable] tr, [data-testid=stMarkdown] li,
  [data-testid=stGridCellContent] > * {{
    break-inside: avoid;
  }}
  [data-testid=stElementContainer]:has(+ * [data-testid=stTable]),
  [data-testid=stElementContainer]:has(.stHeading) {{ break-after: avoid; }}
  h1, h2, h3, h4, h5 {{ break-after: avoid; }}
  p {{ orphans: 3; widows: 3; }}
  [data-testid=stMarkdown] a[href^=http]::after {{
    content: " (" attr(href) ")"; font-size: 80%; overflow-wrap: anywhere;
  }}
}}
"""


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

SCRIPT = f"""
(() => {{
  if (window.rotamatchPrints) return;
  window.rotamatchPrints = true;
  const root = document.documentElement;
  const drawings = () => [...document.querySelectorAll("svg.main-svg")];
  addEventListener("beforeprint", () => {{
    for (const svg of drawings()) {{
      const width = svg.getAttribute("width"), height = svg.getAttribute("height");
      svg.setAttribute("viewBox", `0 0 ${{width}} ${{height}}`);
      svg.style.setProperty("--drawn", `${{width}}px`);
    }}
  }});
  const widen = () => root.classList.remove("for-paper");
  addEventListener("pointerdown", widen);
  addEventListener("afterprint", () => {{
    widen();
    for (const svg of drawings()) svg.removeAttribute("viewBox");
  }});
  const fits = () => drawings().every(
    svg => svg.getAttribute("width") <= {SHEET_PIXELS});
  addEventListener("keydown", async event => {{
    const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!asked || event.key.toLowerCase() !== "p") return;
    event.preventDefault();
    root.classList.add("for-paper");
    for (let waited = 0; waited < 50 && !fits(); waited++)
      await new Promise(done => setTimeout(done, 100));
    await new Promise(done => setTimeout(done, 200));
    window.print();
  }}, true);
}})();
"""
