"""What invitations mean, against a simulation and against what must hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, permutations

import factories as make
import numpy as np
import pytest
from random_problems import versioned

from optimizer.domain.applicant import Booked, Preferences
from optimizer.domain.problem import Problem
from optimizer.portfolio.problem import OFF
from optimizer.residency_list.invitations import season_so_far
from optimizer.residency_list.tables import decide

AFTER = dt.date(2028, 2, 10)
"""A day after the interviews of the season."""


def problem(evidence: str = "central", known: bool = True, **changes) -> Problem:
    """Six programs of four levels, all applied to, two of them signalled."""
    levels = ("low", "mid", "mid", "high", "high", "very_high")
    programs = tuple(
        make.program(
            f"P{i}",
            receptiveness_non_us=level,
            visa_sponsorship=("J-1",) if known or i % 2 else (),
        )
        for i, level in enumerate(levels)
    )
    found = make.catalog(programs, (make.offering("E1", "P1"),))
    assumptions = tuple(
        replace(a, value=2, low=2, high=2)
        if a.name == "signal_count_2026_season"
        else a
        for a in found.assumptions
    )
    asked = {"min_letters": 0, "applications": 6, "evidence": evidence, "season": 2028}
    return make.problem(
        versioned(replace(found, assumptions=assumptions)), **asked | changes
    )


def answers(invited, came="invited") -> tuple[tuple[str, str], ...]:
    return tuple((f"P{i}", came) for i in sorted(invited))


@pytest.mark.parametrize("evidence", ["central", "cautious", "blended"])
@pytest.mark.parametrize("invited", [(), (0,), (5,), (2, 4), (3, 4, 5)])
def test_it_is_the_share_of_simulated_seasons_like_this(evidence, invited):
    """Played out: strength, gates, invitations, matches; those alike are counted."""
    p = problem(evidence, False, interviews=answers(invited), today=AFTER)
    decision = decide(p)
    tables, choice = decision.tables, decision.chosen.choice
    rng = np.random.default_rng(4)
    seasons = 1_500_000
    z = rng.choice(len(tables.model.weights), seasons, p=tables.model.weights)
    alike = np.ones(seasons, bool)
    matched = np.zeros(seasons, bool)
    for j in range(6):
        rows = np.array([j])
        gate = float(tables.model.gate[0, tables.row[j]])
        interview = tables.invited(int(choice[j]), rows)[0, 0] / gate
        match = tables.chance_at(int(choice[j]), j) / gate / interview
        is_open = rng.random(seasons) < gate
        came = is_open & (rng.random(seasons) < interview[z])
        alike &= came == (j in invited)
        matched |= came & (rng.random(seasons) < match[z])
    share = matched[alike].mean()
    error = np.sqrt(share * (1 - share) / alike.sum()) + 1e-9
    assert alike.sum() > 200
    found = season_so_far(p)
    assert found.over
    assert abs(found.chance - share) < 4 * error + 1e-4


def test_only_the_number_of_invitations_counts_where_policies_are_known():
    """One reading, one slope: who invited says no more than how many did."""
    chances = {}
    for invited in (*combinations(range(6), 1), *combinations(range(6), 3)):
        p = problem(interviews=answers(invited), today=AFTER)
        chances.setdefault(len(invited), []).append(season_so_far(p).chance)
    for found in chances.values():
        assert found == pytest.approx([found[0]] * len(found), abs=1e-9)
    assert chances[3][0] > chances[1][0] > 0


def test_the_season_over_without_an_invitation_is_no_chance():
    found = season_so_far(problem(today=AFTER))
    assert found.chance == 0
    assert found.interviews == ()
    assert 0 < found.before < 1


def test_silence_says_nothing_before_the_interviews_are_over():
    early = season_so_far(problem(interviews=answers((3,))))
    late = season_so_far(problem(interviews=answers((3,)), today=AFTER))
    assert not early.over
    assert early.chance > late.chance
    refused = answers((0, 1, 2, 4, 5), "refused")
    told = season_so_far(problem(interviews=(*answers((3,)), *refused)))
    assert told.chance == pytest.approx(late.chance)


def test_what_one_interview_adds_and_what_declining_it_loses():
    p = problem(interviews=answers((2, 4)), today=AFTER)
    found = season_so_far(p)
    assert [i.program_id for i in found.interviews] == ["P2", "P4"]
    less = season_so_far(p.having(interviews=(("P2", "invited"), ("P4", "declined"))))
    adds = next(i.adds for i in found.interviews if i.program_id == "P4")
    assert found.chance - less.chance == pytest.approx(adds)
    assert less.interviews[0].alone == pytest.approx(less.chance)
    assert 0 < found.one_more < found.interviews[0].alone


def test_an_interview_that_is_done_counts_like_one_to_come():
    one, other = (
        season_so_far(problem(interviews=answers((2, 4), came)))
        for came in ("done", "invited")
    )
    assert one == other


def test_a_rotation_makes_its_interview_worth_more():
    day = dt.date(2027, 5, 3)
    kept = Booked(day, dt.date(2027, 5, 28), "hands_on", program_id="P2")
    found = season_so_far(problem(booked=(kept,), interviews=answers((1, 2))))
    worth = {i.program_id: i.alone for i in found.interviews}
    assert worth["P2"] > worth["P1"]


def test_programs_that_are_not_listed_or_closed_are_named():
    p = problem(applications=3, interviews=answers((0, 5)))
    assert decide(p).chosen.choice[0] == OFF
    found = season_so_far(p)
    assert found.not_listed == ("P0",)
    assert len(found.interviews) == 2
    shut = tuple(
        replace(x, visa_sponsorship=("none",)) if x.program_id == "P5" else x
        for x in p.catalog.programs
    )
    found = season_so_far(
        Problem(versioned(replace(p.catalog, programs=shut)), p.scenario)
    )
    assert found.closed == ("P5",)
    assert [i.program_id for i in found.interviews] == ["P0"]


def test_each_rank_adds_what_is_left_and_the_order_changes_no_chance():
    heard = answers((1, 3, 5))
    orders = list(permutations(("P1", "P3", "P5")))
    chances = []
    for order in orders:
        found = season_so_far(problem(interviews=heard, today=AFTER, rank_order=order))
        assert [rank.program_id for rank in found.ranks] == list(order)
        assert sum(r.here for r in found.ranks) == pytest.approx(found.chance)
        assert found.ranks[-1].so_far == pytest.approx(found.chance)
        first = next(i for i in found.interviews if i.program_id == order[0])
        assert found.ranks[0].here == pytest.approx(first.alone)
        last = next(i for i in found.interviews if i.program_id == order[-1])
        assert found.ranks[-1].here == pytest.approx(last.adds)
        chances.append(found.chance)
    assert chances == pytest.approx([chances[0]] * len(orders))
    some = season_so_far(problem(interviews=heard, today=AFTER, rank_order=("P3",)))
    assert some.ranks[0].so_far < some.chance


def test_an_order_against_the_ratings_is_named():
    wishes = Preferences(programs=(("P1", 5), ("P3", 2)))
    heard = answers((0, 1, 3, 5))
    for order, named in (
        (("P3", "P1", "P5"), ("P1",)),
        (("P1", "P5", "P0", "P3"), ()),  # P0 and P5 are not rated
        (("P1", "P3", "P5"), ("P5",)),
    ):
        p = problem(interviews=heard, preferences=wishes, rank_order=order)
        assert season_so_far(p).against_wish == named


# ---- rank by wish -----------------------------------------------------------------


def accepted(ranks, prefers, places) -> dict[int, int]:
    """The Match: applicants propose, programs keep the ones they like best."""
    held: dict[int, list[int]] = {}
    free, at = list(range(len(ranks))), [0] * len(ranks)
    while free:
        who = free.pop()
        if at[who] >= len(ranks[who]):
            continue
        program = ranks[who][at[who]]
        at[who] += 1
        held.setdefault(program, []).append(who)
        held[program].sort(key=prefers[program].index)
        free += held[program][places[program] :]
        del held[program][places[program] :]
    return {who: program for program, some in held.items() for who in some}


@pytest.mark.parametrize("seed", range(6))
def test_no_other_order_does_better_than_that_of_ones_wishes(seed):
    """Every list of four programs, in markets of five applicants (Roth 1982)."""
    rng = np.random.default_rng(seed)
    wish = [0, 1, 2, 3]
    others = [list(map(int, rng.permutation(4))) for _ in range(4)]
    prefers = [list(map(int, rng.permutation(5))) for _ in range(4)]
    places = [1, 1, 1, 1]
    honest = accepted([wish, *others], prefers, places).get(0, 9)
    every = (list(some) for size in range(5) for some in permutations(wish, size))
    for told in every:
        assert accepted([told, *others], prefers, places).get(0, 9) >= honest
