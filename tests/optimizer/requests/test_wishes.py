"""Whether a list can fulfil what is wanted at least, against every set dated alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from optimizer.domain.applicant import Booked
from optimizer.domain.problem import Problem
from optimizer.model.rules import rules
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.requests.wishes import Wishes

SPRING = Booked(
    dt.date(2027, 5, 3), dt.date(2027, 5, 28), "hands_on", program_id="rush"
)
WISHES = {
    "letters": {"min_letters": 2, "letters_by": dt.date(2027, 7, 1), "months": (5, 6)},
    "hands-on": {"min_hands_on": 2, "min_rotations": 3},
    "focus": {"min_focus_areas": 8},
    "booked": {"booked": (SPRING,), "min_hands_on": 3},
    "receptive, short stay": {"min_receptive": 2, "max_stay_days": 60},
}


@pytest.mark.parametrize("wishes", WISHES)
def test_a_list_is_admissible_if_some_set_on_it_obeys_every_rule(
    shipped, default, wishes
):
    scenario = replace(default, **{"budget_usd": 11_000, **WISHES[wishes]})
    problem = Problem(shipped, scenario)
    values = SetValues(problem, requests_of(problem))
    judged = Wishes(values)
    random = np.random.default_rng(1)
    seen = set()
    for size in (2, 3, 4, 5) * 6:
        some = random.choice(len(values.requests), size, replace=False)
        asked = tuple(sorted(some.tolist()))
        expected = any(_obeying(problem, values, asked))
        assert judged.admissible(asked) == expected, asked
        seen.add(expected)
    assert seen == {False, True}


def _obeying(problem, values, asked):
    """Of each set and choice of letters, dated alone: whether it obeys every tally."""
    search, fees = values.search, sum(values.requests[i].fee_usd for i in asked)
    sets = (s for n in range(1, len(asked) + 1) for s in combinations(asked, n))
    for chosen in sets:
        own = sum(values.requests[i].fee_usd for i in chosen)
        room = problem.scenario.budget_usd - fees + own
        for options in product(*(values.all_options[i].tolist() for i in chosen)):
            for timely in search.by_letters(options):
                found = search.date(options, timely, room)
                if found is not None:
                    rotations = search.rotations(found)
                    yield all(
                        rules.tally_holds(problem, tally, rotations)
                        for tally in rules.TALLIES
                    )
