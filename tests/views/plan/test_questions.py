"""What to ask before paying."""

from __future__ import annotations

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import remember

from optimizer.domain.problem import Problem
from views.plan import questions


def page(problem):
    from optimizer.model.chances import rotation_details
    from optimizer.solver.solve import solve
    from views.plan import questions

    questions.render(problem, rotation_details(problem, solve(problem)))


@pytest.fixture
def asked() -> Problem:
    offering = make.offering("E2", us_persons_only="unknown")
    return make.problem(make.catalog(offerings=(offering,)))


def shown(problem: Problem, **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, problem.scenario, **session)
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    found = "\n".join(item.value for item in (*at.subheader, *at.markdown))
    return found.replace("\\", "").replace("\u00a0", " ")


def test_what_must_be_asked_is_asked_with_its_question(asked):
    assert "Do you take people without US work authorization?" in text(shown(asked))


def test_a_question_opens_the_form_for_its_answer(asked):
    closed = shown(asked)
    assert not [s for s in closed.selectbox if s.label == "What did you ask?"]
    at = shown(asked, **{"found out panel ask E2 0": True})
    (menu,) = [s for s in at.selectbox if s.label == "What did you ask?"]
    assert menu.value == "us_persons_only"
    assert "The catalog says: not known." in text(at)
    assert [b.label for b in at.button if b.label == "Record"] == ["Record"]


def test_unknown_policies_are_counted(asked):
    assert "are known" in questions.policies(asked)
    unsure = make.catalog(
        programs=(make.program("P1"), make.program("P2", visa_sponsorship=()))
    )
    said = questions.policies(make.problem(unsure))
    assert said.startswith("1 of the 2 programs on your list")
