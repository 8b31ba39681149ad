"""What each question changes: the same inputs with one thing otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import streamlit as st

from charts import words
from charts.bars import SHOWN, SwingBar, tornado
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import MOST_REQUESTS, MOST_ROTATIONS, Answer
from optimizer.domain.words import people_of_thousand
from optimizer.explain.fixes import letter_date, wishes
from optimizer.requests.ranges import GainSwing
from optimizer.requests.request import Request
from optimizer.residency_list.curve import applications_usd
from views.inputs import callbacks, widgets
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.kit.terms import request_names, short_names
from views.session import cached
from views.what_if import changes, readings
from views.what_if.changes import Variant

FEW_REQUESTS, FEW_APPLICATIONS, SCORE_STEP = 4, 10, 10
BUDGETS_USD = (-4_000, -2_000, 2_000, 4_000, 8_000)
LATE_WEEKS = (2, 4)
HOSTS, STEPS = 3, 2
"""So many hosts answer, and so many steps of each rule are tried."""
GONE = 0.8
CHARACTERS = 36
"""Of a host's name, so that what it does is not cut on a phone."""
UNPRICED = (
    "Research has no honest figure. In the one comparison for PM&R, those who matched"
    " had more research experiences but fewer publications. A passed Step 2 cannot be"
    " taken again."
)
SAID = (
    f"Nobody has measured what a letter or an observership brings to an IMG. A hands-on"
    f" rotation was {terms.MEASURED}. Tried is what the list adds."
)


def rotations(problem: Problem) -> str:
    """More rotations at most, or fewer."""
    least = max(problem.scenario.min_rotations, len(problem.counted), 1)
    found = [
        Variant(
            f"At most {words.counted(n, 'rotation')}",
            problem.having(max_rotations=n),
            chosen=True,
        )
        for n in range(least, MOST_ROTATIONS + 1)
        if n != problem.scenario.max_rotations
    ]
    return changes.render(problem, found, "rotations")


def money(problem: Problem) -> str:
    """Less money for rotations, or more."""
    budget = problem.scenario.budget_usd
    found = [
        Variant(
            f"{words.money(budget + more)} in all",
            problem.having(budget_usd=budget + more),
            chosen=True,
        )
        for more in BUDGETS_USD
        if budget + more > 0
    ]
    return changes.render(problem, found, "money")


def elsewhere(problem: Problem) -> str:
    """Time and money for something else than what is planned."""
    said = changes.render(problem, [*_elsewhere(problem)], "elsewhere")
    st.markdown(UNPRICED)
    return said


def _elsewhere(problem: Problem) -> Iterator[Variant]:
    scenario, who = problem.scenario, problem.scenario.applicant
    if (more := scenario.max_requests + FEW_REQUESTS) <= MOST_REQUESTS:
        asked = problem.having(max_requests=more)
        yield Variant(f"Write to {more} hosts at most", asked, chosen=True)
    if (size := scenario.max_rotations + 1) <= MOST_ROTATIONS:
        larger = problem.having(max_rotations=size)
        yield Variant(f"At most {words.counted(size, 'rotation')}", larger, chosen=True)
    sent = scenario.applications + FEW_APPLICATIONS
    if sent <= len(problem.catalog.programs):
        before = applications_usd(problem, scenario.applications)
        after = applications_usd(problem, sent)
        usd = None if before is None or after is None else after - before
        wider = problem.having(applications=sent)
        yield Variant(f"{sent} residency applications", wider, chosen=True, usd=usd)
    lettered = replace(who, us_letters=who.us_letters + 1)
    named = "One more strong letter from a US physiatrist in hand"
    yield Variant(named, problem.having(applicant=lettered), usd=None)
    if who.step2_ck is None:
        yield from _score(problem)


def _score(problem: Problem) -> Iterator[Variant]:
    """More points than expected, as far as there are more to expect."""
    who = problem.scenario.applicant
    usual = who.step2_expected or round(problem.parameter("step2ck_reference"))
    least, most = widgets.limits("applicant.step2_expected")
    low, high = who.step2_low or least, who.step2_high or most
    if more := min(SCORE_STEP, high - usual) if low <= usual < high else 0:
        better = replace(who, step2_expected=usual + more)
        name = (
            f"{more} {'points' if more > 1 else 'point'} more in Step 2 than expected"
        )
        yield Variant(name, problem.having(applicant=better), usd=None)


def limits(problem: Problem) -> str:
    """One rule loosened at a time; money has a question of its own."""
    every = (*reversed(wishes(problem)), letter_date(problem))
    found = [
        Variant(
            step.sentence.rstrip("."),
            Problem(problem.catalog, step.apply(problem.scenario)),
            chosen=wish.name != "letters_by",
        )
        for wish in every
        if wish.name != "budget"
        for step in wish.steps[:STEPS] or (wish.dropped,)
    ]
    said = changes.render(problem, found, "limits")
    st.markdown("One rule at a time: two that limit together may not show here.")
    return said


