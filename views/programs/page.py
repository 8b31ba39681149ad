"""Page: all programs and offerings, whether there is a plan or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from charts import words
from optimizer.browse.entries import Listing
from optimizer.browse.filtering import ListItem, facet_counts, matching_items
from optimizer.domain.problem import Problem
from views.inputs import callbacks
from views.inputs.labels import label
from views.kit.figures import table
from views.kit.parts import drawer
from views.programs import details, filters, find_rows, own_catalog
from views.sections import map_section, opened
from views.session import cached, state
from views.session.session import session

PAGE_ITEMS = 10
SOME_WEIGHT = 0.5
COLUMNS = ("Name", "Place", "For you", "Interviews IMGs", "Cost", "Says yes")


def _find(problem: Problem) -> None:
    if filters.linked_record() and details.render(problem, filters.linked_record()):
        return
    answer = st.container()
    filters.search()
    listing: Listing = filters.value(filters.LISTING, "programs")
    query = filters.query()
    lines = cached.lines(problem, listing)
    filters.filters(facet_counts(lines, query))
    order = filters.value(filters.ORDER, "best")
    items = matching_items(lines, query, order)
    total = len({line.entry.key for line in lines})
    with answer:
        st.subheader(headline(items, total, listing), anchor=False)
    _weight(problem)
    _page(problem, items, listing)
    _twin(items)


def headline(items: tuple[ListItem, ...], total: int, listing: Listing) -> str:
    """Return the answer in one sentence."""
    if not items:
        return f"None of the {total} {listing} matches all of this"
    is_open = sum(item.stand == "open" for item in items)
    to_check = sum(item.stand == "check" for item in items)
    verb = "matches" if len(items) == 1 else "match"
    found = f"{len(items)} of {total} {listing} {verb}"
    if len(items) == total:
        found = f"{total} {listing}"
    if listing == "offerings":
        verb = "is" if is_open == 1 else "are"
        return f"{found}; {is_open} {verb} open to you, {to_check} to be asked first"
    verb = "has" if is_open == 1 else "have"
    return (
        f"{found}; {is_open} {verb} a rotation open to you, at {to_check} more"
        " you can ask for one"
    )


def _weight(problem: Problem) -> None:
    """Say so where ratings do not act yet, and offer to let them."""
    wishes = problem.scenario.preferences
    if not wishes.programs or wishes.where_matters > 0:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = label("preferences.where_matters")
        st.markdown(
            f"Your ratings change no plan as long as “{name}” is 0 %.", width="content"
        )
        weighed = replace(wishes, where_matters=SOME_WEIGHT)
        st.button(
            f"Let it matter ({words.percent(SOME_WEIGHT)})",
            icon=":material/favorite:",
            help="Sets it under Wishes, where you can change it.",
            on_click=callbacks.change,
            args=(replace(problem.scenario, preferences=weighed),),
        )


def _page(problem: Problem, items: tuple[ListItem, ...], listing: Listing) -> None:
    """Draw one page of the list: never all of its buttons at once."""
    pages = max(1, -(-len(items) // PAGE_ITEMS))
    place = st.container()
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=f"find page {session().list_turn}")
    first = (page - 1) * PAGE_ITEMS
    with place, st.container(gap="small"):
        for item in items[first : first + PAGE_ITEMS]:
            find_rows.row(problem, item, listing)


def _twin(items: tuple[ListItem, ...]) -> None:
    """The whole list as a table, once it is asked for."""
    if not items:
        return
    drawer(
        "The whole list as a table",
        "find table",
        lambda: table(COLUMNS, [_cells(item) for item in items]),
    )


def _cells(item: ListItem) -> tuple[str, ...]:
    place, lead = item.entries[0].place, item.lead
    name = item.name
    if lead and lead.offering and item.key == lead.offering.offering_id:
        name = f"{name}: {lead.offering.title} ({item.key})"
    return (
        name,
        place.place,
        filters.STANDS[item.stand] if item.stand else "No rotation",
        find_rows.level(item),
        words.money(item.usd) if item.usd is not None else "–",
        words.frequency(item.acceptance) if item.acceptance is not None else "–",
    )


TITLE = "Programs"
LEAD = (
    "Everything in the catalog as it stands for you. What is not known is shown as"
    " unknown, with what to ask."
)
SECTIONS: dict[str, Callable[[Problem], None]] = {
    "Find programs": _find,
    "Map": map_section.render,
    "Your own catalog": own_catalog.render,
}


def render(problem: Problem) -> None:
    """Draw the title and the sections as tabs; only the open one is worked out."""
    opened.note(state.shared_plan())
    st.header(TITLE, anchor=False)
    st.markdown(LEAD)
    tabs = st.tabs(list(SECTIONS), key=f"sections of {TITLE}", on_change="rerun")
    for tab, section in zip(tabs, SECTIONS.values(), strict=True):
        if tab.open:  # only the one on screen is worked out
            with tab:
                section(problem)
