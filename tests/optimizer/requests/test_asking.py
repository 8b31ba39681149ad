"""The ask list of a problem: what is on it, and that it keeps its word."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise

import factories as make
import pytest
from random_problems import random_problem

from optimizer.__main__ import main
from optimizer.domain.plan import Estimate, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.eligibility import eligibility
from optimizer.model.plan_chances import Drawn
from optimizer.model.rotation import rotations_of
from optimizer.model.rules.rules import broken_rules
from optimizer.model.value.application_list import match_model
from optimizer.requests import ranges
from optimizer.requests.answered import after_replies, planned_outcomes
from optimizer.requests.asking import ask, with_plan
from optimizer.requests.mean import Mean
from optimizer.requests.outlook import outlook_of
from optimizer.requests.ranges import gain_swings
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.scenario_io.json_file import write_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import TOLERANCE, solve


def problem(count: int = 6, acceptance: float | None = None, **changes) -> Problem:
    """Hosts in one city, each likelier to say yes than the one before; two fit."""
    programs = tuple(make.program(f"P{i}") for i in range(1, count + 1))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", channel="direct", acceptance=each)
        for i in range(1, count + 1)
        for each in [0.1 * i if acceptance is None else acceptance]
    )
    asked = {"max_rotations": 2, "min_letters": 0, "budget_usd": 6_000} | changes
    return make.problem(make.catalog(programs, offerings), **asked)


def names(found) -> set[str]:
    return {asked.request.name for asked in found.requests}


def test_the_likeliest_are_asked_where_all_else_is_equal():
    found = ask(problem(max_requests=3, stop_points_per_request=0.0))
    assert names(found) == {"E4", "E5", "E6"}
    assert found.status == "exchange_proven"
    assert [g.requests for g in found.by_number] == [0, 1, 2, 3]
    gains = [g.gain_pp for g in found.by_number]
    assert gains == sorted(gains)
    assert found.gain_pp == pytest.approx(gains[-1])
    assert found.chance_of_all == pytest.approx(0.4 * 0.5 * 0.6)
    assert found.done[0] == pytest.approx(0.6 * 0.5 * 0.4)


def test_the_list_ends_where_one_more_adds_too_little():
    long = ask(problem(stop_points_per_request=0.0))
    gains = [g.gain_pp for g in long.by_number]
    steps = [b - a for a, b in pairwise(gains)]
    line = (steps[2] + steps[1]) / 2
    short = ask(problem(stop_points_per_request=line))
    assert short.stop_at == len(short.requests) == 2
    assert [g.gain_pp for g in short.by_number] == pytest.approx(gains)
    assert len(long.requests) == 6


def test_what_it_says_of_each_request_follows_from_the_means():
    p = problem(max_requests=4, stop_points_per_request=0.0)
    found = ask(p)
    values = SetValues(p, requests_of(p))
    number = {r.name: i for i, r in enumerate(values.requests)}
    asked = tuple(sorted(number[name] for name in names(found)))
    for one in found.requests:
        rest = tuple(i for i in asked if i != number[one.request.name])
        lost = 100 * (found.value - Mean(values).of(rest))
        assert one.adds_pp == pytest.approx(lost, abs=1e-9)
        assert one.use == pytest.approx(one.use_if_yes * one.request.acceptance)


def test_a_guess_at_its_end_moves_the_gain_of_the_list_as_chosen():
    """Ends that are the value itself give the gain; acceptance gives it in closed form.

    One host: its gain is its chance of a yes times what it is worth.
    """
    catalog = make.catalog(
        (make.program("P1"),), (make.offering("E1", "P1", acceptance=None),)
    )
    p = make.problem(catalog, min_letters=0, stop_points_per_request=0.0)
    found = ask(p)
    swings = {swing.assumption.name: swing for swing in gain_swings(p, found)}
    likely = swings["acceptance_likely"]
    low, value, high = (0.1, 0.2, 0.4)
    assert likely.low_pp == pytest.approx(found.gain_pp * low / value)
    assert likely.high_pp == pytest.approx(found.gain_pp * high / value)
    moved = [abs(swing.high_pp - swing.low_pp) for swing in swings.values()]
    assert moved == sorted(moved, reverse=True)
    for swing in swings.values():
        if swing.assumption.low == swing.assumption.value:
            assert swing.low_pp == pytest.approx(found.gain_pp)


def test_what_other_problems_left_behind_changes_no_range(
    shipped, default, monkeypatch
):
    """Other money, numbers and answers share; other evidence and letters do not."""
    letters = replace(default.applicant, us_letters=2)
    problems = [
        Problem(shipped, replace(default, **changes))
        for changes in (
            {},
            {"budget_usd": 8_000},
            {"max_rotations": 2, "max_requests": 6},
            {"answers": (("E060", "accepted"), ("E001", "refused"))},
            {"evidence": "central"},
            {"applicant": letters},
        )
    ]
    worked_out = []
    find = Drawn._none_after
    monkeypatch.setattr(
        Drawn, "_none_after", lambda *a: worked_out.append(a) or find(*a)
    )

    def gains(forget: bool) -> tuple[list[Estimate], int]:
        worked_out.clear()
        found = []
        for p in problems:
            if forget:
                ranges._known_values.cache_clear()
            found.append(ask(p).gain)
        return found, len(worked_out)

    alone, every = gains(forget=True)
    assert len(set(alone)) == len(problems)
    ranges._known_values.cache_clear()
    together, new = gains(forget=False)
    assert together == alone
    assert new < every
    assert gains(forget=False) == (alone, 0)


def test_how_likely_any_rotation_is_at_the_ends_of_what_hosts_may_do():
    offerings = (
        make.offering("E1", "P1", acceptance=None),
        make.offering("E2", "P2", acceptance=0.4),
    )
    programs = (make.program("P1"), make.program("P2"))
    catalog = make.catalog(programs, offerings)
    found = ask(make.problem(catalog, min_letters=0, stop_points_per_request=0.0))
    low, _, high = (0.1, 0.2, 0.4)  # acceptance_likely in the factories' catalog
    assert found.any_done.value == pytest.approx(1 - 0.8 * 0.6) == 1 - found.done[0]
    assert found.any_done.low == pytest.approx(1 - (1 - low) * 0.6)
    assert found.any_done.high == pytest.approx(1 - (1 - high) * 0.6)


def test_how_dear_it_could_become_counts_every_amount_that_is_not_on_record():
    one = {"acceptance": 0.5, "channel": "portal"}
    offerings = (
        make.offering("E1", "P1", tuition_usd=None, **one),
        make.offering("E2", "P2", application_fee_usd=None, **one),
    )
    programs = (make.program("P1"), make.program("P2"))
    found = ask(
        make.problem(
            make.catalog(programs, offerings),
            min_letters=0,
            max_rotations=1,
            stop_points_per_request=0.0,
        )
    )
    most = found.cost_quantiles_usd[-1]
    # Tuition of 4,000 instead of 1,000, and the fee of the other of 300, not 100.
    assert (found.high_usd, found.unknown) == (most + 3_000 + 200, 2)
    known = ask(problem())
    assert (known.high_usd, known.unknown) == (known.cost_quantiles_usd[-1], 0)


@pytest.mark.parametrize(("entry", "is_open"), [("B-1", False), ("F-1", True)])
def test_it_is_said_if_every_request_hangs_on_the_visa(entry, is_open):
    assert ask(problem(entry_status=entry)).entry_open == is_open


def test_answers_are_kept_and_count():
    p = problem(answers=(("E1", "asked"), ("E6", "refused")), max_requests=2)
    found = ask(p)
    assert "E1" in names(found)
    assert "E6" not in names(found)
    assert len(found.requests) == 2  # the one that waits counts
    request, adds = found.instead
    assert request.name == "E5"
    assert adds > 0
    yes = ask(p.having(answers=(("E1", "accepted"), ("E6", "refused"))))
    assert len(yes.requests) == 3  # the one that said yes does not
    assert yes.value > found.value
    (confirm,) = yes.confirm
    assert confirm.request == "E1"
    assert confirm.advice in ("confirm", "either")
    assert confirm.if_declined < confirm.if_confirmed


def test_silence_makes_a_yes_less_likely():
    asked = ask(problem(answers=(("E6", "asked"),), max_requests=1))
    silent = ask(problem(answers=(("E6", "silent"),), max_requests=1))
    (one,), (other,) = asked.requests, silent.requests
    assert other.request.acceptance == pytest.approx(one.request.acceptance / 2)
    assert silent.gain_pp == pytest.approx(asked.gain_pp / 2)


def test_a_better_host_that_waits_is_a_reason_to_decline():
    """One rotation fits; the weak host has said yes, the strong one soon may."""
    programs = (
        make.program("P1", receptiveness_non_us="none_reported"),
        make.program("P2", receptiveness_non_us="very_high"),
    )
    offerings = (
        make.offering("E1", "P1", kind="observership", gives_letter="no"),
        make.offering("E2", "P2", acceptance=0.95),
    )
    found = ask(
        make.problem(
            make.catalog(programs, offerings),
            max_rotations=1,
            min_letters=0,
            answers=(("E1", "accepted"), ("E2", "asked")),
        )
    )
    (confirm,) = found.confirm
    assert confirm.advice == "decline"
    assert confirm.gain_pp < 0


def test_wishes_are_possible_on_the_list_and_counted_in_the_outcomes():
    programs = (make.program("P1"), make.program("P2", state="CA", city="Fresno"))
    offerings = (
        make.offering("E1", "P1", acceptance=0.9),
        make.offering("E2", "P2", state="CA", city="Fresno", acceptance=0.1),
    )
    catalog = make.catalog(programs, offerings)
    free = ask(make.problem(catalog, min_letters=0, max_requests=1))
    assert names(free) == {"E1"}
    wished = {"required_states": ("CA",), "min_letters": 0, "max_requests": 1}
    found = make.planned(make.problem(catalog, **wished))
    assert names(found) == {"E2"}
    assert isinstance(found.if_all_say_yes, Plan)
    (met,) = [chance for _, chance in found.wishes_met]
    assert met == pytest.approx(0.1)


def test_pins_are_on_the_list():
    found = ask(problem(pins=("E1",), max_requests=1))
    assert names(found) == {"E1"}


def test_wishes_that_no_list_can_fulfil_leave_no_list():
    found = ask(problem(required_states=("CA",)))
    assert isinstance(found, NoPlan)
    assert found.reason == "infeasible"


def test_nobody_to_ask_is_a_list_without_requests():
    found = ask(problem(budget_usd=100))
    assert found.requests == ()
    assert found.gain_pp == 0
    assert found.done == (1.0,)


def test_no_requests_are_allowed():
    assert ask(problem(), 0).requests == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_list_keeps_its_word_on_the_shipped_catalog(shipped, default, preset):
    p = Problem(shipped, replace(PRESETS[preset](default), max_requests=6))
    found = ask(p)
    assert found.status == "exchange_proven"
    assert sum(found.done) == pytest.approx(1)
    assert found.cost_quantiles_usd[-1] <= p.scenario.budget_usd
    assert found.gain.low < found.gain_pp < found.gain.high
    assert found.any_done.low < found.any_done.value < found.any_done.high
    assert found.high_usd > found.cost_quantiles_usd[-1]
    for asked in found.requests:  # no host whose own page says no
        for named in asked.request.candidates:
            for day in map(dt.date.fromordinal, named.starts):
                assert eligibility(p, named.offering, day).verdict != "closed"
            assert named.offering.pmr_available != "no"
    assert found.correlated.high <= found.correlated.value <= found.correlated.low
    assert found.at_once <= found.value + TOLERANCE
    assert len({r.request.door for r in found.requests}) == len(found.requests)
    for likely in planned_outcomes(p, found):  # as ``solve`` finds them
        rotations = rotations_of(p, likely.rotations)
        left = after_replies(p, [a.request for a in found.requests], likely.requests)
        plan = solve(left)
        assert (plan.cost_usd, plan.blocks) == (likely.cost_usd, likely.rotations)
        broken = {rule.name for rule in broken_rules(p, rotations)}
        assert not broken & {"one per program", "overlap", "stay", "budget"}
    assert isinstance(with_plan(p, found).if_all_say_yes, Plan)


def test_one_date_each_brings_less_than_every_date(shipped, default):
    resident = replace(default.applicant, lives_in_us=True)
    p = Problem(shipped, replace(default, applicant=resident, max_requests=4))
    every, one = ask(p), ask(p.having(request_dates="one"))
    assert one.status == "exchange_truncated"
    assert 0 < one.gain_pp < every.gain_pp
    for asked in one.requests:
        assert len(asked.request.starts) == 1
        assert asked.request.name.endswith(f"@{asked.request.starts[0]}")
    assert len({asked.request.door for asked in one.requests}) == len(one.requests)


def test_one_date_each_keeps_wishes_and_what_was_sent():
    p = problem(request_dates="one", min_rotations=2, answers=(("E2", "asked"),))
    found = make.planned(p)
    assert isinstance(found.if_all_say_yes, Plan)
    assert len(found.if_all_say_yes.blocks) == 2
    assert "E2" in names(found)


def test_beyond_what_is_looked_at_exactly_the_search_still_ends(shipped, default):
    found = ask(Problem(shipped, replace(default, stop_points_per_request=0.0)), 16)
    assert found.status == "exchange_truncated"
    assert len(found.requests) == 16
    gains = [g.gain_pp for g in found.by_number]
    assert gains == sorted(gains)
    assert found.gain_pp == pytest.approx(gains[-1])


def test_a_shortlist_is_held_against_every_request(shipped, default, monkeypatch):
    """However short: the last steps are among all that can be sent."""
    p = Problem(shipped, replace(default, max_requests=5))
    every = ask(p)
    monkeypatch.setattr("optimizer.requests.asking.SHORTLIST", 8)
    few = ask(p)
    assert few.status == "exchange_proven"
    assert few.gain_pp > 0.98 * every.gain_pp
    assert len(few.requests) == 5


def test_the_command_prints_it(shipped, default, tmp_path, capsys):
    path = tmp_path / "mine.json"
    path.write_text(write_scenario(replace(default, max_requests=4)))
    assert main(["ask", str(path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    found = ask(Problem(shipped, replace(default, max_requests=4)))
    assert printed["gain_pp"] == pytest.approx(found.gain_pp, abs=1e-6)
    assert [r["request"] for r in printed["requests"]] == [
        asked.request.name for asked in found.requests
    ]
    assert main(["ask", str(path), "--most", "2"]) == 0
    assert len(json.loads(capsys.readouterr().out)["requests"]) == 2
    path.write_text(write_scenario(replace(default, required_states=("AK",))))
    assert main(["ask", str(path)]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "infeasible"
    path.write_text('{"max_requests": 21}')
    assert main(["ask", str(path)]) == 2


def office(min_letters: int = 1, **cells) -> Problem:
    """Two programs whose requests go to one office, or to each if it has no name."""
    programs = (make.program("P1"), make.program("P2"))
    cells = {"door": "office", "application_fee_usd": 75} | cells
    offerings = tuple(make.offering(f"E{i}", f"P{i}", **cells) for i in (1, 2))
    catalog = make.versioned(make.catalog(programs, offerings))
    return make.problem(catalog, min_letters=min_letters)


def test_an_office_of_two_programs_is_asked_once():
    """One fee and one answer for both; what was asked of one is asked of the office."""
    apart, p = office(door=""), office()
    assert [r.offering_ids for r in requests_of(apart)] == [("E1",), ("E2",)]
    [request] = requests_of(p)
    assert (request.offering_ids, request.fee_usd) == (("E1", "E2"), 75)
    [asked] = requests_of(p.having(answers=(("E2", "asked"),)))
    assert asked.offering_ids == ("E2",)
    assert requests_of(p.having(answers=(("E2", "refused"),))) == ()


def test_what_an_office_is_asked_costs_once_and_is_done_once():
    """The plan if all say yes counts as the list does."""
    p = office(min_letters=0)
    both = p.having(answers=(("E1", "asked"), ("E2", "asked")))
    assert cost.gone_usd(both) == 75
    found = make.planned(both)
    assert len(found.if_all_say_yes.blocks) == 1
    assert found.if_all_say_yes.cost_usd == max(o.cost_usd for o in found.outcomes)
    apart = both.having(answers=(("E1", "refused"), ("E2", "refused")))
    assert cost.gone_usd(apart) == 75


def test_an_office_that_takes_a_visitor_twice_is_asked_for_each_program():
    p = office(max_per_visitor=2)
    assert [r.offering_ids for r in requests_of(p)] == [("E1",), ("E2",)]
    assert cost.gone_usd(p.having(answers=(("E1", "asked"), ("E2", "asked")))) == 150


def test_hosts_that_are_certain_leave_what_solve_finds():
    """All say yes for sure: the mean is the best plan's value."""
    p = problem(acceptance=1.0, stop_points_per_request=0.0, max_rotations=2)
    plan = solve(p.having(acceptance="certain"))
    found = ask(p)
    assert found.value == pytest.approx(plan.value, abs=TOLERANCE)
    assert found.chance_of_all == 1
    assert found.done[2] == 1


