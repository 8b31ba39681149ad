"""Cached answers: the library is asked once, bounded, and never by too many at once."""

from __future__ import annotations

import weakref
from contextlib import ExitStack, suppress
from dataclasses import replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.solver import solve
from optimizer.trade_offs import returns
from views.session import cached, caching


def page(problem):  # AppTest takes its source out of this module: no names of it here
    import streamlit as st

    from views.session import cached

    st.session_state["found"] = [cached.solve(problem) for _ in range(3)]


@pytest.fixture(autouse=True)
def forget():
    cached.solve.clear()
    cached.best_of_size.clear()


def run(problem) -> list[Plan | NoPlan]:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    at.run()
    assert not at.exception, at.exception
    return at.session_state["found"]


def searches(monkeypatch) -> list[solve.Solver]:
    """Every search that runs from now on."""
    asked, run_search = [], solve.Solver.run

    def counted(search: solve.Solver) -> Plan | NoPlan:
        asked.append(search)
        return run_search(search)

    monkeypatch.setattr(solve.Solver, "run", counted)
    return asked


def test_a_problem_is_solved_once(monkeypatch):
    asked = searches(monkeypatch)
    first, *others = run(make.problem())
    assert all(other == first for other in others)
    assert len(asked) == 1


def test_no_plan_is_remembered_too(monkeypatch):
    asked = searches(monkeypatch)
    found = run(make.problem(budget_usd=1))
    assert isinstance(found[0], NoPlan)
    assert len(asked) == 1


def test_another_problem_is_another_question():
    rich, poor = run(make.problem())[0], run(make.problem(budget_usd=1))[0]
    assert isinstance(rich, Plan)
    assert isinstance(poor, NoPlan)


def test_a_search_takes_its_turn(monkeypatch):
    free = []

    asked = make.problem()

    def count(_):
        free.append(caching._TURNS.free)
        return NoPlan(asked.scenario, "undecided", 0.1)

    before = caching._TURNS.free
    monkeypatch.setattr(solve.Solver, "run", count)
    cached.solve(asked)
    assert free == [before - 1]
    assert caching._TURNS.free == before


def test_a_size_is_found_on_its_own():
    asked = make.problem()
    one = cached.best_of_size(asked, 1)
    (same,) = returns.best_of_each_size(asked, sizes=(1,))
    assert one == same


def test_problems_of_one_hash_are_kept_apart(monkeypatch):
    """A hash has 64 bits: whoever finds a second problem for one must get nothing."""
    monkeypatch.setattr(Problem, "__hash__", lambda problem: 7)
    poor, rich = run(make.problem(budget_usd=1)), run(make.problem())
    assert isinstance(poor[0], NoPlan)
    assert isinstance(rich[0], Plan)


def test_plans_are_told_apart_by_what_they_are_not_by_how_long_they_took():
    problem = make.problem()
    plan = solve.solve(problem)
    slower = replace(plan, proof=replace(plan.proof, seconds=9.0))
    other = replace(plan, value=plan.value + 1e-9)
    key = caching.KEYS[Plan]
    assert key(plan) == key(slower) != key(other)


def changed_twice(problem):  # AppTest takes its source: no names of this module in it
    """The second change comes while the search for the first waits for its turn."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from views.session import cached

    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if runs == 1:
        get_script_run_ctx().script_requests.request_rerun(RerunData())
        try:
            cached.solve(problem)
        except Exception as error:  # what ends a run is none
            st.session_state["failed"] = error
    st.markdown("The newer answer.")


def test_a_superseded_search_does_not_wait_for_its_turn(monkeypatch):
    asked = searches(monkeypatch)
    with ExitStack() as others:
        for _ in range(caching._TURNS.free):
            others.enter_context(caching._TURNS.taken(caching.ANSWER))
        kwargs = {"problem": make.problem()}
        at = AppTest.from_function(changed_twice, kwargs=kwargs, default_timeout=60)
        at.run()
    assert not at.exception, at.exception
    assert [m.value for m in at.markdown] == ["The newer answer."]
    assert at.session_state["runs"] == 2
    assert "failed" not in at.session_state
    assert not asked


def test_a_search_that_waits_and_is_still_wanted_gets_its_turn(monkeypatch):
    looked, asked = [], make.problem()
    look = caching._heed_newer_change
    turns = ExitStack()

    def count() -> None:
        look()
        looked.append(asked)
        turns.close()  # the others are done once it has looked up

    monkeypatch.setattr(caching, "_heed_newer_change", count)
    for _ in range(caching._TURNS.free):
        turns.enter_context(caching._TURNS.taken(caching.ANSWER))
    assert isinstance(run(asked)[0], Plan)
    assert looked
    assert caching._TURNS.waiting == 0


class Table:
    """Two that refer to each other, as the tables of a search do."""

    def __init__(self) -> None:
        self.other = self


@pytest.mark.parametrize("fails", [False, True])
def test_a_search_leaves_no_tables_behind(fails):
    left = []

    @caching.at_once
    def search(_: Problem) -> None:
        left.append(weakref.ref(Table()))
        if fails:
            raise LookupError

    with suppress(LookupError):
        search(make.problem())
    assert [found() for found in left] == [None]


def test_all_that_takes_turns_is_the_optimizers():
    """Its process imports their modules: with one of a page it would be Streamlit's."""
    modules = {search.__module__ for search in caching._SEARCHES} - {__name__}
    assert modules
    assert all(module.startswith("optimizer.") for module in modules), modules
