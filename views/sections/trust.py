"""How sure it is that a host takes you: a chip, what it rests on, a switch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import streamlit as st

from charts import words
from optimizer.domain import replies
from optimizer.domain.columns import OFFERING
from optimizer.domain.plan import Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Grade, Scenario
from optimizer.model.eligibility import eligibility
from optimizer.model.trust import deciding, grade_of
from views.kit.terms import TRUST
from views.session.session import session
from views.session.state import apply

Color = Literal["green", "blue", "orange", "gray"]
CHIPS: dict[Grade, tuple[str, Color]] = {
    "confirmed": ("verified", "green"),
    "likely": ("thumb_up", "blue"),
    "unclear": ("contact_support", "orange"),
    "cold": ("ac_unit", "gray"),
}
SURE: tuple[Grade, ...] = ("confirmed", "likely")


def switch(problem: Problem) -> None:
    """Draw the switch that leaves only hosts of which enough is on record."""
    scenario = problem.scenario
    on = scenario.least_trust in SURE
    key = f"only sure hosts {on} {session().edition}"
    st.toggle(
        "Only confirmed and likely hosts",
        on,
        key=key,
        help="Hosts on record as taking people of your status, in PM&R too. Off: also"
        " hosts of which less is known, so that more of your letters stay without a"
        " yes.",
        on_change=_switched,
        args=(key, scenario),
    )


def _switched(key: str, scenario: Scenario) -> None:
    """Take or leave the hosts that are less sure (a callback)."""
    least: Grade = "likely" if st.session_state.get(key) else "cold"
    apply(replace(scenario, least_trust=least))


def chip(problem: Problem, offering: Offering) -> None:
    """Draw how sure it is that the host takes the applicant."""
    if replies.accepts(problem.scenario, offering.offering_id):
        st.badge("Accepted you", icon=":material/check:", color="green")
        return
    grade = grade_of(problem, offering)
    icon, color = CHIPS[grade]
    name, meaning = TRUST[grade]
    st.badge(name, icon=f":material/{icon}:", color=color, help=meaning)


def basis(problem: Problem, offering: Offering, start: dt.date) -> None:
    """Draw what the grade of a host rests on, and what to ask it."""
    lines = [TRUST[grade_of(problem, offering)][1], ""]
    lines += [f"- {line}" for line in _facts(problem, offering)]
    reasons = eligibility(problem, offering, start).reasons
    lines += [f"- {_question(r)}" for r in reasons if r.verdict == "check"]
    st.markdown("\n".join(lines))


def _facts(problem: Problem, offering: Offering) -> Iterator[str]:
    """Each fact that decides, with its source and date; the oldest date last."""
    scenario, dates = problem.scenario, []
    for field in deciding(scenario.applicant, scenario.today):
        key = ("offerings.csv", offering.offering_id, field)
        known = problem.catalog.source_of.get(key)
        value = getattr(offering, field)
        if known and value != "unknown":
            dates.append(known.as_of or "undated")
            page = f" {words.source(known.url)}" if known.url else ""
            said = words.safe(f"{value}. {known.source.rstrip('.')}")
            yield f"{OFFERING[field].label}: {said}{page} ({dates[-1]})"
        else:
            yield f"{OFFERING[field].label}: not known"
    if dates:
        oldest = "undated" if "undated" in dates else min(dates)
        yield f"The oldest of these facts: {oldest}"


def _question(reason: Reason) -> str:
    return f"Ask: *{words.safe(reason.ask or reason.sentence)}*"
