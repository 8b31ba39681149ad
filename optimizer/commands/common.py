"""What every command shares: exit codes, how input is read, how answers are printed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import read_scenario

FOUND, NOT_FOUND, BAD_INPUT, CRASHED = 0, 1, 2, 3
INTERRUPTED, CLOSED_PIPE = 130, 141  # 128 + the signal, as shells write it
MOST_BYTES = 1_000_001  # one more than the reader allows, so that it can say so
DECIMALS = 6
_WHOLE = (str, int, type(None))
STANDARD_INPUT = Path("-")

Answer = tuple[int, Any]
"""What a verb says of a problem: the exit code, and what is printed as JSON."""


class Commands(Protocol):
    """Where a command adds its parser: what ``add_subparsers`` returns."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:
        """Add one command by its name."""


def takes_catalog(parser: argparse.ArgumentParser) -> None:
    """Let a command look at another catalog than the shipped one."""
    parser.add_argument("--data", type=Path, default=DATA, help="catalog folder")


def takes_scenario(parser: argparse.ArgumentParser) -> None:
    """Let a command read one scenario, on a catalog."""
    parser.add_argument("scenario", type=Path, help="a JSON file, or - for input")
    takes_catalog(parser)


def problem_of(asked: argparse.Namespace) -> Problem:
    """Read the catalog and the scenario that were asked about."""
    return read_problem(asked.scenario, read_catalog(asked.data))


def read_problem(scenario: Path, catalog: Catalog) -> Problem:
    """Read one scenario for a catalog; ``DataError`` names each fault."""
    content = content_of(scenario, MOST_BYTES)
    found = read_scenario(content, catalog, dt.date.today())
    return Problem(catalog, found)


def round_numbers(found: Any) -> Any:
    """Numbers without the noise of their last digits."""
    if isinstance(found, float):
        return round(found, DECIMALS)
    if isinstance(found, dict):
        return {
            name: value if isinstance(value, _WHOLE) else round_numbers(value)
            for name, value in found.items()
        }
    return [round_numbers(v) for v in found] if isinstance(found, list) else found


def print_json(found: Any) -> None:
    """Print an answer."""
    print(json.dumps(found, indent=2, ensure_ascii=False))


def print_answer(answer: Answer) -> int:
    """Print an answer and return its exit code."""
    code, found = answer
    print_json(found)
    return code


def content_of(path: Path, most: int = -1) -> bytes:
    """Read a file, or standard input for ``-``; ``most`` bytes of it if not -1."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(most)
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        what = error.strerror or "it cannot be read"
        raise DataError([Fault(str(path), what, "a readable file")]) from None


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Refuse a place that cannot be written to, in a sentence."""
    try:
        yield
    except OSError as error:
        what = error.strerror or "it cannot be written"
        raise DataError([Fault(str(place), what, "a place to write")]) from None


def no_kind(place: Path, known: Iterable[str]) -> DataError:
    """Say that no file ends like this one, and which endings there are."""
    what = f"{place.suffix or 'no ending'} is no kind of file we write"
    return DataError([Fault("--to", what, f"a name in {', '.join(known)}")])
