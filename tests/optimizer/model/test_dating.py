"""Dates of a set: the cheapest valid ones, against every order and every start."""

from __future__ import annotations

import datetime as dt
import math
import random
from itertools import pairwise, product

import factories as make
import pytest
from random_problems import CITIES, versioned

from optimizer.domain.problem import Problem
from optimizer.model import travel
from optimizer.model.dating import Schedule, Scheduler, Stop

MAY = dt.date(2027, 5, 3).toordinal()  # a Monday
PLACES = tuple(
    make.place(city, state, metro=metro, lat=lat, lon=lon)
    for city, state, metro, _, lat, lon in CITIES
)
HOUSTON, EVANSTON = PLACES[3], PLACES[1]


def problem(**changes) -> Problem:
    return make.problem(
        CATALOG, **{"entry_status": "J-1", "lives_in_us": True} | changes
    )


CATALOG = versioned(make.catalog(places=PLACES))


def stop(*weeks: int, length: int = 4, place=HOUSTON, safe_from: int = 0) -> Stop:
    """A stop that may start so many weeks after 3 May 2027."""
    return Stop(
        tuple(MAY + 7 * w for w in weeks), 7 * length - 2, place, MAY + 7 * safe_from
    )


def weeks(found: Schedule | None) -> tuple[int, ...] | None:
    return None if found is None else tuple((s - MAY) // 7 for s in found.starts)


# -------------------------------------------------------------------------- by hand


def test_no_stop_needs_no_dates():
    assert Scheduler(problem()).cheapest([], 0) == Schedule((), 0)


def test_a_stop_without_a_start_cannot_be_dated():
    assert Scheduler(problem()).cheapest([stop(), stop(0)], math.inf) is None


def test_the_least_waiting_is_chosen():
    # four weeks from week 0; week 5 costs 6 days, week 6 costs 13
    found = Scheduler(problem()).cheapest([stop(0), stop(5, 6)], 999)
    assert weeks(found) == (0, 5)
    assert found.usd == 300


def test_starts_come_back_in_the_order_of_the_stops():
    found = Scheduler(problem()).cheapest([stop(4), stop(0)], math.inf)
    assert weeks(found) == (4, 0)
    assert found.usd == 0


def test_the_dearer_order_is_taken_where_dates_leave_no_other():
    chicago, seattle = PLACES[0], PLACES[8]
    stops = [stop(0, place=HOUSTON), stop(8, place=chicago), stop(4, place=seattle)]
    found = Scheduler(problem()).cheapest(stops, math.inf)
    leg = Scheduler(problem()).leg
    assert weeks(found) == (0, 8, 4)
    assert found.usd == leg(HOUSTON, seattle) + leg(seattle, chicago)


def test_waiting_may_be_cheaper_than_a_trip():
    # Houston, Evanston and again Houston: two trips, or wait four weeks and make one
    stops = [stop(0), stop(4, 12, place=EVANSTON), stop(8)]
    trip = Scheduler(problem()).leg(HOUSTON, EVANSTON)
    near = Scheduler(problem(waiting_usd_per_day=1)).cheapest(stops, math.inf)
    assert weeks(near) == (0, 12, 8)
    assert near.usd == trip + 27
    dear = Scheduler(problem(waiting_usd_per_day=50)).cheapest(stops, math.inf)
    assert weeks(dear) == (0, 4, 8)
    assert dear.usd == 2 * trip


@pytest.mark.parametrize(("most", "found"), [(300, (0, 5)), (299, None)])
def test_the_dollars_allowed_are_a_limit_that_may_be_spent(most, found):
    assert weeks(Scheduler(problem()).cheapest([stop(0), stop(5)], most)) == found


@pytest.mark.parametrize(("gap", "found"), [(2, (0, 4)), (3, (0, 5)), (10, None)])
def test_gap(gap, found):
    scheduler = Scheduler(problem(gap_days=gap))
    assert weeks(scheduler.cheapest([stop(0), stop(4, 5)], math.inf)) == found


@pytest.mark.parametrize(("idle", "found"), [(9, (0, 5)), (8, None), (None, (0, 5))])
def test_idle(idle, found):
    scheduler = Scheduler(problem(max_idle_days=idle))
    assert weeks(scheduler.cheapest([stop(0), stop(5)], math.inf)) == found


@pytest.mark.parametrize(("stay", "found"), [(54, (1, 5)), (53, None), (61, (1, 5))])
def test_stay(stay, found):
    # 26 + 2 + 26 days
    scheduler = Scheduler(problem(max_stay_days=stay))
    assert weeks(scheduler.cheapest([stop(0, 1), stop(5)], stay * 50)) == found


@pytest.mark.parametrize(
    ("stay", "found", "trips"),
    [(110, (0, 12, 8), 1), (109, (0, 4, 8), 2), (81, None, 0)],
)
def test_a_stay_that_bars_the_cheapest_dates_takes_the_next(stay, found, trips):
    # waiting is free: one trip at the end is cheapest, 12 weeks and 26 days
    stops = [stop(0), stop(4, 12, place=EVANSTON), stop(8)]
    scheduler = Scheduler(problem(max_stay_days=stay, waiting_usd_per_day=0))
    schedule = scheduler.cheapest(stops, math.inf)
    assert weeks(schedule) == found
    if schedule is not None:
        assert schedule.usd == trips * scheduler.leg(HOUSTON, EVANSTON)


def test_a_single_stop_longer_than_the_stay_cannot_be_dated():
    scheduler = Scheduler(problem(max_stay_days=25))
    assert scheduler.cheapest([stop(0)], math.inf) is None
    assert scheduler.cheapest([stop(0, length=3)], math.inf) is not None


def test_of_equally_cheap_dates_the_earliest_are_chosen():
    found = Scheduler(problem()).cheapest([stop(1, 2, 3)], math.inf)
    assert weeks(found) == (1,)


def test_of_equally_cheap_dates_safe_ones_go_before_early_ones():
    scheduler = Scheduler(problem())
    assert weeks(scheduler.cheapest([stop(0, 1, 2, safe_from=1)], math.inf)) == (1,)
    # no start is safe: the earliest
    assert weeks(scheduler.cheapest([stop(0, 1, safe_from=9)], math.inf)) == (0,)


def test_a_dollar_goes_before_a_safe_start():
    # the safe start in week 6 costs 13 days of waiting at one dollar
    scheduler = Scheduler(problem(waiting_usd_per_day=1))
    found = scheduler.cheapest([stop(0), stop(4, 6, safe_from=5)], math.inf)
    assert weeks(found) == (0, 4)


# ------------------------------------------------------------------ against all dates


def random_stops(dice: random.Random) -> list[Stop]:
    few = dice.sample(PLACES, 3)
    return [
        Stop(
            tuple(
                sorted(MAY + 7 * w for w in dice.sample(range(14), dice.randint(1, 4)))
            ),
            7 * dice.randint(1, 4) - 2,
            dice.choice(few),
            MAY + 7 * dice.randint(0, 14),
        )
        for _ in range(dice.randint(1, 4))
    ]


def every_dating(p: Problem, stops: list[Stop]):
    """(dollars, unsafe starts, sum of starts) of all valid dates."""
    s, cap = p.scenario, travel.stay_cap(p) or math.inf
    leg, home = Scheduler(p).leg, travel.home_of(p)
    idle = math.inf if s.max_idle_days is None else s.max_idle_days
    for starts in product(*(stop.starts for stop in stops)):
        visits = sorted(
            (start, start + stop.days - 1, stop.place.place, stop.place)
            for start, stop in zip(starts, stops, strict=True)
        )
        between = [b[0] - a[1] - 1 for a, b in pairwise(visits)]
        if any(days < s.gap_days for days in between):
            continue
        late = sum(
            start < stop.safe_from for start, stop in zip(starts, stops, strict=True)
        )
        for ways in product(*((False, True)[: 1 + _away(d, home)] for d in between)):
            usd, first, valid = 0, visits[0][0], True
            for goes, days, (a, b) in zip(ways, between, pairwise(visits), strict=True):
                valid &= (goes or days <= idle) and a[1] - first + 1 <= cap
                first = b[0] if goes else first
                waiting = max(0, days - 3) * s.waiting_usd_per_day
                usd += home.usd if goes else leg(a[3], b[3]) + waiting
            if valid and visits[-1][1] - first + 1 <= cap:
                yield usd, late, sum(starts)


def _away(days: int, home: travel.Home | None) -> bool:
    return home is not None and days >= home.days


@pytest.mark.parametrize("seed", range(240))
def test_cheapest_is_the_best_of_all_dates(seed):
    dice = random.Random(seed)
    stops = random_stops(dice)
    p = problem(
        gap_days=dice.choice([0, 2, 2, 5, 9]),
        max_idle_days=dice.choice([None, None, 2, 9, 23]),
        max_stay_days=dice.choice([None, None, 40, 61, 82]),
        entry_status=dice.choice(["J-1", "WB"]),
        waiting_usd_per_day=dice.choice([0, 1, 50, 200]),
        lives_in_us=dice.choice([True, False]),
        home_trip_usd=dice.choice([0, 90, 400, 1_200]),
    )
    most = dice.choice([math.inf, 1_000, 300])
    best = min(every_dating(p, stops), default=None)
    found = Scheduler(p).cheapest(stops, most)
    if best is None or best[0] > most:
        assert found is None
        return
    assert found is not None
    late = sum(s < x.safe_from for s, x in zip(found.starts, stops, strict=True))
    assert (found.usd, late, sum(found.starts)) == best
    assert all(s in x.starts for s, x in zip(found.starts, stops, strict=True))
