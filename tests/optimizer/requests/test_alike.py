"""Hosts that others could stand in for."""

from __future__ import annotations

from itertools import permutations

import factories as make
import pytest

from optimizer.domain.problem import Problem
from optimizer.model.hosts.trust import grade_of
from optimizer.requests.alike import SAME
from optimizer.requests.asking import ask
from optimizer.requests.mean import Mean
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.scenario_io.presets import PRESETS

COLD = {"students": "unknown", "pmr_available": "unknown", "channel": "direct"}


def problem(cold: int = 5, names: str = "ABCDEFGH", **changes) -> Problem:
    """One host on record and others alike of which nothing is known; two are asked."""
    programs = [make.program("P0"), *(make.program(f"P{n}") for n in names[:cold])]
    offerings = [
        make.offering("E0", "P0"),
        *(
            make.offering(f"E{n}", f"P{n}", acceptance=0.1, **COLD)
            for n in names[:cold]
        ),
    ]
    asked = {"min_letters": 0, "max_requests": 3, "stop_points_per_request": 0.0}
    return make.problem(
        make.catalog(tuple(programs), tuple(offerings)), **asked | changes
    )


def test_cold_hosts_of_which_nothing_is_known_are_alike():
    (group,) = ask(problem()).alike
    assert len(group.listed) == 2
    assert len(group.others) == 3
    assert {r.name for r in group.every} == {"EA", "EB", "EC", "ED", "EE"}


@pytest.mark.parametrize("names", ["".join(n) for n in permutations("ABC")])
def test_the_group_is_the_same_whatever_the_ids_are(names):
    (group,) = ask(problem(3, names, max_requests=2)).alike
    assert {r.name for r in group.every} == {"EA", "EB", "EC"}
    assert len(group.listed) == 1


def test_a_host_that_is_worth_more_is_not_exchanged():
    p = problem()
    better = make.program("PA", receptiveness_non_us="very_high")
    programs = tuple(better if q.program_id == "PA" else q for q in p.catalog.programs)
    catalog = make.catalog(programs, p.catalog.offerings)
    (group,) = ask(Problem(catalog, p.scenario)).alike
    assert "EA" not in {r.name for r in group.every}


def test_what_was_sent_or_pinned_was_chosen_by_the_applicant():
    for changes in ({"answers": (("EC", "asked"),)}, {"pins": ("EC",)}):
        (group,) = ask(problem(**changes)).alike
        assert "EC" not in {r.name for r in group.every}
        assert len(group.listed) == 1


def test_a_host_on_record_is_no_member():
    p = problem(names="ABCDE")
    offerings = tuple(
        make.offering("EA", "PA", acceptance=0.1, channel="direct")
        if o.offering_id == "EA"
        else o
        for o in p.catalog.offerings
    )
    found = ask(Problem(make.catalog(p.catalog.programs, offerings), p.scenario))
    assert all("EA" not in {r.name for r in g.every} for g in found.alike)


def test_an_exchange_within_a_group_hardly_changes_the_mean(shipped, default):
    seen = 0
    for preset in PRESETS.values():
        p = Problem(shipped, preset(default))
        found = ask(p)
        values = SetValues(p, requests_of(p))
        number = {r.name: i for i, r in enumerate(values.requests)}
        asked = {number[a.request.name] for a in found.requests}
        for group in found.alike:
            seen += 1
            assert all(
                grade_of(p, c.offering) == "cold"
                for r in group.every
                for c in r.candidates
            )
            (out, *_), (came, *_) = group.listed, group.others
            other = tuple(sorted(asked - {number[out.name]} | {number[came.name]}))
            assert Mean(values).of(other) >= found.value - SAME - 1e-9
    assert seen >= 4
