"""What the form for an offering of one's own calls its fields, and its help."""

from __future__ import annotations

from views.kit import catalog_words as field_words

YES_NO = {"unknown": "Not known", "yes": "Yes", "no": "No"}
STARTS = {
    "mondays": "Any Monday",
    "first_mondays": "First Monday of a month",
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
}
LABELS = {
    **field_words.OFFERING,
    "application_fee_usd": "Application fee (US$)",
    "tuition_usd": "Tuition or visitor fee (US$)",
    "other_fees_usd": "Other fees (US$)",
    "weeks": "Weeks",
    "acceptance": "Chance of a yes (%)",
    "region": "Region",
    "lat": "Latitude",
    "lon": "Longitude",
    "housing_week_usd": "Room for a week (US$)",
    "food_week_usd": "Food for a week (US$)",
}
HELP = {
    "host": "The hospital or practice, as it calls itself.",
    "title": "In a few words, such as: inpatient elective.",
    "city": "Where one rotates. A city of the list has its living costs already.",
    "program_id": "None: a rotation there gives a letter, but is no audition.",
    "kind": "An observership counts for less than hands-on work.",
    "channel": "It says whom to write to; it changes no chance.",
    "students": "“Not known” counts as possible and is marked to be asked.",
    "graduates": "“Not known” counts as possible and is marked to be asked.",
    "us_persons_only": "Whether a visitor needs US work authorization.",
    "gives_letter": "“Not known” counts as yes and is marked to be asked.",
    "weeks": "From its first Monday to the Friday that ends its last week.",
    "starts": "The first days on which it can begin, always Mondays.",
    "application_fee_usd": "Empty: a typical amount is assumed, never nothing.",
    "tuition_usd": "For the whole rotation. Empty: a typical amount is assumed.",
    "other_fees_usd": "Malpractice cover, screening. Empty: a typical amount.",
    "acceptance": "Your guess. Empty: the general assumption.",
    "url": "Where others can read about it.",
    "state": "Two letters.",
    "region": "It matters only to a rule on regions.",
    "lat": "In degrees, as any map shows it: Houston is at 29.76. It prices travel.",
    "lon": "In degrees, negative in the US: Houston is at -95.37.",
    "housing_week_usd": "A furnished room or studio for a few weeks.",
    "food_week_usd": "Groceries and simple meals.",
}
