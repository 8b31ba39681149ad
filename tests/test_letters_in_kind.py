"""Letters of every kind, age and form, and rotations in other specialties."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import factories as make
import pytest

from optimizer.domain.applicant import Letter
from optimizer.domain.plan import Plan
from optimizer.model.gates import program_checks
from optimizer.model.rotation import booked_rotations
from optimizer.model.rules.counts import TALLIES
from optimizer.model.rules.rules import counts
from optimizer.model.value.application_list import match_model
from optimizer.scenario_io.checks import scenario_faults
from optimizer.solver.solve import solve
from optimizer.year.standing import next_cycle
from optimizer.year.timeline import year

MAY = dt.date(2027, 5, 3)
HOUSTON = "Houston, TX"
PMR = make.booked(MAY)
NEUROLOGY = make.booked(MAY, specialty="neurology", city=HOUSTON, cost_usd=700)
SHARE = 0.8
"""Strong letters that the tests' assumptions expect of a hands-on rotation."""


def level(**changes: Any) -> float:
    """Letters in hand, and those of what is booked."""
    p = make.problem(**{"us_letters": 0} | changes)
    return float(match_model(p).letters_of(booked_rotations(p), certain=True)[0])


def solved(**changes: Any) -> Plan:
    found = solve(make.problem(**changes))
    assert isinstance(found, Plan)
    return found


# --------------------------------------------------------------------- letters in hand


@pytest.mark.parametrize(
    ("letter", "worth"),
    [
        (Letter(), 1),
        (Letter("other"), 0.4),
        (Letter("research"), 0.25),
        (Letter(last_cycle=True), 0.6),
        (Letter(form="evaluation"), 1.2),
        (Letter(same_program=True), 0.5),
        (Letter("other", last_cycle=True, same_program=True), 0.4 * 0.6 * 0.5),
    ],
)
def test_a_letter_in_hand_counts_by_kind_age_and_form(letter, worth):
    assert level(letters=(letter,)) == pytest.approx(worth)
    assert level(letters=(letter, letter), us_letters=2) == pytest.approx(2 + 2 * worth)


def test_a_letter_is_worth_what_its_weights_say():
    found = make.catalog(other_specialty_letter_weight=0.1)
    p = make.problem(found, us_letters=0, letters=(Letter("other"),))
    assert float(match_model(p).letters_of((), True)[0]) == pytest.approx(0.1)


def test_letters_in_hand_count_in_the_cautious_reading_too():
    """Fewer in hand, fewer chances: only later letters add nothing there."""
    values = [
        solved(evidence="cautious", us_letters=0, letters=letters).value
        for letters in ((), (Letter("research"),), (Letter(),))
    ]
    assert values[0] < values[1] < values[2]


@pytest.mark.parametrize(("kind", "counts"), [("physiatry", 1), ("other", 0)])
def test_the_wish_for_letters_counts_those_of_physiatrists(kind, counts):
    asked = {"us_letters": 0, "min_letters": 2, "max_rotations": 1}
    found = solve(make.problem(letters=(Letter(kind),), **asked))
    assert isinstance(found, Plan) is bool(counts)


# ------------------------------------------------------------------------- new letters

INPUTS: dict[str, Any] = {
    "letters": (Letter("other"),),
    "letters_each": 2,
    "letter_form": "evaluation",
    "us_letters": 2,
}


@pytest.mark.parametrize("name", INPUTS)
def test_each_input_changes_the_chance(name):
    before, after = solved(), solved(**{name: INPUTS[name]})
    assert after.value > before.value + 1e-6


@pytest.mark.parametrize(
    ("name", "value", "ready"),
    [
        ("letter_asked", "first_week", dt.date(2027, 6, 13)),
        ("processing_days", 30, dt.date(2027, 7, 18)),
        ("processing_days", 0, dt.date(2027, 6, 18)),
    ],
)
def test_each_input_changes_the_day_a_letter_is_ready(name, value, ready):
    pinned = {"pins": (f"E1@{MAY}",)}
    assert solved(**pinned).blocks[0].letter_ready == dt.date(2027, 7, 2)
    assert solved(**pinned, **{name: value}).blocks[0].letter_ready == ready


def test_the_year_says_when_to_ask():
    found = []
    for asked in ("end", "first_week"):
        p = make.problem(booked=(PMR,), letter_asked=asked)
        items = year(p, (), booked_rotations(p)).items
        found.append(next(i.until for i in items if i.step_id == "letter-1"))
    assert found == [dt.date(2027, 5, 28), dt.date(2027, 5, 9)]


def test_who_asks_early_may_start_later_and_still_be_in_time():
    late = {"letters_by": dt.date(2027, 6, 20), "window_start": MAY, "min_letters": 2}
    assert not isinstance(solve(make.problem(**late)), Plan)
    assert solved(**late, letter_asked="first_week").letters_on_time == 1


def test_a_second_letter_of_a_program_adds_less_than_one_of_another():
    first, second = (level(booked=(replace(PMR, letters_expected=n),)) for n in (1, 2))
    assert first == pytest.approx(SHARE)
    assert second == pytest.approx(SHARE * 1.5)


