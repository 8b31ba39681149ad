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
SPECIALTIES = {
    "pmr": "PM&R",
    "internal_medicine": "Internal medicine",
    "neurology": "Neurology",
    "family_medicine": "Family medicine",
    "other": "Another specialty",
}
KINDS = {"hands_on": "hands-on", "observership": "observership"}

_SMALL = ("no", "one", "two", "three", "four", "five", "six")


def dollars(usd: int) -> str:
    """$1,234."""
    return f"${usd:,}"


def people_of_thousand(pp: float) -> int:
    """How many of 1,000 people so many percentage points are: 5 for 0.5."""
    return round(10 * pp)


def day_in_words(date: dt.date) -> str:
    """22 September 2027."""
    return f"{date.day} {date:%B %Y}"


def count(n: int, noun: str) -> str:
    """Number and noun: "one rotation", "two rotations", "12 rotations"."""
    number = _SMALL[n] if 0 <= n < len(_SMALL) else str(n)
    return f"{number} {noun}" if n == 1 else f"{number} {noun}s"


def join_names(names: Sequence[str], most: int = 6) -> str:
    """Names in a row: "a, b and c"; past ``most`` of them "a, b and 5 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def months(numbers: Sequence[int]) -> str:
    """Names of months: "July and August"."""
    return join_names([f"{dt.date(2000, m, 1):%B}" for m in numbers], most=12)


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

_STATES = """
AK Alaska; AL Alabama; AR Arkansas; AS American Samoa; AZ Arizona; CA California; CO
Colorado; CT Connecticut; DC District of Columbia; DE Delaware; FL Florida; GA
Georgia; GU Guam; HI Hawaii; IA Iowa; ID Idaho; IL Illinois; IN Indiana; KS Kansas; KY
Kentucky; LA Louisiana; MA Massachusetts; MD Maryland; ME Maine; MI Michigan; MN
Minnesota; MO Missouri; MP Northern Mariana Islands; MS Mississippi; MT Montana; NC
North Carolina; ND North Dakota; NE Nebraska; NH New Hampshire; NJ New Jersey; NM New
Mexico; NV Nevada; NY New York; OH Ohio; OK Oklahoma; OR Oregon; PA Pennsylvania; PR
Puerto Rico; RI Rhode Island; SC South Carolina; SD South Dakota; TN Tennessee; TX
Texas; UT Utah; VA Virginia; VI Virgin Islands; VT Vermont; WA Washington; WI
Wisconsin; WV West Virginia; WY Wyoming
"""
_PASSPORTS = """
AF Afghanistan; AL Albania; DZ Algeria; AD Andorra; AO Angola; AG Antigua and
Barbuda; AR Argentina; AM Armenia; AU Australia; AT Austria; AZ Azerbaijan; BS
Bahamas; BH Bahrain; BD Bangladesh; BB Barbados; BY Belarus; BE Belgium; BZ Belize;
BJ Benin; BT Bhutan; BO Bolivia; BA Bosnia and Herzegovina; BW Botswana; BR Brazil;
BN Brunei; BG Bulgaria; BF Burkina Faso; BI Burundi; CV Cabo Verde; KH Cambodia; CM
Cameroon; CA Canada; CF Central African Republic; TD Chad; CL Chile; CN China; CO
Colombia; KM Comoros; CG Congo (Brazzaville); CD Congo (Kinshasa); CR Costa Rica; CI
Côte d’Ivoire; HR Croatia; CU Cuba; CY Cyprus; CZ Czechia; DK Denmark; DJ Djibouti;
DM Dominica; DO Dominican Republic; EC Ecuador; EG Egypt; SV El Salvador; GQ
Equatorial Guinea; ER Eritrea; EE Estonia; SZ Eswatini; ET Ethiopia; FJ Fiji; FI
Finland; FR France; GA Gabon; GM Gambia; GE Georgia; DE Germany; GH Ghana; GR
Greece; GD Grenada; GT Guatemala; GN Guinea; GW Guinea-Bissau; GY Guyana; HT Haiti;
HN Honduras; HK Hong Kong; HU Hungary; IS Iceland; IN India; ID Indonesia; IR Iran;
IQ Iraq; IE Ireland; IL Israel; IT Italy; JM Jamaica; JP Japan; JO Jordan; KZ
Kazakhstan; KE Kenya; KI Kiribati; XK Kosovo; KW Kuwait; KG Kyrgyzstan; LA Laos; LV
Latvia; LB Lebanon; LS Lesotho; LR Liberia; LY Libya; LI Liechtenstein; LT
Lithuania; LU Luxembourg; MO Macao; MG Madagascar; MW Malawi; MY Malaysia; MV
Maldives; ML Mali; MT Malta; MH Marshall Islands; MR Mauritania; MU Mauritius; MX
Mexico; FM Micronesia; MD Moldova; MC Monaco; MN Mongolia; ME Montenegro; MA
Morocco; MZ Mozambique; MM Myanmar; NA Namibia; NR Nauru; NP Nepal; NL Netherlands;
NZ New Zealand; NI Nicaragua; NE Niger; NG Nigeria; KP North Korea; MK North
Macedonia; NO Norway; OM Oman; PK Pakistan; PW Palau; PS Palestinian Authority; PA
Panama; PG Papua New Guinea; PY Paraguay; PE Peru; PH Philippines; PL Poland; PT
Portugal; QA Qatar; RO Romania; RU Russia; RW Rwanda; KN Saint Kitts and Nevis; LC
Saint Lucia; VC Saint Vincent and the Grenadines; WS Samoa; SM San Marino; ST São
Tomé and Príncipe; SA Saudi Arabia; SN Senegal; RS Serbia; SC Seychelles; SL Sierra
Leone; SG Singapore; SK Slovakia; SI Slovenia; SB Solomon Islands; SO Somalia; ZA
South Africa; KR South Korea; SS South Sudan; ES Spain; LK Sri Lanka; SD Sudan; SR
Suriname; SE Sweden; CH Switzerland; SY Syria; TW Taiwan; TJ Tajikistan; TZ
Tanzania; TH Thailand; TL Timor-Leste; TG Togo; TO Tonga; TT Trinidad and Tobago; TN
Tunisia; TR Türkiye; TM Turkmenistan; TV Tuvalu; UG Uganda; UA Ukraine; AE United
Arab Emirates; GB United Kingdom; US United States; UY Uruguay; UZ Uzbekistan; VU
Vanuatu; VA Vatican City; VE Venezuela; VN Vietnam; YE Yemen; ZM Zambia; ZW Zimbabwe
"""


def _names(table: str) -> dict[str, str]:
    return dict(one.split(" ", 1) for one in " ".join(table.split()).split("; "))


STATES = _names(_STATES)
COUNTRIES = _names(_PASSPORTS)
"""Countries that issue passports, by their two letters (ISO 3166-1; XK by use)."""


def state_name(code: str) -> str:
    """Name of a state by its two letters; a code of another kind stays as it is."""
    return STATES.get(code, code)


def focus_name(area: str) -> str:
    """Name of a focus area by its id; an area of another kind stays as it is."""
    return FOCUS.get(area, area)
