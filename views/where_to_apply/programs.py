"""Every program with its chance, what it adds and why; what to ask first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import ListWish
from optimizer.residency_list.answer import ListedProgram, ResidencyList
from views.inputs import callbacks
from views.inputs.labels import LIST_WISHES
from views.kit import links
from views.kit.figures import table
from views.kit.parts import drawer
from views.sections import found_out
from views.session import cached
from views.where_to_apply import residency_words
from views.where_to_apply.residency_words import name_of

FIRST_QUESTIONS = 3
SHOWN = 5
COLUMNS = {"out": ("Left out", "Why"), "closed": ("Closed to you", "Why")}


def ask_first(problem: Problem, found: ResidencyList) -> None:
    """Draw what to ask before paying, the most at stake first."""
    if not found.to_ask:
        return
    st.subheader(
        "Ask first",
        anchor=False,
        help="Programs of your list whose policy is not on record. The more your chance"
        " rests on a program, the earlier it stands here.",
    )
    _questions(problem, found.to_ask[:FIRST_QUESTIONS])
    rest = found.to_ask[FIRST_QUESTIONS:]
    if rest:
        label = f"{words.counted(len(rest), 'more program').capitalize()} to ask"
        drawer(label, "where to apply questions", partial(_more, problem, rest))


def _more(problem: Problem, entries: Sequence[ListedProgram]) -> None:
    for question, names in questions(problem, entries).items():
        st.markdown(f"**{words.safe(question)}**")
        st.markdown(words.safe(f"{'; '.join(names)}."))


def _questions(problem: Problem, entries: Sequence[ListedProgram]) -> None:
    for entry in entries:
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                f"**{words.safe(name_of(problem, entry.program_id))}**  \n"
                "Without it your list loses"
                f" {words.safe(residency_words.points(entry.adds_pp))}."
            )
            for reason in entry.ask:
                st.markdown(f"*{words.safe(reason.ask)}*")
            first = entry.ask[0].field
            key = f"where to apply {entry.program_id}"
            found_out.button(problem, entry.program_id, first, "I asked", key)


def questions(
    problem: Problem, entries: Sequence[ListedProgram]
) -> dict[str, list[str]]:
    """Each question once, with the programs it is for, the most at stake first."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        for reason in entry.ask:
            found.setdefault(reason.ask, []).append(name_of(problem, entry.program_id))
    return found


def render(problem: Problem, found: ResidencyList) -> None:
    """Draw the programs of one state, each with its reason."""
    st.subheader("Every program", anchor=False)
    count = {
        s: sum(e.state == s for e in found.programs) for s in residency_words.TO_DO
    }
    shown = st.segmented_control(
        "Show",
        [state for state, many in count.items() if many],
        default=next((s for s, many in count.items() if many), None),
        format_func=lambda state: f"{residency_words.TO_DO[state]} ({count[state]})",
        key="where to apply shown",
        required=True,
        help=residency_words.ADDS,
    )
    entries = [e for e in found.programs if e.state == shown]
    if shown in COLUMNS:
        table(COLUMNS[shown], [_reason(problem, entry) for entry in entries])
    else:
        _cards(problem, found, entries, shown or "")
    _wishes(problem, found)
    _wish(problem, found)


def _cards(
    problem: Problem, found: ResidencyList, entries: Sequence[ListedProgram], state: str
) -> None:
    every = len(entries) <= SHOWN or st.toggle(
        f"Show all {len(entries)}",
        key=f"where to apply all {state}",
        help=residency_words.INTERVIEW,
    )
    for entry in entries if every else entries[:SHOWN]:
        _card(problem, found, entry)


def _card(problem: Problem, found: ResidencyList, entry: ListedProgram) -> None:
    assert entry.group is not None
    lines = [
        f"{residency_words.group_name(found.groups[entry.group])}.",
        f"Interview {residency_words.chance(entry.interview)}."
        f" {residency_words.adds(entry)}.",
        residency_words.near(found, entry),
        " ".join(reason.sentence for reason in entry.ask),
    ]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.safe(name_of(problem, entry.program_id))}**")
        st.markdown("  \n".join(words.safe(line) for line in lines if line))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(
                residency_words.tier(entry), color="blue", help=residency_words.TIER
            )
            links.program(entry.program_id)


def _reason(problem: Problem, entry: ListedProgram) -> tuple[str, str]:
    name = name_of(problem, entry.program_id)
    if entry.closed:
        source = f" Source: {entry.closed.source}." if entry.closed.source else ""
        return name, f"{entry.closed.sentence}{source}"
    adds = words.sentence(residency_words.adds(entry))
    return name, f"You left it out. {adds}" if entry.wish == "out" else adds


def _wish(problem: Problem, found: ResidencyList) -> None:
    """Offer to have one program on the list or off it, each wish with its price."""
    entries = {e.program_id: e for e in found.programs if _is_free(found, e)}
    names = {p: name_of(problem, p) for p in entries}
    if not found.applied or not names:
        return
    asked = st.selectbox(
        "What if you leave one out, or add one?",
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose a program",
        key="where to apply forced",
        help="The rest of the list is chosen anew, with as many applications.",
    )
    if asked in entries:
        with st.container(horizontal=True, gap="small"):
            for wish, label in LIST_WISHES.items():
                if wish != entries[asked].state:
                    keeps = wish == "apply" and entries[asked].is_on
                    _offer(problem, asked, wish, "Keep it" if keeps else label)


def _is_free(found: ResidencyList, entry: ListedProgram) -> bool:
    """Whether a program may be wished on the list or off it, and is not yet."""
    rotates = entry.group is not None and found.groups[entry.group].rotation
    return entry.state != "closed" and not rotates and not entry.wish


def _offer(problem: Problem, program_id: str, wish: ListWish, label: str) -> None:
    cost = cached.wish_costs_pp(problem, program_id, wish)
    st.button(
        f"{label}: {residency_words.price(cost)}",
        key=f"where to apply wish {program_id} {wish}",
        disabled=cost is None,
        help=residency_words.WISH,
        on_click=callbacks.wish_for,
        args=(program_id, wish),
    )


def _wishes(problem: Problem, found: ResidencyList) -> None:
    """Draw the wishes for the list, what each costs, and the way to drop it."""
    for entry in found.programs:
        if not entry.wish:
            continue
        name = name_of(problem, entry.program_id)
        with st.container(horizontal=True, vertical_alignment="center"):
            said = f"Your wish: {name}. {_wish_effect(problem, entry)}"
            st.markdown(words.safe(said), width="content")
            st.button(
                "Drop this wish",
                key=f"where to apply drop {entry.program_id}",
                on_click=callbacks.wish_for,
                args=(entry.program_id, None),
            )


def _wish_effect(problem: Problem, entry: ListedProgram) -> str:
    """Say what a wish does and costs, or what stands against it."""
    assert entry.wish
    label = LIST_WISHES[entry.wish]
    if entry.closed:
        return f"{label}: not possible. {entry.closed.sentence}"
    cost = cached.wish_costs_pp(problem, entry.program_id, entry.wish)
    return f"{label}: {residency_words.price(cost)}."
