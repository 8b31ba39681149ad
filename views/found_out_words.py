"""What the fields one may ask about are called, and their values in plain words."""

from __future__ import annotations

import datetime as dt

from charts import words
from optimizer.catalog import Catalog, FoundOut, Provenance
from optimizer.cells import cell_of
from optimizer.found_out import FIELDS, answer_about, records
from optimizer.starts import iso_date, parse_starts
from optimizer.words import STATUS
from views.names import program_name

# By field: its name, and the question to put to the host.
ASKED: dict[str, tuple[str, str]] = {
    "accepts_img": (
        "Takes international graduates",
        "Do you interview international medical graduates?",
    ),
    "visa_sponsorship": ("Visas it sponsors", "Which visas do you sponsor?"),
    "graduation_years_limit": (
        "Most years since graduation",
        "How many years after graduation do you still accept applicants?",
    ),
    "min_step2_ck": (
        "Lowest Step 2 CK score",
        "Is there a Step 2 CK score below which you do not interview?",
    ),
    "max_exam_failures": (
        "Failed exams allowed",
        "How many failed attempts at exams do you allow?",
    ),
    "usce_required": (
        "Asks for US clinical experience",
        "Do you require clinical experience in the US?",
    ),
    "letters_wanted": ("Letters it wants", "How many letters do you want?"),
    "students": (
        "Takes students of foreign schools",
        "Do you take students of foreign schools?",
    ),
    "graduates": (
        "Takes graduates of foreign schools",
        "Do you take graduates of foreign schools?",
    ),
    "us_persons_only": (
        "Only for US persons",
        "Is it only for US citizens and permanent residents?",
    ),
    "needs_vslo_school": (
        "Needs a home school in VSLO",
        "Must my school take part in VSLO?",
    ),
    "needs_step1_pass": ("Needs a pass in Step 1", "Must I have passed Step 1?"),
    "max_step1_failures": (
        "Step 1 failures allowed",
        "How many failed attempts at Step 1 do you allow?",
    ),
    "weeks": ("Length", "How many weeks does it take?"),
    "starts": ("Start dates", "On which dates can it start?"),
    "application_fee_usd": ("Application fee", "What does applying cost?"),
    "tuition_usd": ("Tuition", "What is the tuition?"),
    "other_fees_usd": (
        "Other fees",
        "What else is to be paid, such as malpractice cover or screening?",
    ),
    "apply_lead_weeks": (
        "Weeks to apply ahead",
        "How many weeks before the start must I apply?",
    ),
    "letter_days": (
        "Days until the letter is written",
        "How many days after the end do you write letters?",
    ),
    "gives_letter": ("Gives a letter", "Do you write letters of recommendation?"),
    "acceptance": (
        "Share of requests accepted",
        "Of how many requests out of 100 do you accept?",
    ),
    "kind": ("Kind", "Is it hands-on, or do I watch?"),
    "channel": ("Way to apply", "How do I apply?"),
}
_OPTIONS = {
    **words.KINDS,
    "VSLO": "VSLO",
    "portal": "the host's own portal",
    "direct": "directly, by e-mail",
    "J-1;H-1B": "J-1 and H-1B",
    "none": "none",
}
_UNITS = {
    "weeks": "week",
    "apply_lead_weeks": "week",
    "letter_days": "day",
    "graduation_years_limit": "year",
}
_NAMED_DATES = 4


def field_name(field: str) -> str:
    """Name a field in a few words."""
    return ASKED[field][0]


def option_name(option: str) -> str:
    """Name one of the answers to choose from."""
    return _OPTIONS.get(option, option)


def value_name(field: str, cell: str) -> str:
    """Say what an answer says; an empty one says that there is no limit."""
    if cell == "":
        return "no limit"
    if field == "starts":
        return _starts(cell)
    if field == "acceptance":
        return words.percent(float(cell))
    if field.endswith("_usd"):
        return words.money(int(cell))
    if unit := _UNITS.get(field):
        return words.counted(int(cell), unit)
    return option_name(cell)


def record_name(catalog: Catalog, record_id: str) -> str:
    """Name a program or an offering, with its id."""
    if offering := catalog.offering.get(record_id):
        return f"{offering.host}: {offering.title} ({record_id})"
    return f"{program_name(catalog, record_id)} (program)"


def short_name(catalog: Catalog, record_id: str) -> str:
    """Name a program or the host of an offering."""
    offering, program = catalog.offering.get(record_id), catalog.program.get(record_id)
    return offering.host if offering else program.name if program else record_id


def answer(catalog: Catalog, one: FoundOut) -> str:
    """Say what was found out: Clinic A, tuition: $750."""
    name = field_name(one.field)
    said = f"{name[:1].lower()}{name[1:]}: {value_name(one.field, one.value)}"
    return f"{short_name(catalog, one.record_id)}, {said}"


def present(catalog: Catalog, record_id: str, field: str) -> str:
    """Say what holds now, and who says so."""
    key = (FIELDS[field].file, record_id, field)
    if (mine := answer_about(catalog, *key)) and (day := iso_date(mine.as_of)):
        now = value_name(field, _cell(catalog, record_id, field))
        return f"You found out on {words.full_day(day)}: {now}."
    return f"The catalog says: {on_record(catalog, record_id, field)}."


def on_record(catalog: Catalog, record_id: str, field: str) -> str:
    """Say what the catalog as read says, and where it is from."""
    old = catalog.shipped
    cell = _cell(old, record_id, field)
    if cell in ("", "unknown"):
        return "not known"
    known = old.source_of.get((FIELDS[field].file, record_id, field))
    return f"{value_name(field, cell)} ({_source(known)})"


def _source(known: Provenance | None) -> str:
    return STATUS[known.status] if known else "nothing on record"


def _cell(catalog: Catalog, record_id: str, field: str) -> str:
    record = records(catalog, FIELDS[field])[record_id]
    return cell_of(getattr(record, field))


def _starts(cell: str) -> str:
    found = parse_starts(cell)
    if found.pattern == "mondays":
        return "any Monday"
    if found.pattern == "first_mondays":
        return "the first Monday of a month"
    if found.pattern == "every":
        first = words.full_day(found.dates[0])
        return f"every {found.step.days} days from {first}"
    return _dates(found.dates)


def _dates(days: tuple[dt.date, ...]) -> str:
    named = [words.full_day(day) for day in days[:_NAMED_DATES]]
    more = len(days) - _NAMED_DATES
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
