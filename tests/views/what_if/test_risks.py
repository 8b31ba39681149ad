"""The page on risks: the answer first, three sections, repairs into the inputs."""

from __future__ import annotations

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import scenario_of

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.robustness import decisions, outlook, sampled, swings, trust
from optimizer.risks.shocks import events, outcome
from optimizer.solver.solve import solve
from views.what_if import assumptions as risk_assumptions
from views.what_if import events as risk_events
from views.what_if import risk_words


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from optimizer.domain.problem import Problem
    from views.session import state
    from views.what_if import risks

    if not state.started():
        state.start("x", problem.scenario)
    risks.render(Problem(problem.catalog, state.valid()))


def small(**changes) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.2 * i, tuition_usd=None)
        for i in range(1, 4)
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"budget_usd": 7_500, "min_letters": 0, "max_rotations": 2} | changes
    return make.problem(found, **asked)


def shown(problem: Problem, tab: str = "Assumptions") -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=120)
    at.session_state["sections of What could go wrong"] = tab
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    return "\n".join(m.value for m in at.markdown).replace("\\", "")


def planned(problem: Problem) -> Plan:
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return plan


def test_first_comes_how_far_the_plan_can_be_trusted():
    problem = small()
    said = text(shown(problem))
    found = outlook(problem, planned(problem))
    assert f"in {found.helps.hits} of 60 worlds" in said
    over = found.affordable.of - found.affordable.hits
    assert over > 0
    assert f"more than your $7,500 in {over} of them" in said
    assert f"up to ${found.sure_usd:,}" in said


def test_with_money_enough_it_says_so():
    assert "The money suffices" in text(shown(small(budget_usd=60_000)))


def test_the_table_of_assumptions_has_what_matters_and_what_would_be_chosen():
    problem = small()
    at = shown(problem)
    rows = at.table[0].value
    plan = planned(problem)
    decided = {d.swing.assumption.name: d for d in decisions(problem, plan)}
    matter = [
        d
        for d in decided.values()
        if d.changes or d.swing.gain_pp > risk_assumptions.TINY["Gain"]
    ]
    assert len(rows) == len(matter)
    changed = rows.iloc[:, 2] != "no"
    assert changed.sum() == sum(d.changes for d in matter)
    assert "over your budget" in " ".join(rows.iloc[:, 2])
    told = f"{len([d for d in decided.values() if d.changes])} of {len(decided)}"
    assert told in text(at)
    assert f"{len(swings(problem, plan)) - len(rows)} assumptions left out" in text(at)


def test_the_worlds_add_up():
    problem = small()
    at = shown(problem, "Other worlds")
    found = trust(list(sampled(problem, planned(problem))))
    rows = at.table[0].value
    assert sum(int(n) for n in rows["Worlds"]) == found.worlds == 60
    said = text(at)
    assert f"In {found.close.hits} of {found.close.of} worlds" in said
    assert f"in {found.affordable.hits} of 60 worlds" in said


def test_every_event_is_told_and_a_repair_goes_into_the_inputs():
    problem = small()
    plan = planned(problem)
    at = shown(problem, "One thing goes wrong")
    said = text(at) + "\n".join(h.value for h in at.subheader)
    for event in events(problem, plan):
        name = risk_events.describe(event)
        assert name[1:] in said.replace("\\", "")
    found = outcome(problem, plan, events(problem, plan)[0])
    assert found.repair is not None
    at.button(key="Use this repair 0").click().run()
    assert not at.exception
    applied = scenario_of(at)
    assert applied == found.adopt(found.repair)
    assert set(applied.pins) == {b.block_id for b in found.repair.blocks}


def test_without_a_plan_the_page_says_why():
    at = shown(small(budget_usd=100))
    assert not at.tabs
    assert at.header or at.markdown


@pytest.mark.parametrize(
    ("pp", "said"),
    [(0.01, "less than 0.1 pp"), (0.34, "0.3 pp"), (1.26, "1.3 pp")],
)
def test_small_amounts_are_not_nothing(pp, said):
    assert risk_words.better(pp).replace("\u00a0", " ") == said


def test_unusual_rules_are_told_by_their_sentence():
    assert "over your budget" in risk_words.broken(("budget",))
    assert risk_words.broken(("ties",)).startswith("broken: Enough rotations")
