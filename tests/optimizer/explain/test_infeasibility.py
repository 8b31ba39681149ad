"""Why there is no plan, and the smallest changes that make one possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import Diagnosis, Fix, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.ways_out import WayOut, Wish, change
from optimizer.explain.infeasibility import diagnose
from optimizer.model.rotation import Visit
from optimizer.model.rules import rules
from optimizer.model.rules.base import BlockRule, CountLimits, Tally
from optimizer.scenario_io.checks import scenario_faults
from optimizer.scenario_io.json_file import SCENARIO
from optimizer.solver.sets.pool import forget
from optimizer.solver.solve import OutOfWork, Solver, is_possible, solve

MAY = dt.date(2027, 5, 3)
DAY = dt.timedelta(days=1)


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 5))
    found = make.catalog(programs, offerings, changes.pop("places", None))
    return make.problem(versioned(found), **{"min_letters": 0} | changes)


def on(number: int, start: str = "2027-05-03", **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=start, **changes)


def changed(p: Problem, **changes: Any) -> Problem:
    return p.having(**changes)


def explained(p: Problem) -> Diagnosis:
    """The diagnosis of a problem without a plan, each fix tried out."""
    assert solve(p).reason == "infeasible"
    found = diagnose(p)
    for fix in found.fixes:
        assert_works(p, fix)
    assert len(found.conflicts) == 1
    return found


def assert_works(p: Problem, fix: Fix) -> None:
    fixed = Problem(p.catalog, fix.scenario)
    assert isinstance(solve(fixed), Plan), fix.sentence
    assert fix.scenario == replace(p.scenario, **dict(fix.change))
    assert fix.sentence.endswith(".")
    # what is offered can be written to a file and read again
    before = set(scenario_faults(p.scenario, p.catalog))
    assert not set(scenario_faults(fix.scenario, p.catalog)) - before, fix.sentence
    assert SCENARIO.validate_json(SCENARIO.dump_json(fix.scenario)) == fix.scenario


def sentences(p: Problem) -> list[str]:
    return [fix.sentence for fix in explained(p).fixes]


# ------------------------------------------------------------------------ budget


def test_a_budget_is_raised_to_the_exact_dollar():
    # 1,200 + 1,800 + 77 = 3,077
    p = problem(on(1, tuition_usd=77), on(2, tuition_usd=78), budget_usd=2_000)
    found = explained(p)
    assert found.conflicts == ("No plan is possible with a budget of $2,000.",)
    # to plan nothing at all is not offered
    assert found.fixes[0].sentence == "Raise the budget by $1,077 to $3,077."
    assert found.fixes[0].change == (("budget_usd", 3_077),)
    assert is_possible(changed(p, budget_usd=3_077))
    assert not is_possible(changed(p, budget_usd=3_076))


def test_a_budget_is_raised_for_the_trip_and_the_wait_too():
    # both are pinned: 1,200 + 2 x 1,800 + 40 + 6 x 50
    p = problem(
        on(1), on(2, "2027-06-07", city="Katy"), pins=("E1", "E2"), budget_usd=5_000
    )
    fix = next(f for f in explained(p).fixes if f.change[0][0] == "budget_usd")
    assert fix.change == (("budget_usd", 5_140),)
    assert not is_possible(changed(p, budget_usd=5_139))


def test_what_is_spent_beyond_the_budget_clashes_with_it_alone():
    p = problem(on(1), spent_usd=6_000, min_rotations=0, budget_usd=5_000)
    found = explained(p)
    assert found.conflicts == ("No plan is possible with a budget of $5,000.",)
    assert [f.change for f in found.fixes] == [(("budget_usd", 6_000),)]


def test_money_is_not_offered_where_money_is_not_the_matter():
    # only September is free, and no four weeks of Mondays to Fridays lie in it
    p = problem(on(1, "mondays"), months=(9,), budget_usd=100)
    found = explained(p)
    assert not any(
        "budget" in f.sentence.lower() and len(f.change) == 1 for f in found.fixes
    )
    p = problem(on(1, "mondays"), months=(9,))
    found = explained(p)
    assert "budget" not in " ".join((*found.conflicts, *sentences(p)))


# ------------------------------------------------------------------ months and dates


def test_every_month_that_helps_is_offered():
    # four weeks from a Monday fit into March, April, May, July and August of 2027,
    # and from 9 August on into August and September, but not into June
    p = problem(on(1, "mondays"), months=(9,))
    found = explained(p)
    assert "only September free" in found.conflicts[0]
    freed = [f.sentence for f in found.fixes if f.sentence.startswith("Free ")]
    assert freed == [
        f"Free {m} too." for m in ("March", "April", "May", "July", "August")
    ]
    assert found.fixes[-1].change == (("months", (8, 9)),)


def test_no_free_month_is_said():
    found = explained(problem(on(1), months=()))
    assert "no month free" in found.conflicts[0]
    assert ("months", (5,)) in [f.change[0] for f in found.fixes]


def test_a_letter_date_to_the_exact_day():
    # ready on 2 July; the other one a day later
    p = problem(
        on(1), on(2, letter_days=22), min_letters=2, letters_by=dt.date(2027, 6, 1)
    )
    found = explained(p)
    assert "at least 2 letters ready by 1 June 2027 (in hand: 1)" in found.conflicts[0]
    day = found.fixes[0]
    assert day.sentence == "Count letters that are ready by 2 July 2027."
    assert day.change == (("letters_by", dt.date(2027, 7, 2)),)
    assert not is_possible(changed(p, letters_by=dt.date(2027, 7, 1)))
    assert ("min_letters", 1) in [f.change[0] for f in found.fixes]


def test_a_letter_date_that_needs_two_letters():
    # the second is ready on 2 August at the earliest: 31 May to 25 June, 35 days on
    p = problem(
        on(1), on(2, "2027-05-31"), min_letters=3, letters_by=dt.date(2027, 7, 2)
    )
    days = [
        f.change[0][1] for f in explained(p).fixes if f.change[0][0] == "letters_by"
    ]
    assert days == [dt.date(2027, 7, 30)]


def test_a_letter_that_comes_too_late_for_the_match_is_no_fix():
    # ready a year later, in September 2028: the season ends in July
    p = problem(on(1, "2027-08-02", letter_days=365), min_letters=2)
    fields = [f.change[0][0] for f in explained(p).fixes]
    assert "letters_by" not in fields


def test_a_window_is_widened_by_as_few_weeks_as_do():
    # the block ends on 28 May
    p = problem(
        on(1), window_start=dt.date(2027, 4, 30), window_end=dt.date(2027, 5, 14)
    )
    found = explained(p)
    assert "from 30 April 2027 to 14 May 2027" in found.conflicts[0]
    assert found.fixes[0].change == (("window_end", dt.date(2027, 5, 28)),)


def test_a_blackout_is_freed():
    spans = ((MAY, MAY + DAY), (dt.date(2027, 8, 1), dt.date(2027, 8, 2)))
    p = problem(on(1), blackouts=spans)
    found = explained(p)
    assert "your blackouts" in found.conflicts[0]
    assert ("blackouts", (spans[1],)) in [f.change[0] for f in found.fixes]
    assert "Free 3 May 2027 to 4 May 2027." in sentences(p)


# -------------------------------------------------------------------- one rule to drop


@pytest.mark.parametrize(
    ("rule", "conflict", "fix"),
    [
        ({"kind": "observership"}, "only observerships", ("kind", None)),
        (
            {"pins": ("E1", "E4")},
            "the pinned Host E1 (PM&R elective) and Host E4 (PM&R elective)",
            ("pins", ("E1",)),
        ),
        (
            {"exclusions": ("E1", "E4")},
            "the exclusion of Host E1 (PM&R",
            ("exclusions", ("E4",)),
        ),
        ({"min_receptive": 2}, "at least 2 rotations at IMG-", ("min_receptive", 1)),
        ({"min_in_ties": 1}, "where you have ties", ("min_in_ties", 0)),
        ({"min_hands_on": 3}, "at least 3 hands-on", ("min_hands_on", 1)),
        ({"min_focus_areas": 3}, "3 focus areas", ("min_focus_areas", 2)),
        (
            {"required_states": ("TX", "IL")},
            "a rotation in TX and IL",
            ("required_states", ("TX",)),
        ),
        ({"max_per_region": (("South", 0),)}, "limits per region", None),
        ({"max_stay_days": 20}, "a stay of at most 20 days", ("max_stay_days", 26)),
        ({"min_rotations": 2}, "at least 2 rotations", ("min_rotations", 1)),
    ],
)
def test_a_rule_is_loosened_by_as_little_as_works(rule, conflict, fix):
    # E1 is the one open offering: hands-on, in Texas, with two focus areas
    offers = (on(1, focus=("a", "b")), on(4, students="no"))
    found = explained(problem(*offers, **rule))
    assert conflict in found.conflicts[0]
    wanted = fix or ("max_per_region", (("South", 1),))
    assert wanted in [f.change[0] for f in found.fixes if len(f.change) == 1]


def test_unverified_hosts_are_offered():
    found = explained(problem(on(1, students="unknown"), include_unverified=False))
    assert "only hosts known to take you" in found.conflicts[0]
    assert ("include_unverified", True) in [f.change[0] for f in found.fixes]


def test_the_gap_is_shortened_by_as_few_days_as_do():
    p = problem(on(1), on(2, "2027-05-31"), pins=("E1", "E2"), gap_days=5)
    found = explained(p)
    assert "at least 5 days between rotations" in found.conflicts[0]
    gaps = [f.change[0][1] for f in found.fixes if f.change[0][0] == "gap_days"]
    assert gaps == [2]


def test_the_wait_is_lengthened_by_as_few_days_as_do():
    p = problem(on(1), on(2, "2027-06-07"), pins=("E1", "E2"), max_idle_days=3)
    found = explained(p)
    idle = [f.change[0][1] for f in found.fixes if f.change[0][0] == "max_idle_days"]
    assert idle == [9]


def test_more_rotations_are_allowed_where_that_helps():
    p = problem(on(1), on(2, "2027-05-31"), pins=("E1", "E2"), max_rotations=1)
    found = explained(p)
    assert "at most 1 rotation" in found.conflicts[0]
    assert ("max_rotations", 2) in [f.change[0] for f in found.fixes]


def test_rules_that_have_no_part_in_the_clash_are_not_named():
    p = problem(on(1), kind="observership", budget_usd=9_000, min_in_ties=0)
    (conflict,) = explained(p).conflicts
    assert "budget" not in conflict
    assert "days between" not in conflict


# ------------------------------------------------------------------------------ pairs


def test_two_changes_where_no_single_one_works():
    # neither a free month nor money alone will do; each is as small as works
    found = explained(problem(on(1), months=(), budget_usd=100))
    assert [f.change for f in found.fixes] == [
        (("budget_usd", 3_000), ("months", (5,))),
    ]
    assert found.fixes[0].sentence == (
        "Raise the budget by $2,900 to $3,000. Free May too."
    )


def test_three_changes_where_not_even_two_work():
    p = problem(on(1), months=(), budget_usd=100, kind="observership")
    (fix,) = explained(p).fixes
    assert {name for name, _ in fix.change} == {"budget_usd", "months", "kind"}
    assert dict(fix.change)["budget_usd"] == 3_000


# --------------------------------------------------------------------- nothing at all


NOTHING_OPEN = (
    "No offering of the catalog is open to you on any date, whatever the rules."
)


def test_nothing_is_open_to_the_applicant():
    found = explained(problem(on(1, students="no")))
    (said,) = found.conflicts
    assert said == (
        f"{NOTHING_OPEN} Takes no students of foreign schools (1 of 1)."
        " Each host's page says whom it takes; the page Programs names the source."
        " Ask the host, and record what it says under Programs."
    )
    assert found.fixes == ()


def test_a_day_to_apply_that_is_over_everywhere_is_named_and_counted():
    late = [on(n, apply_lead_weeks=12) for n in (1, 2)]
    never = on(3, students="no", apply_lead_weeks=1)
    p = problem(*late, never, today=dt.date(2027, 3, 1))
    (said,) = explained(p).conflicts
    assert said.startswith(
        f"{NOTHING_OPEN} The time to apply is over for every start (2 of 3)."
        " Takes no students of foreign schools (1 of 3)."
    )


def test_what_is_booked_is_named_where_it_leaves_no_plan():
    # both at P1, in turn: an offering is open, and no rule of one's own can be loosened
    booked = tuple(make.booked(day) for day in (MAY, dt.date(2027, 7, 5)))
    found = explained(problem(on(1), on(2), booked=booked, max_rotations=6))
    assert found.conflicts == (
        "No plan is possible, however far you loosen your rules."
        " What comes nearest breaks this: No two rotations at one program.",
    )


# --------------------------------------------------------- limits that are no wishes

VISA = {
    "WB": (
        "at most 90 days in the US on a visa waiver",
        "The visa waiver allows 90 days (8 U.S.C. 1187); that is no wish of yours.",
    ),
    "B-1": (
        "at most 180 days in the US on a B-1 visa",
        "180 days is what we assume an officer at the border allows; that is no wish"
        " of yours.",
    ),
}


@pytest.mark.parametrize(
    ("entry", "last"), [("WB", "2027-07-05"), ("B-1", "2027-08-30")]
)
def test_the_days_of_a_visa_are_named_with_who_set_them(entry, last):
    """Also where one's own cap is shorter: to loosen that alone would not help."""
    ends = (on(1, "2027-03-01"), on(2, last))
    for own in ({}, {"max_stay_days": 60}):
        pinned = {"pins": ("E1", "E2"), "budget_usd": 20_000, "lives_in_us": True}
        p = problem(*ends, **pinned, entry_status=entry, **own)
        (said,) = explained(p).conflicts
        named, source = VISA[entry]
        assert f" and {named}." in said
        assert source in said
        assert "ask a US consulate" in said
    free = problem(*ends, **pinned, entry_status="J-1")
    assert isinstance(solve(free), Plan)


