"""Many scenarios, a line each, answered as they come, on all cores or on a cluster.

What is wrong with a line is told in its place, and the rest goes on. Each answer names
its line and a mark of what was asked, by which a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.commands.common import (
    BAD_INPUT,
    CRASHED,
    FOUND,
    NOT_FOUND,
    Answer,
    Commands,
    content_of,
    takes_catalog,
    writing,
)
from optimizer.commands.plans import plan_answer
from optimizer.commands.requests import application_answer, request_answer
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.export.applicants import read_applicants
from optimizer.scenario_io.json_file import read_scenario

VERBS: dict[str, Callable[[Problem], Answer]] = {
    "ask": request_answer,
    "solve": plan_answer,
    "list": application_answer,
}
"""What can be asked of each line."""

PROGRESS_S = 2.0
BEGINS = b'{"line": '
TOLD = {
    FOUND: "with a plan",
    NOT_FOUND: "without",
    BAD_INPUT: "with faults",
    CRASHED: "failed",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A line to answer: its number from 1, its text, and a mark of what is asked.

    The mark changes with the text, the verb and the catalog.
    """

    number: int
    text: bytes
    mark: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What every line of a run shares; ``data`` None is the catalog that ships."""

    verb: str
    data: Path | None
    version: str
    today: dt.date


def add(commands: Commands) -> None:
    """Add the command."""
    many = commands.add_parser(
        "batch", help="answer many scenarios, one a line, as a line of JSON each"
    )
    many.add_argument(
        "scenarios", type=Path, help="JSON, a scenario a line (- for input), or a .csv"
    )
    many.add_argument("--verb", choices=VERBS, default="ask", help="what to ask (ask)")
    many.add_argument(
        "--jobs", type=_jobs, default=-1, metavar="N", help="processes (all cores)"
    )
    many.add_argument(
        "--out", type=Path, help="write here; what is answered there is left out"
    )
    many.add_argument(
        "--dask", metavar="ADDRESS", help="run on the cluster of this scheduler"
    )
    takes_catalog(many)
    many.set_defaults(command=_batch)


def _jobs(text: str) -> int:
    if text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError("a number of processes, from 1")


def _batch(asked: argparse.Namespace) -> int:
    """Answer what is not answered yet; the worst exit code of all lines."""
    catalog = read_catalog(asked.data)
    data = None if asked.data == DATA else asked.data.absolute()
    setting = Setting(asked.verb, data, catalog.version, dt.date.today())
    questions = list(_questions(asked.scenarios, setting))
    kept = _earlier_answers(asked.out, questions) if asked.out else []
    there = {answer["line"] for answer in kept}
    left = [one for one in questions if one.number not in there]
    progress = _Progress(len(questions), kept)
    with (
        _place(asked.out, kept) as place,
        closing(_answers(setting, left, asked.jobs, asked.dask)) as answers,
    ):
        for answer in answers:
            print(json.dumps(answer, ensure_ascii=False), file=place, flush=True)
            progress.count(answer)
    progress.tell()
    return max(progress.codes)


def _questions(path: Path, setting: Setting) -> Iterator[Question]:
    """Every line that is not blank; at least one."""
    lines = (_rows if path.suffix.lower() == ".csv" else _lines)(path)
    if not lines:
        raise DataError([Fault(str(path), "it holds no scenario", "one a line")])
    about = f"{setting.verb} {setting.version} ".encode()
    for number, text in lines:
        yield Question(number, text, hashlib.sha256(about + text).hexdigest()[:16])


def _lines(path: Path) -> list[tuple[int, bytes]]:
    lines = enumerate(content_of(path).splitlines(), 1)
    return [(number, text) for number, text in lines if text.strip()]


def _rows(path: Path) -> list[tuple[int, bytes]]:
    """The rows of a table, each as the scenario file that says the same."""
    rows = read_applicants(path.name, content_of(path))
    return [(row.line, json.dumps(row.found).encode()) for row in rows]


def _answers(
    setting: Setting, questions: Iterable[Question], jobs: int, dask: str | None
) -> Generator[dict[str, Any], None, None]:
    """Answers in the order in which they are found, by joblib's backend."""
    import joblib  # 0.3 s that no other command should wait for

    where = {"backend": "dask", "scheduler_host": dask} if dask else {"backend": "loky"}
    try:
        backend = joblib.parallel_config(**where)
    except (ValueError, OSError) as error:
        allowed = "the address of a scheduler, and rotamatch[dask] installed"
        raise DataError([Fault("--dask", str(error).split("\n")[0], allowed)]) from None
    with backend, warnings.catch_warnings():
        # Whoever stops listening knows that the rest is not worked out.
        warnings.filterwarnings("ignore", message=".*have been cancelled")
        run = joblib.Parallel(
            jobs, batch_size=1, return_as="generator_unordered", pre_dispatch="2*n_jobs"
        )
        yield from run(joblib.delayed(answer_line)(setting, one) for one in questions)


