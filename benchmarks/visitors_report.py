"""What many visitors measured, in words and tables, each figure beside its aim."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.ours import quantile
from benchmarks.report import table, told
from benchmarks.visitor import Run
from optimizer.domain.scenario import Scenario

FEW = 50
"""Up to so many visitors the first aims hold, above the second."""
ANSWER_AIMS_S, END_AIM_S, MEMORY_AIM_MB = (1.0, 2.0), 3.0, 700.0
GROWTH = 1.05
"""A server grows if its last quarter holds so many times what its second held."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How many visitors, how often each changes something, and how long they read.

    A pause is anything from half of ``pause_s`` to one and a half of it; ``wandering``
    is the share of steps that go to another page and back instead. For ``soak_s``
    someone new comes for each who leaves.
    """

    visitors: int
    changes: int
    pause_s: float
    wandering: float
    soak_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed for a scenario: all its text."""

    who: int
    scenario: Scenario
    text: str


@dataclass
class Record:
    """What was measured, as it comes; ``memory_mb`` twice a second."""

    arrivals: list[Run] = field(default_factory=list)
    changes: list[Run] = field(default_factory=list)
    pages: list[Run] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    cpu_beside_s: float = 0.0
    tracebacks: int = 0

    @property
    def span_s(self) -> float:
        """From the first request to the last answer."""
        runs = self.runs
        return max(r.ended for r in runs) - min(r.began for r in runs)

    @property
    def runs(self) -> list[Run]:
        """Every run of the script."""
        return [*self.arrivals, *self.changes, *self.pages]


def report(habits: Habits, records: Sequence[Record], names: Sequence[str]) -> str:
    """A table with a column for each record, and what is aimed at."""
    columns = [list(_figures(record)) for record in records]
    aims = _aims(habits)
    rows = []
    for line in zip(*columns, strict=True):
        what = line[0].what
        aim = ""
        if what in aims:
            unit, most = aims[what]
            met = ("met" if one.value < most else "missed" for one in line)
            aim = f"{unit} {most:g}: {', '.join(met)}"
        rows.append([what, *(one.told for one in line), aim])
    return table(("", *names, "aim"), rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table, and the number that an aim is for."""

    what: str
    told: str
    value: float


ANSWER, END = "change to the new answer, s", "change to the end of the script, s"
MEMORY, TRACEBACKS = "most memory, MB", "tracebacks"


def _figures(record: Record) -> Iterator[Figure]:
    yield _seconds("first load, to its end, s", [r.seconds for r in record.arrivals])
    yield _seconds(ANSWER, [r.seconds_to_answer for r in record.changes])
    yield _seconds(END, [r.seconds for r in record.changes])
    if record.pages:
        yield _seconds("another page, to its end, s", [r.seconds for r in record.pages])
    most, span = max(record.memory_mb), record.span_s
    yield Figure(MEMORY, f"{most:.0f}", most)
    for what, value in (
        ("changes a second", len(record.changes) / span),
        ("processor seconds a run, server", record.cpu_s / len(record.runs)),
        ("processor seconds a run, searches", record.cpu_beside_s / len(record.runs)),
        ("cores that both used", (record.cpu_s + record.cpu_beside_s) / span),
    ):
        yield Figure(what, f"{value:.2f}", value)
    yield Figure(TRACEBACKS, str(record.tracebacks), record.tracebacks)


def _seconds(what: str, seconds: Sequence[float]) -> Figure:
    return Figure(what, told(seconds), quantile(seconds, 0.95))


def _aims(habits: Habits) -> dict[str, tuple[str, float]]:
    few = habits.visitors <= FEW
    end = {END: ("p95 <", END_AIM_S)} if few else {}
    answer = {ANSWER: ("p95 <", ANSWER_AIMS_S[not few])}
    return answer | end | {MEMORY: ("<", MEMORY_AIM_MB), TRACEBACKS: ("<", 1)}


def minutes(memory_mb: Sequence[float], a_minute: int) -> list[float]:
    """Most memory in each minute, of so many readings a minute."""
    return [
        max(memory_mb[place : place + a_minute])
        for place in range(0, len(memory_mb), a_minute)
    ]


def growth(memory_mb: Sequence[float]) -> str:
    """Say whether memory grows once caches are full: the last quarter by the second."""
    quarter = max(1, len(memory_mb) // 4)
    early = statistics.median(memory_mb[quarter : 2 * quarter] or memory_mb)
    late = statistics.median(memory_mb[-quarter:])
    verdict = "grows" if late > GROWTH * early else "does not grow"
    return f"{early:.0f} MB in the second quarter, {late:.0f} in the last: it {verdict}"
