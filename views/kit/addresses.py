"""The typical applicant that an address asks for."""

from __future__ import annotations

from views.session.examples import EXAMPLES

PARAMETER = "preset"
UNKNOWN = (
    "The address asks for a typical applicant that does not exist. You can go on with"
    " the usual inputs."
)


def slug(name: str) -> str:
    """Write the name of a typical applicant as it stands in an address."""
    return "-".join(name.lower().split())


def preset_of(text: str) -> str | None:
    """Return the typical applicant of an address; None: there is none such."""
    return next((name for name in EXAMPLES if slug(name) == text), None)
