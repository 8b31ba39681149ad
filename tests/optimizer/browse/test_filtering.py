"""Search, filters, counts and orders of a list, against lists made by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from oracle import level_of, world_of
from random_problems import AREAS, LEVELS, random_problem

from optimizer.browse.entries import search_text
from optimizer.browse.facets import ACCEPTANCE_BANDS, COST_BANDS_USD, FACETS
from optimizer.browse.filtering import (
    MOST_CHARACTERS,
    ORDERS,
    Query,
    facet_counts,
    lines,
    matching_items,
)
from optimizer.domain.problem import Problem
from optimizer.model.availability import availability

LISTINGS = ("programs", "offerings")


# ------------------------------------------------ a second reading, record by record


def band(value: float, ends: tuple[int, ...]) -> str:
    return str(max(end for end in ends if end <= value))


def price(problem: Problem, o: Any) -> int:
    """Fees and weeks of living, from the files' own columns."""
    s, place = problem.scenario, problem.catalog.place[f"{o.city}, {o.state}"]

    def known(value: int | None, name: str) -> int:
        assumed = problem.catalog.assumption[name]
        highest = assumed.high if s.budget_counts == "cautious" else assumed.value
        return round(highest) if value is None else value

    bed = {
        "low": place.housing_week_low,
        "mid": None,
        "high": place.housing_week_high,
    }[s.housing]
    bed = place.housing_week_usd if bed is None else bed
    bed = 0 if f"{o.city}, {o.state}" in s.free_housing else bed
    week = bed + place.food_week_usd
    week += known(place.transport_week_usd, "unknown_transport_week_usd")
    fees = (
        known(o.application_fee_usd, "unknown_application_fee_usd"),
        known(o.tuition_usd, "unknown_tuition_usd"),
        known(o.other_fees_usd, "unknown_other_fees_usd"),
    )
    return sum(fees) + o.weeks * week


def pairs(problem: Problem, listing: str) -> list[tuple[Any, Any]]:
    """Each program or offering with each of its rotations or its program."""
    catalog = problem.catalog
    found = [(catalog.program.get(o.program_id), o) for o in catalog.offerings]
    if listing == "offerings":
        return found
    silent = {p.program_id for p in catalog.programs}
    silent -= {o.program_id for o in catalog.offerings}
    alone = [(catalog.program[name], None) for name in sorted(silent)]
    return [(p, o) for p, o in found if p] + alone


def options(problem: Problem, listing: str, p: Any, o: Any) -> dict[str, set[str]]:
    """What a pair has of every facet, written down a second time."""
    s = problem.scenario
    here = p if listing == "programs" else o
    place = problem.catalog.place[f"{here.city}, {here.state}"]
    found: dict[str, set[str]] = {name: set() for name in FACETS}
    found["state"], found["region"] = {here.state}, {place.region}
    if p:
        us = s.applicant.img_type == "us_img"
        found["receptiveness"] = {level_of(p, us)}
        found["visa"] = set(p.visa_sponsorship) or {"unknown"}
        found["policy"] = {policy(problem, p)}
        if p.program_id in dict(s.preferences.programs):
            found["marks"].add("rated")
    else:
        for name in ("receptiveness", "visa", "policy"):
            found[name] = {"no_program"}
    areas = set(p.focus) if listing == "programs" else set()
    areas |= set(o.focus) if o else set()
    found["focus"] = areas or {"unknown"}
    if o:
        found["kind"], found["channel"] = {o.kind}, {o.channel}
        found["record"], found["stand"] = {o.status}, {availability(problem, o).stand}
        found["cost"] = {band(price(problem, o), COST_BANDS_USD)}
        yes = {n.split("@")[0] for n, a in s.answers if a in ("accepted", "paid")}
        found["trust"] = {grade := world_of(problem).grade(o)}
        known = {a.name: a.value for a in problem.catalog.assumptions}
        general = known["p_rotation_accept_per_application"]
        chance = 1.0 if o.offering_id in yes else o.acceptance
        if chance is None:
            chance = known.get(f"acceptance_{grade}", general)
        found["acceptance"] = {band(round(100 * chance, 6), ACCEPTANCE_BANDS)}
        paid = [n for n, a in s.answers if a == "paid"]
        for mark, names in (
            ("pinned", [*s.pins, *paid]),
            ("excluded", s.exclusions),
            ("answered", [n for n, _ in s.answers]),
        ):
            if any(
                n == o.offering_id or n.startswith(o.offering_id + "@") for n in names
            ):
                found["marks"].add(mark)
    return found


