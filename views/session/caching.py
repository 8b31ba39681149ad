"""How an answer is cached: keyed by the values of what is asked, one search at a time.

``_TURNS`` lets few searches work at a time, so that visitors of one machine share its
processor and none starves; the answer to a changed input goes before what is drawn
below it.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import time
from collections.abc import Callable
from dataclasses import fields, replace
from functools import wraps
from typing import Any, TypeVar, cast

import streamlit as st

from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from views.session.session import KEY
from views.session.turns import ANSWER, DETAIL, Turns

F = TypeVar("F", bound=Callable[..., Any])

_M_ARENA_MAX = -8
"""Of glibc's ``mallopt``."""
GIVE_BACK_S = 10.0

_TURNS = Turns(2)


def settle() -> None:
    """Leave what is there out of later collections, and have threads share one heap.

    Each run of the script is a thread of its own, and glibc gives each a heap that
    keeps what is free in it: twice the memory after a few dozen searches.
    """
    gc.collect()
    gc.freeze()
    if _LIBC:
        _LIBC.mallopt(_M_ARENA_MAX, 1)


def _libc() -> ctypes.CDLL | None:
    """The C library, where it is glibc."""
    try:
        found = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return found if hasattr(found, "malloc_trim") else None


_LIBC = _libc()


class GivingBack:
    """Gives what searches have left back to the system, but not after each of them."""

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._next = time.monotonic() + every_s

    def now_and_then(self) -> bool:
        """Give it back if that was long ago; say whether it was."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._every_s
        gc.collect()
        if _LIBC:
            _LIBC.malloc_trim(0)
        return True


_GIVING_BACK = GivingBack(GIVE_BACK_S)


def _problem_key(problem: Problem) -> str:
    """What tells problems apart: what is ticked off changes no answer."""
    return _digest(problem.catalog.version, replace(problem.scenario, done=()))


def _value_key(found: Any) -> str:
    """All by which two of its kind are equal."""
    names = (field.name for field in fields(found) if field.compare)
    return _digest(*(getattr(found, name) for name in names))


def _digest(*values: object) -> str:
    """A digest no stranger can find a second text for, unlike ``hash`` or MD5."""
    return hashlib.sha256(repr(values).encode()).hexdigest()


KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Problem: _problem_key,
    Plan: _value_key,
    NoPlan: _value_key,
    Block: _value_key,
}
"""What tells arguments apart, by their type."""


def remember(words: str = "", entries: int = 64) -> Callable[[F], F]:
    """Cache a function of a problem and say ``words``, if any, while it works."""
    cache = st.cache_data(
        max_entries=entries,
        show_spinner=words or False,
        hash_funcs=KEYS,
    )
    return cast("Callable[[F], F]", cache)


def _heed_newer_change() -> None:
    """Let Streamlit end this run if a newer change has come, or the visitor has left.

    It looks whenever the session is read, and not while a thread waits.
    """
    _ = KEY in st.session_state


def _turn(urgency: int) -> Callable[[F], F]:
    """Wait for one's turn before a search."""

    def queue(search_for: F) -> F:
        @wraps(search_for)
        def wait(*args: Any) -> Any:
            with _TURNS.taken(urgency, _heed_newer_change):
                found = search_for(*args)
                _GIVING_BACK.now_and_then()
                return found

        return cast("F", wait)

    return queue


at_once, in_turn = _turn(ANSWER), _turn(DETAIL)
