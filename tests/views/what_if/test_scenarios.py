"""My other scenario? Keep, tell apart, go back, pass on; bad links are refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import memory, ran, scenario_of, text_of, what_if

from charts import words
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.scenario_io.share import (
    Saved,
    Shared,
    open_several,
    several_query,
)
from views.inputs import input_words
from views.sections import answer
from views.session import remembered
from views.session.session import Origin
from views.what_if import scenarios

CATALOG = make.catalog(
    tuple(make.program(f"P{i}") for i in (1, 2)),
    (make.offering("E1", "P1"), make.offering("E2", "P2", host="Clinic <b>*x*")),
)
RICH = make.scenario(budget_usd=9_000)
POOR = make.scenario(budget_usd=100)
ONE = make.scenario(budget_usd=9_000, max_rotations=1)
MARKUP = "[x](http://e.com) :red[x] <b>"


def shown(scenario=RICH, kept=None, link: str = "", opened=None) -> AppTest:
    """The question, open, or opened by the link."""
    return what_if(
        Problem(CATALOG, scenario),
        *(() if link else ("scenarios",)),
        link={scenarios.PARAMETER: link} if link else {},
        origin=Origin("Average student", make.scenario()),
        kept=kept or {},
        opened=opened,
    )


def clicked(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return ran(at)


def column(at: AppTest, place: int, title: str) -> dict[str, str]:
    """A column of a table by the words of its rows."""
    frame = at.table[place].value
    plain = frame.map(lambda cell: cell.replace("\\", "").replace("\u00a0", " "))
    plain.columns = [name.replace("\\", "") for name in plain.columns]
    return dict(zip(plain.iloc[:, 0], plain[title], strict=True))


def test_first_it_says_what_to_do():
    at = shown()
    assert "Nothing is kept yet." in at.expander[-1].label
    assert [b.label for b in at.button] == ["Keep as A", "Keep as B", "Keep as C"]
    assert not at.table


def test_the_present_inputs_are_kept_under_a_name():
    at = shown()
    at.text_input(key=remembered.NAME_KEY).set_value("  Mine  ")
    clicked(at, "keep B")
    assert memory(at).kept == {"B": Saved("Mine", RICH)}
    assert at.text_input(key=remembered.NAME_KEY).value == ""
    clicked(at, "keep A")
    assert list(remembered_titles(at)) == ["A: Average student, changed", "B: Mine"]


def remembered_titles(at: AppTest) -> list[str]:
    kept = dict(sorted(memory(at).kept.items()))
    return [f"{slot}: {one.name}" for slot, one in kept.items()]


def test_only_inputs_that_differ_are_in_the_table():
    at = shown(kept={"A": Saved("One", ONE), "B": Saved("Poor", POOR)})
    assert column(at, 0, "Now") == {"Money for rotations": "$9,000", "Rotations": "1–3"}
    assert column(at, 0, "A: One") == {
        "Money for rotations": "$9,000",
        "Rotations": "1",
    }
    assert column(at, 0, "B: Poor") == {
        "Money for rotations": "$100",
        "Rotations": "1–3",
    }


def test_results_are_those_of_solving_each():
    at = shown(kept={"A": Saved("One", ONE), "B": Saved("Poor", POOR)})
    for title, scenario in (("Now", RICH), ("A: One", ONE)):
        problem = Problem(CATALOG, scenario)
        expected = scenarios.cells(problem, make.planned(problem))
        told = [cell.replace("\u00a0", " ") for cell in expected]
        assert list(column(at, 1, title).values()) == told
    now = column(at, 1, "Now")
    asked = ask(Problem(CATALOG, RICH))
    assert isinstance(asked, AskList)
    assert now["Asking the hosts advised"] == f"{round(100 * asked.value)} in 100"
    assert now["If all say yes"].startswith(words.frequency(asked.chance_of_all))
    poor = column(at, 1, "B: Poor")
    assert poor["If all say yes"] == "no plan fits"
    assert set(poor.values()) == {"–", "no plan fits"}
    assert "“Now” reaches most" in text_of(at)
    assert len(at.get("plotly_chart")) == 1
    assert "B: Poor: no plan fits" in at.get("plotly_chart")[0].proto.alt


def test_going_back_puts_the_inputs_in_place():
    at = clicked(shown(kept={"A": Saved("One", ONE)}), "restore A")
    assert scenario_of(at) == ONE
    assert "All inputs are the same" in text_of(at)


def test_what_is_removed_is_gone():
    at = shown(kept={"A": Saved("One", ONE), "C": Saved("Poor", POOR)})
    clicked(at, "drop A")
    assert list(memory(at).kept) == ["C"]


def test_a_link_opens_what_was_kept():
    at = shown(kept={"A": Saved("One", ONE), "C": Saved("Poor", POOR)})
    found = urlsplit(at.code[0].value)
    assert found.path.endswith("/what-if")
    (query,) = parse_qs(found.query)[scenarios.PARAMETER]
    again = shown(link=query)
    slots = memory(again).kept
    assert [(s, k.name, k.has_profile) for s, k in slots.items()] == [
        ("A", "One", False),
        ("B", "Poor", False),
    ]
    assert slots["A"].scenario == ONE
    assert "A and B came without a profile" in text_of(again)
    assert "Kept: A: One and B: Poor." in memory(again).lines["scenarios"].label


def test_the_profile_is_in_the_link_only_if_ticked():
    personal = replace(ONE, applicant=replace(ONE.applicant, step2_ck=251))
    at = shown(kept={"A": Saved("One", personal)})
    assert only(at).scenario.applicant.step2_ck == 240
    at.checkbox(key="share kept profiles").check()
    assert only(ran(at)) == Saved("One", personal)


def only(at: AppTest) -> Saved:
    (query,) = parse_qs(urlsplit(at.code[0].value).query)[scenarios.PARAMETER]
    (found,) = open_several(query, CATALOG, make.TODAY)
    return found


def test_without_a_profile_all_is_worked_out_for_ones_own():
    mine = replace(RICH, applicant=replace(RICH.applicant, step2_ck=222))
    at = shown(mine, kept={"A": Saved("One", ONE, has_profile=False)})
    assert "Step 2 CK score" not in column(at, 0, "Now")
    same = column(at, 1, "Now"), column(at, 1, "A: One")
    name = scenarios.NAMES[0]
    assert same[0][name] == same[1][name]
    assert scenario_of(clicked(at, "restore A")).applicant.step2_ck == 222


def test_whose_chances_these_are_is_said_while_a_link_has_no_profile():
    link = Shared(RICH, (), has_profile=False, same_catalog=True)
    assert "typical applicant" in text_of(shown(opened=link))
    assert "typical applicant" not in text_of(
        shown(opened=replace(link, has_profile=True))
    )


@pytest.mark.parametrize("link", ["1.AAAA", "x" * 9_000, "1.eJw", "2.abc", "<b>"])
def test_a_bad_link_is_told_in_a_sentence_and_the_rest_goes_on(link):
    at = shown(kept={"A": Saved("One", ONE)}, link=link)
    at.session_state["what if scenarios"] = True
    assert len(at.error) == 1
    assert "Shared link" in at.error[0].value
    assert "<b>" not in at.error[0].value
    assert list(memory(at).kept) == ["A"]
    assert not ran(at).error, "said once"
    assert len(at.table) >= 2


def test_names_from_strangers_are_plain_said():
    query = several_query(CATALOG, (Saved(MARKUP, ONE),), include_profile=True)
    at = shown(link=query)
    for found in (*at.table[0].value.columns, *(m.value for m in at.markdown)):
        assert "[x](" not in found
        assert ":red[" not in found


# --- the words -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"months": (5, 6)}, "months", "May, Jun"),
        ({"months": ()}, "months", "none"),
        ({}, "months", "any"),
        ({"step2_ck": None}, "applicant.step2_ck", "not taken"),
        ({"kind": "observership"}, "kind", "Only observerships"),
        ({}, "kind", "Any"),
        (
            {"us_work_authorized": True, "img_type": "us_img", "entry_status": "none"},
            "visa",
            "US citizen",
        ),
        ({"where_matters": 0.5}, "preferences.where_matters", "50 %"),
        (
            {"states": (("TX", 5), ("NY", 1))},
            "preferences.states",
            "Texas: 5, New York: 1",
        ),
        (
            {"programs": (("P1", 4),)},
            "preferences.programs",
            "Program P1, Houston: 4",
        ),
        ({"letters_by": dt.date(2027, 8, 1)}, "letters_by", "1 Aug 2027"),
        (
            {"blackouts": ((dt.date(2027, 5, 3), dt.date(2027, 5, 9)),)},
            "blackouts",
            "3–9 May 2027",
        ),
        (
            {"pins": ("E1@2027-05-03",)},
            "pins",
            "Host E1: PM&R elective, 4 weeks, from 3 May 2027",
        ),
        ({"pins": ("gone",)}, "pins", "gone"),
        ({"include_unverified": False}, "include_unverified", "no"),
        ({"work_limit": 20.0}, "work_limit", "20"),
        (
            {"booked": (make.booked(dt.date(2027, 5, 3)),)},
            "booked",
            "Host E1 (3–28 May 2027, hands-on, $0)",
        ),
    ],
)
def test_inputs_are_told_in_their_own_words(changes, path, words):
    said = input_words.in_words(CATALOG, make.scenario(**changes), path)
    assert said.replace("\u00a0", " ") == words


def test_every_input_can_be_told():
    strange = make.scenario(max_stay_days=90, max_idle_days=9, min_rotations=2)
    for path in input_words.inputs_that_differ(make.scenario(), strange):
        assert input_words.in_words(CATALOG, strange, path)
        assert input_words.in_words(CATALOG, make.scenario(), path)


def test_what_is_undecided_is_not_called_impossible():
    assert answer.none(NoPlan(RICH, "undecided", 20.0)) == "no plan found so far"


def test_the_answer_names_who_reaches_most_as_the_plan_page_does():
    one, other = (ask(Problem(CATALOG, scenario)) for scenario in (ONE, RICH))
    assert isinstance(one, AskList)
    assert isinstance(other, AskList)
    better = replace(other, value=one.value + 0.05)
    told = scenarios.best_of([("A", one), ("B", better)]).replace("\u00a0", " ")
    hosts = words.counted(len(better.requests), "host")
    share = round(better.value * 100)
    assert told == f"“B” reaches most: {share} in 100 on average, asking {hosts}."
    told = scenarios.best_of([("A", one), ("B", one)]).replace("\u00a0", " ")
    share = round(one.value * 100)
    assert told == (
        f"All come to the same: {share} in 100 on average, asking the hosts advised."
    )
    none = NoPlan(POOR, "infeasible", 0.1)
    assert scenarios.best_of([("A", none)]).startswith("No plan fits")


def test_a_match_value_is_not_called_a_chance():
    wish = make.scenario(budget_usd=9_000, where_matters=0.5, states=(("TX", 5),))
    problem = Problem(CATALOG, wish)
    found = ask(problem)
    assert isinstance(found, AskList)
    assert scenarios.asking(found).endswith("in 100 match value")
