"""A link of several scenarios gives them back, and survives strangers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import sha512
from typing import Any

import factories as make
import pytest
from hypothesis import given
from hypothesis import strategies as some

from optimizer.domain.applicant import Applicant
from optimizer.domain.faults import DataError
from optimizer.scenario_io.json_file import plain
from optimizer.scenario_io.share import (
    ENCODED_CHARACTERS,
    JSON_BYTES,
    MOST,
    NAME_CHARACTERS,
    Saved,
    content_of,
    open_several,
    pack,
    several_query,
    short_name,
)

CATALOG = make.catalog(offerings=(make.offering("E1"), make.offering("E2", "")))
LATER = make.TODAY + dt.timedelta(days=40)
A = Saved("As it is", make.scenario())
B = Saved("More money", make.scenario(budget_usd=14_000, step2_ck=251, ties=("TX",)))
C = Saved("北京 <b>*x*", make.scenario(months=(5, 6), pins=("E1@2027-05-03",)))
DAMAGED = "Shared link: it is damaged or cut off, so please ask for it again."
MANY = pack({"several": [{"name": "x", "scenario": {}}] * 3})


def query(*kept: Saved, profile: bool = True) -> str:
    return several_query(CATALOG, kept, include_profile=profile)


def opened(text: str) -> tuple[Saved, ...]:
    return open_several(text, CATALOG, LATER)


def refusal(text: str) -> str:
    with pytest.raises(DataError) as error:
        opened(text)
    (fault,) = error.value.faults
    return fault.sentence


def faults(text: str) -> int:
    """How many sentences say why a link is refused; none if it is opened."""
    try:
        found = opened(text)
    except DataError as error:
        return len(error.faults)
    assert 1 <= len(found) <= MOST
    assert all(0 < len(kept.name) <= NAME_CHARACTERS for kept in found)
    return 0


@pytest.mark.parametrize("kept", [(A,), (A, B), (C, B, A)])
def test_a_link_with_profiles_gives_everything_back(kept):
    assert opened(query(*kept)) == kept


def test_a_link_without_profiles_tells_nothing_about_the_applicants():
    (found,) = opened(query(B, profile=False))
    assert found == Saved(B.name, replace(B.scenario, applicant=Applicant()), False)
    told = content_of(query(B, profile=False))["several"][0]["scenario"]
    assert told.keys() == {"season", "today", "budget_usd"}
    assert "251" not in str(told)


def test_a_profile_that_is_not_known_is_not_passed_on_as_known():
    (found,) = opened(query(replace(B, has_profile=False), profile=True))
    assert not found.has_profile


def test_without_a_profile_it_is_seen_with_that_of_the_visitor():
    mine = Applicant(step2_ck=222)
    assert replace(B, has_profile=False).seen_by(mine).applicant == mine
    assert B.seen_by(mine) == B.scenario


def test_what_the_catalog_does_not_know_is_left_out():
    other = make.catalog(offerings=(make.offering("E2", ""),), version="other")
    (found,) = open_several(query(C), other, LATER)
    assert found.scenario.pins == ()


def test_scenarios_that_fit_no_link_are_refused():
    ids = tuple(sha512(bytes([i])).hexdigest() for i in range(150))
    many = make.catalog(offerings=tuple(make.offering(i) for i in ids))
    kept = Saved("x", make.scenario(exclusions=ids))
    with pytest.raises(DataError, match="too large for a link, so save them as files"):
        several_query(many, (kept,), include_profile=False)


def test_names_are_short_and_in_one_line():
    assert short_name(" a\n\t b  ") == "a b"
    assert len(short_name("x" * 1_000)) == NAME_CHARACTERS
    assert short_name("\n\u202e\ud800") == ""


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"scenario": {}, "blocks": []},
        {"several": {}},
        {"several": []},
        {"several": [None]},
        {"several": [{"name": 1, "scenario": {}}]},
        {"several": [{"name": "x", "scenario": []}]},
        {"several": [{"name": "x"}]},
        {"several": [{"name": "x", "scenario": {}}] * (MOST + 1)},
    ],
)
def test_a_hostile_link_is_refused_in_one_sentence(content: dict[str, Any]):
    assert refusal(pack(content)) == DAMAGED


def test_a_scenario_that_does_not_fit_is_named_but_not_echoed():
    content = {"several": [{"name": "x", "scenario": {"budget_usd": "<b>"}}]}
    said = "Shared link: its scenario does not fit this catalog (budget_usd)."
    assert refusal(pack(content)) == said


def test_a_huge_link_is_refused_unread():
    assert "too long" in refusal("1." + "A" * ENCODED_CHARACTERS)
    assert pack({"several": ["x" * JSON_BYTES]}) == ""


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=20),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = some.sampled_from([*plain(make.scenario())])


@given(some.text(max_size=80) | some.text(max_size=80).map("1.".__add__))
def test_no_text_breaks_a_link(text: str):
    assert refusal(text).startswith("Shared link: ")


@given(some.integers(0, len(MANY)), some.text(min_size=1, max_size=3))
def test_no_damage_breaks_a_link(place: int, put: str):
    assert faults(MANY[:place] + put + MANY[place + 1 :]) <= 1


@given(
    ANYTHING
    | some.lists(
        some.fixed_dictionaries(
            {"name": ANYTHING, "scenario": some.dictionaries(FIELDS, ANYTHING)}
        ),
        max_size=4,
    )
)
def test_no_content_breaks_a_link(several: Any):
    assert faults(pack({"several": several})) <= 1
