"""Does a scenario fit the catalog and itself: known names, and dates in order.

What cannot be fulfilled (more letters than rotations, say) is no fault: the solver
answers that with "no plan" and explains why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from optimizer.domain.applicant import Booked
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import Fault, nearest, quote_value
from optimizer.domain.found_out import found_out_faults
from optimizer.domain.problem import Problem
from optimizer.domain.replies import YES
from optimizer.domain.scenario import INTERVIEWED, Scenario, value_of
from optimizer.domain.starts import BlockId, offering_of
from optimizer.domain.words import COUNTRIES, STATES

STATE_ALLOWED = "a state of two capital letters, such as TX"
BLOCK_ALLOWED = "an offering such as E012, or one on a date such as E012@2027-05-03"


def scenario_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    """Find everything in a scenario that cannot be meant."""
    for check in CHECKS:
        yield from check(scenario, catalog)


def _unknown(
    where: str, words: Iterable[str], known: Collection[str]
) -> Iterator[Fault]:
    for word in words:
        if word not in known:
            yield Fault(where, f"{quote_value(word)} is unknown", nearest(word, known))


def _season_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    if scenario.season not in catalog.season:
        known = ", ".join(str(year) for year in catalog.season)
        yield Fault("season", f"{scenario.season} is not in the catalog", known)


NAMED = {
    "applicant.ties": "tie",
    "free_housing": "city",
    "required_states": "state",
    "max_per_region": "region",
    **dict.fromkeys(("pins", "exclusions"), "offering"),
    **dict.fromkeys(("answers", "answer_by", "reply_days", "took_place"), "offering"),
    **dict.fromkeys(("list_wishes", "rank_order", "interviews"), "program"),
    "preferences.programs": "program",
    "preferences.states": "state",
    "preferences.focus": "area",
}
"""Fields that name what the catalog has, and which kind; of a pair the first names."""


def name_of(item: Any) -> str:
    """The name in an item of such a field, which may be a pair."""
    return str(item if isinstance(item, str) else item[0])


def known_names(catalog: Catalog, kind: str, name: str) -> Collection[str]:
    """The names of a kind that a catalog knows; a tie is a city or a state."""
    if kind in ("state", "tie") and "," not in name:
        return STATES.keys() | {place.state for place in catalog.places}
    if kind == "area":
        areas = [p.focus for p in catalog.programs] + [
            o.focus for o in catalog.offerings
        ]
        return {area for found in areas for area in found}
    if kind == "region":
        return {place.region for place in catalog.places}
    if kind == "program":
        return catalog.program
    return catalog.offering if kind == "offering" else catalog.place


def is_known(catalog: Catalog, kind: str, name: str) -> bool:
    """Whether a catalog has what is named; of a block its offering counts."""
    plain = offering_of(name) if kind == "offering" else name
    return plain in known_names(catalog, kind, name)


def _name_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    for where, kind in NAMED.items():
        for name in map(name_of, value_of(scenario, where)):
            if kind == "offering" and not _is_block(name):
                yield Fault(where, f"{quote_value(name)} does not fit", BLOCK_ALLOWED)
            if not is_known(catalog, kind, name):
                yield _unknown_name(where, kind, name, catalog)


def _is_block(name: str) -> bool:
    try:
        BlockId.parse(name)
    except ValueError:
        return False
    return True


def _unknown_name(where: str, kind: str, name: str, catalog: Catalog) -> Fault:
    plain = offering_of(name) if kind == "offering" else name
    what = f"{quote_value(plain)} is unknown"
    if kind == "city" or (kind == "tie" and "," in name):
        what = f"the catalog has no city {quote_value(name)}"
    elif kind in ("state", "tie"):
        city = ", or a city such as Houston, TX" if kind == "tie" else ""
        return Fault(where, what, f"{STATE_ALLOWED}{city}")
    return Fault(where, what, nearest(plain, known_names(catalog, kind, name)))


def _country_faults(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    country = scenario.applicant.nationality
    if country is not None and country not in COUNTRIES:
        allowed = "a country by its two letters (ISO 3166-1), such as IN"
        yield Fault(
            "applicant.nationality", f"{quote_value(country)} is unknown", allowed
        )


def _answers_agree(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    """What is paid or accepted cannot be refused, nor what is paid be ruled out."""
    answers = dict(scenario.answers)
    booked = {b.offering_id for b in scenario.booked}
    paid: dict[str, str] = {}
    for name, answer in scenario.answers:
        offering_id = offering_of(name)
        if answer in YES and answers.get(offering_id) == "refused":
            yield Fault("answers", f"{name} is {answer} and {offering_id} is refused")
        if answer != "paid":
            continue
        for where in {name, offering_id} & set(scenario.exclusions):
            yield Fault("answers", f"{name} is paid and {where} is excluded")
        if offering_id in booked:
            yield Fault("answers", f"{name} is paid and booked")
        if offering_id in paid:
            yield Fault("answers", f"{paid[offering_id]} and {name} are both paid")
        paid[offering_id] = name


def _reply_day_faults(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    for name, reply in scenario.reply_days:
        if reply.asked and reply.answered:
            yield from _order_faults(f"reply_days.{name}", reply.asked, reply.answered)


def _found_out_fits(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    yield from found_out_faults(catalog, scenario.found_out)


def _date_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    if scenario.season in catalog.season:
        # Without what was found out, which may be wrong and has a check of its own.
        first, last = Problem(
            catalog, replace(scenario, found_out=(), answers=())
        ).window
        yield from _order_faults("window_end", first, last)
    for field in ("free_dates", "blackouts"):
        for i, (first, last) in enumerate(getattr(scenario, field)):
            yield from _order_faults(f"{field}[{i}]", first, last)
    for i, booked in enumerate(scenario.booked):
        yield from _order_faults(f"booked[{i}].end", booked.start, booked.end)


def _order_faults(where: str, first: dt.date, last: dt.date) -> Iterator[Fault]:
    if last < first:
        yield Fault(where, f"{last} is before {first}", "the first day, then the last")


def _letters_by_sane(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    year, day = scenario.season, scenario.letters_by
    first, last = dt.date(year - 2, 7, 1), dt.date(year, 7, 1)
    if day is not None and not first <= day <= last:
        yield Fault("letters_by", f"{day} is not of this season", f"{first} to {last}")


def _count_faults(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    least, most = scenario.min_rotations, scenario.max_rotations
    if least > most:
        allowed = f"at most max_rotations, {most}"
        yield Fault("min_rotations", f"{least} is too many", allowed)


def _score_faults(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    who, where = scenario.applicant, "applicant.step2_low"
    low, high = who.step2_low, who.step2_high
    if (low is None) != (high is None):
        yield Fault(where, "only one of step2_low and step2_high is given", "both")
    known = [s for s in (low, who.step2_expected, high) if s is not None]
    if known != sorted(known):
        told = ", ".join(map(str, known))
        allowed = "step2_low, step2_expected and step2_high in this order"
        yield Fault(where, f"{told} fall", allowed)


def _wish_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    """No more programs, and no more signals, are wished for than there are."""
    wished = [wish for _, wish in scenario.list_wishes if wish != "out"]
    if not wished:
        return
    signals = round(catalog.assumption["signal_count_2026_season"].value)
    for many, most, kind in (
        (len(wished), scenario.applications, "applications"),
        (wished.count("signal"), signals, "signals"),
    ):
        if many > most:
            what = f"{many} {kind} are wished for, more than there are"
            yield Fault("list_wishes", what, f"at most {most}")


def _rank_faults(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    """One ranks each program once, and only where one is interviewed."""
    came, order = dict(scenario.interviews), scenario.rank_order
    for place, program in enumerate(order):
        if program in order[:place]:
            yield Fault(
                "rank_order", f"{quote_value(program)} is ranked twice", "each once"
            )
        if came.get(program) not in INTERVIEWED:
            what = f"{quote_value(program)} has not interviewed you"
            allowed = "programs that are invited or done under interviews"
            yield Fault("rank_order", what, allowed)


def _booking_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    for i, booked in enumerate(scenario.booked):
        where = f"booked[{i}]"
        yield from _unknown(
            f"{where}.offering_id", _as_tuple(booked.offering_id), catalog.offering
        )
        yield from _unknown(
            f"{where}.program_id", _as_tuple(booked.program_id), catalog.program
        )
        yield from _unknown(f"{where}.city", _as_tuple(booked.city), catalog.place)
        yield from _booked_consistent(where, booked, catalog)


def _booked_consistent(where: str, booked: Booked, catalog: Catalog) -> Iterator[Fault]:
    at_host = booked.offering_id or booked.program_id
    if not booked.in_pmr:
        if at_host or not booked.city:
            what = "another specialty than PM&R has a city alone"
            yield Fault(where, what, "a city of the catalog, and no PM&R host")
        return
    if booked.city:
        yield Fault(f"{where}.city", "its host says where it is", "no city")
    if not at_host:
        yield Fault(where, "it names no host", "an offering_id or a program_id")
    offering = catalog.offering.get(booked.offering_id or "")
    if offering and booked.program_id not in (None, offering.program_id):
        what = f"{offering.offering_id} is not at {quote_value(booked.program_id)}"
        yield Fault(where, what, "the offering alone, or its own program")


def _as_tuple(word: str | None) -> tuple[str, ...]:
    return (word,) if word else ()


CHECKS = (
    _season_faults,
    _name_faults,
    _country_faults,
    _answers_agree,
    _reply_day_faults,
    _found_out_fits,
    _date_faults,
    _letters_by_sane,
    _count_faults,
    _score_faults,
    _wish_faults,
    _rank_faults,
    _booking_faults,
)
