"""Text in the cells of a spreadsheet."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Text that no spreadsheet reads as a formula: an apostrophe before what could."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