def late(problem: Problem) -> str:
    """Every letter takes longer: as if the day they count by came sooner."""
    found = [
        Variant(
            f"Every letter {words.counted(weeks, 'week')} late",
            problem.having(letters_by=problem.letters_by - dt.timedelta(weeks=weeks)),
        )
        for weeks in LATE_WEEKS
    ]
    return changes.render(problem, found, "late", worst=True)


def refusal(problem: Problem) -> str:
    """The hosts that add most say no, or yes; one that said yes cancels."""
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan):
        return ""
    by_worth = sorted(asked.requests, key=lambda one: -one.adds_pp)
    open_ = [one.request for one in by_worth if not one.request.certain][:HOSTS]
    sure = [one.request for one in by_worth if one.request.certain]
    names = short_names(request_names([*open_, *sure]), CHARACTERS)

    def reply(request: Request, answer: Answer, verb: str) -> Variant:
        told = callbacks.with_reply(problem.scenario, request.name, answer)
        return Variant(f"{names[request.name]} {verb}", Problem(problem.catalog, told))

    found = [
        *(reply(request, "refused", "cancels") for request in sure),
        *(reply(request, "refused", "says no") for request in open_),
        *(reply(request, "accepted", "says yes") for request in open_),
    ]
    said = changes.render(problem, found, "refusal", worst=True)
    st.markdown("What is paid to a host that cancels may be lost; see To do.")
    return said


def prices(problem: Problem) -> str:
    """What is not on record is dear, rooms are, or money goes elsewhere."""
    scenario = problem.scenario
    left = round(scenario.budget_usd * GONE)
    found = [
        Variant(name, problem.having(**fields))
        for name, fields in (
            ("Every price not on record is high", {"budget_counts": "cautious"}),
            ("Dear rooms everywhere", {"housing": "high"}),
            (f"Only {words.money(left)} left for rotations", {"budget_usd": left}),
        )
    ]
    same = [one for one in found if one.problem.scenario != scenario]
    return changes.render(problem, same, "prices", worst=True)


def evidence(problem: Problem) -> str:
    """Letters and rotations do less, or more, and what it costs to be wrong."""
    ways = (
        ("Letters still to come count for nothing", {"evidence": "cautious"}, False),
        ("All effects are as we guess them", {"evidence": "central"}, False),
        ("Hands-on rotations only", {"kind": "hands_on"}, True),
        ("Observerships only", {"kind": "observership"}, True),
    )
    found = [
        Variant(name, problem.having(**fields), chosen) for name, fields, chosen in ways
    ]
    same = [one for one in found if one.problem.scenario != problem.scenario]
    said = changes.render(problem, same, "evidence", by_gain=True)
    readings.render(problem)
    st.markdown(SAID)
    return said


COLUMNS = ("Guess (its range)", "The list adds, of 1,000")
SIGNS = "From the low end of each guess to its high end; striped at the low end."


def badly(problem: Problem) -> str:
    """Draw how far each guess moves what the list adds, the largest first."""
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan) or not asked.requests:
        st.markdown("There is nobody on the list, so nothing can go wrong with it.")
        return ""
    low, high = people_of_thousand(asked.gain.low), people_of_thousand(asked.gain.high)
    said = f"The list adds {low} to {high} of 1,000 in 8 of 10 draws of all guesses."
    st.markdown(f"**{words.safe(said)}**", help=terms.RANGE)
    swings = cached.gain_swings(problem, asked)
    moving = [swing for swing in swings if len(set(_ends(swing))) > 1]
    if moving:
        _picture(moving, people_of_thousand(asked.gain_pp))
    idle = len(swings) - len(moving)
    st.markdown(f"{SIGNS} Guesses that change nothing: {idle}.")
    return said


def _picture(moving: Sequence[GainSwing], now: int) -> None:
    rows = [_row(swing) for swing in moving]
    bars = tuple(
        SwingBar(swing.assumption.meaning, *_ends(swing)) for swing in moving[:SHOWN]
    )
    draw(
        tornado(bars, now, str, axis="what the list adds, of 1,000", dark=is_dark()),
        alt="What the list adds, of 1,000, from low to high. "
        + " ".join(f"{label}: {told}." for label, told in rows[:SHOWN]),
        key="swings",
    )
    table(COLUMNS, rows)


def _row(swing: GainSwing) -> tuple[str, str]:
    a = swing.assumption
    low, high = _ends(swing)
    return f"{a.meaning.rstrip('.')} ({a.low:g} to {a.high:g})", f"{low} to {high}"


def _ends(swing: GainSwing) -> tuple[int, int]:
    return people_of_thousand(swing.low_pp), people_of_thousand(swing.high_pp)
