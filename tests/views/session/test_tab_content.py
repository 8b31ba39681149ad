"""What a tab keeps: it comes back as it was, and nothing else comes in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from hypothesis import given
from hypothesis import strategies as some

from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.scenario_io.share import Saved
from views.session import browser_tab
from views.session.browser_tab import CHARACTERS, TabMemory, mark

SLOTS = ("A", "B", "C")
MOST = 4
CATALOG = make.catalog()


def visit(**others: Any) -> TabMemory:
    start = Saved("Average student", make.scenario())
    return TabMemory(make.TODAY, "", start, make.scenario(budget_usd=6_000), **others)


def text(found: TabMemory, catalog: Catalog = CATALOG) -> str:
    written = browser_tab.write(found, catalog)
    assert written is not None
    return written


def read(found: object, catalog: Catalog = CATALOG) -> TabMemory:
    return browser_tab.read(found, catalog, SLOTS, MOST)


@pytest.mark.parametrize("name", PRESETS)
def test_a_visit_comes_back_as_it_was(shipped: Catalog, name: str) -> None:
    start = default_scenario(shipped, make.TODAY)
    now = replace(PRESETS[name](start), budget_usd=4_321, exclusions=("E012",))
    picks = tuple(f"{o.offering_id}@2027-05-03" for o in shipped.offerings[:MOST])
    kept = (
        ("A", Saved("Mine", now)),
        ("C", Saved("Foreign", start, has_profile=False)),
    )
    found = TabMemory(
        make.TODAY, "ab", Saved(name, PRESETS[name](start)), now, kept, picks
    )
    assert read(text(found, shipped), shipped) == found


def test_today_moves_on_unless_it_was_set() -> None:
    later = make.TODAY + dt.timedelta(days=3)
    moved = visit().on(later)
    assert (moved.day, moved.scenario.today) == (later, later)
    assert moved.start.scenario.today == later
    assert moved.scenario == replace(visit().scenario, today=later)
    set_by_hand = dt.date(2027, 1, 15)
    own = replace(visit(), scenario=make.scenario(today=set_by_hand)).on(later)
    assert own.scenario.today == set_by_hand


def test_a_link_has_a_mark_of_its_own() -> None:
    assert mark("", "", "") == ""
    assert len({mark("a", ""), mark("", "a"), mark("b", ""), ""}) == 4
    assert "secret" not in mark("secret")


def test_what_is_too_long_is_not_kept() -> None:
    kept = tuple((slot, Saved("x" * CHARACTERS, make.scenario())) for slot in SLOTS)
    assert browser_tab.write(visit(kept=kept), CATALOG) is None


def without(found: str, **changes: Any) -> str:
    content = json.loads(found)
    return json.dumps(content | changes)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: None,
        lambda _: 7,
        lambda _: "",
        lambda _: "banana",
        lambda _: "[]",
        lambda _: "{" * 1_000,
        lambda t: t[:-1],
        lambda t: t + " " * CHARACTERS,
        lambda t: without(t, version=2),
        lambda t: without(t, day="banana"),
        lambda t: without(t, link=None),
        lambda t: without(t, kept=[]),
        lambda t: without(t, kept={"A": 1}),
        lambda t: without(t, now={"name": "Now", "scenario": {"budget_usd": -1}}),
        lambda t: without(t, now={"name": "Now", "scenario": {"nope": 1}}),
        lambda t: without(t, start=None),
    ],
)
def test_what_is_not_ours_is_refused(spoil: Callable[[str], object]) -> None:
    with pytest.raises(DataError):
        read(spoil(text(visit())))


@given(
    changes=some.dictionaries(
        some.sampled_from(("version", "day", "link", "start", "now", "kept", "picks")),
        some.recursive(
            some.none() | some.booleans() | some.integers() | some.text(max_size=9),
            lambda inner: (
                some.lists(inner, max_size=3)
                | some.dictionaries(some.text(max_size=9), inner, max_size=3)
            ),
        ),
        min_size=1,
    )
)
def test_anything_is_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        found = read(without(text(visit()), **changes))
    except DataError:
        return
    assert {slot for slot, _ in found.kept} <= set(SLOTS)


def test_only_known_picks_and_slots_come_back() -> None:
    offering = CATALOG.offerings[0].offering_id
    here = f"{offering}@2027-05-03"
    picks = [here, f"{offering}@2027-06-07", "E999@2027-05-03", offering, 5, here]
    kept = json.loads(text(visit(kept=(("A", Saved("Mine", make.scenario())),))))[
        "kept"
    ]
    spoiled = without(text(visit()), picks=picks, kept=kept | {"Z": 1})
    found = read(spoiled)
    assert found.picks == (here,)
    assert [slot for slot, _ in found.kept] == ["A"]
