"""The chances of at least so many rotations, as a figure and as a table."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from charts.requests import at_least, curves, requests_chart
from optimizer.domain.problem import Problem
from optimizer.risks.backups import Backups, needed_like_these
from views.kit.figures import draw, is_dark, table

LIKELY = 0.8


def render(problem: Problem, found: Backups, count: int | None) -> None:
    """Draw the figure and its table."""
    st.subheader("How the chance grows with each request", anchor=False)
    chances = [r.outlook.at_least for r in found.requests]
    draw(
        requests_chart(chances, planned=found.planned, enough=count, dark=is_dark()),
        alt="Chance of rotations by number of requests. " + _words(found),
        key="requests",
    )
    n = needed_like_these(found, 1, LIKELY)
    if n is not None:
        st.markdown(
            f"A rule of thumb: with hosts like these, {words.counted(n, 'request')}"
            f" that do not clash make one rotation {words.percent(LIKELY)} likely."
        )
    with st.expander("The same as a table"):
        columns = ("Requests", "The last one to", *map(_short, curves(chances)), "Fees")
        table(columns, [_cells(found, n) for n in range(len(found.requests))])


def _short(k: int) -> str:
    return words.sentence(at_least(k)).rstrip(".")


def _cells(found: Backups, n: int) -> tuple[str, ...]:
    request = found.requests[n]
    known = curves([r.outlook.at_least for r in found.requests])
    return (
        str(n + 1),
        words.short(request.block.offering.host),
        *(words.percent(request.outlook.at_least[k]) for k in known),
        words.money(request.outlook.fees_usd),
    )


def _words(found: Backups) -> str:
    """The curves in words: with the plan alone and with all requests."""
    said = []
    for n in sorted({found.planned, len(found.requests)}):
        outlook = found.requests[n - 1].outlook
        shares = [
            f"{at_least(k)} {words.percent(share)}"
            for k, share in enumerate(outlook.at_least)
            if 0 < k <= len(curves([outlook.at_least]))
        ]
        said.append(f"{words.counted(n, 'request')}: {', '.join(shares)}.")
    return " ".join(said)
