"""The real server with several visitors at once: nothing is mixed, nothing breaks."""

from __future__ import annotations

import platform
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from unittest.mock import MagicMock

import factories as make
import pytest

from benchmarks import hostile_pages, page, server, visitors, written
from benchmarks.visitors_report import Habits, Shown, growth, minutes, report
from optimizer.domain.catalog import Catalog
from optimizer.scenario_io.json_file import default_scenario


def test_visitors_at_once_see_their_own_plans(shipped: Catalog) -> None:
    habits = Habits(visitors=4, changes=3, pause_s=0.1, wandering=0.3)
    record = visitors.measure(habits, shipped, server.APP)
    assert len(record.arrivals) == 4
    assert record.shown
    assert visitors.mixed(shipped, record.shown) == []
    assert record.tracebacks == 0
    told = report(habits, [record, record], ["one copy", "again"])
    assert "| tracebacks | 0 | 0 | < 1: met, met |" in told
    (loads,) = (line for line in told.splitlines() if "first load" in line)
    assert loads.count("n = 4 |") == 2, "as many as visitors"
    assert min(record.memory_mb) > 0
    assert min(record.cpu_s, record.cpu_beside_s) > 0, "both search"


def test_a_first_load_that_fails_is_asked_again_and_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three seconds to the schedule, after a try that failed in ten."""
    now, context = [0.0], MagicMock()
    found = context.new_context.return_value.new_page.return_value
    failures = [page.Error("net::ERR_NETWORK_CHANGED")]

    def goto(*_: object, **__: object) -> None:
        if failures:
            now[0] += 10
            raise failures.pop()
        now[0] += 1

    def drawn(**_: object) -> None:
        now[0] += 2

    found.goto.side_effect = goto
    found.locator.return_value.first.wait_for.side_effect = drawn
    monkeypatch.setattr(page.time, "perf_counter", lambda: now[0])
    assert page._first_load(context, "http://127.0.0.1") == 3
    failures.extend([page.Error("no such host")] * page.TRIES)
    with pytest.raises(page.Error, match="no such host"):
        page._first_load(context, "http://127.0.0.1")


@pytest.mark.parametrize(("soak_s", "came"), [(0.0, [1]), (60.0, [1, 3, 5])])
def test_in_a_soak_someone_new_comes_for_each_who_leaves(
    monkeypatch: pytest.MonkeyPatch, shipped: Catalog, soak_s: float, came: list[int]
) -> None:
    habits = Habits(visitors=2, changes=2, pause_s=0, wandering=0, soak_s=soak_s)
    now, who = [100.0], []

    async def visit(one: int, *_: object) -> None:
        who.append(one)
        now[0] += 25

    monkeypatch.setattr(visitors, "_visit", visit)
    monkeypatch.setattr(visitors.time, "monotonic", lambda: now[0])
    default, copies = default_scenario(shipped, make.TODAY), server.Copies("", ())
    until = now[0] + soak_s
    end = visitors._visits(1, habits, default, copies, visitors.Record(), until)
    with pytest.raises(StopIteration):
        end.send(None)
    assert who == came


@pytest.mark.parametrize(
    ("memory_mb", "said"),
    [([100, 300, 300, 301], "does not grow"), ([100, 200, 250, 300], "it grows")],
)
def test_growth_is_what_the_end_holds_over_a_server_that_is_warm(
    memory_mb: list[float], said: str
) -> None:
    assert said in growth(memory_mb)
    assert minutes(memory_mb, 3) == [max(memory_mb[:3]), memory_mb[3]]


def test_a_part_of_the_report_is_written_and_nothing_else(tmp_path: Path) -> None:
    doc = tmp_path / "doc.md"
    marks = [f"{written.begin(n)}\n\nold {n}\n\n{written.END}\n" for n in ("a", "b")]
    doc.write_text("head\n" + "between\n".join(marks) + "tail\n")
    written.rewrite("b", "new", doc)
    expected = f"head\n{marks[0]}between\n{marks[1]}tail\n".replace("old b", "new")
    assert doc.read_text() == expected
    with pytest.raises(LookupError, match="no part"):
        written.rewrite("c", "new", doc)


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'",
}


def test_with_headers_of_safety_it_is_the_same_page(shipped: Catalog) -> None:
    """On everything the server answers, whether or not it is there."""
    with server.served(server.ROOT / "serve.py") as found:
        for path in ("/", "/programs", "/_stcore/health", "/media/none", "/a/../b"):
            try:
                answer = urllib.request.urlopen(found.address + path)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                assert {name: answer.headers[name] for name in SAFE} == SAFE
    habits = Habits(visitors=1, changes=3, pause_s=0.1, wandering=0)
    record = visitors.measure(habits, shipped)
    assert record.shown
    assert visitors.mixed(shipped, record.shown) == []
    assert record.tracebacks == 0


HEAPS = """
import ctypes, sys, threading
import serve
libc = ctypes.CDLL("libc.so.6")
libc.fdopen.restype = ctypes.c_void_p
every = threading.Barrier(20)
def visit():
    kept = bytearray(100_000)
    every.wait()
for _ in range(19):
    threading.Thread(target=visit).start()
every.wait()
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif("glibc" not in platform.libc_ver()[0], reason="glibc alone")
def test_all_threads_of_the_server_share_one_heap() -> None:
    """With a heap each the server holds, in each, the most that was ever held there."""
    run = [sys.executable, "-c", HEAPS]
    told = subprocess.run(run, cwd=server.ROOT, capture_output=True, check=True)
    assert told.stdout.count(b"<heap nr=") == 1


def test_hostile_inputs_break_no_page_and_no_other_visitor(shipped: Catalog) -> None:
    tried, tracebacks = hostile_pages.measure(shipped, 8)
    assert tried.inputs == len(tried.runs) == 8
    assert tried.finds == []
    assert tracebacks == 0
    assert tried.shown
    assert visitors.mixed(shipped, tried.shown) == []


def test_a_plan_of_someone_else_is_noticed(shipped: Catalog) -> None:
    scenario = default_scenario(shipped, make.TODAY)
    foreign = Shown(0, scenario, "Write to these 3 hosts")
    assert visitors.mixed(shipped, [foreign]) == [foreign]
