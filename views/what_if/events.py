"""One thing goes wrong: what is left of the plan, the repair, and the best anew."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import words
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model.rules.rules import RULES
from optimizer.risks.robustness import BUDGET, SAME_PP
from optimizer.risks.shocks import (
    DEARER_PERCENT,
    LATE_DAYS,
    Event,
    Kind,
    PlanNow,
    ShockOutcome,
    events,
)
from views.inputs import callbacks
from views.kit import terms
from views.kit.figures import table
from views.session import cached

COLUMNS = ("", "Match chance", "Cost, letters", "Rotations")
PP = 100
TINY_PP = 0.05
_SENTENCE = {rule.name: rule.sentence for rule in RULES}


def late(problem: Problem, plan: Plan) -> str:
    """One letter late, then all of them."""
    return _all_of(problem, plan, ("writer late", "all writers late"))


def refusal(problem: Problem, plan: Plan) -> str:
    """Each host refuses, then each cancels."""
    return _all_of(problem, plan, ("refused", "cancelled"))


def dearer(problem: Problem, plan: Plan) -> str:
    """Whatever is not paid yet costs more."""
    return _all_of(problem, plan, ("dearer",))


def _all_of(problem: Problem, plan: Plan, kinds: Sequence[Kind]) -> str:
    """Draw event after event, each when it is worked out; return the worst."""
    asked = [(i, e) for i, e in enumerate(events(problem, plan)) if e.kind in kinds]
    harmless: list[str] = []
    lost: dict[bool, float] = {}
    for place, event in asked:
        with st.spinner(f"Trying it: {describe(event)} …"):
            found = cached.shock(problem, plan, place)
        if found.harmless:
            harmless.append(describe(event))
            continue
        best = max((found.repair, found.left), key=lambda p: p.value if p else -1.0)
        assert best, "something is left"
        gone, accepted = found.before.value - best.value, event.kind == "cancelled"
        lost[accepted] = max(PP * gone, lost.get(accepted, 0.0))
        _event(place, found)
    if harmless:
        st.markdown(f"**Changes nothing:** {words.safe('; '.join(harmless))}.")
    if not lost:
        return "That changes nothing." if asked else "Nothing of the plan can."
    st.markdown(
        "A repair keeps untouched rotations on their dates and fills the gap if that"
        " helps.",
        help=f"{terms.COST} {terms.PP}",
    )
    told = {
        False: "{} is lost " + terms.counting(problem),
        True: "a cancellation costs {}, all having accepted",
    }
    parts = [told[case].format(_at_most(lost[case])) for case in told if case in lost]
    return words.sentence("; ".join(parts))


def describe(event: Event) -> str:
    """Say an event in words."""
    host = event.block.offering.host if event.block else ""
    weeks = words.counted(LATE_DAYS // 7, "week")
    return {
        "refused": f"{host} refuses",
        "writer late": f"the letter of {host} comes {weeks} late",
        "all writers late": f"every letter comes {weeks} late",
        "dearer": f"what is not paid yet costs {DEARER_PERCENT} % more",
        "cancelled": f"{host} cancels two weeks before, and its fees are lost",
    }[event.kind]


def broken(names: tuple[str, ...]) -> str:
    """Say which rules are broken."""
    return ", ".join(
        "over your budget" if name == BUDGET else f"broken: {_SENTENCE[name]}"
        for name in names
    ).rstrip(".")


def better(pp: float) -> str:
    """Write how much better something is, small amounts too."""
    if pp < TINY_PP:
        return "less than 0.1 pp"
    return words.points(pp).removeprefix("+")


def _at_most(pp: float) -> str:
    return better(pp) if pp < TINY_PP else f"at most {better(pp)}"


def _event(place: int, found: ShockOutcome) -> None:
    name = words.sentence(describe(found.event)).rstrip(".")
    st.markdown(f"**{words.safe(name)}.** {words.safe(_answer(found))}")
    rows = (
        ("As planned", found.before),
        ("What is left", found.left),
        ("Repaired", found.repair),
    )
    table(COLUMNS, [_row(name, plan) for name, plan in rows])
    if found.repair and not found.repair.broken:
        st.button(
            "Use this repair",
            key=f"Use this repair {place}",
            icon=":material/build:",
            help="Puts this event and these rotations into your inputs."
            " You can take it back.",
            on_click=callbacks.change,
            args=(found.adopt(found.repair),),
        )


def _answer(found: ShockOutcome) -> str:
    """What it costs, and what the repair brings back."""
    lost = PP * (found.before.value - found.left.value)
    parts = [f"You lose {better(lost)}" if lost > SAME_PP else "No chance is lost"]
    if found.left.broken:
        parts.append(f"what is left is {broken(found.left.broken)}")
    parts.append(_repair(found))
    if found.event.kind == "cancelled":
        parts.append("seen from that day, with all else arranged")
    return "; ".join(parts) + "."


def _repair(found: ShockOutcome) -> str:
    if found.repair is None:
        return "nothing else keeps your rules"
    unproven = "" if found.repair.proven else " (not proven best)"
    back = PP * (found.repair.value - found.left.value)
    if back > SAME_PP:
        return f"a repair brings back {better(back)}{unproven}"
    if not found.left.broken:
        return "nothing that can be added helps"
    return f"a repair keeps your rules at {words.points(back)}{unproven}"


def _row(name: str, plan: PlanNow | None) -> tuple[str, ...]:
    if plan is None:
        return (name, "no plan keeps your rules", "", "")
    mark = f" ({broken(plan.broken)})" if plan.broken else ""
    hosts = [
        f"{words.short(b.offering.host)} {words.days(b.start, b.end)}"
        for b in plan.blocks
    ]
    return (
        name,
        words.percent(plan.chance, digits=1),
        f"{words.money(plan.cost_usd)}{mark}, {plan.letters_on_time}",
        "; ".join(hosts) or "none",
    )
