"""Search, filters, counts and orders of a list, against lists made by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from listing_oracle import keys, options, pairs, some_choice
from random_problems import AREAS, LEVELS, random_problem

from optimizer.browse.entries import FACETS, search_text
from optimizer.browse.filtering import (
    MOST_CHARACTERS,
    ORDERS,
    Query,
    facet_counts,
    lines,
    matching_items,
)
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario

LISTINGS = ("programs", "offerings")


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


def test_lines_share_options_that_are_equal(shipped):
    """Lists are kept by the dozen: most of each was thousands of equal sets."""
    found = lines(Problem(shipped, default_scenario(shipped, make.TODAY)), "programs")
    options = [some for line in found for some in line.options]
    assert len(set(map(id, options))) == len(set(options)) < len(options) / 5
