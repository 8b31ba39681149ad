"""Limits count work, never seconds: the same input ends the same way anywhere."""

from __future__ import annotations

import ast
import itertools
import time
from pathlib import Path

import factories as make
import pytest

from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.explain.infeasibility import diagnose
from optimizer.requests.asking import ask
from optimizer.solver.cpsat.picker import Picker
from optimizer.solver.search.work import OutOfWork, TooMuch, Work
from optimizer.solver.sets.pool import forget
from optimizer.solver.solve import Solver, is_possible, solve
from optimizer.trade_offs.frontier import frontier
from optimizer.trade_offs.returns import best_of_each_size

ROOT = Path(__file__).parents[3]
WORK = "optimizer/solver/search/work.py"
READERS = {WORK, "optimizer/commands/batch.py"}
"""Modules that tell seconds: of a search, and until the next word of progress."""
CLOCKS = ("thread_time", "perf_counter", "monotonic", "process_time", "time")


def clocks(tree: ast.AST) -> list[ast.AST]:
    """Every place that reads a clock, imports one or sets a limit in seconds."""
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "time")
        or (isinstance(node, ast.Import) and "time" in {a.name for a in node.names})
        or (isinstance(node, ast.Name) and node.id == "time")
        or (isinstance(node, ast.Attribute) and node.attr == "max_time_in_seconds")
    ]


def test_clocks_are_read_only_where_seconds_are_told():
    for module in sorted((ROOT / "optimizer").glob("**/*.py")):
        name = str(module.relative_to(ROOT))
        assert (name in READERS) == bool(clocks(ast.parse(module.read_text()))), name


def test_a_search_reads_the_clock_at_its_begin_and_to_tell_its_seconds():
    tree = ast.parse((ROOT / WORK).read_text())
    reading = [
        n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) if clocks(n)
    ]
    assert reading == ["__init__", "seconds"]


# ------------------------------------------------------------------- a clock that jumps


@pytest.fixture
def jumping(monkeypatch):
    """Make every clock go on by 1,000 s whenever it is read."""

    def jump():
        ticks = itertools.count(time.time(), 1_000.0)
        for clock in CLOCKS:
            monkeypatch.setattr(time, clock, lambda: next(ticks))

    return jump


@pytest.mark.parametrize("answer", [solve, ask, frontier])
def test_a_clock_that_jumps_changes_no_answer(shipped, jumping, answer):
    p = make.problem(shipped, season=2028, budget_usd=12_000, max_rotations=3)
    before = answer(p)
    jumping()
    forget()
    assert answer(p) == before
    assert not isinstance(before, NoPlan)


def test_a_clock_that_jumps_changes_no_sizes(shipped, jumping):
    p = make.problem(shipped, season=2028, budget_usd=9_000)
    before = list(best_of_each_size(p, [1, 2]))
    jumping()
    assert list(best_of_each_size(p, [1, 2])) == before


def test_a_clock_that_jumps_changes_no_diagnosis(jumping):
    p = make.too_far_apart()
    before = diagnose(p)
    jumping()
    assert diagnose(p) == before
    assert before.fixes


# ------------------------------------------------------------------------ where it ends


@pytest.mark.parametrize("units", [0.000_05, 0.000_1, 0.000_2, 0.000_3, 0.001])
def test_the_same_work_gives_the_same_answer(shipped, units):
    """Whether or not tables are left from an earlier question."""
    p = make.problem(
        shipped, season=2028, budget_usd=20_000, max_rotations=4, work_limit=units
    )
    forget()
    first, again = Solver(p), Solver(p)
    found, same = first.run(), again.run()
    assert found == same
    assert first.work.done == again.work.done
    if not isinstance(found, NoPlan):
        assert (found.proof.status, found.proof.bound) == (
            same.proof.status,
            same.proof.bound,
        )


def test_more_and_more_work_ends_in_a_proof(shipped):
    found = [
        solve(make.problem(shipped, season=2028, budget_usd=20_000, work_limit=units))
        for units in (1e-7 * 1.5**step for step in range(45))
    ]
    said = [f.reason if isinstance(f, NoPlan) else f.proof.status for f in found]
    assert [name for name, _ in itertools.groupby(said)] == [
        "undecided",
        "feasible",
        "optimal",
    ]


def test_sets_that_are_dated_or_valued_are_work():
    work = Work(1.0)
    work.date(1_000, 4)
    dated = work.done
    work.date(1_000, 6)
    assert work.done > 3 * dated > 0
    before = work.done
    work.value(1_000)
    assert work.done > before
    with pytest.raises(OutOfWork):
        work.date(10_000_000, 6)


def test_the_search_leaves_a_share_to_cpsat():
    work = Work(1.0, 0.5)
    with pytest.raises(TooMuch):
        work.add(60_000_000)
    work.use_all()
    work.add(30_000_000)
    assert work.left == pytest.approx(0.1)


def test_cpsat_is_counted_in_its_own_deterministic_time(monkeypatch):
    p = make.too_far_apart(max_rotations=3, budget_usd=10_000)
    solvers = [Solver(p, engine="cpsat") for _ in range(2)]
    asked = []
    solved = Picker._solved

    def note(self, master, *, presolve=True):
        answer = solved(self, master, presolve=presolve)
        asked.append(answer.units)
        return answer

    monkeypatch.setattr(Picker, "_solved", note)
    plans = [solver.run() for solver in solvers]
    assert plans[0] == plans[1]
    assert solvers[0].work.done == solvers[1].work.done > 0
    assert asked[: len(asked) // 2] == asked[len(asked) // 2 :]
    assert sum(asked) > 0


def test_fewer_numbers_of_requests_where_the_work_ends(shipped):
    p = make.problem(shipped, season=2028, budget_usd=12_000, max_rotations=3)
    whole = ask(p)
    few = [ask(p.having(work_limit=0.05)) for _ in range(2)]
    assert few[0] == few[1]
    assert few[0].status == "limit"
    assert 0 < len(few[0].by_number) < len(whole.by_number)
    assert ask(p.having(work_limit=0.001)).reason == "undecided"


def test_a_diagnosis_asks_with_the_limit_of_the_scenario():
    p: Problem = make.too_far_apart()
    with pytest.raises(OutOfWork):
        is_possible(p.having(work_limit=1e-9))
    assert not is_possible(p)
