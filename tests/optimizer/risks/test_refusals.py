"""How many requests come through, against counting every pattern of answers."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.risks.refusals import chances_of_at_least, requests_needed

shares = st.lists(st.floats(0, 1), max_size=7)


def counted(acceptances: list[float], at_least: int) -> float:
    patterns = product((0, 1), repeat=len(acceptances))
    return sum(
        math.prod(
            p if yes else 1 - p for p, yes in zip(acceptances, found, strict=True)
        )
        for found in patterns
        if sum(found) >= at_least
    )


@given(shares)
def test_chances_are_those_of_every_pattern(acceptances):
    found = chances_of_at_least(acceptances)
    assert len(found) == len(acceptances) + 1
    for k, chance in enumerate(found):
        assert chance == pytest.approx(counted(acceptances, k), abs=1e-12)
        assert 0 <= chance <= 1


def test_two_coins_by_hand():
    assert chances_of_at_least([0.5, 0.5]) == (1, 0.75, 0.25)
    assert chances_of_at_least([]) == (1,)


def test_requests_needed_by_hand():
    # 1 - 0.85^9 = 0.768, 1 - 0.85^10 = 0.803
    assert requests_needed([0.15] * 20, 1, 0.8) == 10
    assert requests_needed([0.15] * 9, 1, 0.8) is None
    assert requests_needed([0.5, 0.5], 2, 0.25) == 2
    assert requests_needed([], 0, 0.9) == 0
    assert requests_needed([], 1, 0.1) is None


@given(shares, st.integers(0, 3), st.floats(0.01, 1))
def test_the_number_needed_is_the_first_that_is_enough(acceptances, k, wanted):
    n = requests_needed(acceptances, k, wanted)
    enough = [
        i
        for i in range(len(acceptances) + 1)
        if i >= k and chances_of_at_least(acceptances[:i])[k] >= wanted
    ]
    assert n == (enough[0] if enough else None)
