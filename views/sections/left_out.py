"""What is not in the plan and why, grouped by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import streamlit as st

from charts import words
from optimizer.domain.plan import LeftOut, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import offering_of
from views.inputs import callbacks
from views.kit import links
from views.session import cached

MOST = 60


def render(problem: Problem, plan: Plan | NoPlan) -> None:
    """Draw one closed group per reason, the excluded ones with a way back."""
    groups = cached.reason_groups(problem, plan)
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
