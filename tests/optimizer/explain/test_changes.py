"""What differs between two plans."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest

from optimizer.domain.plan import CostItem, Plan, Proof
from optimizer.explain.changes import difference
from optimizer.model.rotation import block_of, rotation_on

MAY, JUNE = dt.date(2027, 5, 3), dt.date(2027, 6, 7)


def plan(value: float, usd: int, **starts: dt.date) -> Plan:
    known = [make.offering(name) for name in starts]
    p = make.problem(make.catalog(offerings=tuple(known)))
    blocks = tuple(
        block_of(rotation_on(p, offering, starts[offering.offering_id]))
        for offering in known
    )
    items = (CostItem("all", usd),)
    return Plan(p.scenario, blocks, value, items, usd, 0, Proof("optimal", value, 0.1))


def test_what_came_left_and_moved():
    found = difference(
        plan(0.40, 5_000, E1=MAY, E2=JUNE), plan(0.41, 4_200, E2=MAY, E3=JUNE)
    )
    assert [b.block_id for b in found.came] == ["E3@2027-06-07"]
    assert [b.block_id for b in found.left] == ["E1@2027-05-03"]
    ((before, after),) = found.moved
    assert (before.start, after.start) == (JUNE, MAY)
    assert found.value_pp == pytest.approx(1.0)
    assert found.cost_usd == -800
    assert not found.same_rotations


def test_nothing_changed():
    same = plan(0.4, 5_000, E1=MAY)
    found = difference(same, same)
    assert found.same_rotations
    assert (found.value_pp, found.cost_usd) == (0, 0)