def test_a_visa_that_has_no_part_in_it_is_not_named():
    p = problem(on(1), entry_status="WB", budget_usd=2_000)
    assert explained(p).conflicts == ("No plan is possible with a budget of $2,000.",)


def paid(*offerings: Any, names: tuple[str, ...], **changes: Any) -> str:
    given = tuple((name, "paid") for name in names)
    p = problem(*offerings, answers=given, max_rotations=6, **changes)
    found = explained(p)
    assert found.fixes == ()
    return found.conflicts[0]


PAID = "Whatever your own rules, no plan is possible with what you have paid for."


def test_what_is_paid_and_cannot_be_done_is_told_in_one_true_sentence():
    """Three reasons, one at a time; nothing is guessed."""
    at_one = make.offering("E2", "P1", starts="2027-07-05")
    said = paid(on(1), at_one, names=("E1@2027-05-03", "E2@2027-07-05"))
    assert said.startswith(
        f"{PAID} Host E1 and Host E2 are at one program, where one rotation counts."
    )
    assert "overlap" not in said
    assert "closed" not in said

    graduate = {"status": "graduate", "graduation_date": dt.date(2024, 6, 1)}
    watching = on(1, kind="observership")
    closed = paid(watching, on(2), names=("E2@2027-05-03",), **graduate)
    assert closed.startswith(
        f"{PAID} Host E2 is closed to you: Hands-on work by a graduate needs US work"
        " authorization. Source: "
    )
    assert "overlap" not in closed
    assert "one program" not in closed

    twice = paid(on(1, "mondays"), names=("E1@2027-05-03", "E1@2027-07-05"))
    assert twice.startswith(f"{PAID} Host E1 cannot be done on two dates.")

    moved = paid(on(1), names=("E1@2027-05-10",))
    assert moved.startswith(f"{PAID} Host E1 has no start on 10 May 2027.")


