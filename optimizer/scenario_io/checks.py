"""Does a scenario fit the catalog and itself: known names, and dates in order.

What cannot be fulfilled (more letters than rotations, say) is no fault: the solver
answers that with "no plan" and explains why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from optimizer.domain.applicant import Booked
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import Fault, nearest, quote_value
from optimizer.domain.found_out import found_out_faults
from optimizer.domain.problem import Problem
from optimizer.domain.replies import YES
from optimizer.domain.scenario import INTERVIEWED, Scenario
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


def _name_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    wishes = scenario.preferences
    focuses = [p.focus for p in catalog.programs] + [o.focus for o in catalog.offerings]
    areas = {area for focus in focuses for area in focus}
    regions = {place.region for place in catalog.places}
    rated = (program_id for program_id, _ in wishes.programs)
    limited = (region for region, _ in scenario.max_per_region)
    yield from _unknown("preferences.focus", wishes.focus, areas)
    yield from _unknown("preferences.programs", rated, catalog.program)
    yield from _unknown("max_per_region", limited, regions)
    yield from _unknown("rank_order", scenario.rank_order, catalog.program)
    for where, named in (
        ("interviews", scenario.interviews),
        ("list_wishes", scenario.list_wishes),
    ):
        programs = (program_id for program_id, _ in named)
        yield from _unknown(where, programs, catalog.program)


def _place_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    states = STATES.keys() | {place.state for place in catalog.places}
    for tie in scenario.applicant.ties:
        if "," in tie:
            yield from _unknown_city("applicant.ties", tie, catalog)
        elif tie not in states:
            allowed = f"{STATE_ALLOWED}, or a city such as Houston, TX"
            yield Fault("applicant.ties", f"{quote_value(tie)} is unknown", allowed)
    for city in scenario.free_housing:
        yield from _unknown_city("free_housing", city, catalog)
    rated = [state for state, _ in scenario.preferences.states]
    named = {"required_states": scenario.required_states, "preferences.states": rated}
    for where, found in named.items():
        for state in found:
            if state not in states:
                yield Fault(where, f"{quote_value(state)} is unknown", STATE_ALLOWED)


def _country_faults(scenario: Scenario, _: Catalog) -> Iterator[Fault]:
    country = scenario.applicant.nationality
    if country is not None and country not in COUNTRIES:
        allowed = "a country by its two letters (ISO 3166-1), such as IN"
        yield Fault(
            "applicant.nationality", f"{quote_value(country)} is unknown", allowed
        )


def _unknown_city(where: str, city: str, catalog: Catalog) -> Iterator[Fault]:
    if city not in catalog.place:
        what = f"the catalog has no city {quote_value(city)}"
        yield Fault(where, what, nearest(city, catalog.place))


def _block_faults(scenario: Scenario, catalog: Catalog) -> Iterator[Fault]:
    named = {
        "pins": scenario.pins,
        "exclusions": scenario.exclusions,
        "answers": tuple(name for name, _ in scenario.answers),
        "answer_by": tuple(name for name, _ in scenario.answer_by),
        "reply_days": tuple(name for name, _ in scenario.reply_days),
        "took_place": tuple(name for name, _ in scenario.took_place),
    }
    for where, blocks in named.items():
        for block in blocks:
            try:
                BlockId.parse(block)
            except ValueError:
                yield Fault(where, f"{quote_value(block)} does not fit", BLOCK_ALLOWED)
            yield from _unknown(where, [offering_of(block)], catalog.offering)


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
    _place_faults,
    _country_faults,
    _block_faults,
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