def policy(problem: Problem, p: Any) -> str:
    """Whether a stated policy rules the applicant out, or an unknown one might."""
    s, who = problem.scenario, problem.scenario.applicant
    failures = who.step1_failures + who.step2_failures
    day, years = who.graduation_date, p.graduation_years_limit
    score, least = who.step2_ck, p.min_step2_ck
    out = (
        (p.visa_sponsorship == ("none",) and not who.us_work_authorized)
        or p.accepts_img == "no"
        or (day and years is not None and s.season - day.year > years)
        or (score is not None and least is not None and score < least)
        or (p.max_exam_failures is not None and failures > p.max_exam_failures)
    )
    if out:
        return "ruled_out"
    unsure = p.accepts_img == "unknown"
    unsure = unsure or (not p.visa_sponsorship and not who.us_work_authorized)
    return "unknown" if unsure else "possible"


def keys(
    problem: Problem, listing: str, chosen: dict[str, tuple[str, ...]]
) -> set[str]:
    """Ids of what has one of the chosen options in every facet, pair by pair."""
    return {
        p.program_id if listing == "programs" else o.offering_id
        for p, o in pairs(problem, listing)
        if all(
            not wanted or set(wanted) & options(problem, listing, p, o)[facet]
            for facet, wanted in chosen.items()
        )
    }


def some_choice(
    problem: Problem, listing: str, seed: int
) -> dict[str, tuple[str, ...]]:
    """A few options of a few facets, often such as occur."""
    chance = random.Random(seed)
    every = [options(problem, listing, p, o) for p, o in pairs(problem, listing)]
    chosen = {}
    for facet in chance.sample(sorted(FACETS), chance.randint(0, 4)):
        known = sorted({o for found in every for o in found[facet]} | {"no such"})
        chosen[facet] = tuple(
            chance.sample(known, min(len(known), chance.randint(0, 3)))
        )
    return chosen


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("seed", range(1_800, 1_830))
def test_what_is_listed_and_counted_is_what_is_there(seed, listing):
    """Each count is the length of the list with this one option chosen in its facet."""
    problem = random_problem(seed)
    chosen = some_choice(problem, listing, seed)
    found, query = lines(problem, listing), Query(chosen=tuple(chosen.items()))
    assert {i.key for i in matching_items(found, query)} == keys(
        problem, listing, chosen
    )
    every = [options(problem, listing, p, o) for p, o in pairs(problem, listing)]
    for facet in facet_counts(found, query):
        counts = dict(facet.options)
        possible = {o for each in every for o in each[facet.facet]}
        for option in possible | set(chosen.get(facet.facet, ())):
            other = {**chosen, facet.facet: (option,)}
            assert counts.get(option, 0) == len(keys(problem, listing, other))
        assert counts.keys() <= possible | set(chosen.get(facet.facet, ()))
        shown = set(chosen.get(facet.facet, ()))
        assert all(n or option in shown for option, n in facet.options)


@pytest.mark.parametrize("seed", range(1_830, 1_840))
def test_each_item_holds_its_matching_rotations_and_no_other(seed):
    problem = random_problem(seed)
    chosen = some_choice(problem, "programs", seed)
    found = matching_items(
        lines(problem, "programs"), Query(chosen=tuple(chosen.items()))
    )
    for item in found:
        for entry in item.entries:
            has = options(problem, "programs", entry.program, entry.offering)
            assert all(not w or set(w) & has[facet] for facet, w in chosen.items())
        costs = [e.usd for e in item.entries if e.is_possible] or [
            e.usd for e in item.entries if e.usd is not None
        ]
        assert item.usd == min(costs, default=None)


# -------------------------------------------------------------------- one and the same


