"""Shrinking never drops what could be part of a better plan: against enumeration."""

from __future__ import annotations

import random
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from random_problems import random_problem

from optimizer.solver.bounds import Cut
from optimizer.solver.enumeration import Items, Limits, path
from optimizer.solver.fixing import Kept, by_pairs, by_sets, everything
from optimizer.solver.interval import Interval
from optimizer.solver.search import Search

SEEDS = range(50)


def random_legs(dice: random.Random, size: int) -> np.ndarray:
    """Direct trips between places; by way of a third it may be cheaper."""
    upper = np.triu(
        [[float(dice.randint(1, 2_000)) for _ in range(size)] for _ in range(size)], 1
    )
    return upper + upper.T


def shortest(legs: np.ndarray) -> np.ndarray:
    """Cheapest trips with stops on the way."""
    found = legs.copy()
    for stop in range(len(found)):
        found = np.minimum(found, found[:, stop, None] + found[None, stop])
    return found


class World:
    """Random candidates, cuts and limits, and the sets that are of interest."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        size = dice.randint(2, 7)
        legs = random_legs(dice, max(3, size - 1))
        self.place = [dice.randrange(len(legs)) for _ in range(size)]
        self.booked = dice.randrange(len(legs)) if dice.random() < 0.4 else None
        self.items = Items(
            usd=np.array([float(dice.randint(300, 3_000)) for _ in range(size)]),
            letters=np.array([dice.random() for _ in range(size)]),
            place=np.array(self.place),
            legs=legs,
            trips=shortest(legs),
            to_booked=None if self.booked is None else legs[self.place, self.booked],
            groups=np.array([[dice.randint(-size, size) for _ in range(size)]]).clip(
                -1
            ),
            counts=np.array(
                [[float(dice.random() < 0.6) for _ in range(size)] for _ in range(2)]
            ),
            days=np.array([float(7 * dice.randint(1, 4)) for _ in range(size)]),
            first=np.array([float(7 * dice.randint(0, 5)) for _ in range(size)]),
            last=np.array([float(7 * dice.randint(5, 40)) for _ in range(size)]),
        )
        self.cuts = [
            Cut(
                0.1 + 0.05 * dice.random(),
                np.array([0.05 * dice.random() for _ in range(size)]),
                0.02 * dice.random(),
            )
            for _ in range(dice.randint(1, 3))
        ]
        self.limits = Limits(
            threshold=0.1 + 0.15 * dice.random(),
            room_usd=float(dice.randint(1_000, 12_000)),
            most=dice.randint(1, 6),
            letters=dice.choice([0.0, 0.5, 1.0]),
            needed=np.array([float(dice.randint(0, 2)) for _ in range(2)]),
            days=float(dice.choice([30, 60, 100, 300])),
        )

    def price(self, chosen: tuple[int, ...]) -> float:
        """Own dollars and the cheapest trip, by the booked place if there is one."""
        places = [self.place[i] for i in chosen]
        if self.booked is not None:
            places.append(self.booked)
        legs = self.items.legs
        orders = permutations(places)
        trip = min(sum(legs[a, b] for a, b in pairwise(o)) for o in orders)
        return float(self.items.usd[list(chosen)].sum() + trip)

    def apart(self, a: int, b: int) -> bool:
        """Whether neither a group nor their dates keep the two from one plan."""
        i = self.items
        dated = any(i.first[x] + i.days[x] <= i.last[y] for x, y in ((a, b), (b, a)))
        return dated and all(g[a] != g[b] or g[a] < 0 for g in i.groups)

    def of_interest(self) -> list[tuple[int, ...]]:
        """Every set that the limits and cuts let pass."""
        i, limits = self.items, self.limits
        found = []
        for size in range(1, limits.most + 1):
            for s in combinations(range(len(i.usd)), size):
                at = list(s)
                bound = min(
                    c.constant + c.choice[at].sum() + c.slope * i.letters[at].sum()
                    for c in self.cuts
                )
                if (
                    bound > limits.threshold
                    and all(self.apart(a, b) for a, b in combinations(s, 2))
                    and i.letters[at].sum() >= limits.letters
                    and (i.counts[:, at].sum(axis=1) >= limits.needed).all()
                    and i.days[at].sum() <= limits.days
                    and self.price(s) <= limits.room_usd
                ):
                    found.append(s)
        return found


def assert_held(kept: Kept, sets: list[tuple[int, ...]]) -> None:
    at = {int(i): n for n, i in enumerate(kept.index)}
    for s in sets:
        assert all(i in at for i in s), (s, kept.index)
        if kept.pairs is not None:
            assert all(kept.pairs[at[a], at[b]] for a, b in combinations(s, 2)), s


# In these a booked stop lies between two far apart, and is the cheaper way.
BY_WAY_OF_BOOKED = (531, 720, 1964, 2238)


@pytest.mark.parametrize("seed", [*range(150), *BY_WAY_OF_BOOKED])
def test_no_set_of_interest_is_lost(seed):
    w = World(seed)
    sets = w.of_interest()
    whole = everything(w.items)
    pairs = by_pairs(w.items, w.cuts, w.limits, whole)
    assert_held(pairs, sets)
    assert_held(by_sets(w.items, w.cuts, w.limits, pairs), sets)


def test_the_random_worlds_are_not_trivial():
    # sets of every size are of interest, and shrinking drops something and keeps some
    sizes, dropped, kept = set(), 0, 0
    for seed in range(150):
        w = World(seed)
        sizes |= {len(s) for s in w.of_interest()}
        left = by_sets(
            w.items,
            w.cuts,
            w.limits,
            by_pairs(w.items, w.cuts, w.limits, everything(w.items)),
        )
        dropped += len(left.index) < len(w.items.usd)
        kept += len(left.index) > 0
    assert sizes >= {1, 2, 3, 4, 5}
    assert dropped > 40
    assert kept > 30


def far_apart(
    room_usd: float, second: float = 0.025
) -> tuple[Items, Limits, list[Cut]]:
    """Two candidates at 1,000 and 500 dollars, a leg of 300 between them.

    Above 0.05 a plan is of interest; the first is worth 0.1, the ``second`` is given.
    """
    legs = np.array([[0.0, 300.0], [300.0, 0.0]])
    items = Items(
        usd=np.array([1_000.0, 500.0]),
        letters=np.zeros(2),
        place=np.arange(2),
        legs=legs,
        trips=legs,
        to_booked=None,
        groups=np.full((1, 2), -1),
        counts=np.zeros((0, 2)),
        days=np.array([28.0, 28.0]),
        first=np.zeros(2),
        last=np.full(2, 100.0),
    )
    limits = Limits(0.05, room_usd, 2, 0.0, np.zeros(0), 200.0)
    return items, limits, [Cut(0.0, np.array([0.1, second]), 0.0)]


@pytest.mark.parametrize(
    ("room", "alive", "pair"),
    [
        (999, [], False),
        (1_000, [0], False),  # alone it needs no trip
        (1_799, [0], False),
        (1_800, [0, 1], True),  # together they make one trip
    ],
)
def test_a_trip_is_paid_only_by_two(room, alive, pair):
    items, limits, cuts = far_apart(room)
    kept = by_sets(
        items, cuts, limits, by_pairs(items, cuts, limits, everything(items))
    )
    assert list(kept.index) == alive
    assert kept.pairs is not None or not alive
    assert bool(kept.pairs is not None and kept.pairs.any()) is pair


def test_a_fourth_place_may_shorten_the_trip_through_three():
    # three places are 500 apart, the fourth 10 from each: A to D to B to C is 520
    legs = np.full((4, 4), 500.0)
    legs[3, :] = legs[:, 3] = 10.0
    np.fill_diagonal(legs, 0.0)
    items = Items(
        usd=np.full(4, 100.0),
        letters=np.zeros(4),
        place=np.arange(4),
        legs=legs,
        trips=shortest(legs),
        to_booked=None,
        groups=np.full((1, 4), -1),
        counts=np.zeros((0, 4)),
        days=np.full(4, 28.0),
        first=np.zeros(4),
        last=np.full(4, 100.0),
    )
    cuts = [Cut(0.0, np.full(4, 0.25), 0.0)]
    for room, left in ((920.0, 4), (919.0, 0)):
        limits = Limits(0.9, room, 4, 0.0, np.zeros(0), 200.0)
        pairs = by_pairs(items, cuts, limits, everything(items))
        assert len(by_sets(items, cuts, limits, pairs).index) == left


def test_two_that_cannot_pay_the_trip_may_be_plans_of_their_own():
    items, limits, cuts = far_apart(1_000, second=0.1)
    kept = by_pairs(items, cuts, limits, everything(items))
    assert list(kept.index) == [0, 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_path_is_the_cheapest_order(seed):
    dice = random.Random(seed)
    legs = random_legs(dice, 6)
    for size in (2, 3, 4):
        sets = np.array([dice.sample(range(6), size) for _ in range(4)])
        members = tuple(sets[:, n] for n in range(size))
        expected = [
            min(sum(legs[a, b] for a, b in pairwise(o)) for o in permutations(s))
            for s in sets
        ]
        assert path(legs, members) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_better_plan_of_a_problem_is_lost(seed):
    """With the cuts of the solver: every dated set above the threshold survives."""
    search, dice = Search(random_problem(seed)), random.Random(seed)
    every = range(min(len(search.candidates), 6))
    found = [
        f
        for size in range(max(search.most, -1) + 1)
        for s in combinations(every, size)
        if (f := search.best_dates(s)) is not None
    ]
    if len(found) < 2:
        return
    touched = dice.choice(found)
    threshold = dice.choice([f.value for f in found])
    most = search.bounds.most_letters
    low = min(f.letters for f in found)
    high = max(f.letters for f in found)
    ends = sorted({low, high, *(float(k) for k in range(1, 9) if low < k < high)})
    for a, b in pairwise(ends if len(ends) > 1 else [low, low]):
        if a > most:
            continue
        part = Interval(search, a, min(b, max(most, a)))
        part.touch(touched.chosen)
        kept = part.survivors(threshold)
        inside = [
            f.chosen
            for f in found
            if a <= f.letters <= part.high and f.value > threshold + 1e-9
        ]
        assert_held(kept, inside)
        assert_held(part.sets_of(kept, threshold), inside)
