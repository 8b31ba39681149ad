"""One palette: the figures' and Streamlit's are the same, and legible."""

import tomllib
from dataclasses import asdict
from pathlib import Path

import plotly.graph_objects as go
import pytest

from charts.theme import DARK, LIGHT, palette, style_figure

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
NAMES = {
    "primaryColor": "primary",
    "backgroundColor": "background",
    "secondaryBackgroundColor": "surface",
    "textColor": "text",
    "borderColor": "border",
}
READABLE = 4.5


@pytest.mark.parametrize(("name", "colors"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_has_the_same_colours(name, colors):
    theme = tomllib.loads(CONFIG.read_text())["theme"][name]
    assert {theme[key] for key in NAMES} == {getattr(colors, n) for n in NAMES.values()}
    for key, role in NAMES.items():
        assert theme[key] == getattr(colors, role), key
    assert set(theme["chartCategoricalColors"]) <= set(asdict(colors).values())


@pytest.mark.parametrize("colors", [LIGHT, DARK])
@pytest.mark.parametrize("role", ["text", "muted", "primary", "second", "warm"])
def test_text_in_any_role_is_readable(colors, role):
    for ground in (colors.background, colors.surface):
        assert contrast(getattr(colors, role), ground) >= READABLE


def test_figures_take_their_colours_from_the_page():
    for dark in (False, True):
        layout = style_figure(go.Figure(), dark, 100).layout
        assert layout.font.color == palette(dark).text
        assert layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert layout.height == 100


def contrast(one: str, other: str) -> float:
    """Contrast ratio as in WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
