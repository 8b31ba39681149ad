"""Offers are the candidates as arrays."""

from __future__ import annotations

import factories as make
import numpy as np
import pytest
from random_problems import random_problem

from optimizer.model import cost
from optimizer.model.calendars import open_starts
from optimizer.model.candidates import candidates
from optimizer.solver.sets.offer_arrays import distinct, offers, visits
from optimizer.solver.sets.pool import MOST_TABLES, Pool


@pytest.mark.parametrize("seed", range(1_400, 1_480))
def test_offers_are_the_candidates(seed):
    p = random_problem(seed)
    found, every = offers(p), candidates(p)
    ids = [p.catalog.offerings[i].offering_id for i in found.index]
    assert ids == [c.offering.offering_id for c in every]
    for i, c in enumerate(every):
        calendar = found.calendars[found.calendar[i]]
        assert (calendar.starts, calendar.days) == (c.starts, c.days)
        assert found.usd[i] == c.usd == cost.still_usd(p, c.offering)
        timely = [s for s in c.starts if c.on_time_until and s <= c.on_time_until]
        assert found.timely[i] == len(timely)
        assert found.gives[i] == (c.on_time_until is not None)
        certain = p.scenario.acceptance == "certain"
        chance = 1.0 if certain else c.visit.acceptance
        assert found.acceptance[i] == chance


@pytest.mark.parametrize("seed", range(1_400, 1_420))
def test_offers_of_one_host_have_one_number(seed):
    p = random_problem(seed)
    found = offers(p)
    keys = [visits(p.catalog)[i].key for i in found.index]
    pairs = set(zip(keys, found.host.tolist(), strict=True))
    assert len(pairs) == len(set(keys)) == len({n for _, n in pairs})


def test_problems_that_differ_in_money_share_their_offers():
    p = make.problem()
    assert offers(p) is offers(p.having(budget_usd=1, min_rotations=0))
    assert offers(p) is not offers(p.having(months=(7,)))


def test_problems_that_differ_in_answers_share_what_hosts_allow(monkeypatch):
    p, read = make.problem(), []
    first = p.catalog.offerings[0].offering_id
    offers(p)
    monkeypatch.setattr(open_starts, "find", read.append)
    offers(p.having(answers=((first, "accepted"),)))
    assert not read


def test_few_tables_of_dates_are_kept_for_the_same_offers():
    p = make.problem()
    for usd in range(2 * MOST_TABLES):
        Pool(p.having(waiting_usd_per_day=usd))
    assert 0 < len(offers(p).tables) <= MOST_TABLES


@pytest.mark.parametrize("count", [0, 1, 2, 7, 300])
@pytest.mark.parametrize("kinds", [1, 3, 1_000])
def test_distinct_values_are_those_of_numpy(count, kinds):
    values = np.random.default_rng(count + kinds).integers(-kinds, kinds, count)
    for some in (values, values / 7):
        every = np.unique(some, return_index=True, return_inverse=True)
        assert all(map(np.array_equal, distinct(some), every))
