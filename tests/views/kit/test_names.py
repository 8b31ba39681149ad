"""Names on one list: no two alike, however short."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest

from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem
from optimizer.requests.asking import ask
from optimizer.requests.request import requests_of
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.kit.terms import offering_names, request_names, short_names
from views.sections import schedule

SIZES = (20, 30, 36)
TODAY = dt.date(2026, 11, 27)


def apart(names: dict[str, str]) -> bool:
    return len(set(names.values())) == len(names)


@pytest.mark.parametrize("most", SIZES)
def test_every_offering_of_the_catalog_has_a_short_name_of_its_own(shipped, most):
    names = offering_names(shipped.offering)
    assert set(names) == set(shipped.offering)
    assert apart(names)
    assert apart(short_names(names, most))


@pytest.mark.parametrize("preset", PRESETS)
def test_hosts_of_one_list_are_told_apart(shipped, preset):
    """All that could be asked, of which each list is a part."""
    p = Problem(shipped, PRESETS[preset](default_scenario(shipped, TODAY)))
    asked = [one.request for one in ask(p).requests]
    for requests in (asked, requests_of(p)):
        names = request_names(requests)
        assert apart(names)
        assert all(apart(short_names(names, most)) for most in SIZES)


def test_offerings_alike_in_all_words_have_their_ids_beside_them():
    two = {key: make.offering(key, host="Clinic") for key in ("E1", "E2")}
    first, second = offering_names(two).values()
    assert first.endswith("(E1)")
    assert second.endswith("(E2)")


def test_two_rotations_of_one_host_are_two_lines_of_a_bill():
    offerings = (
        make.offering("E1", "P1", host="A"),
        make.offering("E2", "P2", host="A"),
    )
    programs = (make.program("P1"), make.program("P2"))
    p = make.problem(make.catalog(programs, tuple(offerings)))
    items = [CostItem("Tuition", 5, "E1"), CostItem("Tuition", 7, "E2")]
    assert [*schedule.bill_lines(items, schedule.hosts_of(p, items)).values()] == [5, 7]
