"""A process of its own for searches, so that whoever asks stays free for others.

Python runs on one core at a time: where a server searches by itself, all visitors wait
for each search. ``Worker`` has one other process search, one question at a time; what
finds that busy for long, not there yet or with another catalog is searched for here.

``python -m optimizer.worker FOLDER`` is that process: it reads the catalog there, then
questions from its standard input, pickled, and ends when whoever began it has ended.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.problem import Problem

T = TypeVar("T")
Search = Callable[..., Any]
"""A function of a module of the optimizer: of a problem and whatever else it takes."""
PATIENCE_S = 0.5
"""So long a question waits for those before it, until it is searched for here."""
MOST_HERE = 2
"""So many threads search here, whoever asks: each keeps a heap as large as the largest
search that was ever in it."""
_M_ARENA_MAX = -8
"""Of glibc's ``mallopt``."""


def share_one_heap() -> None:
    """Have all threads share one heap, where the C library is glibc.

    It gives each thread a heap, up to eight for each core, that keeps what is free in
    it: a server grows with each search in one more of them. To be called before there
    are threads: heaps that are there stay, and nine of them settle their number.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, 1)


class Worker:
    """One process that answers about the catalog in a folder, once it has begun."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searches: tuple[Search, ...] = ()
        self._version = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._busy = threading.Lock()
        self._busy.acquire()  # nobody is there yet
        self._here = ThreadPoolExecutor(MOST_HERE)

    def begin(self, searches: Iterable[Search]) -> None:
        """Start the process, once; until it is ready all is searched for here.

        It knows ``searches`` before it is ready, others when first asked.
        """
        if not self._searches:
            self._searches = tuple(searches)
            self._begin()

    def __call__(
        self, search: Callable[..., T], problem: Problem, *others: object
    ) -> T:
        """What a search finds: there, or here if there is nobody free for it.

        An error there is raised here, where the search is tried once more.
        """
        if self._is_about(problem) and self._busy.acquire(timeout=PATIENCE_S):
            try:
                found = self._ask(search, problem.given, *others)
            except Exception:  # whatever broke: nobody knows what it is doing now
                self._begin()
            else:
                self._busy.release()
                if found:
                    return cast("T", found[0])
        try:
            return self._here.submit(search, problem, *others).result()
        finally:
            gc.collect()  # its tables refer to each other, and are large

    def _is_about(self, problem: Problem) -> bool:
        return problem.catalog.shipped.version == self._version

    def _ask(self, *question: object) -> tuple[Any, ...]:
        assert self._process, "it is ready"
        _send(_open(self._process.stdin), question)
        found: tuple[Any, ...] = pickle.load(_open(self._process.stdout))
        return found

    def _begin(self) -> None:
        """Let a thread wait for the process; nobody takes one that does not come."""
        threading.Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        self._end()
        with suppress(Exception):
            self._process = _new_process(self._folder)
            (self._version,) = self._ask(*self._searches)
            self._busy.release()

    def _end(self) -> None:
        """Let go of a process that failed."""
        self._version = ""
        if self._process:
            with suppress(OSError):
                self._process.kill()
                self._process.communicate()


def _new_process(folder: Path) -> subprocess.Popen[bytes]:
    root = Path(__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-m", __name__, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe, "it was asked for"
    return pipe


def _send(pipe: IO[bytes], content: object) -> None:
    pipe.write(pickle.dumps(content))
    pipe.flush()


def main(folder: str) -> None:
    """Answer one question after another until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when whoever began it does
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what is printed is no answer
    catalog = read_catalog(Path(folder))
    pickle.load(questions)  # reading the names of searches imports their modules
    gc.collect()
    gc.freeze()  # it stays for good: no later collection need look at it
    _send(answers, (catalog.version,))
    with suppress(EOFError, BrokenPipeError):
        while True:
            search, scenario, *others = pickle.load(questions)
            _send(answers, _answer(search, Problem(catalog, scenario), *others))
            gc.collect()


def _answer(search: Search, problem: Problem, *others: object) -> tuple[Any, ...]:
    """The answer alone in a tuple; an empty one where it failed."""
    try:
        return (search(problem, *others),)
    except Exception:  # whoever asked finds it again
        return ()


if __name__ == "__main__":
    main(sys.argv[1])
