"""One line of the list: what it is, how it stands, and what to do about it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from charts import words
from charts.timeline import last_day_over
from optimizer.browse.entries import Entry, Listing
from optimizer.browse.filtering import ListItem
from optimizer.browse.known import knows
from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Program
from optimizer.domain.starts import offerings_of
from optimizer.model.candidates import Stand
from views.inputs import callbacks
from views.kit import links
from views.programs import filters
from views.programs.filters import STANDS

RATINGS = {
    5: "5: my dream",
    4: "4",
    3: "3: neither",
    2: "2",
    1: "1: rather not",
    0: "No rating",
}
Color = Literal["green", "orange", "gray", "red"]
BADGES: dict[Stand, tuple[str, Color]] = {
    "open": ("check_circle", "green"),
    "check": ("contact_support", "orange"),
    "dates": ("event_busy", "gray"),
    "closed": ("block", "red"),
}


def row(problem: Problem, item: ListItem, listing: Listing) -> None:
    """Draw a line with its buttons."""
    lead = item.lead
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _title(item, listing)
            badges(problem, item.entries, item.program)
        lines = [_facts(item)]
        if lead:
            lines.append(_rotations(problem, item, lead))
        st.markdown("  \n".join(words.safe(line) for line in lines))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if item.program:
                rate(problem, item.program.program_id, item.key)
            if lead and lead.offering:
                pin(problem, lead.offering)
                exclude(problem, ids_of_item(problem, item, listing), item.name)
                links.why_not(lead.offering.offering_id)


def _title(item: ListItem, listing: Listing) -> None:
    """Draw the name, which opens the program or offering in full."""
    name, lead = item.name, item.lead
    if listing == "offerings" and lead and lead.offering:
        name = f"{name}: {lead.offering.title}"
    st.button(
        f"**{words.safe(name)}**",
        key=f"show {item.key}",
        type="tertiary",
        icon=":material/chevron_right:",
        help="Show every field, its source and what to ask.",
        on_click=filters.show,
        args=(item.key,),
        wrap=True,
    )


def badges(
    problem: Problem, entries: tuple[Entry, ...], program: Program | None = None
) -> None:
    """Draw how the best of these rotations stands, and what the visitor marked."""
    found = ListItem("", entries)
    with st.container(horizontal=True, gap="xsmall", width="content"):
        if found.stand is None:
            st.badge("No rotation known", color="gray")
        else:
            icon, color = BADGES[found.stand]
            st.badge(STANDS[found.stand], icon=f":material/{icon}:", color=color)
        own = dict(problem.scenario.preferences.programs)
        if program and program.program_id in own:
            stars = f"You rate it {own[program.program_id]}"
            st.badge(stars, icon=":material/star:", color="violet")
        ids = {e.offering.offering_id for e in entries if e.offering}
        if ids & offerings_of(replies.required_names(problem.scenario)):
            st.badge("Pinned", icon=":material/keep:", color="violet")
        if ids and ids <= offerings_of(problem.scenario.exclusions):
            st.badge("Excluded", icon=":material/block:", color="gray")


def level(item: ListItem) -> str:
    """Name the level at which a program interviews IMGs."""
    if item.program is None:
        return "–"
    return filters.option_name("receptiveness", item.entries[0].level)


def _facts(item: ListItem) -> str:
    """Say where it is, how it interviews IMGs and which visas it sponsors."""
    place = item.entries[0].place.place
    if item.program is None:
        return f"{place} · a letter only: no residency of PM&R there"
    return (
        f"{place} · interviews IMGs: {level(item).lower()} · visas:"
        f" {filters.visas(item.program)}"
    )


def _rotations(problem: Problem, item: ListItem, lead: Entry) -> str:
    """Say what the best of the matching rotations is, and how many there are."""
    found = describe(problem, lead)
    if len(item.entries) == 1:
        return words.sentence(found).rstrip(".")
    return f"Best of {len(item.entries)} rotations: {found}"


def describe(problem: Problem, entry: Entry) -> str:
    """Say what a rotation is, from when, for how much, and how likely."""
    offering, standing = entry.offering, entry.standing
    assert offering, "it has a rotation"
    kind = words.KINDS[offering.kind]
    start = standing.start if standing and standing.is_possible else None
    when = f", from {words.full_day(start)}" if start else ""
    parts = (
        over(problem, entry).rstrip("."),
        f"{kind}, {words.counted(offering.weeks, 'week')}{when}",
        words.money(entry.usd or 0),
        _accepts(problem, entry, offering),
    )
    return " · ".join(part for part in parts if part)


def over(problem: Problem, entry: Entry) -> str:
    """Say first that the last day to apply is over; empty if it is not."""
    offering, standing = entry.offering, entry.standing
    start = standing.start if standing else None
    said = last_day_over(problem, offering, start) if offering and start else ""
    return said[:1].lower() + said[1:]


def _accepts(problem: Problem, entry: Entry, offering: Offering) -> str:
    if replies.accepts(problem.scenario, offering.offering_id):
        return "has accepted you"
    if entry.standing and entry.standing.stand == "closed":
        return ""
    guess = "" if knows(problem.catalog, offering, "acceptance") else " (a guess)"
    return f"{words.frequency(entry.acceptance or 0.0)} says yes{guess}"


# ---- what to do about it ----------------------------------------------------------


def rate(problem: Problem, program_id: str, where: str) -> None:
    """Draw the menu that rates a program, in the line of ``where``."""
    own = dict(problem.scenario.preferences.programs).get(program_id)
    key = f"rate {program_id} {where}"
    st.menu_button(
        f"Rated {own}" if own else "Rate",
        list(RATINGS),
        key=key,
        icon=":material/star:",
        type="tertiary",
        help="How much you want to match there. 5 makes it a favourite.",
        format_func=RATINGS.__getitem__,
        on_click=_rated,
        args=(key, program_id),
    )


def _rated(key: str, program_id: str) -> None:
    given: int | None = st.session_state.get(key)
    if given is not None:
        callbacks.rate(program_id, given or None)


def pin(problem: Problem, offering: Offering) -> None:
    """Draw the button that keeps an offering in the plan, or lets go of it."""
    name = offering.offering_id
    pinned = name in offerings_of(problem.scenario.pins)
    what = f"{offering.host}: {offering.title}"
    st.button(
        "Unpin" if pinned else "Pin",
        key=f"pin {name}",
        icon=":material/keep_off:" if pinned else ":material/keep:",
        type="tertiary",
        help=words.safe(f"Let go of {what}" if pinned else f"Keep in the plan: {what}"),
        on_click=callbacks.unpin if pinned else callbacks.pin,
        args=(name,),
    )


def exclude(problem: Problem, offering_ids: tuple[str, ...], name: str) -> None:
    """Draw the button that keeps offerings out of the plan, or allows them again."""
    out = set(offering_ids) <= offerings_of(problem.scenario.exclusions)
    st.button(
        "Allow again" if out else "Exclude",
        key=f"exclude {name} {offering_ids}",
        icon=":material/undo:" if out else ":material/block:",
        type="tertiary",
        help=words.safe(
            f"Let {name} come back" if out else f"No rotation at {name} in the plan"
        ),
        on_click=callbacks.include_all if out else callbacks.exclude_all,
        args=(offering_ids,),
    )


def ids_of_item(problem: Problem, item: ListItem, listing: Listing) -> tuple[str, ...]:
    """Return the one that is listed, or all of a program, whatever the filters."""
    if listing == "offerings" or item.program is None:
        return (item.key,)
    return tuple(
        o.offering_id
        for o in problem.catalog.offerings
        if o.program_id == item.program.program_id
    )