def test_hosts_that_never_say_yes_are_not_asked():
    found = ask(problem(acceptance=0.0))
    assert found.requests == ()
    assert found.value == found.baseline


def test_the_order_of_rows_changes_no_list(shipped, default):
    p = Problem(shipped, replace(default, max_requests=6))
    turned = replace(
        shipped,
        offerings=shipped.offerings[::-1],
        programs=shipped.programs[::-1],
        assumptions=shipped.assumptions[::-1],
    )
    one, other = ask(p), ask(Problem(make.versioned(turned), p.scenario))
    assert names(one) == names(other)
    assert one.value == pytest.approx(other.value, abs=1e-9)
    assert one.cost_quantiles_usd == other.cost_quantiles_usd


@pytest.mark.parametrize("preset", ["Average student", "Only July and August"])
def test_the_list_is_in_the_order_in_which_starts_are_lost(shipped, default, preset):
    """On the day of ``first_by`` every start is left, on the next the first is gone."""
    p = Problem(shipped, PRESETS[preset](default))
    asked = ask(p).requests
    assert list(asked) == sorted(asked, key=lambda a: (a.request.first_by, -a.adds_pp))
    for one in (a.request for a in asked):
        assert p.scenario.today <= one.first_by <= one.ask_by
        for days, first in ((0, one.starts[0]), (1, one.starts[1])):
            then = p.having(today=one.first_by + dt.timedelta(days=days))
            (same,) = [r for r in requests_of(then) if one.name in r.offering_ids]
            assert same.starts[0] == first


