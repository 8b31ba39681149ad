"""What is said of a column of the catalog in words, and so of those of programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["", "US$", "weeks", "days", "years", "share"]
Decides = Literal[
    "",
    "whom a program may match",
    "whom a host takes",
    "when",
    "the price",
    "the letter",
]


@dataclass(frozen=True, slots=True)
class CatalogField:
    """One column in words.

    ``ask`` is what to ask where it is not known, to be sent as it stands; ``help`` goes
    with it in a form; ``needed`` is what would have to be true where it closes a
    rotation. ``answerable``: the applicant may record an answer. ``no_limit``: an empty
    answer says that there is no limit; everywhere else it says nothing. ``decisive``:
    among the facts that decide most about a plan; ``decides``: what it decides.
    """

    label: str
    ask: str = ""
    help: str = ""
    unit: Unit = ""
    needed: str = ""
    answerable: bool = False
    no_limit: bool = False
    decisive: bool = False
    decides: Decides = ""

    @property
    def form_label(self) -> str:
        """The name with the unit in which a form wants it."""
        unit = "%" if self.unit == "share" else self.unit
        return f"{self.label} ({unit})" if unit else self.label


PROGRAM = {
    "program_id": CatalogField("Id in this catalog"),
    "name": CatalogField("Name"),
    "institution": CatalogField(
        "Institution", "Which institution sponsors the residency?"
    ),
    "city": CatalogField("City"),
    "state": CatalogField("State"),
    "lat": CatalogField("Latitude"),
    "lon": CatalogField("Longitude"),
    "acgme_id": CatalogField("ACGME number", "What is your ACGME program number?"),
    "positions_per_year": CatalogField(
        "Residents a year", "How many residents do you take a year?"
    ),
    "receptiveness_non_us": CatalogField(
        "Interviews IMGs from outside the US",
        "How many international graduates from outside the US did you interview in the"
        " last seasons?",
        decisive=True,
        decides="whom a program may match",
    ),
    "receptiveness_us": CatalogField(
        "Interviews IMGs from the US",
        "How many US citizens from foreign schools did you interview in the last"
        " seasons?",
        decisive=True,
        decides="whom a program may match",
    ),
    "accepts_img": CatalogField(
        "Considers IMGs",
        "Do you consider graduates of foreign schools?",
        answerable=True,
        decisive=True,
        decides="whom a program may match",
    ),
    "visa_sponsorship": CatalogField(
        "Visas for residents",
        "Which visas do you sponsor for residents: J-1, H-1B, none?",
        answerable=True,
        decisive=True,
        decides="whom a program may match",
    ),
    "graduation_years_limit": CatalogField(
        "Years since graduation, at most",
        "How many years after graduation may one apply?",
        unit="years",
        answerable=True,
        no_limit=True,
        decides="whom a program may match",
    ),
    "min_step2_ck": CatalogField(
        "Step 2 CK, at least",
        "Is there a lowest Step 2 CK score?",
        answerable=True,
        no_limit=True,
        decides="whom a program may match",
    ),
    "max_exam_failures": CatalogField(
        "Failed exams, at most",
        "How many failed attempts at Step 1 and Step 2 CK do you accept?",
        answerable=True,
        no_limit=True,
        decides="whom a program may match",
    ),
    "usce_required": CatalogField(
        "Requires US clinical experience",
        "Do you require US clinical experience?",
        answerable=True,
        decides="whom a program may match",
    ),
    "letters_wanted": CatalogField(
        "Letters wanted",
        "How many letters of recommendation do you want?",
        answerable=True,
        decisive=True,
    ),
    "pmr_letter": CatalogField(
        "Letter of a PM&R physician",
        "Must one of the letters be of a PM&R physician?",
        "A rotation in PM&R can bring one. Not known says nothing.",
        answerable=True,
    ),
    "ecfmg_wanted": CatalogField(
        "ECFMG certificate wanted",
        "By when do you want the ECFMG certificate?",
        "“Asked for”: wanted, but by when is not known. Not known says nothing.",
        answerable=True,
    ),
    "application_deadline": CatalogField(
        "Last day to apply",
        "What is the last day to apply for residency?",
        "By month and day, as it was in the season of the source. Empty: not known.",
    ),
    "track": CatalogField(
        "Categorical or advanced",
        "Do you offer categorical positions, advanced ones, or both?",
        "Categorical: the first year is part of it. Advanced: you also apply elsewhere"
        " for a first year.",
        answerable=True,
    ),
    "interviews_per_year": CatalogField(
        "Interviews a year",
        "How many applicants do you interview a year?",
        "Of all applicants, not of IMGs alone. Empty: not known.",
        answerable=True,
    ),
    "first_class": CatalogField(
        "First class",
        "In which year did your first residents start?",
        "A new program has no history yet of whom it takes.",
        answerable=True,
    ),
    "residents_img": CatalogField(
        "IMGs among the residents",
        "How many of your residents graduated from a school abroad?",
        "Count them on the program's page of residents. One or two: it counts as"
        " interviewing IMGs at a low rate at least; three or more: at a middle rate."
        " That is our guess. None changes nothing.",
        answerable=True,
        decides="whom a program may match",
    ),
    "focus": CatalogField(
        "Fields of PM&R", "Which areas of PM&R does the residency cover?"
    ),
    "url": CatalogField("Page", "Which page describes the residency?"),
}
"""Columns of programs.csv; those that may be answered in the order to ask them."""