def answer_line(setting: Setting, question: Question) -> dict[str, Any]:
    """Answer a line; what is wrong with it is told, not raised."""
    told = {"line": question.number, "mark": question.mark}
    try:
        catalog = _catalog(setting.data)
        if catalog.version != setting.version:
            what = "another catalog is on the machine that worked this out"
            raise DataError([Fault("--data", what, "the same folder on each machine")])
        found = read_scenario(question.text, catalog, setting.today)
        code, answer = VERBS[setting.verb](Problem(catalog, found))
    except DataError as error:
        faults = [fault.sentence for fault in error.faults]
        return {**told, "exit": BAD_INPUT, "faults": faults}
    except Exception as error:
        # One line that breaks us must not lose the others; its exit code says so.
        return {**told, "exit": CRASHED, "failed": f"{type(error).__name__}: {error}"}
    return {**told, "exit": code, "answer": answer}


@cache
def _catalog(data: Path | None) -> Catalog:
    """Read the catalog once in each process."""
    return read_catalog(data or DATA)


def _earlier_answers(out: Path, questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Answers of an earlier run to the same questions; failures are tried again.

    A last line that an interruption cut is left out.
    """
    if not out.exists():
        return []
    asked = {one.number: one.mark for one in questions}
    *whole, cut = content_of(out).split(b"\n")
    try:
        found = [json.loads(line) for line in whole]
        kept = [one for one in found if asked.get(one["line"]) == one["mark"]]
        if not BEGINS.startswith(cut[: len(BEGINS)]):
            raise ValueError
        return [one for one in kept if one["exit"] != CRASHED]
    except (ValueError, KeyError, TypeError):
        what = "it holds something else than answers of batch"
        raise DataError([Fault(str(out), what, "a file of its own")]) from None


@contextmanager
def _place(out: Path | None, kept: Iterable[dict[str, Any]]) -> Iterator[IO[str]]:
    """Where answers go: a file that begins with those kept, or standard output."""
    if out is None:
        yield sys.stdout
        return
    new = out.with_name(f"{out.name}.new")
    with writing(out):
        with new.open("w", encoding="utf-8") as file:
            for answer in kept:
                print(json.dumps(answer, ensure_ascii=False), file=file)
        new.replace(out)
        file = out.open("a", encoding="utf-8")
    with file:
        yield file


class _Progress:
    """Exit codes so far, told on standard error every now and then."""

    def __init__(self, total: int, kept: Iterable[dict[str, Any]]) -> None:
        self.total = total
        self.codes: Counter[int] = Counter(answer["exit"] for answer in kept)
        self.due = time.monotonic() + PROGRESS_S

    def count(self, answer: dict[str, Any]) -> None:
        """Count an answer, and tell if it is time."""
        self.codes[answer["exit"]] += 1
        if time.monotonic() >= self.due:
            self.tell()
            self.due = time.monotonic() + PROGRESS_S

    def tell(self) -> None:
        """Say how far it is."""
        kinds = [f"{n:,} {TOLD[code]}" for code, n in sorted(self.codes.items())]
        done = f"{self.codes.total():,} of {self.total:,}"
        print(f"{done}: {', '.join(kinds)}", file=sys.stderr)
