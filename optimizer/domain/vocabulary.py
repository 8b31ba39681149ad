"""What the short codes of a catalog stand for: states and focus areas."""

from __future__ import annotations

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
