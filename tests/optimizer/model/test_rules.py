"""Each rule decides a plan where it bites, and none where it does not.

In every pair below E1 (or a pair with E1) is the better choice. In the first problem
only the rule under test forbids it, so the lesser one is the plan; in the second, one
step looser, the better one is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.calendars import allowed_starts
from optimizer.model.eligibility import eligibility, single_days
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.model.rules import rules
from optimizer.model.rules.rules import (
    ANY,
    RULES,
    TALLIES,
    CountLimits,
    broken_rules,
    high_limit,
    tally_holds,
)
from optimizer.model.travel import days_between, stay_cap
from optimizer.model.value.application_list import match_model
from optimizer.solver.solve import solve

DAY = dt.timedelta(days=1)
MAY = dt.date(2027, 5, 3)  # a Monday; four weeks end on Friday 28 May
MAY_28 = dt.date(2027, 5, 28)
JUNE = dt.date(2027, 5, 31)  # the next Monday after such a block
NAMES = [rule.name for rule in RULES]

Fields = dict[str, Any]


def world(better: Fields | None = None, lesser: Fields | None = None, **changes: Any):
    """E1 at P1 accepts nine times of ten, E2 at P2 once; both on 3 May; choose one.

    Each costs 4 x (300 + 100 + 50) = 1,800; arrival costs 1,200. Keys that begin
    with ``p_`` change the program.
    """
    at = [{"starts": "2027-05-03", "acceptance": a} for a in (0.9, 0.1)]
    both = [a | (b or {}) for a, b in zip(at, (better, lesser), strict=True)]
    hosts = [{k[2:]: o.pop(k) for k in list(o) if k[:2] == "p_"} for o in both]
    programs = [make.program(f"P{i + 1}", **host) for i, host in enumerate(hosts)]
    offerings = []
    for i, (host, changed) in enumerate(zip(programs, both, strict=True)):
        there = {"city": host.city, "state": host.state}
        fields = {"program_id": host.program_id} | there | changed
        offerings.append(make.offering(f"E{i + 1}", **fields))
    places = changes.pop("places", None)
    more_programs, more = changes.pop("programs", ()), changes.pop("offerings", ())
    numbers = changes.pop("assumptions", {})
    found = make.catalog(
        (*programs, *more_programs), (*offerings, *more), places, **numbers
    )
    return make.problem(
        versioned(found), **{"max_rotations": 1, "min_letters": 0} | changes
    )


def looser(problem: Problem, **changes: Any) -> Problem:
    """The same catalog with other wishes; fields of the applicant as they are."""
    who = problem.scenario.applicant
    mine = {k: changes.pop(k) for k in list(changes) if hasattr(who, k)}
    scenario = replace(problem.scenario, applicant=replace(who, **mine), **changes)
    return Problem(problem.catalog, scenario)


def dated(problem: Problem, *blocks: str) -> tuple[Rotation, ...]:
    """Rotations such as "E1" (its first start) or "E1@2027-05-03", and booked ones."""
    found = []
    for block in blocks:
        name, _, day = block.partition("@")
        offering = problem.catalog.offering[name]
        day = day or offering.starts.partition(";")[0]
        found.append(rotation_on(problem, offering, dt.date.fromisoformat(day)))
    return in_date_order((*booked_rotations(problem), *found))


def broken(problem: Problem, *blocks: str) -> list[str]:
    return [rule.name for rule in broken_rules(problem, dated(problem, *blocks))]


def value(problem: Problem, *blocks: str) -> float:
    certain = problem.scenario.acceptance == "certain"
    return float(match_model(problem).value(dated(problem, *blocks), certain)[0])


def chosen(problem: Problem) -> list[str]:
    """Ids of the best plan, in id order, after a look at all it says of itself."""
    plan = solve(problem)
    assert isinstance(plan, Plan), "there is no plan"
    assert plan.proof.status == "optimal"
    rotations = rotations_of(problem, plan.blocks)
    assert not broken_rules(problem, rotations)
    assert plan.cost_usd == cost.total(problem, rotations)
    certain = problem.scenario.acceptance == "certain"
    exact = float(match_model(problem).value(rotations, certain)[0])
    assert plan.value == pytest.approx(exact, abs=1e-9)
    return sorted(b.offering.offering_id for b in plan.blocks)


def decides(
    rule: str,
    tight: Problem,
    loose: Problem,
    better: str = "E1",
    lesser: str = "E2",
) -> None:
    """Only ``rule`` forbids ``better`` in ``tight``; nothing does in ``loose``.

    Sets are written "E1 E2"; "" is the empty plan.
    """
    best, other = better.split(), lesser.split()
    assert value(tight, *best) > value(tight, *other) + 0.001
    assert broken(tight, *best) == [rule]
    assert broken(tight, *other) == []
    assert broken(loose, *best) == []
    assert chosen(tight) == sorted(b.partition("@")[0] for b in other)
    assert chosen(loose) == sorted(b.partition("@")[0] for b in best)


# ------------------------------------------------------------------------- budget


def test_budget_excludes_the_dearer_offering():
    # 1,200 + 1,800 + 1 of tuition = 3,001
    p = world({"tuition_usd": 1}, budget_usd=3_000)
    decides("budget", p, looser(p, budget_usd=3_001))


def test_budget_counts_what_is_spent_and_booked():
    # 10 spent, 5 for what is booked, 1,200 + 1,800 + 1; three free days before
    booked = make.booked(dt.date(2027, 4, 5), program_id="P3", cost_usd=5)
    p = world(
        {"tuition_usd": 1},
        programs=(make.program("P3"),),
        booked=(booked,),
        spent_usd=10,
        max_rotations=2,
        waiting_usd_per_day=0,
        budget_usd=3_015,
    )
    decides("budget", p, looser(p, budget_usd=3_016))


def test_budget_counts_the_trip_between_two_places():
    # Katy is 0 miles away but another metro: 40. Together 1,200 + 2 x 1,800 + 40.
    p = world(
        {},
        {"starts": "2027-05-31", "city": "Katy"},
        max_rotations=2,
        budget_usd=4_839,
    )
    decides("budget", p, looser(p, budget_usd=4_840), "E1 E2", "E1")


def test_budget_counts_waiting_beyond_three_days():
    # 28 May to 7 June leaves 9 days between, 6 of them cost 50
    p = world({}, {"starts": "2027-06-07"}, max_rotations=2, budget_usd=5_099)
    decides("budget", p, looser(p, budget_usd=5_100), "E1 E2", "E1")


def test_arrival_is_not_paid_by_the_empty_plan():
    # 1,200 + 1,800 are a dollar too much; the empty plan costs 0
    p = world(min_rotations=0, budget_usd=2_999, lesser={"tuition_usd": 1})
    decides("budget", p, looser(p, budget_usd=3_000), "E1", "")


# -------------------------------------------------------------- overlap, idle, stay


def pair(gap_weeks: int, **changes: Any) -> Problem:
    """E1 on 3 May and E2 so many weeks later; both are wanted, each lasts 26 days."""
    start = MAY + dt.timedelta(weeks=gap_weeks)
    return world(
        {},
        {"starts": start.isoformat()},
        **{"max_rotations": 2, "budget_usd": 20_000} | changes,
    )


def test_two_rotations_do_not_overlap():
    # the second would start on the Monday of the first one's last week
    decides("overlap", pair(3, gap_days=0), pair(4, gap_days=0), "E1 E2", "E1")


def test_gap_counts_the_days_strictly_between():
    # Friday to Monday leaves Saturday and Sunday
    p = pair(4, gap_days=3)
    decides("overlap", p, looser(p, gap_days=2), "E1 E2", "E1")


def test_gap_holds_towards_booked_rotations():
    # booked until Friday 30 April: two days before 3 May
    booked = make.booked(dt.date(2027, 4, 5), program_id="P3")
    p = world(
        {},
        {"starts": "2027-05-10"},
        programs=(make.program("P3"),),
        booked=(booked,),
        max_rotations=2,
        gap_days=3,
    )
    decides("overlap", p, looser(p, gap_days=2))


def test_idle_counts_the_days_strictly_between():
    # a week is left out: 2 + 7 days between
    p = pair(5, max_idle_days=8)
    decides("idle", p, looser(p, max_idle_days=9), "E1 E2", "E1")
    decides("idle", p, looser(p, max_idle_days=None), "E1 E2", "E1")


def test_stay_counts_first_and_last_day():
    # 3 May to 25 June: 26 + 2 + 26 = 54 days
    p = pair(4, max_stay_days=53)
    decides("stay", p, looser(p, max_stay_days=54), "E1 E2", "E1")


def test_a_single_block_may_be_longer_than_the_stay():
    # four weeks are 26 days, three are 19
    p = world({}, {"weeks": 3}, max_stay_days=25)
    decides("stay", p, looser(p, max_stay_days=26))


@pytest.mark.parametrize(("entry", "most", "weeks"), [("WB", 90, 2), ("B-1", 180, 15)])
def test_the_visa_caps_the_stay(entry, most, weeks):
    # what is booked starts so early that E1's last day is one too many
    first = MAY_28 - most * DAY
    p = world(
        {},
        {"weeks": 3},
        programs=(make.program("P3"),),
        booked=(make.booked(first, weeks=weeks, program_id="P3"),),
        max_rotations=2,
        budget_usd=20_000,
        entry_status=entry,
        lives_in_us=True,
    )
    later = (make.booked(first + DAY, weeks=weeks, program_id="P3"),)
    decides("stay", p, looser(p, booked=later))
    decides("stay", p, looser(p, us_work_authorized=True))
    decides("stay", p, looser(p, entry_status="J-1"))


def test_the_shorter_of_own_cap_and_visa_holds():
    assert stay_cap(make.problem(entry_status="WB", max_stay_days=60)) == 60
    assert stay_cap(make.problem(entry_status="WB", max_stay_days=100)) == 90
    assert stay_cap(make.problem(entry_status="J-1")) is None
    authorized = {"us_work_authorized": True}
    assert stay_cap(make.problem(max_stay_days=200, **authorized)) == 200


def test_days_between_is_negative_where_rotations_overlap():
    p = pair(3)
    a, b = dated(p, "E1", "E2")
    assert days_between(a, b) == -5


# ------------------------------------------------------- window, months, blackouts


def test_window_excludes_a_block_that_starts_a_day_early():
    p = world({}, {"starts": "2027-05-10"}, window_start=MAY + DAY)
    decides("window", p, looser(p, window_start=MAY))


def test_window_excludes_a_block_that_ends_a_day_late():
    p = world({}, {"weeks": 3}, window_end=MAY_28 - DAY)
    decides("window", p, looser(p, window_end=MAY_28))


def test_the_season_is_the_window_unless_one_is_given():
    # 6 to 30 September; the season's window ends on the 30th
    p = world({"starts": "2027-09-06"}, {}, letters_by=dt.date(2027, 12, 1))
    decides("window", p, looser(p, window_end=dt.date(2027, 10, 1)))
    p = world({"starts": "2027-08-30"}, {}, letters_by=dt.date(2027, 12, 1))
    assert chosen(p) == ["E1"]


def test_months_must_hold_every_day_of_a_block():
    # E1 runs from 10 May to 4 June, E2 from 3 to 28 May
    p = world({"starts": "2027-05-10"}, {}, months=(5,))
    decides("months", p, looser(p, months=(5, 6)))
    decides("months", p, looser(p, months=None))


def test_months_must_hold_the_last_day():
    # two weeks from 21 June end on 2 July; one week from 27 September ends on the
    # first of October, a month that is never free
    p = world(
        {"starts": "2027-06-21", "weeks": 2}, {"starts": "2027-06-07", "weeks": 2}
    )
    decides("months", looser(p, months=(6,)), looser(p, months=(6, 7)))
    late = {"starts": "2027-09-27", "weeks": 1, "letter_days": 0}
    p = world(late, {"weeks": 1, "starts": "2027-09-20", "letter_days": 0})
    p = looser(p, window_end=dt.date(2027, 10, 1), letters_by=dt.date(2027, 12, 1))
    free = (3, 4, 5, 6, 7, 8, 9)
    decides("months", looser(p, months=free), looser(p, months=None))


def test_months_must_hold_a_month_in_the_middle():
    # nine weeks from 26 April reach into June over all of May
    p = world(
        {"starts": "2027-04-26", "weeks": 9}, {"starts": "2027-06-07", "weeks": 2}
    )
    p = looser(p, months=(4, 6))
    decides("months", p, looser(p, months=(4, 5, 6)))


def test_no_free_month_leaves_the_empty_plan():
    p = world(months=(), min_rotations=0)
    decides("months", p, looser(p, months=None), "E1", "")


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [(0, 25, True), (-9, 40, True), (1, 25, False), (0, 24, False)],
)
def test_a_rotation_lies_in_one_range_of_free_dates(first, last, fits):
    """Four weeks from 3 May end on 28 May, 25 days later."""
    span = (MAY + first * DAY, MAY + last * DAY)
    apart = ((MAY, MAY + 13 * DAY), (MAY + 14 * DAY, MAY + 25 * DAY))
    p = make.problem(free_dates=(span,))
    for free, fine in (((span,), fits), (apart, False), ((*apart, span), fits)):
        there = p.having(free_dates=free)
        allowed = allowed_starts(there, there.catalog.offerings[0])
        assert (MAY in allowed) == fine


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (MAY_28, MAY_28 + DAY),  # from its last day on, from the day after on
        (MAY, None),
    ],
)
def test_blackouts_are_inclusive(inside, outside):
    lesser = {"starts": "2027-06-07"}
    p = world({}, lesser, blackouts=((inside, inside + DAY),))
    free = ((outside, outside + DAY),) if outside else ((MAY - 5 * DAY, MAY - DAY),)
    decides("blackouts", p, looser(p, blackouts=free))


def test_a_single_day_inside_a_block_is_a_warning():
    day = MAY + 9 * DAY
    p = world({}, {"weeks": 1}, blackouts=((day, day), (MAY - DAY, MAY - DAY)))
    assert any(b.offering.offering_id == "E1" for b in solve(p).blocks)
    offering = p.catalog.offering["E1"]
    assert single_days(p, MAY, MAY_28) == [day]
    (warning,) = (
        r for r in eligibility(p, offering, MAY).reasons if r.field == "blackouts"
    )
    assert warning.verdict == "open"
    assert "12 May 2027" in warning.sentence
    assert "12 May 2027" in warning.ask


def test_a_blackout_inside_a_block_excludes_it():
    lesser = {"starts": "2027-06-07"}
    p = world({}, lesser, blackouts=((MAY + 9 * DAY, MAY + 10 * DAY),))
    decides("blackouts", p, looser(p, blackouts=()))


def test_a_blackout_that_ends_on_the_first_day_excludes_the_block():
    lesser = {"starts": "2027-06-07"}
    p = world({}, lesser, blackouts=((MAY - 9 * DAY, MAY),))
    decides("blackouts", p, looser(p, blackouts=((MAY - 9 * DAY, MAY - DAY),)))


# ------------------------------------------------------- eligibility, pins, exclusions


def test_eligibility_excludes_what_is_closed():
    # the better host takes no students, until it turns out that it does
    p = world({"students": "no"})
    decides("eligibility", p, world({"students": "yes"}))


def test_what_must_be_checked_is_in_only_if_asked_for():
    p = world({"students": "unknown"}, include_unverified=False)
    decides("eligibility", p, looser(p, include_unverified=True))


def test_include_unverified_does_not_open_what_is_closed():
    assert chosen(world({"students": "no"}, include_unverified=True)) == ["E2"]


def test_an_excluded_offering_is_out():
    p = world(exclusions=("E1",))
    decides("exclusions", p, looser(p, exclusions=("E3",)))


def test_an_excluded_date_is_out_and_the_other_dates_are_not():
    p = world(exclusions=("E1@2027-05-03",))
    decides("exclusions", p, looser(p, exclusions=("E1@2027-05-10",)))
    p = world({"starts": "2027-05-03;2027-05-10"}, exclusions=("E1@2027-05-03",))
    plan = solve(p)
    assert [b.block_id for b in plan.blocks] == ["E1@2027-05-10"]


def test_a_pinned_offering_is_in():
    # there is room for one, and the lesser one is pinned
    p = world(pins=("E2",))
    decides("pins", p, looser(p, pins=("E1",)))
    decides("pins", p, looser(p, pins=()))


def test_a_pin_overrides_no_rule():
    p = world({"students": "no"}, pins=("E1",))
    assert solve(p).reason == "infeasible"


def test_a_pinned_date_is_kept():
    # E1 is best on 3 May, when its letter is ready in time; it is pinned a week later
    starts = {"starts": "2027-05-03;2027-05-10"}
    by = dt.date(2027, 7, 2)
    p = world(starts, pins=("E1@2027-05-10",), letters_by=by)
    assert broken(p, "E1@2027-05-03") == ["pinned dates"]
    assert [b.block_id for b in solve(p).blocks] == ["E1@2027-05-10"]
    for pins in ((), ("E1",), ("E1@2027-05-03",)):
        plan = solve(looser(p, pins=pins))
        assert [b.block_id for b in plan.blocks] == ["E1@2027-05-03"]


def test_a_pinned_date_binds_only_its_own_offering():
    p = world({"starts": "2027-05-03"}, {"starts": "2027-05-31"})
    p = looser(p, pins=("E2@2027-05-31",), max_rotations=2)
    assert chosen(p) == ["E1", "E2"]


def test_two_pinned_dates_of_one_offering_cannot_be_kept():
    pins = ("E1@2027-05-03", "E1@2027-05-10")
    p = world({"starts": "2027-05-03;2027-05-10"}, pins=pins, max_rotations=2)
    assert solve(p).reason == "infeasible"


def test_what_is_booked_does_not_keep_a_pin():
    # the pinned E1 is booked for June, but not in the plan a second time
    p = world(pins=("E1",), booked=(make.booked(JUNE),), max_rotations=2)
    assert "pins" in broken(p)
    assert solve(p).reason == "infeasible"


# ---------------------------------------------------------- number, one per program


def test_no_more_rotations_than_asked():
    p = pair(4, max_rotations=1)
    decides("number", p, looser(p, max_rotations=2), "E1 E2", "E1")


def test_no_fewer_rotations_than_asked():
    # P1 cannot match anyone and E1 gives no letter: it adds nothing, the minimum asks
    # for it all the same
    p = world({"p_accepts_img": "no", "gives_letter": "no"}, {"starts": "2027-05-31"})
    p = looser(p, max_rotations=2)
    assert chosen(looser(p, min_rotations=1)) == ["E2"]
    assert broken(looser(p, min_rotations=2), "E2") == ["number"]
    assert chosen(looser(p, min_rotations=2)) == ["E1", "E2"]


def test_booked_rotations_count_in_the_number():
    booked = (make.booked(dt.date(2027, 6, 7), program_id="P3"),)
    p = world(programs=(make.program("P3"),), booked=booked, min_rotations=0)
    decides("number", p, looser(p, max_rotations=2), "E1", "")
    assert chosen(looser(p, min_rotations=1)) == []


def test_more_booked_than_allowed_is_infeasible():
    booked = (make.booked(dt.date(2027, 6, 7), program_id="P2"),)
    p = world(booked=booked, max_rotations=0, min_rotations=0)
    assert solve(p).reason == "infeasible"
    assert chosen(looser(p, max_rotations=1)) == []


def one_more_host(program_id: str) -> Problem:
    second = make.offering("E3", program_id, starts="2027-05-31", acceptance=0.8)
    return world(
        {},
        {"starts": "2027-06-28", "acceptance": 0.05},
        offerings=(second,),
        programs=(make.program("P3"),),
        max_rotations=2,
        budget_usd=20_000,
    )


def test_only_one_rotation_per_program():
    # E1 and E3 would be best, but both are at P1
    decides(
        "one per program",
        one_more_host("P1"),
        one_more_host("P3"),
        "E1 E3",
        "E1 E2",
    )


def test_only_one_rotation_per_host_without_a_program():
    # letters only; E1 and E2 are at one hospital, so only one of them
    def at(host: str) -> Problem:
        return world(
            {"program_id": "", "host": "Lake"},
            {"program_id": "", "host": host, "starts": "2027-05-31"},
            assumptions={"letter_logit_2": 3},
            max_rotations=2,
            budget_usd=20_000,
        )

    decides("one per program", at("Lake"), at("Hill"), "E1 E2", "E1")


def test_one_rotation_where_one_is_booked():
    booked = (make.booked(dt.date(2027, 6, 28), program_id="P1"),)
    p = world({}, {}, booked=booked, max_rotations=2, budget_usd=20_000)
    elsewhere = (make.booked(dt.date(2027, 6, 28), program_id="P3"),)
    more = world(
        programs=(make.program("P3"),),
        booked=elsewhere,
        max_rotations=2,
        budget_usd=20_000,
    )
    assert broken(p, "E1") == ["one per program"]
    assert chosen(p) == ["E2"]
    assert chosen(more) == ["E1"]


# ------------------------------------------------------------------------ letters


def test_letters_must_be_ready_on_the_day():
    # E1 ends on 28 May: 21 + 14 days later it is 2 July; E2's writer takes a day less
    p = world({}, {"letter_days": 20}, min_letters=2, letters_by=dt.date(2027, 7, 1))
    decides("letters", p, looser(p, letters_by=dt.date(2027, 7, 2)))


def test_letters_in_hand_count():
    p = world({"gives_letter": "no"}, {}, min_letters=2)
    decides("letters", p, looser(p, us_letters=2))


def test_a_host_that_gives_no_letter_does_not_count():
    decides(
        "letters",
        world({"gives_letter": "no"}, min_letters=2),
        world({"gives_letter": "unknown"}, min_letters=2),
    )


def test_a_booked_letter_counts_if_it_is_on_time():
    # booked until 30 April, ready on 4 June; E1 gives none
    booked = (make.booked(dt.date(2027, 4, 5), program_id="P3"),)
    p = world(
        {"gives_letter": "no"},
        programs=(make.program("P3"),),
        booked=booked,
        max_rotations=2,
        min_letters=2,
        letters_by=dt.date(2027, 6, 3),
    )
    assert "letters" in broken(p, "E1")
    assert solve(p).reason == "infeasible"
    assert chosen(looser(p, letters_by=dt.date(2027, 6, 4))) == ["E1"]


def test_an_early_start_is_kept_where_its_letter_is_needed():
    # what is booked ends on 30 July; right after it E1 costs no waiting, and here a
    # late letter is as good as one on time, but three must be on time
    p = world(
        {"starts": "2027-05-03;2027-08-02"},
        programs=(make.program("P3"),),
        booked=(make.booked(dt.date(2027, 7, 5), program_id="P3"),),
        assumptions={"late_letter_weight": 1},
        max_rotations=2,
        letters_by=dt.date(2027, 9, 3),
    )
    assert [b.block_id for b in solve(p).blocks] == ["E1@2027-08-02"]
    needed = looser(p, min_letters=3)
    assert broken(needed, "E1@2027-08-02") == ["letters"]
    plan = solve(needed)
    assert [b.block_id for b in plan.blocks] == ["E1@2027-05-03"]
    assert plan.letters_on_time == 2


# ------------------------------------------------------------ kind, hands-on, the rest


def test_kind_is_the_only_kind():
    p = world({}, {"kind": "observership"}, kind="observership")
    decides("kind", p, looser(p, kind=None))
    decides("kind", p, looser(p, kind="hands_on"))


def test_booked_rotations_are_of_the_kind_too():
    booked = (make.booked(dt.date(2027, 6, 7), program_id="P2", kind="observership"),)
    p = world({}, {}, booked=booked, kind="hands_on", max_rotations=2)
    assert broken(p, "E1") == ["kind"]
    assert solve(p).reason == "infeasible"
    assert chosen(looser(p, kind=None)) == ["E1"]


def test_enough_rotations_are_hands_on():
    p = world({"kind": "observership"}, min_hands_on=1)
    decides("hands-on", p, looser(p, min_hands_on=0))


def test_a_booked_hands_on_rotation_counts():
    booked = make.booked(dt.date(2027, 6, 28), program_id="P3")
    p = world(
        {"kind": "observership"},
        programs=(make.program("P3"),),
        booked=(booked,),
        max_rotations=2,
        budget_usd=20_000,
        min_hands_on=2,
    )
    decides("hands-on", p, looser(p, min_hands_on=1))


@pytest.mark.parametrize("level", ["low", "none_reported", "unknown"])
def test_enough_rotations_are_at_receptive_programs(level):
    # gives no chance away: E1 is a letter-only host at heart, but its program is low
    other = {"p_receptiveness_non_us": "mid", "acceptance": 0.01}
    p = world({"p_receptiveness_non_us": level, "acceptance": 1.0}, other)
    tight = looser(p, min_receptive=1)
    assert broken(tight, "E1") == ["receptive"]
    assert chosen(tight) == ["E2"]
    assert chosen(p) == ["E1"]


@pytest.mark.parametrize("level", ["mid", "high", "very_high"])
def test_a_receptive_program_counts_for_the_type_of_applicant(level):
    host = {"p_receptiveness_non_us": "low", "p_receptiveness_us": level}
    p = world(host, {"acceptance": 0.001}, min_receptive=1)
    decides("receptive", p, looser(p, img_type="us_img"))


def test_a_host_without_a_program_is_not_receptive():
    p = world({"program_id": ""}, {"acceptance": 0.001, "kind": "observership"})
    decides("receptive", looser(p, min_receptive=1), p)


def test_enough_rotations_are_where_one_has_ties():
    p = world({"city": "Chicago", "state": "IL"}, min_in_ties=1, ties=("TX",))
    decides("ties", p, looser(p, ties=("IL",)))


def test_a_tie_may_be_a_city():
    p = world({"city": "Dallas"}, min_in_ties=1, ties=("Houston, TX",))
    decides("ties", p, looser(p, ties=("Dallas, TX",)))


def test_the_rule_on_ties_looks_at_the_offering():
    # the program is in Chicago, the offering in Houston
    host = {"p_city": "Chicago", "p_state": "IL", "city": "Houston", "state": "TX"}
    p = world(host, {"p_city": "Chicago", "p_state": "IL"}, min_in_ties=1)
    decides("ties", looser(p, ties=("IL",)), looser(p, ties=("TX",)))


def test_each_required_state_has_a_rotation():
    p = world({"city": "Chicago", "state": "IL"}, required_states=("TX",))
    decides("states", p, looser(p, required_states=("IL",)))
    assert solve(looser(p, required_states=("IL", "TX"))).reason == "infeasible"


def test_no_region_has_more_than_allowed():
    west = (make.place("Reno", "NV", region="West"),)
    third = make.offering(
        "E3", "P3", city="Reno", state="NV", starts="2027-05-31", acceptance=0.05
    )
    p = world(
        {},
        {"starts": "2027-05-31", "acceptance": 0.5},
        places=west,
        programs=(make.program("P3"),),
        offerings=(third,),
        max_rotations=2,
        budget_usd=20_000,
        max_per_region=(("South", 1),),
    )
    decides("regions", p, looser(p, max_per_region=(("South", 2),)), "E1 E2", "E1 E3")
    decides("regions", p, looser(p, max_per_region=(("West", 0),)), "E1 E2", "E1 E3")


def test_a_booked_rotation_fills_its_region():
    west = (make.place("Reno", "NV", region="West"),)
    p = world(
        {},
        {"city": "Reno", "state": "NV"},
        places=west,
        programs=(make.program("P3"),),
        booked=(make.booked(dt.date(2027, 6, 28), program_id="P3"),),
        max_rotations=2,
        budget_usd=20_000,
        max_per_region=(("South", 1),),
    )
    decides("regions", p, looser(p, max_per_region=(("South", 2),)))


def test_enough_focus_areas_are_covered():
    # E1 covers one area twice over, E2 two
    p = world({"focus": ("pain",)}, {"focus": ("pain", "sports")}, min_focus_areas=2)
    decides("focus", p, looser(p, min_focus_areas=1))


def test_only_the_wanted_focus_areas_count():
    lesser = {"focus": ("sports",)}
    p = world({"focus": ("pain", "stroke")}, lesser, min_focus_areas=1)
    wishes = replace(p.scenario.preferences, focus=("sports",))
    decides("focus", looser(p, preferences=wishes), p)


def test_an_area_named_twice_counts_once():
    p = world({"focus": ("pain", "pain")}, {"focus": ("a", "b")}, min_focus_areas=2)
    assert chosen(p) == ["E2"]


# ------------------------------------------------------------------------- all rules


def test_rules_have_names_and_sentences_of_their_own():
    assert len(set(NAMES)) == len(NAMES)
    assert len({rule.sentence for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_is_one_plain_sentence(rule):
    assert rule.sentence[0].isupper()
    assert rule.sentence.endswith(".")
    assert rule.sentence.count(".") == 1


@pytest.mark.parametrize("tally", TALLIES, ids=[t.name for t in TALLIES])
def test_a_tally_asks_nothing_of_a_plain_plan(tally):
    p = world()
    assert tally_holds(p, tally, dated(p, "E1"))


def test_a_key_of_its_own_goes_before_the_common_limit():
    limits = CountLimits(high={ANY: 1, "a": 3})
    assert (high_limit(limits, "a"), high_limit(limits, "b")) == (3, 1)
    assert high_limit(CountLimits(), "a") is None


# ------------------------------------------------------------ what no wish has set


def everything_at_once():
    doors = [make.offering(f"E{i}", door="one", max_per_visitor=1) for i in (1, 2)]
    return make.problem(
        make.catalog(offerings=tuple(doors)),
        answers=(("E1@2027-05-03", "accepted"), ("E2", "paid")),
        entry_status="WB",
    )


def test_every_rule_gives_way_or_says_who_set_it():
    for rule in rules.RULES:
        assert rule.way_out or rule.outside, rule.name
    told = rules.outside(everything_at_once())
    assert len(told) == sum(rule.outside is not None for rule in rules.RULES)
    assert len({limit.name for limit in told}) == len(told)
    for limit in told:
        assert limit.sentence[0].islower()
        assert not limit.sentence.endswith(".")
        assert limit.source.endswith(".")
        assert limit.way.endswith(".")


def test_what_nobody_has_set_is_no_limit():
    free = make.problem(us_work_authorized=True)
    names = {limit.name for limit in rules.outside(free)}
    assert names == {"season", "eligibility", "one per program"}


def but_for_entry(p, offering, start):
    """What an applicant is told but for the ways to enter that a host takes."""
    found = eligibility(p, offering, start)
    told = [reason for reason in found.reasons if reason.field != "entry_statuses"]
    return found.verdict == "closed", told


@pytest.mark.parametrize("entry", ["WB", "B-1"])
def test_without_the_days_of_a_visa_all_else_is_as_it_was(shipped, entry):
    """What stands in for no limit opens and closes no host."""
    mine = make.problem(shipped, entry_status=entry)
    (visa,) = (limit for limit in rules.outside(mine) if limit.name == "visa")
    lifted = Problem(shipped, visa.lifted.apply(mine.scenario))
    assert stay_cap(mine)
    assert stay_cap(lifted) is None
    start = dt.date(2027, 5, 3)
    for offering in shipped.offerings:
        if offering.offering_id in lifted.scenario.exclusions:
            assert eligibility(mine, offering, start).verdict == "closed"
            continue
        assert but_for_entry(lifted, offering, start) == but_for_entry(
            mine, offering, start
        )
