"""Whom to ask if letters count, whom if they do not, and what it costs to be wrong."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import words
from charts.bars import differences_chart
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names, people_of_thousand
from optimizer.explain.readings import Readings, Valued
from optimizer.requests.ask_list import AskList
from optimizer.requests.request import Request
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.kit.terms import request_names, short_names
from views.session import cached

NAMED, CHARACTERS = 3, 36
"""So many hosts are named in the sentence, each so short; the table has all."""
MOST = 40
YOURS, GUESSED, CAREFUL = "Your list", "Best as guessed", "Best without letters"
COLUMNS = ("List", "Adds as guessed", "Adds without letters", "Loses at most")
LATE = "Time was up before the best list if letters count, and if not, was found."
HELP = (
    "Each list asks as many hosts as yours. Without letters: those still to come count"
    " for nothing. After the answers the best is done for what is true. No list is"
    " proven the best, so a loss below nothing counts as none."
)


def render(problem: Problem) -> None:
    """Draw the best list either way, and what each loses if the other way is true."""
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan) or not asked.stop_at:
        return
    found = cached.readings(problem, asked)
    if found is None:
        st.markdown(LATE)
        return
    st.markdown(f"**{words.safe(verdict(found))}**", help=HELP)
    if differ(found):
        _picture(found, asked)


def differ(found: Readings) -> bool:
    """Whether the two readings ask for something else."""
    central, cautious = found.central, found.cautious
    return bool(central.without(cautious) or cautious.without(central))


def verdict(found: Readings) -> str:
    """Say what to ask for if letters count for little, and the price of being wrong."""
    if not differ(found):
        return "Ask the same hosts, whether letters count or not."
    central, cautious = found.central, found.cautious
    full = request_names([*central.requests, *cautious.requests])
    names = short_names(full, CHARACTERS)

    def told(requests: Sequence[Request]) -> str:
        return join_names([names[r.name] for r in requests], NAMED)

    more, fewer = told(cautious.without(central)), told(central.without(cautious))
    change = f"ask {more} instead of {fewer}" if more and fewer else f"also ask {more}"
    change = change if more else f"leave out {fewer}"
    lost = found.regrets_pp(cautious)[0]
    cost = (
        words.of_thousand(lost) if people_of_thousand(lost) else "less than 1 of 1,000"
    )
    return f"If letters count for little, {change}; that costs {cost} if you are wrong."


def _picture(found: Readings, asked: AskList) -> None:
    lists = {YOURS: found.now, GUESSED: found.central, CAREFUL: found.cautious}
    lost = {name: found.regrets_pp(one) for name, one in lists.items()}
    bars = {
        f"{GUESSED}, but letters add nothing": lost[GUESSED][1],
        f"{CAREFUL}, but all is as guessed": lost[CAREFUL][0],
        f"{YOURS}, and letters add nothing": lost[YOURS][1],
        f"{YOURS}, and all is as guessed": lost[YOURS][0],
    }
    draw(
        differences_chart(
            {name: -people_of_thousand(pp) for name, pp in bars.items()},
            terms.more_or_fewer(asked),
            dark=is_dark(),
        ),
        alt="What each list loses against the best one for what is true. "
        + " ".join(f"{name}: {words.of_thousand(pp)}." for name, pp in bars.items()),
        key="differences readings",
    )
    rows = [
        (name, *map(words.of_thousand, one.adds_pp), words.of_thousand(max(lost[name])))
        for name, one in lists.items()
    ]
    table(COLUMNS, rows)
    table(("On which list", "Hosts"), _hosts(found.central, found.cautious))


def _hosts(central: Valued, cautious: Valued) -> list[tuple[str, str]]:
    names = request_names([*central.requests, *cautious.requests])
    only = central.without(cautious)
    both = [r for r in central.requests if r not in only]
    rows = (
        ("Both", both),
        (f"{GUESSED} only", only),
        (f"{CAREFUL} only", cautious.without(central)),
    )
    return [
        (where, join_names([names[r.name] for r in requests], MOST))
        for where, requests in rows
        if requests
    ]
