"""What rotations cost: a line each that adds up, how far it could go, every line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from charts import words
from optimizer.browse.known import is_assumed
from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.cost import CostRange, cost_range
from optimizer.model.rotation import Rotation
from views.kit.figures import bill
from views.kit.names import offering_names, short_names


def render(
    problem: Problem, rotations: tuple[Rotation, ...], case: str = "If all say yes"
) -> None:
    """Draw the short bill with its total and its range, then the long one.

    ``case`` says when it comes to this.
    """
    items = cost.bill(problem, rotations)
    hosts = hosts_of(problem, items)
    lines = summary(items, hosts)
    bill((case, "US$"), [(name,) for name in lines], [*lines.values()])
    st.markdown(words.safe(how_sure(cost_range(problem, rotations))))
    with st.expander("Every line"):
        bill(
            ("Line", "Where", "US$"),
            [(_label(problem, i), hosts.get(i.offering_id or "", "")) for i in items],
            [item.usd for item in items],
        )
        st.markdown("“Assumed” marks what is not on record.")


def how_sure(found: CostRange) -> str:
    """Say what of a total is known and assumed, and how far it could go."""
    if not found.unknown:
        return "Every price in it is on record or worked out from records."
    return (
        f"{words.money(found.known_usd)} of it is on record or worked out from records,"
        f" {words.money(found.assumed_usd)} is assumed."
        f" With every unknown price high it would be {words.money(found.high_usd)}."
    )


def summary(items: Sequence[CostItem], hosts: Mapping[str, str]) -> dict[str, int]:
    """One line per rotation (fees, room, food, transport) and one per common item.

    ``hosts``: short names of where it is paid, by offering.
    """
    sums: dict[str, int] = {}
    for item in items:
        name = hosts.get(item.offering_id or "", item.label)
        sums[name] = sums.get(name, 0) + item.usd
    return sums


def hosts_of(problem: Problem, items: Iterable[CostItem]) -> dict[str, str]:
    """Short names of where it is paid, by offering."""
    known = problem.catalog.offering
    ids = dict.fromkeys(i.offering_id for i in items if i.offering_id in known)
    return short_names(offering_names({i: known[i] for i in ids if i}))


def _label(problem: Problem, item: CostItem) -> str:
    return f"{item.label} (assumed)" if is_assumed(problem, item) else item.label
