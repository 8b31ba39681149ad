"""Sets valued many at once, against the same sets one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optimizer.domain.applicant import Booked
from optimizer.domain.problem import Problem
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.scenario_io.presets import PRESETS

SETS = 48
MAY = dt.date(2027, 5, 5), dt.date(2027, 5, 28)
BOOKED = Booked(*MAY, "observership", program_id="bcm")
CHANGES = {
    "as it is": {},
    "short idle": {"max_idle_days": 9, "waiting_usd_per_day": 0},
    "wide gap": {"gap_days": 10},
    "no gap": {"gap_days": 0},
    "short stay": {"max_stay_days": 70, "waiting_usd_per_day": 0},
    "late": {"months": (6, 7, 8, 9)},
    "two months": {"months": (7, 8)},
    "early letters": {"letters_by": dt.date(2027, 8, 1)},
    "one a region": {"max_per_region": (("South Atlantic", 1), ("New England", 0))},
    "booked": {"booked": (BOOKED,)},
    "booked and idle": {"booked": (BOOKED,), "max_idle_days": 30},
}


def one_by_one(values: SetValues, chosen: tuple[int, ...]) -> set[tuple[int, float]]:
    """Undominated cost and value of a set, by the search that dates one at a time."""
    search = values.search
    fees = sum(values.requests[i].fee_usd for i in chosen)
    if len({values.requests[i].door for i in chosen}) < len(chosen):
        return set()
    ways = set()
    for options in product(*(values.all_options[i] for i in chosen)):
        for timely in search.by_letters(tuple(sorted(options))):
            found = search.date(options, timely)
            if found is not None and search.obeys_tallies(found):
                ways.add((found.usd - fees, round(found.value, 9)))
    return {
        (usd, value)
        for usd, value in ways
        if not any(u <= usd and v >= value and (u, v) != (usd, value) for u, v in ways)
    }


def at_once(values: SetValues, sets: np.ndarray) -> list[set[tuple[int, float]]]:
    found = values.ways(sets)
    return [
        {(int(u), round(v, 9)) for u, v in zip(usd, value, strict=True) if u < np.inf}
        for usd, value in zip(found.usd, found.value, strict=True)
    ]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "preset", ["Student with strong scores", "Graduate who needs observerships"]
)
def test_many_at_once_are_what_each_is(shipped, default, preset, change):
    scenario = replace(PRESETS[preset](default), max_rotations=5, budget_usd=30_000)
    p = Problem(shipped, replace(scenario, **CHANGES[change]))
    values = SetValues(p, requests_of(p))
    random = np.random.default_rng(0)
    dated = several = 0
    for size in (1, 2, 3, 4):
        sets = np.array(
            [
                random.choice(len(values.requests), size, replace=False)
                for _ in range(SETS // size)
            ]
        )
        for chosen, ways in zip(sets, at_once(values, sets), strict=True):
            expected = one_by_one(values, tuple(int(i) for i in chosen))
            assert ways == expected
            dated += bool(ways)
            several += len(ways) > 1
    assert dated
    if change == "early letters" and p.scenario.kind is None:
        assert several, "no set had to choose between cost and letters"


def test_two_offerings_of_one_host_are_one_request(shipped, default):
    """The one that is done is whichever is better for the money that is left."""
    p = Problem(shipped, default)
    requests = requests_of(p)
    several = [r for r in requests if len(r.candidates) > 1]
    assert several
    assert len({r.door for r in requests}) <= len(requests)
    values = SetValues(p, requests)
    for request in several[:5]:
        number = requests.index(request)
        ways = values.ways(np.array([[number]]))
        costs = [c.usd for c in request.candidates]
        least = values.fixed_usd + min(costs) - request.fee_usd
        assert ways.usd[0, 0] >= least


def test_what_is_taken_out_is_never_missed(shipped, default):
    """Leaving out options that another one covers changes no best value."""
    p = Problem(shipped, default)
    values = SetValues(p, requests_of(p))
    every = SetValues(p, requests_of(p))
    every.options = [np.array(o, dtype=np.int64) for o in every.all_options]
    assert sum(map(len, every.options)) > sum(map(len, values.options))
    for chosen in ((), (3,), (40,), (3, 40)):
        few, all_ = values.beside(chosen), every.beside(chosen)
        for room in (4_000, 7_000, 10_000):
            best = [
                np.where(ways.usd <= room, ways.value, -np.inf).max(axis=1)
                for ways in (few, all_)
            ]
            assert best[0] == pytest.approx(best[1], abs=1e-12)
