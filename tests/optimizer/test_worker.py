"""Searches in a process of their own: the same answers, and never fewer."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import factories as make
import pytest

from optimizer.catalog_io.read import DATA
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut
from optimizer.explain.reasons import why
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import default_scenario
from optimizer.solver.solve import solve
from optimizer.worker import MOST_HERE, Worker

START_S = 60
TODAY = dt.date(2026, 11, 26)
TAKEN = attrgetter("scenario")
"""A search of which one can see where it ran: here it finds the very scenario."""
ROOT = Path(__file__).parents[2]


def is_free(there: Worker, timeout_s: float = START_S) -> bool:
    """Wait so long for its process; say whether it is there and free."""
    if free := there._busy.acquire(timeout=timeout_s):
        there._busy.release()
    return free


@pytest.fixture(scope="module")
def there() -> Iterator[Worker]:
    found = Worker(DATA)
    found.begin((ask, solve))
    assert is_free(found)
    yield found
    found._end()


@pytest.fixture(scope="module")
def problem(shipped: Catalog) -> Problem:
    return Problem(shipped, default_scenario(shipped, TODAY))


def is_answered_there(there: Worker, problem: Problem) -> bool:
    found = there(TAKEN, problem)
    assert found == problem.scenario
    return found is not problem.scenario


def test_answers_are_those_found_here(there: Worker, problem: Problem) -> None:
    assert is_answered_there(there, problem)
    plan = solve(problem)
    assert isinstance(plan, Plan)
    assert there(ask, problem) == ask(problem)
    assert there(solve, problem).blocks == plan.blocks
    reasons = there(why, problem, plan, plan.blocks[0].offering.offering_id)
    assert reasons == why(problem, plan, plan.blocks[0].offering.offering_id)


def test_what_was_found_out_is_known_there(there: Worker, problem: Problem) -> None:
    host = ask(problem).requests[0].request.offering_ids[0]
    closed = FoundOut(host, "students", "no", TODAY)
    changed = problem.having(found_out=(closed,))
    assert is_answered_there(there, changed)
    found = there(ask, changed)
    assert not any(one.request.names({host}) for one in found.requests)
    assert found == ask(changed)


def test_few_threads_search_here(problem: Problem) -> None:
    """Each keeps a heap as large as the largest search that was ever in it."""
    here, found = Worker(DATA), set()
    done = threading.Barrier(12)

    def visit() -> None:
        found.add(here(lambda _: threading.get_ident(), problem))
        done.wait()  # a number is given again once its thread has ended

    visits = [threading.Thread(target=visit) for _ in range(12)]
    for one in visits:
        one.start()
    for one in visits:
        one.join()
    assert len(found) <= MOST_HERE


def test_another_catalog_is_searched_here(there: Worker) -> None:
    assert not is_answered_there(there, make.problem())


def test_a_search_that_fails_there_fails_here_and_harms_nobody(
    there: Worker, problem: Problem
) -> None:
    with pytest.raises(AttributeError, match="nothing"):
        there(attrgetter("nothing"), problem)
    assert is_answered_there(there, problem)


def test_a_question_that_cannot_be_sent_is_answered_here(
    there: Worker, problem: Problem
) -> None:
    """A search that has no name in its module; the next one is not kept waiting."""
    assert there(lambda asked: asked.scenario, problem) is problem.scenario
    assert is_free(there)
    assert is_answered_there(there, problem)


def test_what_finds_it_busy_is_searched_here(
    there: Worker, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.worker.PATIENCE_S", 0.01)
    with there._busy:
        assert not is_answered_there(there, problem)
    assert is_answered_there(there, problem)


def test_a_process_that_died_is_replaced(problem: Problem) -> None:
    there = Worker(DATA)
    there.begin((solve,))
    assert is_free(there)
    before = there._process
    before.kill()
    before.wait()
    assert not is_answered_there(there, problem)
    assert is_free(there)
    assert is_answered_there(there, problem)
    assert there._process.pid != before.pid
    there._end()


def test_without_a_process_all_is_searched_here(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_answered_there(Worker(DATA), problem)
    monkeypatch.setattr(sys, "executable", "no such program")
    there = Worker(DATA)
    there.begin((solve,))
    assert not is_free(there, 0.5)
    assert not is_answered_there(there, problem)


def test_it_ends_with_whoever_began_it_and_not_before() -> None:
    """Whoever waits for what it says waits until it has ended: it can say things."""
    began = subprocess.run(
        [sys.executable, "-c", BEGUN],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3 * START_S,
    )
    assert (began.returncode, began.stdout, began.stderr) == (0, "True\n", "")


BEGUN = f"""
import datetime, operator, os, signal
from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario
from optimizer.worker import MOST_HERE, Worker

taken = operator.attrgetter("scenario")
there = Worker(DATA)
there.begin((taken,))
assert there._busy.acquire(timeout={START_S})
there._busy.release()
os.kill(there._process.pid, signal.SIGINT)  # a terminal sends it to both
catalog = read_catalog(DATA)
problem = Problem(catalog, default_scenario(catalog, datetime.date(2026, 11, 26)))
print(there(taken, problem) is not problem.scenario)
"""
