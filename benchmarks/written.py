"""Parts of docs/benchmarks.md that a measurement writes, between two marks."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import sys
from pathlib import Path

REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
END = "<!-- until here -->"


def begin(name: str) -> str:
    """The mark before what ``name`` writes."""
    return f"<!-- written by {name} -->"


def rewrite(name: str, text: str, report: Path = REPORT) -> None:
    """Put a text in place of what ``name`` wrote before.

    Raises
    ------
    LookupError
        The report has no part of that name.
    """
    before, mark, rest = report.read_text(encoding="utf-8").partition(begin(name))
    _, end, after = rest.partition(END)
    if not end:
        raise LookupError(f"{report}: no part {begin(name)} up to {END}")
    report.write_text(f"{before}{mark}\n{text}\n\n{end}{after}", encoding="utf-8")


def circumstances(module: str, load_before: str) -> str:
    """Say when, where and how: a date, the cores, the load, the command."""
    day = dt.date.today()
    command = shlex.join(["python", "-m", module, *sys.argv[1:]])
    return (
        f"`{command}`, {day:%-d %B %Y}, {len(os.sched_getaffinity(0))} cores for server"
        f" and visitors; load of the machine {load_before} before and {load()} after."
    )


def load() -> str:
    """How busy the machine was in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"
