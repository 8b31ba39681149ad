"""What changed in short: complete, in the words of the inputs, and back again."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest

from optimizer.domain.records import Catalog
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.inputs.changes import NAMED, changes, in_short, reverted

CATALOG = make.catalog()


def test_it_says_what_is_and_what_was() -> None:
    before = make.scenario(budget_usd=10_000)
    now = replace(
        before,
        budget_usd=6_000,
        months=(6, 7),
        min_rotations=2,
        applicant=replace(before.applicant, status="graduate", ties=("TX",)),
    )
    assert changes(CATALOG, before, now) == {
        "budget_usd": "Budget: $6,000 instead of $10,000",
        "months": "Free months: Jun, Jul instead of any",
        "rotations": "Rotations: 2–3 instead of 1–3",
        "applicant.status": "You are: Graduate instead of Student",
        "applicant.ties": "Ties: TX",  # none before: not worth a word
    }


def test_no_change_is_no_word() -> None:
    assert changes(CATALOG, make.scenario(), make.scenario()) == {}
    assert in_short({}) == ""


def test_more_than_a_few_are_counted() -> None:
    said = {str(n): f"change {n}" for n in range(NAMED + 2)}
    assert in_short(said) == "change 0; change 1; change 2; and 2 more"
    assert in_short({"a": "one", "b": "two"}) == "one; two"


@pytest.mark.parametrize("name", PRESETS)
def test_putting_back_each_change_leads_to_the_start(
    shipped: Catalog, name: str
) -> None:
    start = default_scenario(shipped, make.TODAY)
    now = PRESETS[name](start)
    for count, path in zip(
        reversed(range(len(changes(shipped, start, now)))),
        changes(shipped, start, now),
        strict=True,
    ):
        now = reverted(now, start, path)
        assert path not in changes(shipped, start, now)
        assert len(changes(shipped, start, now)) == count
    assert now == start