def two_rotations() -> Problem:
    """P1: hands-on elsewhere by VSLO, an observership by e-mail; P2: neither."""
    offerings = (
        make.offering("E1", "P1", kind="hands_on", channel="VSLO"),
        make.offering("E2", "P1", kind="observership", channel="direct"),
        make.offering("E3", "", host="Lakeside", kind="observership"),
    )
    programs = (make.program("P1"), make.program("P2", city="Austin"))
    return make.problem(make.catalog(programs, offerings))


def test_filters_on_rotations_speak_of_one_rotation():
    """P1 has a hands-on rotation and one by e-mail, but no hands-on one by e-mail."""
    found = lines(two_rotations(), "programs")
    both = Query(chosen=(("kind", ("hands_on",)), ("channel", ("direct",))))
    assert matching_items(found, both) == ()
    for one in both.chosen:
        assert [i.key for i in matching_items(found, Query(chosen=(one,)))] == ["P1"]


def test_a_program_is_counted_once_and_one_without_rotations_too():
    found = lines(two_rotations(), "programs")
    assert [i.key for i in matching_items(found, Query())] == ["P1", "P2"]
    counts = {c.facet: dict(c.options) for c in facet_counts(found, Query())}
    assert counts["state"] == {"TX": 2}
    assert counts["kind"] == {"hands_on": 1, "observership": 1}
    (silent,) = (i for i in matching_items(found, Query()) if i.key == "P2")
    assert (silent.stand, silent.usd, silent.acceptance) == (None, None, None)


def test_an_offering_without_a_program_is_in_the_list_of_offerings_alone():
    problem = two_rotations()
    assert len(matching_items(lines(problem, "offerings"), Query())) == 3
    assert "E3" not in {line.entry.key for line in lines(problem, "programs")}


def test_options_come_in_their_order_and_unforeseen_ones_last():
    programs = tuple(
        make.program(f"P{i}", receptiveness_non_us=level)
        for i, level in enumerate(LEVELS)
    )
    offerings = (make.offering("E1", "P1", focus=("zebra", *AREAS)),)
    found = lines(make.problem(make.catalog(programs, offerings)), "programs")
    counts = {c.facet: [o for o, _ in c.options] for c in facet_counts(found, Query())}
    assert counts["receptiveness"] == [
        "very_high",
        "high",
        "mid",
        "low",
        "unknown",
        "none_reported",
    ]
    assert counts["focus"] == sorted([*AREAS, "unknown", "zebra"])


# ---------------------------------------------------------------------------- search


def search(text: str, **changes: Any) -> list[str]:
    programs = (
        make.program(
            "P1", name="Hôpital São José", institution="Fundação", focus=("sci",)
        ),
        make.program("P2", name="Big 大学 Rehab", city="San Juan", state="PR"),
    )
    offerings = (
        make.offering("E1", "P1", host="STRASSE Klinik", title="Spine clinic"),
        make.offering("E2", "P1", host="Otra", title="Gait"),
    )
    problem = make.problem(make.catalog(programs, offerings))
    return [
        i.key
        for i in matching_items(lines(problem, "programs"), Query(text, **changes))
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ["P2", "P1"]),  # P1 has a rotation that is open
        ("hopital sao jose", ["P1"]),
        ("JOSÉ hôp", ["P1"]),
        ("Jose\u0301", ["P1"]),  # the accent as a sign of its own
        ("straße", ["P1"]),
        ("spinal cord", ["P1"]),
        ("puerto rico", ["P2"]),
        ("大学", ["P2"]),
        ("e2", ["P1"]),
        ("fund p1 tx", ["P1"]),
        ("spine gait", []),  # not of one and the same rotation
        ("ehab", []),  # words from their beginning
        ("nowhere", []),
        ("  &-: ", ["P2", "P1"]),  # nothing that could be looked for
        ("\ud800", ["P2", "P1"]),  # half a character, no letter
    ],
)
def test_a_search_finds_words_without_case_and_accents(text, keys):
    assert set(search(text)) == set(keys)


def test_a_search_is_cut_and_takes_no_pattern():
    assert search("h" + "o" * MOST_CHARACTERS) == []
    assert search("texas " + " " * MOST_CHARACTERS + "nowhere") == ["P1"]
    assert search(".*") == search("")
    assert search("(((((") == search("")


@pytest.mark.parametrize("text", ["Straße", "ÀÉ", "PM&R 2", "ﬁne", "İzmir", ""])
def test_folding_twice_is_folding_once(text):
    assert search_text(search_text(text)) == search_text(text)