def test_where_signals_run_out_an_answer_is_given_all_the_same():
    """The order of dates decides who takes the last signal, which no list knows of."""
    p = random_problem(2017)
    p = p.having(budget_usd=p.scenario.budget_usd + 2_000)
    assert match_model(p).choices.may_run_out(p.scenario.max_rotations)
    found = ask(p)
    for planned in planned_outcomes(p, found):
        done = {b.offering.offering_id for b in planned.rotations}
        assert done >= {name.partition("@")[0] for name in planned.requests}


def test_a_wish_for_every_signal_leads_round_no_circle(shipped, default):
    """Steps promised what lists did not keep, and the search never ended."""
    programs = sorted(shipped.program)[:20]
    wishes = tuple((program, "signal") for program in programs)
    p = Problem(shipped, default).having(list_wishes=wishes)
    assert match_model(p).choices.may_run_out(p.scenario.max_rotations)
    found = ask(p)
    assert found.requests
    gains = {gain.requests: gain.gain_pp for gain in found.by_number}
    assert gains[found.stop_at] == pytest.approx(found.gain_pp)


def test_past_the_limit_of_work_the_list_so_far_is_told_without_a_claim():
    """Its figures are exact, it is no better than the proven one, and it grows."""
    whole = problem(count=10, max_requests=8, stop_points_per_request=0.0)
    proven, cut = ask(whole), []
    for limit in (1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2):
        found = ask(whole.having(work_limit=limit))
        assert ask(whole.having(work_limit=limit)) == found
        if isinstance(found, NoPlan):
            assert found.reason == "undecided"
            assert not cut
            continue
        requests = [asked.request for asked in found.requests]
        mean = outlook_of(whole, requests).mean
        assert found.value == pytest.approx(mean, abs=1e-12)
        assert found.value <= proven.value + 1e-12
        gains = [g.gain_pp for g in found.by_number]
        assert gains == sorted(gains)
        if found.status == "limit":
            cut.append(len(requests))
        else:
            assert names(found) == names(proven)
    assert cut == sorted(cut)
    assert 0 < cut[-1] <= len(proven.requests)
