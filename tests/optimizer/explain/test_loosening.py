"""Each rule a scenario switches on is a wish that can be loosened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import factories as make
import pytest
from random_problems import random_problem

from optimizer.domain.problem import Problem, Reading
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import start_dates
from optimizer.domain.ways_out import Wish
from optimizer.explain.fixes import wishes
from optimizer.model.rotation import in_date_order, rotation_on
from optimizer.model.rules.base import (
    BlockRule,
    DateRule,
    Rule,
    ScheduleRule,
    Tally,
)
from optimizer.model.rules.rules import RULES, TALLIES, settled_scenario

ALWAYS = {"gap", "most", "budget"}


def found(**changes: Any) -> dict[str, Wish]:
    return {w.name: w for w in wishes(make.problem(**changes))}


def steps(wish: Wish) -> list[Any]:
    """What the one field of each step is set to."""
    return [change.fields[0][1] for change in wish.steps]


def test_the_default_scenario_has_few_wishes():
    assert found().keys() == ALWAYS


@pytest.mark.parametrize(
    ("name", "field", "value", "expected"),
    [
        ("min_focus_areas", "min_focus_areas", 2, [1, 0]),
        ("min_receptive", "min_receptive", 1, [0]),
        ("min_in_ties", "min_in_ties", 3, [2, 1, 0]),
        ("min_hands_on", "min_hands_on", 2, [1, 0]),
        ("letters", "min_letters", 3, [2, 1]),  # one is in hand
        ("kind", "kind", "hands_on", [None]),
        ("unverified", "include_unverified", False, [True]),
        ("trust", "least_trust", "likely", ["unclear", "cold"]),
        ("gap", "gap_days", 3, [2, 1, 0]),
        ("number", "min_rotations", 3, [2, 1]),
        ("most", "max_rotations", 4, [5, 6]),
        ("states", "required_states", ("TX", "IL"), [("IL",), ("TX",)]),
        ("pins", "pins", ("E1", "E2"), [("E2",), ("E1",)]),
        ("exclusions", "exclusions", ("E1",), [()]),
        (
            "regions",
            "max_per_region",
            (("South", 1), ("West", 0)),
            [(("South", 2), ("West", 0)), (("South", 1), ("West", 1)), ()],
        ),
        (
            "months",
            "months",
            (5, 7, 8, 9),
            [(3, 5, 7, 8, 9), (4, 5, 7, 8, 9), (5, 6, 7, 8, 9)],
        ),
    ],
)
def test_steps_go_from_small_to_large(name, field, value, expected):
    wish = found(**{field: value})[name]
    assert steps(wish) == expected
    assert all(change.fields[0][0] == field for change in wish.steps)


@pytest.mark.parametrize(
    ("name", "field"), [("idle", "max_idle_days"), ("stay", "max_stay_days")]
)
def test_limits_in_days_rise_day_by_day(name, field):
    wish = found(**{field: 40})[name]
    assert steps(wish)[:3] == [41, 42, 43]
    assert wish.dropped.fields == ((field, None),)


def test_each_blackout_may_be_freed():
    a, b = ((dt.date(2027, m, 1), dt.date(2027, m, 9)) for m in (4, 6))
    assert steps(found(blackouts=(a, b))["blackouts"]) == [(b,), (a,)]


def test_free_dates_give_way_by_a_week_at_either_end():
    a = (dt.date(2027, 5, 8), dt.date(2027, 6, 9))
    assert steps(found(free_dates=(a,))["free dates"]) == [
        ((dt.date(2027, 5, 1), a[1]),),
        ((a[0], dt.date(2027, 6, 16)),),
        (),
    ]


def test_a_window_is_opened_by_weeks_up_to_the_season():
    wish = found(window_end=dt.date(2027, 9, 10))["window"]
    ends = [c.fields[0] for c in wish.steps]
    assert ends == [
        ("window_end", dt.date(2027, 9, 17)),
        ("window_end", dt.date(2027, 9, 24)),
        ("window_end", dt.date(2027, 9, 30)),
        ("window_start", None),
    ]
    wish = found(window_start=dt.date(2027, 3, 9))["window"]
    assert [c.fields[0] for c in wish.steps][:2] == [
        ("window_start", dt.date(2027, 3, 2)),
        ("window_start", dt.date(2027, 3, 1)),
    ]


def test_a_window_as_wide_as_the_season_is_no_wish():
    assert "window" not in found(window_end=dt.date(2027, 9, 30))
    assert "window" not in found(window_end=dt.date(2027, 12, 31))


def test_letters_in_hand_are_no_wish():
    assert "letters" not in found(min_letters=2, us_letters=2)


def test_what_is_booked_is_never_too_many():
    booked = (make.booked(dt.date(2027, 5, 3)),)
    assert "number" not in found(booked=booked, min_rotations=1)
    assert steps(found(booked=booked, min_rotations=3)["number"]) == [2, 1]


def test_six_rotations_are_not_too_few():
    assert "most" not in found(max_rotations=6)


FULL: dict[str, Any] = {
    "min_focus_areas": 2,
    "min_receptive": 2,
    "min_in_ties": 2,
    "min_hands_on": 2,
    "min_letters": 2,
    "kind": "hands_on",
    "include_unverified": False,
    "least_trust": "likely",
    "max_idle_days": 3,
    "max_stay_days": 40,
    "max_weeks_away": 5,
    "months": (5,),
    "blackouts": ((dt.date(2027, 5, 1), dt.date(2027, 5, 2)),),
    "free_dates": ((dt.date(2027, 5, 1), dt.date(2027, 6, 2)),),
    "window_end": dt.date(2027, 6, 1),
    "required_states": ("TX",),
    "max_per_region": (("South", 1),),
    "pins": ("E1",),
    "exclusions": ("E1",),
    "min_rotations": 2,
}


def test_every_rule_that_is_on_is_a_wish():
    assert len(found(**FULL)) == len(FULL) + 3


def test_a_wish_that_is_dropped_is_gone():
    p = make.problem(**FULL)
    for wish in wishes(p):
        without = Problem(p.catalog, wish.dropped.apply(p.scenario))
        assert without.scenario != p.scenario
        names = {w.name for w in wishes(without)}
        # a budget always is, and six rotations are the most there may be
        assert wish.name not in names or wish.name == "budget", wish.name


FACTS = {
    *("season", "today", "applicant", "arrival_usd", "spent_usd", "housing"),
    *("home_trip_usd", "settle_days"),
    *("free_housing", "waiting_usd_per_day", "answers", "found_out", "booked"),
    *("preferences", "letters_by", "acceptance", "evidence", "budget_counts"),
    *("letters", "letters_each", "letter_form", "letter_asked", "processing_days"),
    *("answer_by", "reply_days", "took_place", "done"),
    *("max_requests", "request_dates", "stop_points_per_request"),
    *("stop_usd_per_point", "interviews", "rank_order", "list_wishes"),
}
"""What is, or what is liked or counted: no rule of its own that could be loosened."""
WINDOW = {"window_start", "window_end"}
OF_OTHERS = {
    "budget": {"max_stay_days", "max_idle_days"},
    "one per program": WINDOW,
    "letters": WINDOW,
    "visits": WINDOW,
}
"""What a rule depends on and other rules loosen: a price on the limits on a visit,
what is past on the first day."""


def fields_read(rule: Rule) -> set[str]:
    """Fields of the scenario that a rule reads over problems with every rule on."""
    return set().union(*(_read(rule, random_problem(seed)) for seed in range(40)))


def _read(rule: Rule, p: Problem) -> set[str]:
    scenario = Reading(p.scenario)
    watched = Problem(p.catalog, scenario)
    before = set(vars(scenario))  # what every problem reads when it is made
    offerings = p.catalog.offerings
    dated = [(o, start_dates(o.starts, *p.window)) for o in offerings]
    rotations = tuple(rotation_on(p, o, starts[0]) for o, starts in dated if starts)
    for rotation in rotations:
        if isinstance(rule, DateRule | BlockRule):
            o = rotation.visit.offering
            rule.allows(watched, o, rotation.start, rotation.end)
        elif isinstance(rule, Tally):
            tuple(rule.keys(watched, rotation.visit, rotation.letter_on_time))
            rule.limits(watched)
    if isinstance(rule, ScheduleRule):
        rule.holds(watched, in_date_order(rotations))
    return set(vars(scenario)) - before


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_every_rule_has_a_way_out_of_every_field_it_reads(rule):
    way = rule.way_out
    found = tuple(way.loosen(make.problem(**FULL))) if way else ()
    of_others = OF_OTHERS.get(rule.name, set())
    assert fields_read(rule) - FACTS - of_others <= changed_by(found)
    assert bool(found) == (way is not None)


def changed_by(every: Iterable[Wish]) -> set[str]:
    """The fields that loosening or dropping these wishes sets."""
    changes = [c for wish in every for c in (*wish.steps, wish.dropped)]
    return {name for change in changes for name, _ in change.fields}


def test_a_field_is_a_fact_or_has_a_way_out():
    loosened = changed_by(wishes(make.problem(**FULL)))
    every = {f.name for f in fields(Scenario)} - {"work_limit", "applications"}
    assert every == FACTS | loosened
    assert not FACTS & loosened


def test_nothing_is_asked_for_at_least_once_the_answers_are_in():
    before = make.problem(**FULL)
    after = Problem(before.catalog, settled_scenario(before.scenario))
    assert [t.name for t in TALLIES if asks(before, t)]
    assert not [t.name for t in TALLIES if asks(after, t)]


def asks(p: Problem, tally: Tally) -> bool:
    limits = tally.limits(p)
    return limits.min_distinct > 0 or any(n > 0 for n in limits.low.values())


def test_what_limits_a_plan_stays_once_the_answers_are_in():
    before = make.scenario(**FULL)
    after = settled_scenario(before)
    names = {f.name for f in fields(Scenario)}
    changed = {n for n in names if getattr(after, n) != getattr(before, n)}
    assert changed == {
        *("acceptance", "min_rotations", "min_letters", "min_hands_on", "pins"),
        *("min_receptive", "min_in_ties", "min_focus_areas", "required_states"),
    }


def test_the_budget_is_the_last_to_be_blamed():
    assert [w.name for w in wishes(make.problem(**FULL))][-1] == "budget"


@pytest.mark.parametrize("name", sorted(found(**FULL)))
def test_wishes_and_steps_are_in_words(name):
    wish = found(**FULL)[name]
    assert wish.sentence
    assert not wish.sentence.endswith(".")
    for change in (*wish.steps, wish.dropped):
        assert change.sentence.endswith(".")
        assert change.sentence[0].isupper()
        assert "ss " not in change.sentence.replace("less ", "")
        assert "{" not in change.sentence


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("min_receptive", "at least 2 rotations at IMG-receptive programs"),
        ("min_in_ties", "at least 2 rotations where you have ties"),
        ("min_hands_on", "at least 2 hands-on rotations"),
        ("min_focus_areas", "at least 2 focus areas"),
    ],
)
def test_two_of_a_kind_are_in_the_plural(field, sentence):
    assert found(**{field: 2})[field].sentence == sentence


def test_a_change_sets_its_fields_and_nothing_else():
    p = make.problem(min_hands_on=2)
    wish = found(min_hands_on=2)["min_hands_on"]
    assert wish.steps[0].apply(p.scenario) == replace(p.scenario, min_hands_on=1)
