"""A button that asks which of several things is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


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
