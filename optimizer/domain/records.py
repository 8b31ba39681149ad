"""The records of the catalog: what exists, apart from any applicant.

Field names are the column names of the CSV files (``data/README.md`` is their
dictionary). ``None`` in a number or date means unknown; it never means zero. A column
whose field has a default may be missing from a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le, Len
from pydantic import ConfigDict

from optimizer.domain.starts import FIRST_YEAR, LAST_YEAR

Known = Literal["yes", "no", "unknown"]
Visa = Literal["B-1", "WB", "F-1", "J-1"]
"""What a host may name as a way to enter that it takes."""
UsPersons = Literal["yes", "no", "unknown", "excluded"]
"""Whether a host takes US persons only; ``excluded``: it takes none."""
Kind = Literal["hands_on", "observership"]
Receptiveness = Literal["none_reported", "low", "mid", "high", "very_high", "unknown"]
_LEVELS: tuple[Receptiveness, ...] = (
    *("none_reported", "unknown", "low", "mid", "high", "very_high"),
)
"""From the lowest on; what is not known counts as low."""
MID_RESIDENTS = 3
"""IMGs among the residents from which on a program counts as interviewing IMGs at a
middle rate: about one in each class. With fewer it counts as low. A guess of ours."""
Channel = Literal["VSLO", "portal", "direct"]
Track = Literal["categorical", "advanced", "both", "unknown"]
CertificateWanted = Literal["application", "ranking", "asked", "unknown"]
LetterWanted = Literal["required", "preferred", "unknown"]
Requirement = Literal["licence", "employed_physician"]
Status = Literal[
    "sourced", "aggregator", "estimated", "general_knowledge", "assumed", "user"
]

Text = Annotated[str, Len(1, 300)]
Latitude = Annotated[float, Ge(-90), Le(90)]
Longitude = Annotated[float, Ge(-180), Le(180)]
MOST_USD = 100_000
Dollars = Annotated[int, Ge(0), Le(MOST_USD)]
Count = Annotated[int, Ge(0), Le(1_000)]
Weeks = Annotated[int, Ge(1), Le(52)]
Days = Annotated[int, Ge(0), Le(365)]
Probability = Annotated[float, Ge(0), Le(1)]
Year = Annotated[int, Ge(FIRST_YEAR), Le(LAST_YEAR)]
Day = Annotated[dt.date, Ge(dt.date(FIRST_YEAR, 1, 1)), Le(dt.date(LAST_YEAR, 12, 31))]


@dataclass(frozen=True, slots=True)
class Program:
    """A residency program where one can match."""

    program_id: Text
    name: Text
    institution: str
    city: Text
    state: Text
    lat: Latitude
    lon: Longitude
    acgme_id: str
    positions_per_year: Count | None
    receptiveness_non_us: Receptiveness
    receptiveness_us: Receptiveness
    visa_sponsorship: tuple[Literal["J-1", "H-1B", "none"], ...]
    accepts_img: Known
    graduation_years_limit: Count | None
    min_step2_ck: Annotated[int, Ge(0), Le(300)] | None
    max_exam_failures: Count | None
    usce_required: Known
    letters_wanted: Count | None
    focus: tuple[str, ...]
    url: str
    track: Track = "unknown"
    application_deadline: str = ""
    ecfmg_wanted: CertificateWanted = "unknown"
    pmr_letter: LetterWanted = "unknown"
    interviews_per_year: Count | None = None
    first_class: Annotated[int, Ge(1900), Le(LAST_YEAR)] | None = None
    residents_img: Count | None = None

    def level(self, *, us_img: bool) -> Receptiveness:
        """How often it interviews IMGs of one kind, its own residents considered."""
        known = self.receptiveness_us if us_img else self.receptiveness_non_us
        many = self.residents_img or 0
        shown: Receptiveness = "none_reported"
        if many:
            shown = "mid" if many >= MID_RESIDENTS else "low"
        return max(known, shown, key=_LEVELS.index)


@dataclass(frozen=True, slots=True)
class Offering:
    """A visiting experience a host offers: a hands-on elective or an observership."""

    offering_id: Text
    program_id: str
    host: Text
    title: Text
    city: Text
    state: Text
    kind: Kind
    channel: Channel
    students: Known
    graduates: Known
    us_persons_only: UsPersons
    needs_vslo_school: Known
    max_step1_failures: Count | None
    needs_step1_pass: Known
    weeks: Weeks
    starts: str
    application_fee_usd: Dollars | None
    tuition_usd: Dollars | None
    other_fees_usd: Dollars | None
    apply_lead_weeks: Annotated[int, Ge(0), Le(104)] | None
    letter_days: Days | None
    gives_letter: Known
    acceptance: Probability | None
    focus: tuple[str, ...]
    url: str
    as_of: str
    status: Status
    fee_due: Literal["asking", "accepting", "unknown"] = "unknown"
    application_window: str = ""
    pmr_available: Known = "unknown"
    door: str = ""
    max_per_visitor: Annotated[int, Ge(1), Le(12)] | None = None
    sponsor_first: Known = "unknown"
    min_english: Annotated[str, Len(0, 100)] = ""
    entry_statuses: tuple[Visa, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    documents: tuple[str, ...] = ()
    fee_refunded: Known = "unknown"
    refunds: tuple[str, ...] = ()
    cold_requests: Known = "unknown"
    note: Annotated[str, Len(0, 300)] = ""

    @property
    def place(self) -> str:
        """Key of the offering's place, "City, ST"."""
        return f"{self.city}, {self.state}"


