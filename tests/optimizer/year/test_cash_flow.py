"""When each dollar is due, by hand; it adds up to what the plan costs."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import NoPlan, Plan
from optimizer.year.cash_flow import Loss, dearest_day, loss, payments, turning_days


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def one_host(refunds=(), fee_refunded="unknown", **changes):
    offering = make.offering(
        "E1",
        "P1",
        starts="2027-05-03",
        application_fee_usd=100,
        tuition_usd=500,
        other_fees_usd=30,
        fee_due="asking",
        refunds=refunds,
        fee_refunded=fee_refunded,
    )
    found = versioned(make.catalog((make.program("P1"),), (offering,)))
    return make.problem(found, min_letters=0, **changes)


def test_one_host_by_hand():
    """Asked by 8 February; start 3 May, flights and tuition two months before."""
    p = one_host()
    due = payments(p, make.planned(p))
    assert {(q.day, q.what, q.usd) for q in due if "fee" in q.what.lower()} == {
        (day("2027-02-08"), "Application fee", 100),
        (day("2027-03-03"), "Tuition or visitor fee", 500),
        (day("2027-03-03"), "Other fees", 30),
    }
    others = {(q.what, q.day) for q in due}
    assert ("Arrival and return", day("2027-03-03")) in others
    assert ("Housing", day("2027-05-03")) in others
    first = dearest_day(due)
    assert first[0] in (day("2027-03-03"), day("2027-05-03"))
    assert first[1] == sum(q.usd for q in due if q.day == first[0])


def test_what_is_lost_on_a_day_by_hand():
    """Start 3 May. Fee 100 by 8 February, kept; on 3 March tuition 500 and the rest.

    Of the tuition 75 % comes back until 60 days before, 4 March; all after a refused
    visa until 30 days before, 3 April. Other fees 30 and the flight have no terms.
    """
    p = one_host(("60:75", "visa 30:100"), "no")
    due = payments(p, make.planned(p))
    flight = next(q.usd for q in due if q.what == "Arrival and return")
    kept = 100 + 30 + flight
    assert loss(due, day("2027-02-07")) == Loss(0, 0)
    assert loss(due, day("2027-02-08")) == Loss(100, 0)
    assert loss(due, day("2027-03-04")) == Loss(kept + 125, 30 + flight)
    assert loss(due, day("2027-03-05")).gone_usd == kept + 500
    on = [day("2027-04-03"), day("2027-04-04")]
    refused = [loss(due, d, visa_refused=True).gone_usd for d in on]
    assert refused == [kept, kept + 500]
    assert set(turning_days(due)) == {
        *(q.day for q in due),
        day("2027-03-05"),
        day("2027-04-04"),
    }


def test_what_is_not_on_record_counts_as_gone():
    p = one_host()
    due = payments(p, make.planned(p))
    last = turning_days(due)[-1]
    assert last == day("2027-05-03")
    paid = sum(q.usd for q in due)
    assert loss(due, last) == Loss(paid, paid)


def test_nothing_is_due_before_today():
    p = one_host(today=day("2027-04-20"), answers=(("E1", "accepted"),))
    assert min(q.day for q in payments(p, make.planned(p))) == day("2027-04-20")


def test_what_was_sent_is_paid_and_most_falls_due_later():
    """The fee of one that said yes, of one that waits, and what was spent."""
    programs = (make.program("P1"), make.program("P2"))
    offerings = tuple(
        make.offering(f"E{n}", f"P{n}", application_fee_usd=9_000 * n, fee_due="asking")
        for n in (1, 2)
    )
    found = versioned(make.catalog(programs, offerings))
    sent = {"answers": (("E1", "accepted"), ("E2", "asked")), "spent_usd": 70}
    p = make.problem(found, min_letters=0, budget_usd=90_000, **sent)
    due = payments(p, make.planned(p))
    today = p.scenario.today
    assert {(q.usd, q.day) for q in due if q.paid} == {
        (usd, today) for usd in (70, 9_000, 18_000)
    }
    assert dearest_day(due)[0] > today


def test_fees_of_hosts_outside_the_plan_are_due_when_they_are_asked():
    programs = (make.program("P1"), make.program("P2"))
    offerings = tuple(
        make.offering(f"E{n}", f"P{n}", application_fee_usd=10 * n, fee_due="asking")
        for n in (1, 2)
    )
    found = versioned(make.catalog(programs, offerings))
    p = make.problem(found, min_letters=0, max_rotations=1)
    listed = make.planned(p)
    fees = {q.host: (q.usd, q.day) for q in payments(p, listed) if "fee" in q.what}
    by = {a.request.name: a.request.first_by for a in listed.requests}
    assert fees == {"Host E1": (10, by["E1"]), "Host E2": (20, by["E2"])}
    assert sum(q.usd for q in payments(p, listed)) == listed.if_all_say_yes.cost_usd


@pytest.mark.parametrize("seed", range(40, 60))
def test_it_adds_up(seed):
    p = random_problem(seed)
    found = make.planned(p)
    if isinstance(found, NoPlan) or not isinstance(found.if_all_say_yes, Plan):
        return
    due = payments(p, found)
    assert sum(q.usd for q in due) == found.if_all_say_yes.cost_usd
    assert all(q.usd > 0 for q in due)
    assert [q.day for q in due] == sorted(q.day for q in due)
