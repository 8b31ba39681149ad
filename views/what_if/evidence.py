"""Letters and rotations help less than guessed? Both plans, and both regrets."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.evidence import READINGS, Believed
from views.kit import terms
from views.kit.figures import table
from views.session import cached

NOTHING_PP = 0.05
"""Less is written as 0.0 points."""
NAMES = {
    None: "Your plan",
    "central": "Best if all effects are as guessed",
    "cautious": "Best if only what was measured counts",
}
COLUMNS = ("Plan", "Hosts", "Adds if as guessed", "Adds if only measured")
EXPLAINED = (
    "Nobody has measured what a letter or an observership brings to an IMG, and a"
    f" hands-on rotation was {terms.MEASURED}. So we look twice: with the effects we"
    " guess, and with later letters counting for nothing and rotations as measured."
)


def render(problem: Problem, plan: Plan) -> str:
    """Draw the line that decides, then both plans in both cases."""
    found = cached.both_readings(problem, plan)
    if not found:
        st.markdown("The search took too long to compare both cases.")
        return ""
    said = advice(found[0], found[2])
    st.markdown(f"**{words.safe(said)}**", help=terms.PP)
    st.markdown(EXPLAINED)
    table(COLUMNS, [_row(one) for one in found])
    return said


def kinds(plan: Plan) -> str:
    """Say how many rotations of the plan are hands-on, and how many only observe."""
    found = [b.offering.kind for b in plan.blocks]
    hands_on = found.count("hands_on")
    told = [f"{hands_on} hands-on"] if hands_on else []
    if hands_on < len(found):
        told.append(words.counted(len(found) - hands_on, "observership"))
    return f"Your plan: {' and '.join(told)}." if told else ""


def advice(shown: Believed, careful: Believed) -> str:
    """What to ask instead if letters count for little, and what that may cost."""
    gained = shown.regret_pp["cautious"]
    lost = careful.regret_pp["central"] - shown.regret_pp["central"]
    if gained < NOTHING_PP:
        more = shown.regret_pp["central"]
        best = "Your plan is also the best if letters still to come count for nothing."
        if more < NOTHING_PP:
            return best
        return f"{best} If all is as guessed, another adds {words.points(more)} more."
    instead = _hosts(careful, careful.hosts - shown.hosts)
    gone = _hosts(shown, shown.hosts - careful.hosts)
    change = f"ask {instead} instead of {gone}" if gone else f"ask {instead} too"
    change = change if instead else f"leave out {gone}"
    then, wrong = words.points(gained), words.points(-max(lost, 0.0))
    return (
        f"If letters still to come count for nothing, {change}: {then} then,"
        f" {wrong} if you are wrong."
    )


def _hosts(of: Believed, offerings: frozenset[str]) -> str:
    chosen = [b.offering.host for b in of.plan.blocks]
    ids = [b.offering.offering_id for b in of.plan.blocks]
    names = (h for h, i in zip(chosen, ids, strict=True) if i in offerings)
    return " and ".join(words.short(name) for name in dict.fromkeys(names))


def _row(one: Believed) -> tuple[str, ...]:
    """Name and hosts, then in each case the gain and how far the best is off."""
    told = [words.points(one.gain_pp[reading]) for reading in READINGS]
    less = [one.regret_pp[reading] for reading in READINGS]
    cells = (
        f"{gain} (the best)" if pp < NOTHING_PP else f"{gain} ({words.points(-pp)})"
        for gain, pp in zip(told, less, strict=True)
    )
    return NAMES[one.best_for], _hosts(one, one.hosts) or "–", *cells
