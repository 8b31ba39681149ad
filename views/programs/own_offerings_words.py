"""What the form for an offering of one's own calls its fields, and its help."""

from __future__ import annotations

from optimizer.domain.fields import OFFERING

YES_NO = {"unknown": "Not known", "yes": "Yes", "no": "No"}
STARTS = {
    "mondays": "Any Monday",
    "first_mondays": "First Monday of a month",
    "months": "Any calendar month",
    "": "On these dates",
}
OPTIONS: dict[str, dict[str, str]] = {
    "kind": {"hands_on": "Hands-on", "observership": "Observership"},
    "channel": {
        "direct": "By e-mail or through someone",
        "portal": "A form of the host",
        "VSLO": "VSLO",
    },
    **dict.fromkeys(("students", "graduates", "us_persons_only"), YES_NO),
    "gives_letter": YES_NO,
    "pmr_available": YES_NO,
}
# A city that the list does not have.
_PLACE = {
    "lat": (
        "Latitude",
        "In degrees, as any map shows it: Houston is at 29.76. It prices travel.",
    ),
    "lon": ("Longitude", "In degrees, negative in the US: Houston is at -95.37."),
    "region": ("Region", "It matters only to a rule on regions."),
    "housing_week_usd": (
        "Room for a week (US$)",
        "A furnished room or studio for a few weeks.",
    ),
    "food_week_usd": ("Food for a week (US$)", "Groceries and simple meals."),
}
LABELS = {
    **{name: column.form_label for name, column in OFFERING.items()},
    **{name: label for name, (label, _) in _PLACE.items()},
}
HELP = {
    **{name: column.help for name, column in OFFERING.items()},
    **{name: text for name, (_, text) in _PLACE.items()},
}
