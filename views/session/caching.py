"""How an answer is cached: keyed by the values of what is asked, one search at a time.

``_TURNS`` lets few searches work at a time, so that visitors of one machine share its
processor and none starves; the answer to a changed input goes before what is drawn
below it.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import os
from collections.abc import Callable
from dataclasses import fields, replace
from functools import wraps
from typing import Any, TypeVar, cast

import streamlit as st

from optimizer.catalog_io import read
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.worker import Worker
from views.session.session import KEY
from views.session.turns import ANSWER, DETAIL, Turns

F = TypeVar("F", bound=Callable[..., Any])

_M_ARENA_MAX = -8
"""Of glibc's ``mallopt``."""

_TURNS = Turns(2)
_SEARCHES: list[Callable[..., Any]] = []
"""All that take turns."""
_WORKER = Worker(read.DATA)
WORKER = "ROTAMATCH_WORKER"
"""Environment variable: with 0 the server searches in its own process alone."""


def _libc() -> ctypes.CDLL | None:
    """The C library, where it is glibc."""
    try:
        found = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return found if hasattr(found, "mallopt") else None


_LIBC = _libc()


def settle() -> None:
    """Leave what is there out of later collections, and have threads share one heap.

    Each run of the script is a thread of its own, and glibc gives each a heap that
    keeps what is free in it: twice the memory after a few dozen searches.
    """
    gc.collect()
    gc.freeze()
    if _LIBC:
        _LIBC.mallopt(_M_ARENA_MAX, 1)


def begin_worker() -> None:
    """Search in a process of its own from now on, where there is a core for it."""
    if os.environ.get(WORKER, "1") != "0" and (os.cpu_count() or 1) > 1:
        _WORKER.begin(_SEARCHES)


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
    AskList: lambda _: "",
    PlannedList: lambda _: "",
    Plan: _value_key,
    NoPlan: _value_key,
    Block: _value_key,
}
"""What tells arguments apart, by their type; whom to ask follows from the problem."""


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
    """Wait for one's turn before a search, which must be the optimizer's own."""

    def queue(search_for: F) -> F:
        _SEARCHES.append(search_for)

        @wraps(search_for)
        def wait(*args: Any) -> Any:
            with _TURNS.taken(urgency, _heed_newer_change):
                return _WORKER(search_for, *args)

        return cast("F", wait)

    return queue


at_once, in_turn = _turn(ANSWER), _turn(DETAIL)