def test_what_is_paid_too_far_apart_for_the_visa_names_both():
    ends = (on(1, "2027-03-01"), on(2, "2027-07-05"))
    names = ("E1@2027-03-01", "E2@2027-07-05")
    said = paid(*ends, names=names, entry_status="WB", lives_in_us=True)
    assert said.startswith(
        "Whatever your own rules, no plan is possible with what you have paid for and"
        " at most 90 days in the US on a visa waiver."
    )
    assert "overlap" not in said


def test_pins_that_overlap_are_named_by_host_and_date():
    p = problem(on(1), on(2, "2027-05-17"), pins=("E1@2027-05-03", "E2@2027-05-17"))
    (said,) = explained(p).conflicts
    assert said.endswith(
        "Host E1 (3 May 2027 to 28 May 2027) and Host E2 (17 May 2027 to 11 June 2027)"
        " overlap."
    )


# ----------------------------------------------------------- a rule nobody thought of


@dataclass(frozen=True, slots=True)
class Stricter(Scenario):
    """A scenario with one more wish."""

    max_observerships: int | None = None


def _more_observerships(problem: Problem) -> Iterator[Wish]:
    most = problem.scenario.max_observerships
    if most is not None:
        dropped = change("Allow any observership.", max_observerships=None)
        step = change("Allow one more.", max_observerships=most + 1)
        yield Wish("observerships", f"at most {most} observerships", dropped, (step,))


