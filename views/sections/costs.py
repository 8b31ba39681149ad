"""What the plan costs: a line per rotation that adds up, and every line behind it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from charts import format as words
from optimizer.browse.known import is_assumed
from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from views.kit.figures import bill


def render(problem: Problem, items: tuple[CostItem, ...]) -> None:
    """Draw the short bill with its total, then the long one."""
    lines = summary(problem, items)
    bill(
        ("If every host accepts", "US$"), [(name,) for name in lines], [*lines.values()]
    )
    with st.expander("Every line"):
        bill(
            ("Line", "Where", "US$"),
            [(_label(problem, item), _where(problem, item)) for item in items],
            [item.usd for item in items],
        )
        st.markdown("“Assumed” marks what is not on record.")


def summary(problem: Problem, items: Iterable[CostItem]) -> dict[str, int]:
    """One line per rotation (fees, room, food, transport) and one per common item."""
    sums: dict[str, int] = {}
    for item in items:
        name = _where(problem, item) or item.label
        sums[name] = sums.get(name, 0) + item.usd
    return sums


def _offering(problem: Problem, item: CostItem) -> Offering | None:
    return problem.catalog.offering.get(item.offering_id or "")


def _where(problem: Problem, item: CostItem) -> str:
    offering = _offering(problem, item)
    return words.short(offering.host) if offering else ""


def _label(problem: Problem, item: CostItem) -> str:
    return f"{item.label} (assumed)" if is_assumed(problem, item) else item.label
