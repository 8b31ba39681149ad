"""What others can stand in for is needed neither for a plan nor for a cheap one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.problem import Problem
from optimizer.model import rules
from optimizer.solver import solve
from optimizer.solver.feasibility import essential
from optimizer.solver.search import Search

SHIPPED = read_catalog(Path(__file__).parents[3] / "data")
# Rules that clash with money, dates or each other now and then.
ASKED = (
    {},
    {"min_letters": 3, "max_rotations": 4, "months": (6, 7, 8)},
    {"min_hands_on": 2, "min_receptive": 1, "max_stay_days": 70},
    {"required_states": ("MI", "OH"), "max_idle_days": 10, "waiting_usd_per_day": 0},
    {"max_per_region": (("Middle Atlantic", 0),), "min_rotations": 2, "months": (5, 6)},
    {"min_focus_areas": 2, "min_rotations": 2},
)


def names(search: Search, **how) -> set[str]:
    return {search.candidates[i].offering.offering_id for i in essential(search, **how)}


def searched(*offerings, **changes) -> Search:
    programs = tuple(make.program(f"P{i}") for i in range(1, 5))
    found = versioned(make.catalog(programs, offerings))
    return Search(make.problem(found, **{"min_letters": 0} | changes))


def at(number: int, fee: int, **changes):
    return make.offering(f"E{number}", f"P{number}", tuition_usd=fee, **changes)


def test_as_many_stand_ins_as_rotations_make_a_candidate_needless():
    four = (at(1, 100), at(2, 200), at(3, 300), at(4, 400))
    assert names(searched(*four, max_rotations=1), cheapest=True) == {"E1"}
    assert names(searched(*four, max_rotations=2), cheapest=True) == {"E1", "E2"}
    # with six allowed all four may be needed
    assert len(names(searched(*four, max_rotations=6), cheapest=True)) == 4


def test_the_dearer_one_is_kept_where_it_can_do_more():
    early, late = "2027-05-03;2027-06-07", "2027-05-03;2027-07-05"
    for more in (
        {"starts": late},
        {"weeks": 2},
        {"kind": "observership"},
        {"focus": ("stroke",)},
        {"letter_days": 0},
    ):
        two = (
            at(1, 100, **{"starts": early, "letter_days": 60}),
            at(2, 900, **{"starts": early, "letter_days": 60, **more}),
        )
        asked = {
            "max_rotations": 1,
            "min_letters": 1,
            "us_letters": 0,
            "min_focus_areas": 1,
            "min_hands_on": 0 if more != {"kind": "observership"} else 1,
            "letters_by": dt.date(2027, 8, 9),
        }
        kept = names(searched(*two, **asked), cheapest=True)
        if more == {"kind": "observership"}:
            assert kept == {"E1"}, "a rotation that is not hands-on helps no rule here"
        else:
            assert kept == {"E1", "E2"}, more


def test_an_upper_limit_protects_what_is_outside_of_it():
    # P1 is cheaper, but its region may be full
    elsewhere = make.place("Reno", "NV", metro="Reno", region="Mountain")
    programs = (make.program("P1"), make.program("P2", city="Reno", state="NV"))
    offers = (at(1, 100), at(2, 3_000, city="Reno", state="NV"))
    found = versioned(
        make.catalog(programs, offers, (*make.catalog().places, elsewhere))
    )
    region = found.place[offers[0].place].region
    asked = {"max_rotations": 1, "min_letters": 0}
    free = Search(make.problem(found, **asked))
    assert names(free, cheapest=True) == {"E1"}
    full = Search(make.problem(found, max_per_region=((region, 1),), **asked))
    assert names(full, cheapest=True) == {"E1", "E2"}


def test_no_upper_limit_depends_on_the_date_of_a_letter():
    # ``_counts_as_well`` relies on it
    p = random_problem(0)
    visit = Search(make.problem()).candidates[0].visit
    for tally in rules.TALLIES:
        if tally.limits(p).high:
            assert tuple(tally.keys(p, visit, True)) == tuple(
                tally.keys(p, visit, False)
            )


@pytest.mark.parametrize("budget", [6_000, 9_000, 100_000])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_the_essential_decide_as_all_do(asked, budget, monkeypatch):
    p = few_shipped(budget_usd=budget, **asked)
    possible, price = solve.is_possible(p), solve.cheapest(p)
    kept = essential(Search(p))
    monkeypatch.setattr(
        solve, "essential", lambda search, **_: list(range(len(search.candidates)))
    )
    assert solve.is_possible(p) == possible
    assert solve.cheapest(p) == price
    if budget == 100_000:  # with less, few candidates are left anyway
        assert len(kept) < len(Search(p).candidates) * 3 / 4


@pytest.mark.parametrize("seed", range(700, 760))
def test_small_problems_with_every_rule(seed, monkeypatch):
    p = random_problem(seed)
    possible, price = solve.is_possible(p), solve.cheapest(p)
    monkeypatch.setattr(
        solve, "essential", lambda search, **_: list(range(len(search.candidates)))
    )
    assert (solve.is_possible(p), solve.cheapest(p)) == (possible, price)


def few_shipped(**changes) -> Problem:
    """Every sixth offering of the shipped catalog: CP-SAT alone can judge these."""
    few = replace(
        SHIPPED, offerings=SHIPPED.offerings[::6], version=f"{SHIPPED.version} few"
    )
    return make.problem(few, **{"season": 2028, "max_rotations": 3} | changes)
