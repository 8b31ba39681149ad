"""Section: one thing goes wrong, what is left, the repair, and the best plan anew."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from optimizer.domain.plan import Block, Plan
from optimizer.domain.problem import Problem
from optimizer.risks.robustness import SAME_PP
from optimizer.risks.shocks import DEARER_PERCENT, Event, PlanNow, ShockOutcome, events
from views.inputs import callbacks
from views.kit import terms
from views.kit.figures import table
from views.session import cached
from views.what_if import risk_words

COLUMNS = ("", "Match chance", "Costs at most", "Letters on time", "What changes")
PP = 100


def render(problem: Problem, plan: Plan) -> None:
    """Draw event after event, each when it is worked out."""
    st.markdown(
        "A repair keeps the rotations that are not touched on their dates and fills the"
        " gap if that helps. Planning anew may change everything.",
        help=terms.COST,
    )
    asked = events(problem, plan)
    slot, harmless = st.empty(), []
    for place, event in enumerate(asked):
        with (
            slot,
            st.spinner(f"Trying what could happen: {place + 1} of {len(asked)} …"),
        ):
            found = cached.shock(problem, plan, place)
        if found.harmless:
            harmless.append(describe(event))
        else:
            _event(place, found)
    slot.empty()
    if harmless:
        listed = "; ".join(words.safe(name[:1].lower() + name[1:]) for name in harmless)
        st.markdown(f"**Changes nothing:** {listed}.")


def describe(event: Event) -> str:
    """Say an event in words."""
    host = event.block.offering.host if event.block else ""
    return {
        "refused": f"{host} refuses",
        "writer late": f"The letter of {host} comes two weeks late",
        "all writers late": "Every letter comes two weeks late",
        "dearer": f"What you have not paid yet costs {DEARER_PERCENT} % more",
        "cancelled": f"{host} cancels two weeks before, and its fees are lost",
    }[event.kind]


def _event(place: int, found: ShockOutcome) -> None:
    st.subheader(words.safe(describe(found.event)), anchor=False)
    st.markdown(_answer(found))
    rows = (
        ("As planned", found.before),
        ("What is left", found.left),
        ("Repaired", found.repair),
        ("Planned anew", found.anew),
    )
    table(COLUMNS, [_row(found, name, plan) for name, plan in rows])
    with st.container(horizontal=True):
        _button(f"Use this repair {place}", "Use this repair", found, found.repair)
        if _differ(found):
            _button(f"Plan anew {place}", "Use the new plan", found, found.anew)


def _answer(found: ShockOutcome) -> str:
    """One sentence: what it costs, and what the repair brings back."""
    lost = PP * (found.before.value - found.left.value)
    parts = [
        f"You lose {risk_words.better(lost)}" if lost > SAME_PP else "No chance is lost"
    ]
    if found.left.broken:
        parts.append(f"what is left is {risk_words.broken(found.left.broken)}")
    if found.repair is None:
        parts.append("and nothing else keeps your rules")
        return words.safe("; ".join(parts) + ".")
    back = PP * (found.repair.value - found.left.value)
    if back > SAME_PP:
        parts.append(f"a repair brings back {risk_words.better(back)}")
    elif not found.left.broken:
        parts.append("nothing that can be added helps")
    else:
        parts.append(f"a repair keeps your rules at {words.points(back)}")
    if _differ(found) and found.anew:
        more = PP * (found.anew.value - found.repair.value)
        parts.append(f"planning anew is better by {risk_words.better(more)}")
    if found.event.kind == "cancelled":
        parts.append("seen from that day, with all else arranged")
    unproven = any(s and not s.proven for s in (found.repair, found.anew))
    return words.safe("; ".join(parts) + ".") + (
        " Not proven best in the time given." if unproven else ""
    )


def _differ(found: ShockOutcome) -> bool:
    if found.anew is None or found.repair is None:
        return False
    return PP * (found.anew.value - found.repair.value) > SAME_PP


def _row(found: ShockOutcome, name: str, plan: PlanNow | None) -> tuple[str, ...]:
    if plan is None:
        return (name, "no plan keeps your rules", "", "", "")
    broken = f" ({risk_words.broken(plan.broken)})" if plan.broken else ""
    return (
        name,
        f"{plan.chance * PP:.1f}\u00a0%",
        words.money(plan.cost_usd) + broken,
        str(plan.letters_on_time),
        _changes(found, plan),
    )


def _changes(found: ShockOutcome, plan: PlanNow) -> str:
    """Rotations that come in, and those that go out besides the one that is lost."""
    if plan is found.before:
        return "; ".join(_named(b) for b in plan.blocks)
    before = {b.block_id for b in found.before.blocks}
    new = [_named(b) for b in plan.blocks if b.block_id not in before]
    gone = [words.short(b.offering.host) for b in _gone(found, plan)]
    told = [f"with {name}" for name in new] + [f"without {name}" for name in gone]
    return "; ".join(told) or "–"


def _gone(found: ShockOutcome, plan: PlanNow) -> tuple[Block, ...]:
    """Rotations that were planned and are not any more; a moved one is not gone."""
    if found.event.kind == "cancelled":  # all others are arranged
        return (found.event.block,) if found.event.block else ()
    kept = {b.offering.offering_id for b in plan.blocks}
    return tuple(b for b in found.before.blocks if b.offering.offering_id not in kept)


def _named(block: Block) -> str:
    when = words.days(block.start, block.end)
    return f"{words.short(block.offering.host)} {when}"


def _button(key: str, label: str, found: ShockOutcome, plan: PlanNow | None) -> None:
    if plan is None or plan.broken:
        return
    st.button(
        label,
        key=key,
        icon=":material/build:",
        help="Puts this event and these rotations into your inputs; Reset undoes it.",
        on_click=callbacks.apply,
        args=(found.adopt(plan),),
    )
