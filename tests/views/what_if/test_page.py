"""The page What if: lines that cost nothing while closed, what an address opens."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest
from visits import memory, remember, scenario_of, text_of, what_if

from optimizer.domain.scenario import Preferences
from optimizer.requests.asking import ask
from optimizer.scenario_io.share import Shared
from optimizer.solver import solve
from views.kit import links
from views.sections import answer
from views.session import cached

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"
LONGEST_LINE = 140
QUESTIONS = (
    "rotations",
    "money",
    "elsewhere",
    "another-host",
    "limits",
    "late",
    "refusal",
    "prices",
    "wrong",
    "evidence",
    "scenarios",
)


@pytest.fixture
def clinic() -> str:
    return MARKUP


def lines(at: AppTest) -> list[str]:
    plain = [e.label.replace("\\", "").replace("\u00a0", " ") for e in at.expander]
    return [label.replace("\u2060", "") for label in plain]


def key(name: str) -> str:
    return links.line_key(name)


def test_every_question_is_one_line_and_says_what_is_known(asked):
    at = what_if(asked)
    found = lines(at)
    assert [line.split("?**")[0].lstrip("*") for line in found] == [
        "One more rotation",
        "More money, or less",
        "Spend it elsewhere",
        "Another host",
        "What limits it",
        "A letter comes late",
        "A host refuses or cancels",
        "Prices rise",
        "It goes badly",
        "Letters and rotations help less",
        "My other scenario",
    ]
    assert found[0].endswith("Your own limit is 2.")
    assert found[1].endswith("$9,000 now.")
    assert found[-1].endswith("Nothing is kept yet.")
    assert not at.table
    assert not at.get("plotly_chart")


def test_how_many_rotations_there_can_be_is_said_as_on_plan(asked):
    poor = asked.having(budget_usd=4_000)
    found = ask(poor)
    first = answer.facts(found)[0]
    assert first.startswith("With $4,000 you would do 1 rotation; ")
    (line, *_) = lines(what_if(poor))
    assert line.endswith(f"{first.split(';')[0]}; your own limit is 2.")


def test_closed_questions_search_for_nothing(asked, monkeypatch):
    """One search for the list, which the page Plan has done already."""
    what_if(asked)  # fills the cache
    for name in ("solve", "why", "gain_swings", "diagnose"):
        monkeypatch.setattr(cached, name, None)
    monkeypatch.setattr(solve, "solve", None)
    assert len(lines(what_if(asked))) == len(QUESTIONS)


def test_the_base_is_what_the_page_plan_says(asked):
    told, found = text_of(what_if(asked)), ask(asked)
    headline = answer.headline(found)
    assert f"Now: {headline[0].lower()}{headline[1:]}." in told
    assert f"{round(100 * found.baseline)} in 100 match without that" in told
    assert f"{round(100 * found.value)} in 100 with it" in told


def test_where_no_request_is_worth_it_the_base_says_so_as_the_page_plan_does(asked):
    idle = asked.having(stop_points_per_request=5.0)
    found = ask(idle)
    assert not found.requests
    told = text_of(what_if(idle))
    assert "Now: no request is worth the work." in told
    assert "this is your plan" not in told


def test_with_ratings_the_base_is_match_value(asked):
    rated = asked.having(
        preferences=Preferences(where_matters=0.5, programs=(("P0", 5),))
    )
    found, told = ask(rated), text_of(what_if(rated))
    before, after = (round(100 * value) for value in (found.baseline, found.value))
    assert f"Match value: {before} in 100 without that, {after} in 100" in told
    assert "how much match value that adds" in told
    assert "match then" not in told


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_opens_is_answered_and_keeps_its_answer_in_its_line(asked, name):
    at = what_if(asked, link={links.QUESTION: name})
    place = QUESTIONS.index(name)
    assert at.session_state[key(name)]
    before = lines(at)[place]
    at.run()
    assert not at.exception, at.exception
    assert lines(at)[place] == before, "its words do not move while it is open"
    at.session_state[key(name)] = False
    at.run()
    assert not at.exception, at.exception
    told = memory(at).told.get(name)
    if name == "scenarios":  # nothing is kept, so nothing was answered
        assert told is None
    else:
        assert told is not None
        assert told[0] == asked
        plain = told[1].replace("\u00a0", " ")
        assert lines(at)[place].endswith(plain)
        assert before != lines(at)[place]
        assert len(lines(at)[place]) < LONGEST_LINE


def test_an_answer_is_forgotten_once_the_inputs_change(asked):
    at = what_if(asked, "limits")
    at.session_state[key("limits")] = False
    at.run()
    assert lines(at)[4] != "**What limits it?**"
    remember(at, asked.having(budget_usd=9_001).scenario)
    at.run()
    assert lines(at)[4] == "**What limits it?**"


def test_other_inputs_leave_an_open_question_open(asked):
    at = what_if(asked, "money")
    remember(at, asked.having(budget_usd=9_001).scenario)
    at.run()
    assert at.session_state[key("money")]
    assert at.table


def test_an_address_asks_about_a_rotation(asked):
    at = what_if(asked, link={links.WHY: "E0"})
    assert at.session_state[key("another-host")]
    assert "Clinic <b>A</b>" in text_of(at)
    assert at.selectbox[0].value == "E0"


def test_an_address_that_asks_for_nothing_known_opens_nothing(asked):
    at = what_if(asked, link={links.QUESTION: "<b>x"})
    assert not at.table
    assert len(lines(at)) == len(QUESTIONS)


def test_without_a_plan_it_says_why_and_scenarios_can_still_be_kept(asked):
    at = what_if(asked.having(budget_usd=1))
    assert "No plan fits" in at.header[0].value
    assert [line for line in lines(at) if "scenario" in line]
    at = what_if(asked.having(budget_usd=1), "scenarios")
    at.button(key="keep A").click().run()
    assert memory(at).kept["A"].scenario == scenario_of(at)


def test_a_link_without_a_profile_is_told(asked):
    link = Shared(asked.scenario, (), has_profile=False, same_catalog=True)
    assert "holds no profile" in text_of(what_if(asked, opened=link))


@pytest.mark.parametrize("name", QUESTIONS)
def test_names_from_a_catalog_are_plain_text(asked, name):
    at = what_if(asked, name)
    shown = [m.value for m in at.markdown] + [e.label for e in at.expander]
    for value in shown:
        assert "<b>" not in value
        assert "[x](" not in value
        assert ":red" not in value


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_jargon_no_ids_no_raw_values(asked, name):
    at = what_if(asked, name)
    cells = [str(c) for t in at.table for row in t.value.values.tolist() for c in row]
    every = "\n".join((text_of(at), *lines(at), *cells)).replace("\\", "")
    for pattern in (
        r"\bpp\b",
        r"\bE[012]\b",
        r"\('",
        r"\bworlds\b",
        r"\d%",
        r"\bNone\b",
    ):
        assert not re.search(pattern, every), pattern
