"""Text of anyone in a spreadsheet."""

from __future__ import annotations

import pytest

from optimizer.spreadsheet_cells import harmless


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_could_be_a_formula_gets_an_apostrophe(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Mayo", "PM&R", "1-2", "a=b", "'=1"])
def test_other_text_stays(text):
    assert harmless(text) == text
