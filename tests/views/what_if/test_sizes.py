"""One more rotation? The answer at the line; a table that agrees with the library."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import versioned
from visits import said, what_if

from optimizer.domain.problem import Problem
from optimizer.trade_offs.returns import (
    SizeLevel,
    best_of_each_size,
    levels,
    most,
    recommended_size,
)
from views.what_if import elsewhere, sizes


@pytest.fixture
def asked() -> Problem:
    """July and August: eight weeks at the best program, or four at each of two."""
    programs = (
        make.program("P1", receptiveness_non_us="very_high"),
        make.program("P2"),
        make.program("P3"),
    )
    offerings = (
        make.offering("E1", "P1", weeks=8, tuition_usd=4_000),
        make.offering("E2", "P2"),
        make.offering("E3", "P3"),
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(
        found, months=(7, 8), min_letters=0, budget_usd=20_000, applications=2
    )


def counted(problem: Problem) -> dict[bool, tuple[SizeLevel, ...]]:
    steps = list(best_of_each_size(problem))
    return {c: levels(problem, steps, certain=c) for c in (False, True)}


def test_the_answer_comes_first_and_moves_with_the_line(asked):
    for line in (2_000, 250, 16_000):
        at = what_if(asked.having(stop_usd_per_point=line), "rotations")
        assert not at.exception
        told = sizes.verdict(counted(asked), line).replace("\u00a0", " ")
        assert told in said(at)
        assert said(at).index(told) < said(at).index("of each size")


def test_the_verdict_names_both_ways_where_they_differ():
    p = make.problem(min_letters=0, budget_usd=20_000)
    both = counted(p)
    rates = [both[c][1].marginal.per_1000.value for c in (True, False)]
    usd = round(1_000 / (sum(rates) / 2))
    told = sizes.verdict(both, usd)
    assert sorted(recommended_size(both[c], 1_000 / usd) for c in (True, False)) == [
        0,
        1,
    ]
    assert "if all accept" in told
    assert "with refusals counted" in told


def test_one_more_is_told_as_the_next_larger_plan_does(asked):
    both = counted(asked)
    larger = both[True][1]
    told = sizes.one_more(both, 0, True).replace("\u00a0", " ")
    assert f"with one adds +{larger.marginal.gain.value:.2f} pp" in told
    assert f"for ${larger.marginal.usd:,} more if all accept" in told
    assert "No plan with more than two rotations" in sizes.one_more(both, 2, True)


@pytest.mark.parametrize("certain", [False, True])
def test_the_table_holds_what_the_library_says(asked, certain):
    shown = what_if(asked, "rotations").table[0].value
    found = counted(asked)[certain]
    chance, rate = (3, 4) if certain else (1, 2)
    assert len(shown) == len(found)
    for cells, level in zip(shown.itertuples(index=False), found, strict=True):
        told = cells[chance].replace("\\", "").replace("\u00a0", " ")
        assert cells[0] == str(level.size)
        assert told.startswith(f"{level.value.value * 100:.1f} %")
        assert ("*" in told) == (level.size == recommended_size(found, 0.5))
        assert ("†" in told) == (level.size == most(found))
        if level.marginal and (per := level.marginal.per_1000):
            assert cells[rate].replace("\\", "").replace("−", "-") == f"{per.value:.2f}"


def test_what_is_to_know_about_the_steps_is_told(asked):
    told = said(what_if(asked, "rotations"))
    full = counted(asked)[True]
    assert not full[2].nested
    assert "Either way, the plan with two is another set" in told
    assert "cannot be extended in your free months and dates" in told
    assert full[1].usd > full[2].usd
    assert "the best plan with one costs more than that with two" in told
    assert "No plan was found within your budget and rules with 3, 4, 5 and 6." in told


def test_booked_rotations_are_part_of_every_size():
    booked = (make.booked(dt.date(2027, 8, 2), program_id="P1"),)
    p = make.problem(booked=booked, min_letters=0, budget_usd=9_000)
    assert what_if(p, "rotations").table[0].value.iloc[0, 0] == "1"


# ---- elsewhere --------------------------------------------------------------------


def test_other_uses_stand_beside_the_last_rotation(asked):
    at = what_if(asked, "elsewhere")
    told = said(at)
    assert "A passed score cannot be improved" in told
    assert "No honest figure exists" in told
    shown = at.table[0].value.itertuples(index=False)
    rows = [row[0].replace("\\", "") for row in shown]
    assert any(row.startswith("The last rotation of this plan") for row in rows)
    assert any(row.startswith("one more ERAS application (3 in all)") for row in rows)
    guess = asked.catalog.assumption["letter_logit_1"].confidence == "G"
    letter = next(row for row in rows if "letter" in row)
    assert letter.endswith("(assumption)") == guess


def test_gains_are_counted_as_the_inputs_count(asked):
    counted_so = [
        what_if(asked.having(acceptance=way), "elsewhere").table[0].value.to_dict()
        for way in ("expected", "certain")
    ]
    assert counted_so[0] != counted_so[1]


def test_nothing_priced_is_said():
    assert elsewhere.verdict(()) == ["Nothing here has a known price."]