def _kind(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.kind,)


def _at_most(problem: Problem) -> CountLimits:
    most = problem.scenario.max_observerships
    return CountLimits(high={} if most is None else {"observership": most})


def a_tally(way_out: WayOut | None) -> Tally:
    sentence = "You watch no more than you want."
    return Tally(
        "observerships", sentence, lambda _, v, __: (v.kind,), _at_most, way_out
    )


def a_block_rule(way_out: WayOut | None) -> BlockRule:
    def allows(p: Problem, offering: Offering, *_: dt.date) -> bool:
        return offering.kind != "observership" or p.scenario.max_observerships != 0

    sentence = "You watch no more than you want."
    return BlockRule("observerships", sentence, allows, way_out)


@pytest.fixture
def with_rule(monkeypatch):
    """Add a rule to all there are."""

    def add(rule: Tally | BlockRule) -> None:
        kind = "TALLIES" if isinstance(rule, Tally) else "BLOCK_RULES"
        for name in (kind, "RULES"):
            monkeypatch.setattr(rules, name, (*getattr(rules, name), rule))
        forget()

    yield add
    forget()


def graduate() -> Problem:
    """Who may only watch, at the one place that takes graduates, but wants not to."""
    p = problem(
        on(1, kind="observership"),
        on(2, graduates="no"),
        status="graduate",
        graduation_date=dt.date(2024, 6, 1),
    )
    mine = {f.name: getattr(p.scenario, f.name) for f in fields(p.scenario)}
    return Problem(p.catalog, Stricter(**mine, max_observerships=0))


