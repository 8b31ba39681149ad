"""Numbers, dates, states and fields in words, the same in every sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

STATUS = {
    "sourced": "read on the institution's own page",
    "aggregator": "from a site that collects such facts",
    "estimated": "estimated from public figures",
    "general_knowledge": "general knowledge",
    "assumed": "assumed, nothing on record",
    "user": "entered by you",
}
"""Kinds of sources of a fact."""
CONFIDENCE = {
    "S": "sourced",
    "S2": "second-hand source",
    "D": "derived from a source",
    "G": "a guess",
}
"""Grades of the assumptions."""
REQUIREMENTS = {
    "licence": "a licence as a physician",
    "employed_physician": "a post as a physician",
}
KINDS = {"hands_on": "hands-on", "observership": "observership"}

_SMALL = ("no", "one", "two", "three", "four", "five", "six")


def dollars(usd: int) -> str:
    """$1,234."""
    return f"${usd:,}"


def day(date: dt.date) -> str:
    """22 September 2027."""
    return f"{date.day} {date:%B %Y}"


def count(n: int, noun: str) -> str:
    """Number and noun: "one rotation", "two rotations", "12 rotations"."""
    number = _SMALL[n] if 0 <= n < len(_SMALL) else str(n)
    return f"{number} {noun}" if n == 1 else f"{number} {noun}s"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in a row: "a, b and c"; past ``most`` of them "a, b and 5 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def months(numbers: Sequence[int]) -> str:
    """Names of months: "July and August"."""
    return listed([f"{dt.date(2000, m, 1):%B}" for m in numbers], most=12)


STATES = {
    "AK": "Alaska",
    "AL": "Alabama",
    "AR": "Arkansas",
    "AS": "American Samoa",
    "AZ": "Arizona",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DC": "District of Columbia",
    "DE": "Delaware",
    "FL": "Florida",
    "GA": "Georgia",
    "GU": "Guam",
    "HI": "Hawaii",
    "IA": "Iowa",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "MA": "Massachusetts",
    "MD": "Maryland",
    "ME": "Maine",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MO": "Missouri",
    "MP": "Northern Mariana Islands",
    "MS": "Mississippi",
    "MT": "Montana",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "NE": "Nebraska",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NV": "Nevada",
    "NY": "New York",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VA": "Virginia",
    "VI": "Virgin Islands",
    "VT": "Vermont",
    "WA": "Washington",
    "WI": "Wisconsin",
    "WV": "West Virginia",
    "WY": "Wyoming",
}
FOCUS = {
    "inpatient": "inpatient rehabilitation",
    "sci": "spinal cord injury",
    "tbi": "brain injury",
    "stroke": "stroke",
    "msk": "musculoskeletal",
    "sports": "sports medicine",
    "pain": "pain",
    "emg": "electrodiagnosis",
    "prosthetics": "amputation and prosthetics",
    "pediatrics": "pediatric rehabilitation",
    "consult": "consultation service",
    "outpatient": "outpatient clinics",
    "va": "Veterans Affairs",
    "cancer": "cancer rehabilitation",
    "spasticity": "spasticity",
    "neuro": "other neurological rehabilitation",
    "interventional": "spine and image-guided procedures",
    "cardiac": "cardiac and pulmonary rehabilitation",
    "research": "research",
}


def state_name(code: str) -> str:
    """Name of a state by its two letters; a code of another kind stays as it is."""
    return STATES.get(code, code)


def focus_name(area: str) -> str:
    """Name of a focus area by its id; an area of another kind stays as it is."""
    return FOCUS.get(area, area)
