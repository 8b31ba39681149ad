"""Widgets named after the scenario field they set; bounds come from its annotation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, get_args, get_type_hints

import streamlit as st

from charts.words import safe
from optimizer.domain.columns import bounds_of
from optimizer.domain.scenario import Scenario
from views.inputs.labels import CHOICES, help_text, label, number_help
from views.session import input_state

PANEL_KEY = "panel "
YEARS = 15
MID_MONTH = 15


def panel(name: str, icon: str) -> bool:
    """Draw a button that opens and closes something; return whether it is open.

    What is behind a closed button is not drawn: a browser would build it on opening,
    with first values in place of those of the scenario.
    """
    st.button(
        name,
        key=f"button of {name}",
        icon=":material/close:" if is_open(name) else f":material/{icon}:",
        type="tertiary",
        on_click=put_panel,
        args=(name, not is_open(name)),
    )
    return is_open(name)


def is_open(name: str) -> bool:
    """Whether what is behind a button is open."""
    return bool(st.session_state.get(f"{PANEL_KEY}{name}"))


def panel_key(name: str) -> str:
    """Key of the container of what is behind a button."""
    return f"{PANEL_KEY}{name}".replace(" ", "-").lower()


def put_panel(name: str, to_open: bool) -> None:
    """Open or close what is behind a button (a callback)."""
    st.session_state[f"{PANEL_KEY}{name}"] = to_open


def limits(path: str) -> tuple[Any, ...]:
    """Lower and upper bound of a scenario field."""
    return bounds_of(_annotation(path))


@cache
def _annotation(path: str) -> Any:
    found: Any = Scenario
    for name in path.split("."):
        found = get_type_hints(found, include_extras=True)[name]
    return found


def _first(path: str) -> Any:
    """Return the first value of a widget; one that may be empty is cleared to it."""
    optional = type(None) in get_args(_annotation(path))
    return None if optional else input_state.value(path)


def _persistence(path: str) -> Any:
    """What makes Streamlit keep the value of a widget that is not drawn."""
    return {"key": input_state.key(path), "persist_state": "session"}


def number(path: str, step: float | None = None, **layout: Any) -> None:
    """Draw a number; empty is allowed where the scenario allows it."""
    low, high = limits(path)
    st.number_input(
        label(path),
        low,
        high,
        _first(path),
        step=step,
        help=help_text(path),
        **_persistence(path),
        **layout,
    )


def date(path: str, **layout: Any) -> None:
    """Draw a date; empty is allowed where the scenario allows it."""
    low, high = limits(path)
    st.date_input(
        label(path),
        _first(path),
        low,
        high,
        help=help_text(path),
        **_persistence(path),
        format="YYYY-MM-DD",
        **layout,
    )


def toggle(path: str, **layout: Any) -> None:
    """Draw a switch."""
    st.toggle(
        label(path),
        input_state.value(path),
        help=help_text(path),
        **_persistence(path),
        **layout,
    )


def choice(path: str, **layout: Any) -> None:
    """Draw two or three options side by side, one of which holds."""
    names = CHOICES[path]
    st.segmented_control(
        label(path),
        list(names),
        default=input_state.value(path),
        format_func=names.__getitem__,
        help=help_text(path),
        **_persistence(path),
        required=True,
        **layout,
    )


def month(path: str, **layout: Any) -> None:
    """Draw a menu of months; a day that holds already stands for its month."""
    chosen: dt.date | None = input_state.value(path)
    first = input_state.draft().today.year - YEARS
    months = {
        (year, number): dt.date(year, number, MID_MONTH)
        for year in range(first, first + 2 * YEARS)
        for number in range(1, 13)
    }
    if chosen:
        months[chosen.year, chosen.month] = chosen
    options = [months[found] for found in sorted(months)]
    st.selectbox(
        label(path),
        options,
        None,
        format_func=lambda day: f"{day:%b %Y}",
        help=help_text(path),
        **_persistence(path),
        placeholder="Not in sight",
        **layout,
    )


def pick(
    path: str,
    offered: Iterable[Any] = (),
    options: dict[Any, str] | None = None,
    **layout: Any,
) -> None:
    """Draw a menu of options, one of which holds.

    ``offered``: only these, and one more that holds already; ``options`` and their
    names, where the catalog knows them.
    """
    names, chosen = options or CHOICES[path], input_state.value(path)
    listed = list(dict.fromkeys((*offered, chosen)) if offered else names)
    st.selectbox(
        label(path),
        listed,
        listed.index(chosen),
        format_func=names.__getitem__,
        help=help_text(path),
        **_persistence(path),
        **layout,
    )


def several(
    path: str,
    options: Iterable[str],
    name: Callable[[str], str] = str,
    placeholder: str = "Choose",
    **layout: Any,
) -> list[str]:
    """Draw a menu of options, any number of which hold; foreign ones stay."""
    offered = dict.fromkeys([*options, *input_state.value(path)])
    return st.multiselect(
        label(path),
        list(offered),
        input_state.value(path),
        format_func=name,
        help=help_text(path),
        **_persistence(path),
        placeholder=placeholder,
        **layout,
    )


def rated(
    path: str,
    options: Iterable[str],
    bounds: tuple[int, int],
    name: Callable[[str], str] = str,
) -> None:
    """Draw a menu of options and, for each chosen one, a number."""
    low, high = bounds
    names = several(path, options, name)
    input_state.rate(path, names)
    for chosen in names:
        st.segmented_control(
            safe(name(chosen)),
            range(low, high + 1),
            default=input_state.value(f"{path}.{chosen}"),
            **_persistence(f"{path}.{chosen}"),
            help=number_help(path, safe(name(chosen))),
            required=True,
        )
