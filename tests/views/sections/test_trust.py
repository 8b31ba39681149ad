"""One chip on a card, what it rests on, and the switch below the list."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from factories import versioned
from streamlit.testing.v1 import AppTest
from visits import ran, remember, scenario_of

from optimizer.domain.problem import Problem
from views.kit.terms import TRUST

SWITCH = "Only confirmed and likely hosts"
KNOWN = "What is known of one host"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from optimizer.domain.problem import Problem
    from views.plan import page as plan_page
    from views.session import state

    plan_page.render(Problem(problem.catalog, state.valid()))


def problem(**scenario: object) -> Problem:
    """One host confirmed, one of which PM&R is not known to take visitors."""
    programs = (make.program("P1"), make.program("P2"))
    offerings = (
        make.offering("E1", "P1"),
        make.offering("E2", "P2", pmr_available="unknown"),
    )
    sources = tuple(
        make.provenance(
            "offerings.csv", "E1", field, as_of=as_of, source="page", url="http://e.com"
        )
        for field, as_of in (("students", "2026-05"), ("pmr_available", "2025-12"))
    )
    catalog = versioned(make.catalog(programs, offerings, sources=sources))
    scenario = {"today": dt.date(2026, 11, 26), "budget_usd": 20_000} | scenario
    return make.problem(catalog, **scenario)


def shown(asked: Problem, **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": asked}, default_timeout=60)
    remember(at, asked.scenario, **session)
    return ran(at)


def text(at: AppTest) -> str:
    return "\n".join(item.value for item in at.markdown).replace("\\", "")


def chips(at: AppTest) -> list[str]:
    """Grades named on the page, one for each card."""
    names = [name for name, _ in TRUST.values()]
    lines = [m.value for m in at.markdown if "-badge[" in m.value]
    return [name for line in lines for name in names if f" {name}]" in line]


def test_each_card_has_one_chip_and_no_longer_says_ask_first() -> None:
    at = shown(problem(min_rotations=2))
    assert sorted(chips(at)) == ["Confirmed", "Unclear"]
    assert "Ask first" not in text(at)


def test_behind_the_chip_stand_sources_the_oldest_date_and_questions() -> None:
    asked = problem(min_rotations=2)
    at = shown(asked, **{"plan.How sure?": True})
    (menu,) = (s for s in at.selectbox if s.label == KNOWN)
    menu.select("E1").run()
    confirmed = next(m.value for m in at.markdown if "Confirmed:" in m.value)
    confirmed = confirmed.replace("\\", "")
    assert "The oldest of these facts: 2025-12" in confirmed
    assert "e.com" in confirmed
    assert "Ask:" not in confirmed
    (menu,) = (s for s in at.selectbox if s.label == KNOWN)
    menu.select("E2").run()
    unclear = next(m.value for m in at.markdown if "Unclear:" in m.value)
    unclear = unclear.replace("\\", "")
    assert "Takes visitors in PM&R: not known" in unclear
    assert "Ask: *Does PM&R take visitors?*" in unclear


def test_the_switch_leaves_only_hosts_of_which_enough_is_on_record() -> None:
    at = shown(problem())
    (switch,) = (t for t in at.toggle if t.label == SWITCH)
    assert not switch.value
    switch.set_value(True).run()
    assert not at.exception, at.exception
    assert scenario_of(at).least_trust == "likely"
    assert chips(at) == ["Confirmed"]
    (switch,) = (t for t in at.toggle if t.label == SWITCH)
    assert switch.value
    switch.set_value(False).run()
    assert scenario_of(at).least_trust == "cold"


def chip(problem):
    from views.sections import trust

    trust.chip(problem, problem.catalog.offering["E2"])


@pytest.mark.parametrize("answer", ["accepted", "paid"])
def test_a_host_that_accepted_has_that_on_its_chip(answer: str) -> None:
    said = problem(answers=(("E2", answer),))
    at = AppTest.from_function(chip, kwargs={"problem": said}).run()
    assert chips(at) == []
    assert "Accepted you" in text(at)
