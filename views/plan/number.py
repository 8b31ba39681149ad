"""What more requests, or fewer, would bring."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from charts import words
from charts.by_number import gain_chart, more
from optimizer.requests.ask_list import AskList
from views.kit import terms
from views.kit.figures import draw, is_dark, table


def render(asked: AskList) -> None:
    """Draw the curve, and the same as a table."""
    st.markdown(words.safe(list_end(asked)))
    draw(
        gain_chart(asked.by_number, asked.stop_at, dark=is_dark()),
        alt="Gain by number of requests. " + " ".join(_sentences(asked)),
        key="gain by number",
    )
    gains = asked.by_number
    columns = ("Requests", what(asked), "To pay now")
    cells = [(str(g.requests), str(more(g)), words.money(g.fees_usd)) for g in gains]
    table(columns, cells)


def what(asked: AskList) -> str:
    """What the curve counts."""
    wishes = terms.measure(asked) == terms.VALUE
    return "Match value, more of 1,000" if wishes else "More who match, of 1,000"


def list_end(asked: AskList) -> str:
    """Say where the list ends, and why."""
    last = asked.by_number[-1]
    if asked.stop_at < last.requests:
        return (
            f"Your list ends at {words.counted(asked.stop_at, 'request')}: one more"
            " adds too little for the work."
        )
    return (
        f"Your list ends at {words.counted(asked.stop_at, 'request')}, the most that"
        " you want to write. You may allow more among your inputs."
    )


def at_most(asked: AskList) -> str:
    """Say what requests would bring that are not worth it, and what may help."""
    best = max(asked.by_number, key=more)
    told = (
        f"All together would bring {more(best)} more of 1,000. " if more(best) else ""
    )
    return f"{told}More money, more free months or fewer rules may help."


def _sentences(asked: AskList) -> Iterator[str]:
    for gain in asked.by_number:
        yield f"{words.counted(gain.requests, 'request')}: {more(gain)} of 1,000."