# ---------------------------------------------------------------------------- orders


def ranked(order: str, **changes: Any) -> list[str]:
    levels = ("none_reported", "low", "high", "unknown")
    programs = tuple(
        make.program(f"P{i}", receptiveness_non_us=level, name=f"Name {9 - i}")
        for i, level in enumerate(levels)
    )
    offerings = (
        make.offering("E0", "P0", tuition_usd=900, acceptance=0.9, students="unknown"),
        make.offering("E1", "P1", tuition_usd=500, acceptance=0.2),
        make.offering("E2", "P1", tuition_usd=100, acceptance=0.8, students="no"),
        make.offering("E3", "P2", tuition_usd=700, acceptance=0.3),
        make.offering("E4", "P3", tuition_usd=0, acceptance=1.0, students="no"),
    )
    problem = make.problem(make.catalog(programs, offerings), **changes)
    return [i.key for i in matching_items(lines(problem, "programs"), Query(), order)]


def test_orders():
    # P1 is open at 2,300, P2 at 2,500, P0 to be asked at 2,700; P3 is closed at 1,800
    assert ranked("cost") == ["P1", "P2", "P0", "P3"]  # nor does the closed E2 count
    assert ranked("acceptance") == ["P0", "P2", "P1", "P3"]
    assert ranked("receptiveness") == ["P2", "P1", "P3", "P0"]
    assert ranked("best") == ["P2", "P1", "P0", "P3"]
    assert ranked("name") == ["P3", "P2", "P1", "P0"]
    assert ranked("rating", programs=(("P1", 5), ("P2", 1))) == ["P1", "P3", "P0", "P2"]
    assert ranked("rating", states=(("TX", 2),), programs=(("P3", 3),))[0] == "P3"


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("seed", range(1_840, 1_846))
def test_an_order_is_complete_and_does_not_depend_on_the_order_of_rows(seed, order):
    problem = random_problem(seed)
    for listing in LISTINGS:
        found = list(lines(problem, listing))
        first = matching_items(found, Query(), order)
        random.Random(seed).shuffle(found)
        again = matching_items(found, Query(), order)
        assert [i.key for i in again] == [i.key for i in first]
        assert {i.key for i in first} == keys(problem, listing, {})


def test_ties_go_by_name_then_by_key():
    programs = tuple(
        make.program(f"P{i}", name="Élan" if i else "elan") for i in (2, 0, 1)
    )
    offerings = ()
    problem = make.problem(make.catalog(programs, offerings))
    found = matching_items(lines(problem, "programs"), Query(), "state")
    assert [i.key for i in found] == ["P0", "P1", "P2"]


# --------------------------------------------------------------------------- the type


def test_the_level_is_that_of_the_applicants_type():
    program = make.program(receptiveness_non_us="low", receptiveness_us="high")
    catalog = make.catalog((program,), (make.offering(),))
    for who, level in (("non_us_img", "low"), ("us_img", "high")):
        (line,) = lines(make.problem(catalog, img_type=who), "programs")
        assert line.entry.level == level


def test_a_host_that_accepted_is_certain_and_no_guess():
    offering = make.offering("E1", "P1", acceptance=None)
    catalog = make.catalog((make.program(),), (offering,))
    asked = make.problem(catalog)
    told = Problem(catalog, replace(asked.scenario, answers=(("E1", "accepted"),)))
    for problem, band_, chance in ((asked, "20", 0.2), (told, "50", 1.0)):
        found = lines(problem, "offerings")
        assert found[0].entry.acceptance == chance
        counts = {c.facet: dict(c.options) for c in facet_counts(found, Query())}
        assert counts["acceptance"] == {band_: 1}


def test_the_shipped_catalog_is_listed_whole(shipped):
    problem = make.problem(shipped)
    assert len(matching_items(lines(problem, "programs"), Query())) == len(
        shipped.programs
    )
    assert len(matching_items(lines(problem, "offerings"), Query())) == len(
        shipped.offerings
    )
    for line in lines(problem, "offerings"):
        assert len(line.options) == len(FACETS)
        assert all(line.options[:-1])  # every facet but the marks says something
