"""What each grade of trust is called, and what it means."""

from __future__ import annotations

from optimizer.domain.scenario import Grade

MEANING: dict[Grade, tuple[str, str]] = {
    "confirmed": (
        "Confirmed",
        "Confirmed: a page of the host of the last 18 months says that it takes people"
        " of your status, in PM&R too.",
    ),
    "likely": (
        "Likely",
        "Likely: that is on record, but from an older or another page.",
    ),
    "unclear": (
        "Unclear",
        "Unclear: one of the two is on record, the other is not.",
    ),
    "cold": ("Cold", "Cold: neither is on record, so you can only ask."),
}
