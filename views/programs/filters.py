"""The search, the filters with the number each would leave, and the order."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from charts import words
from optimizer.browse.entries import ACCEPTANCE_BANDS, COST_BANDS_USD, FACETS
from optimizer.browse.filtering import MOST_CHARACTERS, ORDERS, Counted, Query
from optimizer.domain.columns import OFFERING, PROGRAM
from optimizer.domain.records import Program
from optimizer.domain.words import STATUS, focus_name, join_names, state_name
from views.kit import catalog_words
from views.kit.terms import TRUST
from views.session.session import session

with Path(__file__).with_name("facets.csv").open(encoding="utf-8") as file:
    _ROWS = list(csv.DictReader(file))
# What filters by a column bears its name.
_COLUMNS = {**OFFERING, "visa": PROGRAM["visa_sponsorship"]}
_COLUMNS["record"] = OFFERING["status"]
FACET_NAMES: dict[str, tuple[str, str]] = {
    name: (row["label"] or _COLUMNS[name].label, row["help"])
    for row in _ROWS
    if row["of"] == "facet"
    for name in [row["name"]]
} | {"trust": ("How sure it takes you", " ".join(told for _, told in TRUST.values()))}


def _names_of(of: str) -> dict[str, str]:
    return {row["name"]: row["label"] for row in _ROWS if row["of"] == of}


ORDER_NAMES, LISTINGS, STANDS = (
    _names_of("order"),
    _names_of("listing"),
    _names_of("stand"),
)
_UNKNOWN = _names_of("any")


def _menu_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names as they stand alone: with a capital."""
    return {key: words.sentence(name).rstrip(".") for key, name in names.items()}


_OPTIONS: dict[str, dict[str, str]] = {
    "stand": STANDS,
    "receptiveness": _menu_names(words.LEVELS) | _UNKNOWN,
    "kind": _menu_names(words.KINDS),
    "channel": _menu_names(catalog_words.CHANNELS),
    "trust": {grade: name for grade, (name, _) in TRUST.items()},
    "visa": _UNKNOWN | _names_of("visa"),
    "policy": _UNKNOWN | _names_of("policy"),
    "record": _menu_names(STATUS),
    "focus": {"unknown": _UNKNOWN["unknown"]},
    "marks": _names_of("marks"),
}


def option_name(facet: str, name: str) -> str:
    """Name of an option, plain; one that the catalog brings itself stays as it is."""
    known = _OPTIONS.get(facet, {}).get(name)
    if known is not None:
        return known
    if facet == "state":
        return state_name(name)
    if facet == "focus":
        return words.sentence(focus_name(name)).rstrip(".")
    if facet == "cost":
        return _band(int(name), COST_BANDS_USD, words.money, "")
    if facet == "acceptance":
        return _band(int(name), ACCEPTANCE_BANDS, str, "\u00a0%")
    return name


def visas(program: Program) -> str:
    """Name the visas a residency sponsors, in a row."""
    if not program.visa_sponsorship:
        return "not known"
    return ", ".join(program.visa_sponsorship)


def _band(
    low: int, ends: tuple[int, ...], write: Callable[[int], str], unit: str
) -> str:
    """Name a band by its lower end: under 10 %, 10 to 19 %, 50 % and more."""
    after = ends.index(low) + 1
    if after == len(ends):
        return f"{write(low)}{unit} and more"
    high = ends[after]
    if low == 0:
        return f"Under {write(high)}{unit}"
    return f"{write(low)} to {write(high - 1)}{unit}"


PARAMETER = "program"
"""In the address: id of the program, or of the offering, that is shown in full."""
TEXT, LISTING, ORDER = "text", "listing", "order"
_LASTING = (LISTING, ORDER)


def key(name: str) -> str:
    """Key of a widget; what is cleared starts anew under another one."""
    return (
        f"find {name}" if name in _LASTING else f"find {name} {session().list_edition}"
    )


