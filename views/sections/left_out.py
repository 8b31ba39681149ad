"""No plan, or what is not in it: what clashes, each way out, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import streamlit as st

from charts import words
from optimizer.domain.plan import Diagnosis, Fix, LeftOut, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import offering_of
from optimizer.solver.solve import OutOfWork
from views.inputs import callbacks
from views.kit import links
from views.session import cached

MOST = 60


def render(problem: Problem, plan: Plan | NoPlan, listed: Collection[str] = ()) -> None:
    """Draw one closed group per reason, the excluded ones with a way back.

    Offerings ``listed`` are asked for: they are left out of no list.
    """
    found = cached.reason_groups(problem, plan)
    others = [(g, [i for i in g.offering_ids if i not in listed]) for g in found]
    groups = [LeftOut(g.reason, tuple(ids)) for g, ids in others if ids]
    if groups:
        links.question(links.ANOTHER_HOST, "What if one of these were in?")
    else:
        st.markdown("Nothing was left out.")
    for group in groups:
        _group(problem, group)
    _excluded(problem)


def _group(problem: Problem, group: LeftOut) -> None:
    count = len(group.offering_ids)
    label = f"{words.safe(group.reason.rstrip('.'))} ({count})"
    with st.expander(label):
        known = problem.catalog.offering
        found = [known[i] for i in group.offering_ids if i in known]
        st.markdown("\n".join(f"- {line}" for line in offering_lines(found[:MOST])))
        if count > MOST:
            st.markdown(f"… and {count - MOST} more.")


def offering_lines(found: Sequence[Offering]) -> Iterator[str]:
    """A line each: the host, and more only where that would be alike."""
    count = Counter((o.host, o.city, o.kind) for o in found)
    for o in found:
        which = words.KINDS[o.kind]
        if count[o.host, o.city, o.kind] > 1:
            which = f"{which}, {words.counted(o.weeks, 'week')}: {o.title}"
        where = words.safe(f"{o.city}, {o.state}, {which}")
        yield f"{words.link(o.host, o.url)}, {where}"


def _excluded(problem: Problem) -> None:
    for excluded in problem.scenario.exclusions:
        offering = problem.catalog.offering.get(offering_of(excluded))
        host = words.safe(offering.host if offering else excluded)
        st.button(
            f"Allow {host} again",
            key=f"include {excluded}",
            icon=":material/undo:",
            on_click=callbacks.include,
            args=(excluded,),
        )


LONGER = 60.0
"""Units of work."""


def no_plan(problem: Problem, outcome: NoPlan) -> None:
    """Say why there is none, or that the search ended before it was known."""
    if outcome.reason == "undecided":
        _undecided(problem)
        return
    st.header("No plan fits everything you asked for", anchor=False)
    try:
        _clash(cached.diagnose(problem))
    except OutOfWork:
        st.markdown(
            "What clashes would take too long to find out. Try fewer rules at once, or"
            " a larger budget."
        )
    st.subheader("What was left out and why", anchor=False)
    render(problem, outcome)


def _clash(found: Diagnosis) -> None:
    for conflict in found.conflicts:
        st.markdown(words.safe(conflict))
    if not found.fixes:
        st.markdown("No small change was found that helps. Try fewer rules at once.")
        return
    ways_out(found.fixes, each_makes(found.fixes, "a plan possible"))


def ways_out(fixes: Sequence[Fix], said: str, key: str = "fix") -> None:
    """Draw what can be changed, a button each, under what is said of all of them."""
    if fixes:
        st.markdown(said)
    for place, fix in enumerate(fixes):
        st.button(
            words.safe(fix.sentence),
            key=f"{key} {place}",
            icon=":material/build:",
            on_click=callbacks.change,
            args=(fix.scenario,),
            wrap=True,
        )


def each_makes(fixes: Sequence[Fix], what: str) -> str:
    """Say of one change or of several what they make, as was checked."""
    these = "This makes" if len(fixes) == 1 else "Each of these makes"
    return f"{these} {what}, as checked by solving:"


def _undecided(problem: Problem) -> None:
    limit = problem.scenario.work_limit
    st.header("No plan was found so far", anchor=False)
    st.markdown(
        "That does not mean that there is none: the search came to its limit. Let it"
        " search longer, or make the question easier: fewer rules, fewer free months,"
        " or fewer rotations at most."
    )
    if limit < LONGER:
        st.button(
            "Search longer",
            type="primary",
            help=f"Up to {LONGER / limit:g} times as much work. Work is counted, not"
            " time: the same inputs give the same answer on every machine.",
            on_click=callbacks.change,
            args=(replace(problem.scenario, work_limit=LONGER),),
        )
