"""The real server with several visitors at once: nothing is mixed, nothing breaks."""

from __future__ import annotations

import urllib.error
import urllib.request

import factories as make

from benchmarks import hostile_pages, server, visitors
from benchmarks.visitors import Habits, Shown
from optimizer.domain.catalog import Catalog
from optimizer.scenario_io.json_file import default_scenario


def test_visitors_at_once_see_their_own_plans(shipped: Catalog) -> None:
    habits = Habits(visitors=4, changes=3, pause_s=0.1, wandering=0.3)
    record = visitors.measure(habits, shipped)
    assert len(record.arrivals) == 4
    assert record.shown
    assert visitors.mixed(shipped, record.shown) == []
    assert record.tracebacks == 0
    assert "".join(visitors.report(habits, record))


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
    record = visitors.measure(habits, shipped, server.ROOT / "serve.py")
    assert record.shown
    assert visitors.mixed(shipped, record.shown) == []
    assert record.tracebacks == 0


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
