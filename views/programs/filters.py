"""The search, the filters with the number each would leave, and the order."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from optimizer.browse.listing import MOST_CHARACTERS, ORDERS, Counted
from optimizer.domain.words import listed
from views.programs import listing_state as find_state
from views.programs import words as find_words

FIRST = "stand"
WIDTH = 230
MORE = "More filters: state, kind, visas, cost and others"
"""Never another label: a drawer whose label changes would close."""


def search() -> None:
    """Draw the switch between programs and offerings, the search and the order."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _listing()
        _text()
        _order()


def filters(counts: tuple[Counted, ...]) -> None:
    """Draw a menu for each facet; the rest is drawn once it is asked for."""
    by_name = {counted.facet: counted for counted in counts}
    _pills(by_name.pop(FIRST))
    more = st.expander(MORE, key="find more filters", on_change="rerun")
    if more.open:
        with more, st.container(horizontal=True, gap="small"):
            for counted in by_name.values():
                _menu(counted)
    if said := _chosen(tuple(by_name)):
        st.markdown(words.safe(said))
    if find_state.query().chosen or find_state.query().text:
        st.button(
            "Clear search and filters",
            icon=":material/filter_alt_off:",
            type="tertiary",
            on_click=find_state.clear,
        )


def _listing() -> None:
    st.segmented_control(
        "List",
        list(find_words.LISTINGS),
        default=find_state.value(find_state.LISTING, "programs"),
        format_func=find_words.LISTINGS.__getitem__,
        key=find_state.key(find_state.LISTING),
        persist_state="session",
        required=True,
        help="A program is where one can match. An offering is a rotation one may ask"
        " for: a host, a kind and a length.",
        on_change=find_state.turn_over,
    )


def _text() -> None:
    st.text_input(
        "Search",
        find_state.value(find_state.TEXT, ""),
        max_chars=MOST_CHARACTERS,
        key=find_state.key(find_state.TEXT),
        persist_state="session",
        placeholder="Name, institution, city, state or field",
        icon=":material/search:",
        help="All words must be found; a beginning of each is enough.",
        on_change=find_state.turn_over,
        width=320,
    )


def _order() -> None:
    orders = list(ORDERS)
    st.selectbox(
        "Sort by",
        orders,
        orders.index(find_state.value(find_state.ORDER, "best")),
        format_func=find_words.ORDERS.__getitem__,
        key=find_state.key(find_state.ORDER),
        persist_state="session",
        help="Ties go by name. A level that is not known comes before none reported.",
        on_change=find_state.turn_over,
        width=WIDTH,
    )


def _pills(counted: Counted) -> None:
    label, help_text = find_words.FACETS[counted.facet]
    names = _names(counted)
    st.pills(
        label,
        list(names),
        selection_mode="multi",
        default=list(find_state.value(counted.facet, [])),
        format_func=lambda option: words.safe(names.get(str(option), str(option))),
        key=find_state.key(counted.facet),
        persist_state="session",
        help=help_text,
        on_change=find_state.turn_over,
        wrap=True,
    )


def _menu(counted: Counted) -> None:
    label, help_text = find_words.FACETS[counted.facet]
    names = _names(counted)
    st.multiselect(
        label,
        list(names),
        list(find_state.value(counted.facet, [])),
        format_func=lambda option: names.get(option, option),
        key=find_state.key(counted.facet),
        persist_state="session",
        help=help_text or None,
        placeholder="Any",
        on_change=find_state.turn_over,
        width=WIDTH,
    )


def _names(counted: Counted) -> dict[str, str]:
    """Options with the number each would leave, as they stand in a menu."""
    named = [
        (option, find_words.option(counted.facet, option), count)
        for option, count in counted.options
    ]
    if counted.facet in ("state", "region", "focus"):
        named.sort(key=lambda one: one[1])
    return {option: f"{name} ({count})" for option, name, count in named}


def _chosen(facets: tuple[str, ...]) -> str:
    """Say what is chosen in the drawer, open or closed."""
    chosen = [f for f, _ in find_state.query().chosen if f in facets]
    if not chosen:
        return ""
    return f"Filtered by: {listed([find_words.FACETS[f][0] for f in chosen])}."