def test_a_rotation_that_has_begun_still_gives_as_many():
    asked = {"letters_each": 2, "answers": ((f"E1@{MAY}", "accepted"),)}
    assert level(today=MAY, **asked) == pytest.approx(SHARE * 1.5)


# ------------------------------------------------------------------ other experience


def test_a_rotation_in_another_specialty_gives_a_letter_of_its_kind():
    assert level(booked=(NEUROLOGY,)) == pytest.approx(SHARE * 0.4)
    assert level(booked=(replace(NEUROLOGY, letters_expected=0),)) == 0
    assert solved(booked=(NEUROLOGY,)).letters_on_time == 1
    (rotation,) = booked_rotations(make.problem(booked=(NEUROLOGY,)))
    assert (rotation.visit.host, rotation.visit.place.place) == ("Neurology", HOUSTON)


def test_it_takes_time_and_money_but_no_place_in_the_plan():
    alone = {"max_rotations": 1, "window_end": dt.date(2027, 6, 25)}
    free = solved(**alone)
    found = solved(booked=(NEUROLOGY,), **alone)
    assert len(found.blocks) == 1
    assert found.cost_usd >= free.cost_usd + 700
    (block,) = found.blocks
    assert block.end < NEUROLOGY.start or block.start > NEUROLOGY.end
    weeks = {"max_weeks_away": 7, **alone}
    assert not isinstance(solve(make.problem(booked=(NEUROLOGY,), **weeks)), Plan)


def test_no_wish_counts_it():
    asked = {"kind": "hands_on", "max_per_region": (("South", 1),)}
    watched = replace(NEUROLOGY, kind="observership")
    assert len(solved(booked=(watched,), **asked).blocks) == 1
    hands_on = {"min_hands_on": 2, "max_rotations": 1, "booked": (NEUROLOGY,)}
    assert not isinstance(solve(make.problem(**hands_on)), Plan)


@pytest.mark.parametrize("start", [MAY, dt.date(2026, 10, 5)])
def test_it_counts_as_us_experience_in_the_plan_and_in_the_past(start):
    program = make.program(usce_required="yes")
    end = start + dt.timedelta(days=25)
    done = replace(NEUROLOGY, start=start, end=end)
    asked = [
        {r.field for r in program_checks(make.problem(booked=booked), program)}
        for booked in ((), (done,))
    ]
    assert "usce_required" in asked[0]
    assert "usce_required" not in asked[1]


def test_in_the_past_it_costs_nothing_and_gives_its_letter():
    start = dt.date(2026, 10, 5)
    done = replace(NEUROLOGY, start=start, end=start + dt.timedelta(days=25))
    before, after = solved(), solved(booked=(done,))
    assert after.cost_usd == before.cost_usd
    assert after.value > before.value


@pytest.mark.parametrize("rule", TALLIES, ids=lambda rule: rule.name)
def test_what_a_rule_is_called_decides_nothing_of_what_it_counts(rule):
    """Of a rotation in another specialty the weeks away are counted alone."""
    p = make.problem(booked=(NEUROLOGY,))
    found = counts(p, replace(rule, name="another"), booked_rotations(p))
    assert found == ({"weeks": 4} if rule.name == "weeks" else {})


@pytest.mark.parametrize("own", [None, dt.date(2027, 7, 15), dt.date(2027, 10, 30)])
def test_a_letter_of_a_rotation_long_ago_is_of_last_season(own):
    """Ready on 22 September 2026 or before, a year before programs read.

    An own day for letters makes none older or younger.
    """
    found = []
    for day in (18, 19):
        end = dt.date(2026, 8, day)  # 35 days later the letter is there
        done = replace(PMR, start=end - dt.timedelta(days=25), end=end)
        found.append(level(booked=(done,), letters_by=own))
    assert found == pytest.approx([SHARE * 0.6, SHARE])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"city": None}, "another specialty than PM&R has a city alone"),
        ({"program_id": "P1"}, "another specialty than PM&R has a city alone"),
        ({"city": "Oz, KS"}, '"Oz, KS" is unknown'),
        ({"specialty": "pmr", "program_id": "P1"}, "its host says where it is"),
        ({"specialty": "pmr", "city": None}, "it names no host"),
    ],
)
def test_what_does_not_fit_is_said(changes, said):
    scenario = make.scenario(booked=(replace(NEUROLOGY, **changes),))
    (fault,) = scenario_faults(scenario, make.catalog())
    assert said in fault.sentence


def test_next_season_the_letters_in_hand_are_last_season_s():
    seasons = (make.season(2028), make.season(2029))
    catalog = make.catalog(seasons=seasons)
    p = make.problem(catalog, us_letters=1, letters=(Letter("research"),))
    after = next_cycle(p, ())
    assert after is not None
    assert after.applicant.us_letters == 0
    assert after.letters == (
        Letter("research", last_cycle=True),
        Letter(last_cycle=True),
    )
