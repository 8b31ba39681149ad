"""What $1,000 buys: stretches of applications, and rotations beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import takewhile

import streamlit as st

from charts import words
from charts.by_number import ladder_chart
from optimizer.domain.plan import Estimate
from optimizer.residency_list.answer import Curve, Rung
from views.kit.drawer import drawer
from views.kit.figures import draw, is_dark, table
from views.where_to_apply import residency_words
from views.where_to_apply.figures import AS_TABLE

ROTATIONS = "Rotations, beyond your budget"
COLUMNS = ("What $1,000 goes into", "Points", "It may be", "A point costs")
NOTE = (
    "Each grey line holds 8 in 10 draws of the assumptions. Rotations have none: their"
    " figure comes from new lists of hosts, which are not drawn. Applications count"
    " before any new rotation."
)


def render(curve: Curve, rotations_pp: float) -> None:
    """Draw the sentence, the figure and its table; nothing without known prices."""
    if not curve.rungs:
        return
    rungs = [(_name(rung), rung.per_1000) for rung in curve.rungs]
    one = Estimate(rotations_pp, rotations_pp, rotations_pp)
    usd = curve.usd_per_point
    st.markdown(words.safe(verdict(curve.rungs, rotations_pp)))
    draw(
        ladder_chart(
            [*rungs, (ROTATIONS, one)],
            line=1_000 / usd if usd else None,
            dark=is_dark(),
        ),
        alt="Points of your chance in 100 that $1,000 buys. "
        + " ".join(
            f"{name}: {rate(found.value)}, it may be {_range(found)}."
            for name, found in rungs
        )
        + f" {ROTATIONS}: {rate(rotations_pp)}.",
    )
    st.markdown(NOTE)
    rows = [(name, rate(e.value), _range(e), price(e.value)) for name, e in rungs]
    rows.append((ROTATIONS, rate(rotations_pp), "not worked out", price(rotations_pp)))
    drawer(AS_TABLE, "where to apply ladder", partial(table, COLUMNS, rows))


def verdict(rungs: Sequence[Rung], rotations_pp: float) -> str:
    """Say up to which application the money buys more than in rotations."""
    better = list(takewhile(lambda rung: rung.per_1000.value >= rotations_pp, rungs))
    here = f"$1,000 more in rotations buys {residency_words.points(rotations_pp)}"
    if not better:
        return f"{here}: more than in any stretch of applications."
    if len(better) == len(rungs):
        return f"{here}: less than in any stretch of applications."
    return (
        f"{here}. Up to application {better[-1].last} money buys more in applications."
    )


def rate(points: float) -> str:
    """Write points for $1,000: as many digits as say something."""
    if points < residency_words.SEEN:
        return "less than 0.01"
    return f"{points:.{0 if points >= 10 else 1 if points >= 1 else 2}f}"


def price(points: float) -> str:
    """Write what one point costs at so many points for $1,000, to two digits."""
    least = "over " if points < residency_words.SEEN else ""
    usd = float(f"{1_000 / max(points, residency_words.SEEN):.2g}")
    return f"{least}{words.money(round(usd))}"


def _name(rung: Rung) -> str:
    if rung.first == rung.last:
        return f"Application {rung.first}"
    return f"Applications {rung.first} to {rung.last}"


def _range(found: Estimate) -> str:
    return f"{rate(found.low)} to {rate(found.high)}"
