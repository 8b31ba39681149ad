"""Cold hosts: others could stand in for them, and hosts on record come first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import factories as make
import pytest

from optimizer.domain.problem import Problem
from optimizer.model.trust import grade_of
from optimizer.requests.alike import SAME
from optimizer.requests.answered import plan_outcome
from optimizer.requests.asking import ask
from optimizer.requests.mean import Mean
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.requests.whom_to_ask import Finder
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


# ------------------------------------------------------------- hosts on record first


def on_record(known: float, **changes) -> Problem:
    """A host on record that says yes less often than the cold ones, who do at 0.3."""
    p = problem(**changes)
    chances = {"E0": known} | {f"E{n}": 0.3 for n in "ABCDE"}
    offerings = tuple(
        replace(o, acceptance=chances[o.offering_id]) for o in p.catalog.offerings
    )
    return Problem(make.catalog(p.catalog.programs, offerings), p.scenario)


def names(p: Problem, **changes) -> set[str]:
    return {one.request.name for one in ask(p.having(**changes)).requests}


def test_a_host_on_record_takes_the_place_of_a_cold_one_that_is_hardly_better():
    p = on_record(0.28, max_requests=2)
    best = ask(p)
    assert "E0" not in names(p)
    loss = 100 * (best.value - ask(p.having(pins=("E0",))).value)
    assert "E0" in names(p, stop_points_per_request=1.1 * loss)
    assert "E0" not in names(p, stop_points_per_request=0.9 * loss)


def test_a_host_on_record_is_asked_where_one_more_cold_host_adds_too_little():
    p = on_record(0.01)
    gains = [one.gain_pp for one in ask(p).by_number]
    line = (gains[2] - gains[1] + gains[1] - gains[0]) / 2
    found = ask(p.having(stop_points_per_request=line))
    assert found.stop_at == len(found.requests) == 2
    assert "E0" in {one.request.name for one in found.requests}
    assert found.gain_pp == pytest.approx(found.by_number[2].gain_pp)


def test_what_was_sent_to_a_cold_host_makes_no_room():
    p = on_record(0.28, max_requests=2, answers=(("EA", "asked"), ("EB", "asked")))
    assert names(p, stop_points_per_request=0.5) == {"EA", "EB"}


@pytest.mark.parametrize("preset", PRESETS)
def test_no_host_on_record_is_left_out_for_a_cold_one(shipped, default, preset):
    """On each typical applicant's list, at less than the line that ends it."""
    p = Problem(shipped, PRESETS[preset](default))
    found, values = ask(p), SetValues(p, requests_of(p))
    number = {r.name: i for i, r in enumerate(values.requests)}
    asked = tuple(sorted(number[one.request.name] for one in found.requests))
    grades = [grade_of(p, r.candidates[0].offering) for r in values.requests]
    assert any(grades[i] == "cold" for i in asked)
    left_out = [i for i in number.values() if i not in asked]
    assert not [i for i in left_out if grades[i] in ("confirmed", "likely")]
    best = Finder(values, ()).improved(asked, len(asked))
    assert best.mean - found.value < p.scenario.stop_points_per_request / 100
    first = plan_outcome(p, found, found.likeliest).rotations
    assert "cold" not in {grade_of(p, block.offering) for block in first}
