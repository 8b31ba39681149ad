"""How an answer is cached: by what is asked, one search at a time, who comes next.

``_TURNS`` lets few searches work at a time: visitors of one machine share its processor
and one interpreter. Were all searches to run at once, each would be slow; in turn, the
first is done before the last has begun. The answer to a changed input goes before what
is drawn below it.
"""

from __future__ import annotations

import gc
import hashlib
import heapq
import itertools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import wraps
from typing import Any, TypeVar, cast

import streamlit as st

from optimizer.catalog_io import read
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.worker import Worker, share_one_heap
from views.session.session import KEY

ANSWER, DETAIL = 0, 1
"""Urgency: the answer itself, and what is drawn below it when that is there."""
MOMENT_S = 0.05
"""So long one waits before one looks whether one still need wait."""


class Turns:
    """Lets so many in at a time: the most urgent first, then in order of asking."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._asked = itertools.count()
        self._waiting: list[tuple[int, int]] = []
        self._changed = threading.Condition()

    @property
    def free(self) -> int:
        """How many more may run now."""
        return self._free

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def taken(self, urgency: int, look: Callable[[], object] = bool) -> Iterator[None]:
        """Wait for one's turn, and have it until the block ends.

        While it waits it calls ``look`` now and then: what that raises ends the wait.
        """
        self._wait(urgency, look)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _wait(self, urgency: int, look: Callable[[], object]) -> None:
        own = (urgency, next(self._asked))
        with self._changed:
            heapq.heappush(self._waiting, own)
        try:
            while not self._has_begun(own):
                look()
        except BaseException:
            with self._changed:
                self._waiting.remove(own)
                heapq.heapify(self._waiting)
                self._changed.notify_all()
            raise

    def _has_begun(self, own: tuple[int, int]) -> bool:
        """Wait a moment; say whether one's turn has come, and take it then."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: self._free and self._waiting[0] == own, MOMENT_S
            ):
                return False
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
            return True


F = TypeVar("F", bound=Callable[..., Any])

_TURNS = Turns(2)
_SEARCHES: list[Callable[..., Any]] = []
"""All that take turns."""
_WORKER = Worker(read.DATA)
WORKER = "ROTAMATCH_WORKER"
"""Environment variable: with 0 the server searches in its own process alone."""


def settle() -> None:
    """Leave what is there out of later collections."""
    gc.collect()
    gc.freeze()
    share_one_heap()  # for whoever did not begin with ``serve.py``


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
