"""Parts of a page: a drawer, a button that asks which, results drawn as they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def drawer(label: str, key: str, draw: Callable[[], None]) -> None:
    """Draw the line of a part, and the part itself if it is open."""
    part = st.expander(label, key=key, on_change="rerun")
    if part.open:
        with part:
            draw()


def menu(
    label: str,
    key: str,
    names: Mapping[str, str],
    then: Callable[[str], None],
    icon: str | None = None,
) -> None:
    """Draw it, with what each is called; ``then`` is called with the one chosen."""
    st.menu_button(
        label,
        list(names),
        key=key,
        format_func=names.__getitem__,
        icon=icon,
        on_click=_choose,
        args=(key, then),
    )


def _choose(key: str, then: Callable[[str], None]) -> None:
    if name := st.session_state.get(key):
        then(name)


PAUSE_S = 0.5
"""Results that come sooner are drawn together."""

T = TypeVar("T")


def place(height: int) -> DeltaGenerator:
    """Return a place for what is worked out, with a skeleton until it is there."""
    slot = st.empty()
    with slot.container():
        st.skeleton(height=height)
    return slot


def saying(words: str, find: Callable[..., T], *given: object) -> T:
    """Call a function, and say beside a spinner what it is at."""
    with st.spinner(words):
        return find(*given)


def stream(
    slot: DeltaGenerator,
    results: Iterable[T],
    draw: Callable[[tuple[T, ...]], None],
) -> tuple[T, ...]:
    """Draw results into a place while they are found, each set of them once.

    ``draw`` is called with all that is found so far, and in the end with everything.
    """
    found: tuple[T, ...] = ()
    drawn, drawn_at = 0, time.monotonic()
    for result in results:
        found = (*found, result)
        if time.monotonic() - drawn_at > PAUSE_S:
            with slot.container():
                draw(found)
            drawn, drawn_at = len(found), time.monotonic()
    if len(found) > drawn:
        with slot.container():
            draw(found)
    return found


def each(
    slot: DeltaGenerator,
    said: str,
    find: Callable[..., T],
    given: Sequence[tuple[object, ...]],
    draw: Callable[[tuple[T, ...]], None],
) -> tuple[T, ...]:
    """Call a function with each of these, and draw what it finds as it comes.

    ``said`` stands beside the spinner; its {} takes "2 of 7".
    """
    results = (
        saying(said.format(f"{place} of {len(given)}"), find, *arguments)
        for place, arguments in enumerate(given, 1)
    )
    return stream(slot, results, draw)
