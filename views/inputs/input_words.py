"""What an input says in words: scenarios are compared in the words of their inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from charts import words
from optimizer.domain.applicant import WAYS, Applicant, Booked, Letter
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import FoundOut, Reply
from optimizer.domain.scenario import Scenario, differing, value_of
from optimizer.domain.words import SPECIALTIES, focus_name, state_name
from optimizer.scenario_io.fitting import Omission
from optimizer.year.guide import step
from views.inputs.labels import ANSWERS, CHOICES, INTERVIEWS, LIST_WISHES, UNSET, label
from views.kit.catalog_words import answer
from views.kit.terms import program_name, rotation_name
from views.session.input_state import ANY, MONTHS, PAIRS, RATED

MONEY = "(US$)"
STATES = ("required_states", "applicant.ties")
PROGRAMS = "preferences.programs"
OF_PROGRAMS: dict[str, Mapping[Any, str]] = {
    "interviews": INTERVIEWS,
    "list_wishes": LIST_WISHES,
}
"""Inputs that say one of these of a program."""
CUT_CHARACTERS = 60
NAMED = 8
SPANS = ("free_dates", "blackouts")


def inputs_that_differ(*scenarios: Scenario) -> tuple[str, ...]:
    """Paths of the inputs in which scenarios differ; a pair of fields is one input."""
    of_pair = {field: path for path, pair in PAIRS.items() for field in pair}
    found = (of_pair.get(path, path) for path in differing(*scenarios))
    return tuple(dict.fromkeys(found))


def name(path: str) -> str:
    """Name an input without its unit."""
    return label(path).partition(f" {MONEY}")[0]


def in_words(catalog: Catalog, scenario: Scenario, path: str) -> str:
    """Say what an input is set to."""
    if path in PAIRS:
        values = tuple(value_of(scenario, field) for field in PAIRS[path])
        return CHOICES[path][values] if path in CHOICES else _range(*values)
    value = value_of(scenario, path)
    if path in CHOICES:
        return CHOICES[path][ANY if value is None else value]
    if value is None:
        return UNSET.get(path, "not set")
    if isinstance(value, tuple):
        return told_items(catalog, path, value) or "none"
    return _value_words(path, value)


def in_one_line(scenario: Scenario) -> str:
    """Say in one line what decides most: money, status, visa and months."""
    who = scenario.applicant
    year = f" {who.graduation_date.year}" if who.graduation_date else ""
    parts = (
        words.money(scenario.budget_usd),
        f"{who.status}{year}",
        _visa(who),
        _months(scenario.months or MONTHS if scenario.months != () else ()),
    )
    return " · ".join(parts)


def _visa(who: Applicant) -> str:
    if who.us_work_authorized or who.img_type == "us_img":
        return CHOICES["visa"][who.img_type, who.us_work_authorized, who.entry_status]
    name = WAYS[who.entry_status].name.removeprefix("an ").removeprefix("a ")
    return name if "-" not in name else name.removesuffix(" visa")


def _months(months: Sequence[int]) -> str:
    named = [f"{dt.date(2000, month, 1):%b}" for month in sorted(months)]
    if len(named) > 2 and max(months) - min(months) == len(named) - 1:
        return f"{named[0]}–{named[-1]}"
    return ", ".join(named) or "no month"


def told_items(catalog: Catalog, path: str, items: Iterable[Any]) -> str:
    """Say some of the items that an input is set to."""
    return ", ".join(_item(catalog, path, item) for item in items)


def _value_words(path: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return words.full_day(value)
    if path == "preferences.where_matters":
        return words.percent(value)
    if path == "work_limit":
        return f"{value:g}"
    return words.money(value) if MONEY in label(path) else str(value)


def _item(catalog: Catalog, path: str, item: Any) -> str:
    if path == "months":
        return f"{dt.date(2000, item, 1):%b}"
    if isinstance(item, Booked):
        host = catalog.offering.get(item.offering_id or "")
        program = catalog.program.get(item.program_id or "")
        where = host.host if host else program.name if program else "booked"
        if item.city:
            where = f"{SPECIALTIES[item.specialty]}, {item.city}"
        n = item.letters_expected
        letters = "" if n == 1 else words.counted(n, "letter")
        parts = (words.KINDS[item.kind], words.money(item.cost_usd), letters)
        paid = ", ".join(filter(None, parts))
        return f"{words.short(where)} ({_span(item.start, item.end)}, {paid})"
    if isinstance(item, Letter):
        return _letter(item)
    if isinstance(item, FoundOut):
        return f"{answer(catalog, item)} ({words.full_day(item.date)})"
    if path in ("answer_by", "reply_days"):
        return _day_words(catalog, *item)
    if path in STATES:
        return state_name(item)
    if path in RATED:
        return _rating_words(catalog, path, *item)
    if path == "done":
        return done_name(catalog, item)
    if path in OF_PROGRAMS:
        program, state = item
        called = OF_PROGRAMS[path][state].lower()
        return f"{called} ({program_name(catalog, program)})"
    if path == "took_place":
        block, took = item
        return f"{took} ({rotation_name(catalog, block)})"
    if path == "answers":
        block, reply = item
        return f"{ANSWERS[reply].lower()} ({rotation_name(catalog, block)})"
    if path == "rank_order":
        return program_name(catalog, item)
    if path in ("pins", "exclusions"):
        return rotation_name(catalog, item)
    if path == "preferences.focus":
        return focus_name(item)
    return _span(*item) if path in SPANS else str(item)


def _letter(found: Letter) -> str:
    """A letter in hand: of whom, and what else is to be said of it."""
    more = (
        "last season" if found.last_cycle else "",
        "evaluation" if found.form == "evaluation" else "",
        "same program" if found.same_program else "",
    )
    kind = CHOICES["letters.kind"][found.kind]
    return f"{kind} ({', '.join(filter(None, more)) or 'plain'})"


def done_name(catalog: Catalog, item_id: str) -> str:
    """What was ticked off, in words: what to do, and at which host."""
    name, _, key = item_id.partition("@")
    found = step(name)
    if found is None:
        return "something that is not in the list any more"
    host = key.removeprefix("host:")
    where = program_name(catalog, key) if key in catalog.program else host
    return f"{found.text.rstrip('.')} ({where})" if where else found.text.rstrip(".")


def _day_words(catalog: Catalog, block: str, found: dt.date | Reply) -> str:
    if isinstance(found, Reply):
        days = {"asked ": found.asked, "answered ": found.answered}
    else:
        days = {"": found}
    said = [f"{what}{words.full_day(day)}" for what, day in days.items() if day]
    return f"{', '.join(said) or 'no day'} ({rotation_name(catalog, block)})"


def _rating_words(catalog: Catalog, path: str, item: str, number: int) -> str:
    named = program_name(catalog, item) if path == PROGRAMS else state_name(item)
    return f"{named}: {number}"


def _span(start: dt.date, end: dt.date) -> str:
    if start == end:
        return words.full_day(start)
    if start.year == end.year:
        return f"{words.days(start, end)} {end.year}"
    return f"{words.full_day(start)} – {words.full_day(end)}"


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def cut(text: str) -> str:
    """Write a text of any length in a cell or in a sentence."""
    if len(text) > CUT_CHARACTERS:
        return f"{text[: CUT_CHARACTERS - 1]}…"
    return text or "empty"


def omission_notice(left: Sequence[Omission]) -> str:
    """Say which inputs name what a catalog does not have."""
    told = [
        f"{name(path)}: {cut(found)}" if found else name(path) for path, found in left
    ]
    more = f" and {len(told) - NAMED} more" if len(told) > NAMED else ""
    return words.safe(
        "Your inputs name what this catalog does not have, which is left out:"
        f" {'; '.join(told[:NAMED])}{more}."
    )
