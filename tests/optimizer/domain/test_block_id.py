"""Ids of blocks read and written: an offering, or an offering on one date."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain.starts import BlockId, is_dated, offering_of
from tests.random_problems import random_problem


def test_an_id_is_an_offering_and_perhaps_a_date():
    assert BlockId.parse("E012") == BlockId("E012")
    assert BlockId.parse("E012@2027-05-03") == BlockId("E012", dt.date(2027, 5, 3))
    assert str(BlockId("E012")) == "E012"
    assert str(BlockId("E012", dt.date(2027, 5, 3))) == "E012@2027-05-03"


@pytest.mark.parametrize(
    "text",
    ["E012@", "E012@soon", "E012@2027-02-30", "E012@20270503", "E012@2027-05-03@"],
)
def test_what_is_no_date_is_refused_but_names_its_offering(text):
    with pytest.raises(ValueError, match="no date"):
        BlockId.parse(text)
    assert offering_of(text) == "E012"
    assert is_dated(text)


@pytest.mark.parametrize("seed", range(20))
def test_every_name_of_a_scenario_is_the_same_after_reading_and_writing(seed):
    scenario = random_problem(seed).scenario
    names = [*scenario.pins, *scenario.exclusions, *dict(scenario.answers)]
    for name in names:
        block = BlockId.parse(name)
        assert str(block) == name
        assert block.offering_id == offering_of(name)
        assert (block.start is not None) == is_dated(name)
