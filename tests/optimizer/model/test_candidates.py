"""Candidates: the starts that every block rule allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.applicant import Applicant, Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reading, Reused
from optimizer.domain.records import FoundOut, Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import start_dates
from optimizer.model.calendars import alike_starts, allowed_starts
from optimizer.model.candidates import Candidate, candidates
from optimizer.model.eligibility import (
    closed_throughout,
    eligibility,
    is_open_on,
    steps_late,
)
from optimizer.model.letters import days_of, end_of
from optimizer.model.rules import rules
from optimizer.model.rules.base import BlockRule
from optimizer.model.rules.rules import BLOCK_RULES
from optimizer.solver.sets.pool import forget

MAY = dt.date(2027, 5, 3)
DAY = dt.timedelta(days=1)


def fresh(problem: Problem) -> tuple[Candidate, ...]:
    """The candidates of a problem that shares nothing with others."""
    forget()
    return candidates.find(problem)


def problem(*offerings, **changes):
    found = make.catalog(offerings=offerings)
    return make.problem(versioned(found), **changes)


@pytest.mark.parametrize("seed", range(300, 330))
def test_candidates_have_exactly_the_starts_that_each_block_rule_allows(seed):
    p = random_problem(seed)
    first, last = p.window
    found: dict[str, set[int]] = {}
    for c in candidates(p):
        here = found.setdefault(c.offering.offering_id, set())
        assert here.isdisjoint(c.starts)
        here |= set(c.starts)
        lengths = {days_of(c.offering, dt.date.fromordinal(s)) for s in c.starts}
        assert lengths == {c.days}
        days = map(dt.date.fromordinal, c.starts)
        assert {steps_late(p, c.offering, d) for d in days} == {c.visit.late}
    for offering in p.catalog.offerings:
        allowed = tuple(
            start
            for start in start_dates(offering.starts, first, last)
            if all(
                rule.allows(p, offering, start, end_of(offering, start))
                for rule in BLOCK_RULES
            )
        )
        assert allowed_starts(p, offering) == allowed
        days = {d.toordinal() for d in allowed}
        assert found.get(offering.offering_id, set()) == days


def test_eligibility_is_asked_again_after_graduation():
    # four weeks from 3 May end as a student, a week later as a graduate
    p = problem(
        make.offering(starts="2027-05-03;2027-05-10"),
        graduation_date=dt.date(2027, 5, 28),
    )
    assert allowed_starts(p, p.catalog.offerings[0]) == (MAY,)


def test_lead_times_and_past_starts_are_asked_for_each_date():
    # 21 days of lead: on 13 April, 3 May is too late and 10 May is not
    offering = make.offering(starts="2027-05-03;2027-05-10", apply_lead_weeks=3)
    p = problem(offering, today=dt.date(2027, 4, 13))
    assert allowed_starts(p, offering) == (MAY + 7 * DAY,)
    # an assumed lead only has to be checked, but what has begun is over
    offering = make.offering(starts="2027-05-03;2027-05-10", apply_lead_weeks=None)
    p = problem(offering, today=MAY + DAY)
    assert allowed_starts(p, offering) == (MAY + 7 * DAY,)


def test_an_acceptance_on_one_date_is_asked_for_on_that_date():
    # the host takes no students, but has accepted this one, on the last date of three
    offering = make.offering(
        starts="2027-05-03;2027-05-10;2027-05-17", students="no", kind="observership"
    )
    p = problem(offering, answers=(("E1@2027-05-17", "accepted"),))
    assert allowed_starts(p, offering) == (MAY + 14 * DAY,)


def test_candidates_come_in_id_order_whatever_the_order_of_rows():
    offerings = [make.offering(f"E{i}", "") for i in (3, 1, 2)]
    catalog = make.catalog(offerings=())
    p = make.problem(versioned(replace(catalog, offerings=tuple(offerings))))
    assert [c.offering.offering_id for c in candidates(p)] == ["E1", "E2", "E3"]


@pytest.mark.parametrize(
    ("starts", "by", "timely", "late"),
    [
        ("2027-05-03;2027-05-10", dt.date(2027, 7, 1), False, True),
        ("2027-05-03;2027-05-10", dt.date(2027, 7, 2), True, True),
        ("2027-05-03;2027-05-10", dt.date(2027, 7, 9), True, False),
    ],
)
def test_a_candidate_knows_which_letters_it_can_give(starts, by, timely, late):
    # from 3 May the letter is ready on 2 July, from 10 May on 9 July
    p = problem(make.offering(starts=starts), letters_by=by)
    (found,) = candidates(p)
    assert (found.can_be_on_time, found.can_be_late) == (timely, late)


def test_no_letter_is_neither_on_time_nor_late():
    (found,) = candidates(problem(make.offering(gives_letter="no")))
    assert (found.can_be_on_time, found.can_be_late) == (False, False)
    assert found.on_time_until is None


def test_a_candidate_costs_its_fees_and_living():
    (found,) = candidates(problem(make.offering(tuition_usd=7, weeks=2)))
    assert found.usd == 7 + 2 * 450
    assert found.days == 12


# ------------------------------------------------------------------- what is shared

DATES = (None, dt.date(2027, 3, 29), dt.date(2027, 5, 20), dt.date(2027, 6, 30))
OTHERS: dict[str, tuple[Any, ...]] = {
    "starts": ("2027-05-03;2027-06-07", "first_mondays", "every:28d:2027-03-01"),
    "application_window": ("/01-15 for 03-01/05-31", "12-01/12-31 for 06-01/09-30"),
    "entry_statuses": (("F-1",), ("B-1",)),
    "requirements": (("licence",),),
    "program_id": ("", "P2"),
    "city": ("Dallas",),
    "state": ("IL",),
    "nationality": (None, "NG"),
    "season": (2029,),
    "today": (dt.date(2027, 5, 4), dt.date(2027, 2, 1)),
    "months": ((3, 4, 5), ()),
    "free_dates": (((dt.date(2027, 5, 3), dt.date(2027, 6, 1)),),),
    "blackouts": (((dt.date(2027, 5, 5), dt.date(2027, 6, 1)),),),
    "free_housing": (("Houston, TX",),),
    "found_out": ((FoundOut("E1", "weeks", "2", MAY),),),
    "answers": ((("E1", "refused"),), (("E1@2027-05-03", "accepted"),)),
    "took_place": ((("E1@2027-05-03", "no"),),),
    "pins": (("E1@2027-05-03",), ("E1",)),
    "exclusions": (("E1",), ("E1@2027-05-03",)),
    "required_states": (("TX",),),
    "max_per_region": ((("South", 1),),),
    "booked": ((make.booked(MAY),),),
    "preferences": (Preferences(where_matters=0.5),),
    "applicant": (Applicant(status="graduate", graduation_date=None),),
}
"""Values of fields whose type does not tell any."""


def others(record: Any, field: str) -> list[Any]:
    """Values that a field may have instead of its own, by its type."""
    kind = get_type_hints(type(record))[field]
    found = OTHERS.get(field) or tuple(_of_type(kind))
    return [value for value in found if value != getattr(record, field)]


def _of_type(kind: Any) -> Iterator[Any]:
    if get_origin(kind) is Literal:
        yield from get_args(kind)
    elif get_origin(kind) in (Union, UnionType):
        for inner in get_args(kind):
            yield from _of_type(inner)
    else:
        values = {bool: (False, True), int: (0, 1, 2, 30), float: (0.1, 0.9)}
        more = {str: ("Another",), dt.date: DATES[1:], NoneType: (None,)}
        yield from (values | more).get(kind, (("stroke",),))


def names_of(record: type) -> list[str]:
    return [f.name for f in fields(record)]


APPLICANTS: tuple[dict[str, Any], ...] = (
    {},
    {"step1_passed": False, "step1_failures": 1, "entry_status": "F-1"},
    {"status": "graduate", "graduation_date": dt.date(2025, 6, 1)},
    {"include_unverified": False},
    {"include_unverified": False, "nationality": "NG"},
    {"us_work_authorized": True, "graduation_date": dt.date(2027, 6, 1)},
)
"""Among them every field of an offering and of an applicant matters to someone."""


def world() -> Catalog:
    """One offering that is open to all, and one for each answer that may close one."""
    open_ = make.offering("E1", "P1", kind="observership", acceptance=None)
    asked: list[tuple[str, Any]] = [
        (field, value)
        for field in ("students", "graduates", "us_persons_only", "needs_vslo_school")
        for value in ("yes", "no", "unknown")
    ]
    asked += [("needs_step1_pass", "yes"), ("max_step1_failures", 1)]
    asked += [("kind", "hands_on"), ("apply_lead_weeks", None)]
    closing = [
        replace(open_, offering_id=f"E{i}", **{field: value})
        for i, (field, value) in enumerate(asked, 2)
    ]
    places = [make.place(c, s) for c in ("Houston", "Dallas") for s in ("TX", "IL")]
    seasons = tuple(make.season(year) for year in (2028, 2029))
    programs = (make.program("P1"), make.program("P2"))
    found = make.catalog(programs, (open_, *closing), tuple(places), seasons)
    stops = {"scope": "nationality", "applies_to": ("NG",), "stops": ("B-1",)}
    return versioned(replace(found, entry_rules=(make.rule(**stops),)))


WORLD = world()


def base(who: dict[str, Any]) -> Problem:
    return make.problem(WORLD, **who)


@pytest.mark.parametrize("field", names_of(Offering))
def test_offerings_that_differ_in_one_field_do_not_share_what_it_decides(field):
    one = WORLD.offering["E1"]
    for value in others(one, field):
        changed = {"offering_id": "X", field: value}
        pair = (one, replace(one, **changed))
        for who in APPLICANTS:
            both = base(who).scenario
            p = Problem(versioned(replace(WORLD, offerings=pair)), both)
            alone = (versioned(replace(WORLD, offerings=(o,))) for o in pair)
            apart = [c for a in alone for c in candidates.find(Problem(a, both))]
            forget()
            apart.sort(key=lambda c: c.offering.offering_id)
            assert [*candidates(p)] == apart, (value, who)


@pytest.mark.parametrize("field", names_of(Offering))
@pytest.mark.parametrize("who", range(len(APPLICANTS)))
def test_a_start_is_open_if_its_reasons_leave_it_open(field, who):
    p = base(APPLICANTS[who])
    may = {"open", "check"} if p.scenario.include_unverified else {"open"}
    one = WORLD.offering["E1"]
    some = [replace(one, **{field: value}) for value in others(one, field)]
    for offering in (*WORLD.offerings, *some):
        starts = start_dates(offering.starts, *p.window)
        found = [eligibility(p, offering, start).verdict for start in starts]
        for start, verdict in zip(starts, found, strict=True):
            assert is_open_on(p, offering, start) == (verdict in may), offering
        ends = [end_of(offering, start) <= p.window[1] for start in starts]
        inside = {v for v, end in zip(found, ends, strict=True) if end}
        assert not closed_throughout(p, offering) or inside <= {"closed"}


def pairs(record: type, field: str) -> Iterator[tuple[Problem, Problem]]:
    """Problems that differ in one field of the scenario, or of the applicant, alone."""
    for who in APPLICANTS:
        one = base(who)
        s = one.scenario
        if record is Scenario:
            changed = [replace(s, **{field: v}) for v in others(s, field)]
        else:
            mine = others(s.applicant, field)
            every = [replace(s.applicant, **{field: v}) for v in mine]
            changed = [replace(s, applicant=applicant) for applicant in every]
        yield from ((one, Problem(WORLD, other)) for other in changed)


EVERY = [(r, name) for r in (Scenario, Applicant) for name in names_of(r)]


@pytest.mark.parametrize(("record", "field"), EVERY)
def test_problems_that_differ_in_one_field_do_not_share_what_it_decides(record, field):
    for one, other in pairs(record, field):
        for first, second in ((one, other), (other, one)):
            forget()
            candidates(first)
            assert candidates(second) == fresh(second)


def read() -> Iterator[tuple[type, str]]:
    """The fields that candidates read of a scenario and of its applicant."""
    for who in APPLICANTS:
        p = base(who)
        applicant = Reading(p.scenario.applicant)
        scenario = Reading(replace(p.scenario, applicant=applicant))
        candidates.find(Problem(WORLD, scenario))
        yield from ((Scenario, name) for name in vars(scenario))
        yield from ((Applicant, name) for name in vars(applicant))


# What was found out is in the version of the catalog, which is never left out.
READ = sorted({*read()} - {(Scenario, "found_out")}, key=str)


@pytest.mark.parametrize(("record", "field"), READ)
def test_a_field_that_is_read_and_not_kept_would_show(monkeypatch, record, field):
    found = Reused._found

    def forgetful(self: Any, problem: Problem) -> Any:
        kept = found(self, problem)
        name = field if record is Scenario else "applicant"
        return replace(kept, read={n: v for n, v in kept.read.items() if n != name})

    monkeypatch.setattr(Reused, "_found", forgetful)
    wrong = []
    for one, other in pairs(record, field):
        forget()
        candidates(one)
        wrong.append(candidates(other) != fresh(other))
    forget()
    assert any(wrong)


@pytest.mark.parametrize("seed", range(330, 350))
def test_what_is_shared_between_problems_does_not_change_a_candidate(seed):
    p = random_problem(seed)
    assert candidates(p) == fresh(p)


def test_a_change_that_matters_is_not_answered_from_another_problem():
    offering = make.offering(acceptance=None)
    dear = problem(offering, housing="high")
    cheap = Problem(dear.catalog, replace(dear.scenario, housing="low"))
    assert candidates(dear)[0].usd > candidates(cheap)[0].usd
    poor = Problem(dear.catalog, replace(dear.scenario, budget_usd=1))
    assert candidates(poor) is candidates(dear)


def test_what_was_found_out_is_not_answered_from_the_catalog_as_read():
    before = problem(make.offering(weeks=4))
    told = replace(before.scenario, found_out=(FoundOut("E1", "weeks", "2", MAY),))
    after = Problem(before.catalog, told)
    assert candidates(before)[0].days > candidates(after)[0].days
    assert candidates(before)[0].days > candidates(after)[0].days


def test_the_results_that_served_last_are_kept():
    p = problem(make.offering())
    years = [replace(p.scenario, letters_by=MAY + i * DAY) for i in range(70)]
    first, *more = (Problem(p.catalog, s) for s in years)
    kept = candidates(first)
    for other in more[:60]:
        candidates(other)
    assert candidates(first) is kept
    for other in more:
        candidates(other)
    assert candidates(first) is not kept
    assert candidates(first) == kept


def test_a_new_block_rule_is_asked_of_every_offering(monkeypatch):
    def allows(_: Problem, offering: Offering, start: dt.date, __: dt.date) -> bool:
        return offering.title != "Closed" and start.month != 5

    rule = BlockRule("new", "Something new.", allows, None)
    monkeypatch.setattr(rules, "BLOCK_RULES", (*rules.BLOCK_RULES, rule))
    open_ = make.offering("E1", starts="2027-05-03;2027-06-07")
    p = problem(open_, replace(open_, offering_id="E2", title="Closed"))
    (found,) = candidates.find(p)
    assert (found.offering.offering_id, len(found.starts)) == ("E1", 1)


@pytest.mark.parametrize("seed", range(40))
def test_starts_are_alike_by_days_and_lateness_of_each(seed):
    """However early one finds that no later start is late."""
    p = random_problem(seed)
    today = p.scenario.today + dt.timedelta(days=120)  # some requests are late
    p = p.having(today=today)
    for offering in p.catalog.offerings:
        starts = start_dates(offering.starts, *p.window)
        found: dict[tuple[int, int], list[int]] = {}
        for day in starts:
            key = days_of(offering, day), steps_late(p, offering, day)
            found.setdefault(key, []).append(day.toordinal())
        alike = {key: list(some) for key, some in found.items()}
        assert alike == {
            k: list(v) for k, v in alike_starts(p, offering, starts).items()
        }