@pytest.mark.parametrize("rule", [a_tally, a_block_rule])
def test_a_new_rule_shows_its_own_way_out(with_rule, rule):
    assert isinstance(solve(graduate()), Plan)  # as long as there is no such rule
    with_rule(rule(WayOut(25, _more_observerships)))
    assert solve(graduate()).reason == "infeasible"
    found = diagnose(graduate())
    assert found.conflicts == ("No plan is possible with at most 0 observerships.",)
    assert [f.sentence for f in found.fixes] == ["Allow one more."]
    assert isinstance(solve(Problem(graduate().catalog, found.fixes[0].scenario)), Plan)


@pytest.mark.parametrize("rule", [a_tally, a_block_rule])
def test_a_rule_without_a_way_out_is_named_and_not_the_catalog(with_rule, rule):
    with_rule(rule(None))
    assert solve(graduate()).reason == "infeasible"
    found = diagnose(graduate())
    assert found.conflicts == (
        "No plan is possible, however far you loosen your rules."
        " What comes nearest breaks this: You watch no more than you want.",
    )
    assert found.fixes == ()


def test_the_season_is_over():
    found = explained(problem(on(1, "mondays"), today=dt.date(2027, 10, 1)))
    assert found.conflicts == (
        "The season is over: no rotation of it can still be done.",
    )
    assert found.fixes == ()


def test_too_little_work_to_explain_is_an_error_of_its_own():
    with pytest.raises(OutOfWork):
        diagnose(make.too_far_apart(work_limit=1e-9))


def test_one_diagnosis_asks_no_question_twice(monkeypatch):
    asked: list[Problem] = []
    possible = Solver.is_possible

    def note(self):
        asked.append(self.problem)
        return possible(self)

    monkeypatch.setattr(Solver, "is_possible", note)
    p = problem(on(1), on(2), min_rotations=3, min_letters=3, required_states=("NV",))
    found, again = diagnose(p), diagnose(p)
    assert found == again
    assert len(asked) == 2 * len(set(asked)) > 8  # and nothing is kept for the next


# --------------------------------------------------------------------- random problems


IMPOSSIBLE = (1209, 1213, 1222, 1225, 1236, 1247, 1251, 1269)


@pytest.mark.parametrize("seed", IMPOSSIBLE)
def test_every_fix_of_a_random_problem_works(seed):
    explained(random_problem(seed))
