"""No cell of a CSV is read as a formula, and other text stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.columns import harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        '=HYPERLINK("http://x")',
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_formulas_become_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "yes", "J-1;H-1B", "2027-05-03", "1+1", "a=b"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_nothing_starts_like_a_formula(text: str) -> None:
    found = harmless(text)
    assert not found.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert found.endswith(text)