@dataclass(frozen=True, slots=True)
class Place:
    """A city with its living costs in US dollars a week."""

    city: Text
    state: Text
    metro: Text
    region: Text
    lat: Latitude
    lon: Longitude
    housing_week_usd: Dollars
    housing_week_low: Dollars | None
    housing_week_high: Dollars | None
    food_week_usd: Dollars
    transport_week_usd: Dollars | None

    @property
    def place(self) -> str:
        """Key of the place, "City, ST"."""
        return f"{self.city}, {self.state}"


@dataclass(frozen=True, slots=True)
class Season:
    """The dates of one match cycle, named by the July in which residency starts."""

    season: Year
    window_start: Day
    window_end: Day
    letters_by: Day
    submit_open: Day
    program_access: Day
    interviews_start: Day
    interviews_end: Day
    rank_deadline: Day
    match_day: Day
    estimated: Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A parameter of the model with its range, its source and how far to trust it."""

    name: Text
    value: Annotated[float, Ge(-1e6), Le(1e6)]
    low: Annotated[float, Ge(-1e6), Le(1e6)]
    high: Annotated[float, Ge(-1e6), Le(1e6)]
    unit: str
    meaning: str
    source: str
    confidence: Text


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A rule of a state, of the US on a nationality, or on a visa.

    ``applies_to`` are states, countries (ISO 3166-1, two letters) or visas, by
    ``scope``; ``stops`` is what it closes. ``until`` None: no end is on record.
    """

    rule_id: Text
    scope: Literal["state", "nationality", "visa"]
    applies_to: Annotated[tuple[str, ...], Len(1, 300)]
    stops: tuple[Visa | Literal["H-1B", "elective", "residency"], ...]
    limit: Annotated[float, Ge(0), Le(1e6)] | None
    unit: str
    since: Day | None
    until: Day | None
    meaning: Text
    source: Text
    url: str
    as_of: str
    confidence: Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one field of one record comes from."""

    file: Text
    record_id: Text
    field: Text
    source: str
    url: str
    as_of: str
    confidence: Text
    status: Status


@dataclass(frozen=True, slots=True)
class FoundOut:
    """What the applicant found out by asking: one field of one record, on a day.

    ``value`` is written as in a cell of the catalog's files.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    record_id: Text
    """The program or offering that was asked about, by its id."""
    field: Text
    """The column of the catalog that was answered."""
    value: Annotated[str, Len(0, 300)]
    """The answer, written as in a cell of the catalog's files."""
    date: Day
    """The day of the answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """When a request was sent and when it was answered."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    asked: Day | None = None
    """The day on which it was sent."""
    answered: Day | None = None
    """The day of the answer; not before the first."""
