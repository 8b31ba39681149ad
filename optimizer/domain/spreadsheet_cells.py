"""Text that a spreadsheet shows as it is: no formula runs when a file is opened."""

from __future__ import annotations

# What programs take for the start of a formula, and what they skip before one. Source:
# OWASP, "CSV Injection"; the wide signs are those of East Asian keyboards.
_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def harmless(text: str) -> str:
    """Put an apostrophe before text that could be read as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS) else text