def value(name: str, otherwise: Any) -> Any:
    """Return what was last set, whether its widget is on the page or not."""
    return st.session_state.get(key(name), otherwise)


def turn_over() -> None:
    """Begin the list at its first page (a callback)."""
    session().list_turn += 1


def clear() -> None:
    """Forget the search and every filter, not the order (a callback)."""
    session().list_edition += 1
    turn_over()


def query() -> Query:
    """Return what is looked for."""
    chosen = ((facet, tuple(value(facet, ()))) for facet in FACETS)
    return Query(value(TEXT, "") or "", tuple((f, o) for f, o in chosen if o))


def linked_record() -> str:
    """Return what the address asks to show in full."""
    found: str = st.query_params.get(PARAMETER, "")
    return found


def show(record_id: str) -> None:
    """Show a program or an offering in full; the address names it (a callback)."""
    st.query_params[PARAMETER] = record_id


def back() -> None:
    """Go back to the list (a callback)."""
    st.query_params.pop(PARAMETER, None)


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
    if said := _choice_words(tuple(by_name)):
        st.markdown(words.safe(said))
    if query().chosen or query().text:
        st.button(
            "Clear search and filters",
            icon=":material/filter_alt_off:",
            type="tertiary",
            on_click=clear,
        )


def _listing() -> None:
    st.segmented_control(
        "List",
        list(LISTINGS),
        default=value(LISTING, "programs"),
        format_func=LISTINGS.__getitem__,
        key=key(LISTING),
        persist_state="session",
        required=True,
        help="A program is where one can match. An offering is a rotation one may ask"
        " for: a host, a kind and a length.",
        on_change=turn_over,
    )


def _text() -> None:
    st.text_input(
        "Search",
        value(TEXT, ""),
        max_chars=MOST_CHARACTERS,
        key=key(TEXT),
        persist_state="session",
        placeholder="Name, institution, city, state or field",
        icon=":material/search:",
        help="All words must be found; a beginning of each is enough.",
        on_change=turn_over,
        width=320,
    )


def _order() -> None:
    orders = list(ORDERS)
    st.selectbox(
        "Sort by",
        orders,
        orders.index(value(ORDER, "best")),
        format_func=ORDER_NAMES.__getitem__,
        key=key(ORDER),
        persist_state="session",
        help="Ties go by name. A level that is not known comes before none reported.",
        on_change=turn_over,
        width=WIDTH,
    )


def _pills(counted: Counted) -> None:
    label, help_text = FACET_NAMES[counted.facet]
    names = _names(counted)
    st.pills(
        label,
        list(names),
        selection_mode="multi",
        default=list(value(counted.facet, [])),
        format_func=lambda option: words.safe(names.get(str(option), str(option))),
        key=key(counted.facet),
        persist_state="session",
        help=help_text,
        on_change=turn_over,
        wrap=True,
    )


def _menu(counted: Counted) -> None:
    label, help_text = FACET_NAMES[counted.facet]
    names = _names(counted)
    st.multiselect(
        label,
        list(names),
        list(value(counted.facet, [])),
        format_func=lambda option: names.get(option, option),
        key=key(counted.facet),
        persist_state="session",
        help=help_text or None,
        placeholder="Any",
        on_change=turn_over,
        width=WIDTH,
    )


def _names(counted: Counted) -> dict[str, str]:
    """Options with the number each would leave, as they stand in a menu."""
    named = [
        (option, option_name(counted.facet, option), count)
        for option, count in counted.options
    ]
    if counted.facet in ("state", "region", "focus"):
        named.sort(key=lambda one: one[1])
    return {option: f"{name} ({count})" for option, name, count in named}


def _choice_words(facets: tuple[str, ...]) -> str:
    """Say what is chosen in the drawer, open or closed."""
    chosen = [f for f, _ in query().chosen if f in facets]
    if not chosen:
        return ""
    return f"Filtered by: {join_names([FACET_NAMES[f][0] for f in chosen])}."
