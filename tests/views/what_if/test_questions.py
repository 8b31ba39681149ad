"""Each question asks anew whom to write to, with one thing changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import text_of, what_if

from charts import words
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Preferences
from optimizer.explain.readings import readings
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from views.what_if.changes import Tried, Variant, difference, more_or_same, verdict


def rows(at: AppTest) -> dict[str, tuple[str, ...]]:
    """The first table of a page by its first column."""
    found = [map(plain, row) for row in at.table[0].value.itertuples(index=False)]
    return {name: tuple(cells) for name, *cells in found}


def plain(cell: object) -> str:
    """Markdown as it is read."""
    return str(cell).replace("\\", "").replace("\u00a0", " ")


def asking(problem: Problem) -> AskList:
    found = ask(problem)
    assert isinstance(found, AskList)
    return found


def of_1000(problem: Problem, changed: Problem) -> int:
    return round(1_000 * (asking(changed).value - asking(problem).value))


CHANGES = {
    ("rotations", "At most 1 rotation"): {"max_rotations": 1},
    ("money", "$7,000 in all"): {"budget_usd": 7_000},
    ("money", "$17,000 in all"): {"budget_usd": 17_000},
    ("elsewhere", "At most 3 rotations"): {"max_rotations": 3},
    ("prices", "Only $7,200 left for rotations"): {"budget_usd": 7_200},
    ("prices", "Dear rooms everywhere"): {"housing": "high"},
}


@pytest.mark.parametrize(("question", "name"), CHANGES)
def test_a_line_is_the_list_of_the_changed_inputs(asked, question, name):
    """One figure per question: the row is what the page Plan would say then."""
    found = rows(what_if(asked, question))
    changed = asked.having(**CHANGES[question, name])
    then, moved = asking(changed), of_1000(asked, changed)
    told = f"{abs(moved)} {'more' if moved > 0 else 'fewer'} of 1,000"
    assert found[name][:2] == (
        f"{round(100 * then.value)} in 100",
        told if moved else "the same",
    )
    hosts = words.counted(len(then.requests), "host")
    assert found[name][2].startswith(f"{hosts}, ")
    assert found["As it is"][0] == f"{round(100 * asking(asked).value)} in 100"


def test_letters_that_come_late_are_a_day_that_comes_sooner(asked):
    sooner = asked.letters_by - dt.timedelta(weeks=2)
    found = rows(what_if(asked, "late"))
    moved = of_1000(asked, asked.having(letters_by=sooner))
    assert (found["Every letter 2 weeks late"][1] == "the same") == (moved == 0)


def test_answers_of_hosts_are_tried_both_ways(asked):
    found = rows(what_if(asked, "refusal"))
    best = max(asking(asked).requests, key=lambda one: one.adds_pp).request
    for answer, verb in (("refused", "says no"), ("accepted", "says yes")):
        then = asked.having(answers=((best.name, answer),))
        host = best.candidates[0].offering.host
        assert found[f"{host} {verb}"][0] == f"{round(100 * asking(then).value)} in 100"


def test_one_that_said_yes_may_cancel(asked):
    yes = asked.having(answers=(("E0", "accepted"),))
    assert "Clinic 0 cancels" in rows(what_if(yes, "refusal"))


def test_what_letters_are_worth_compares_what_the_list_adds(asked):
    found = rows(what_if(asked, "evidence"))
    name = "Letters still to come count for nothing"
    more = asking(asked.having(evidence="cautious")).gain_pp - asking(asked).gain_pp
    assert found[name][1].startswith(f"{abs(round(10 * more))} ")


def test_what_one_can_choose_is_offered_and_nothing_else(asked):
    def offered(question: str) -> list[str]:
        menus = what_if(asked, question).get("menu_button")
        return [option for menu in menus for option in menu.proto.options]

    assert "$17,000 in all" in [plain(one) for one in offered("money")]
    assert offered("late") == offered("refusal") == []
    assert "Hands-on rotations only" in offered("evidence")


def compared(problem: Problem, n: float, usd: float = 0, **how: object) -> Tried:
    now = asking(problem)
    then = replace(
        now, value=now.value + n / 1_000, mean_cost_usd=now.mean_cost_usd + usd
    )
    return Tried(Variant(f"By {n}", problem, **how), then, now, by_gain=False)


def test_the_sentence_names_what_does_most_or_worst(asked):
    few, many, less = (compared(asked, n) for n in (1, 5, -3))
    assert verdict(asked, (few, many, less)) == "By 5: 5 more of 1,000."
    assert verdict(asked, (few, many, less), worst=True) == "By -3: 3 fewer of 1,000."
    assert verdict(asked, (compared(asked, 0),)).startswith("Nothing of this moves")
    assert difference(less) == "3 fewer of 1,000"
    assert difference(compared(asked, 0)) == more_or_same(-0.04) == "the same"


def test_what_can_be_chosen_has_its_price_beside_the_line(asked):
    one = compared(asked, 5, 1_000, chosen=True)
    told = verdict(asked.having(stop_usd_per_point=2_500), (one,)).replace(
        "\u00a0", " "
    )
    assert told.endswith("$2,000 a point; you would pay $2,500.")
    assert "a point" not in verdict(asked, (compared(asked, 5, 1_000),))


def test_no_plan_is_the_worst(asked):
    now = asking(asked)
    none = Tried(
        Variant("No rooms", asked), NoPlan(asked.scenario, "infeasible", 0), now, False
    )
    assert difference(none) == "no plan"
    assert verdict(asked, (none,)) == "No plan is left then."
    told = verdict(asked, (compared(asked, -3), none), worst=True)
    assert told == "No rooms: no plan is left."


# ---- another host -----------------------------------------------------------------


def test_every_host_of_the_list_says_what_is_lost_without_it(asked):
    found = rows(what_if(asked, "another-host"))
    for one in asking(asked).requests:
        host = one.request.candidates[0].offering.host
        assert found[host] == (f"{round(10 * one.adds_pp)} fewer of 1,000",)


MAY, JUNE = "2027-05-03", "2027-06-07"


@pytest.fixture
def some() -> Problem:
    """E1 is worth a request; E3 is too dear; E4 takes no students."""
    programs = tuple(make.program(f"P{i}") for i in (1, 3, 4))
    offerings = (
        make.offering("E1", "P1", starts=MAY, acceptance=0.9),
        make.offering("E3", "P3", starts=JUNE, tuition_usd=9_000),
        make.offering("E4", "P4", starts=JUNE, students="no"),
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, budget_usd=5_000, min_letters=0)


def shown(problem: Problem, link: str) -> AppTest:
    return what_if(problem, "another-host", link={"why": link})


def buttons(at: AppTest) -> list[str]:
    return [item.label.replace("\\", "") for item in at.button]


def test_one_of_the_list_can_be_left_out(some):
    at = shown(some, "E1")
    lost = round(1_000 * (asking(some).value - asking(some).baseline))
    assert f"is on your list; left out: {lost} fewer of 1,000." in text_of(at)
    assert "Leave it out" in buttons(at)


def test_one_that_is_too_dear_has_a_fix_for_a_button(some):
    at = shown(some, "E3")
    assert "cannot be on your list as things are" in text_of(at)
    assert "Raise the budget by $7,000 to $12,000." in buttons(at)


def test_one_that_is_closed_says_what_would_have_to_be_true(some):
    at = shown(some, "E4")
    assert "The host would have to take students" in text_of(at)
    assert "No change of your money" in text_of(at)


def test_another_is_put_on_the_list_with_what_that_moves(asked):
    few = asked.having(max_requests=1)
    listed = {i for one in asking(few).requests for i in one.request.offering_ids}
    other = next(i for i in ("E0", "E1", "E2") if i not in listed)
    at = shown(few, other)
    moved = of_1000(few, few.having(pins=(other,)))
    assert f"done if it says yes: {abs(moved)} fewer of 1,000" in text_of(at)
    assert "Put it on the list" in buttons(at)


def test_a_link_to_nothing_gives_one_sentence(some):
    at = shown(some, "<b>E99</b>")
    assert len(at.warning) == 1
    assert "not in the catalog" in at.warning[0].value


def test_where_no_guess_changes_anything_nothing_is_drawn(asked):
    """Every assumption is known, and so is every acceptance."""
    sure = tuple(
        replace(a, low=a.value, high=a.value) for a in asked.catalog.assumptions
    )
    known = Problem(versioned(replace(asked.catalog, assumptions=sure)), asked.scenario)
    at = what_if(known, "wrong")
    assert "Guesses that change nothing: 0." in text_of(at)
    assert not at.table
    assert not at.get("plotly_chart")
    assert what_if(asked, "wrong").table, "else it is never drawn"


# ---- if letters count, and if not --------------------------------------------------


def test_whom_to_ask_if_letters_count_for_little_and_what_being_wrong_costs():
    p = make.one_of_two(evidence="blended")
    found = readings(p, asking(p))
    assert found is not None
    lost = found.regrets_pp(found.cautious)[0]
    assert round(10 * lost) > 0
    at = what_if(p, "evidence")
    assert (
        "If letters count for little, ask Clinic 2 instead of Clinic 1; that costs"
        f" {round(10 * lost)} of 1,000 if you are wrong." in text_of(at)
    )
    lists, hosts = at.table[1:]
    told = {name: cells for name, *cells in map(plain_row, lists.value.values)}
    for name, one in (
        ("Your list", found.now),
        ("Best as guessed", found.central),
        ("Best without letters", found.cautious),
    ):
        people = (*one.adds_pp, max(found.regrets_pp(one)))
        assert told[name] == [f"{round(10 * pp)} of 1,000" for pp in people]
    assert [plain_row(row) for row in hosts.value.values] == [
        ["Best as guessed only", "Clinic 1"],
        ["Best without letters only", "Clinic 2"],
    ]


def plain_row(row: Iterable[object]) -> list[str]:
    return [plain(cell) for cell in row]


def test_the_same_hosts_either_way_are_one_sentence():
    at = what_if(make.one_of_two(evidence="blended", exclusions=("E2",)), "evidence")
    assert "Ask the same hosts, whether letters count or not." in text_of(at)
    assert len(at.table) == 1


def axes(at: AppTest) -> list[str]:
    """What the figures of a page count."""
    specs = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    return [spec["layout"]["xaxis"]["title"]["text"] for spec in specs]


@pytest.mark.parametrize("question", ["money", "another-host"])
def test_an_axis_names_what_is_counted_and_negates_nothing(asked, question):
    """A bar to the left is fewer: its number is negative, its axis is not."""
    assert axes(what_if(asked, question)) == ["who match, more or fewer of 1,000"]
    liked = Preferences(where_matters=0.5, programs=(("P0", 5),))
    rated = asked.having(preferences=liked)
    assert axes(what_if(rated, question)) == ["match value, more or less of 1,000"]


@pytest.mark.parametrize(
    ("score", "line"),
    [
        ({"step2_expected": 250}, "10 points more in Step 2 than expected"),
        ({"step2_expected": 299}, "1 point more in Step 2 than expected"),
        (
            {"step2_low": 240, "step2_expected": 250, "step2_high": 254},
            "4 points more in Step 2 than expected",
        ),
    ],
)
def test_no_more_points_are_expected_than_there_are(asked, score, line):
    found = rows(what_if(expecting(asked, **score), "elsewhere"))
    assert [name for name in found if "Step 2" in name] == [line]


@pytest.mark.parametrize(
    "score",
    [
        {"step2_expected": 300},
        {"step2_low": 220, "step2_expected": 230, "step2_high": 230},
        {"step2_low": 280, "step2_high": 290},
    ],
)
def test_where_there_are_none_nothing_is_asked_about_them(asked, score):
    found = rows(what_if(expecting(asked, **score), "elsewhere"))
    assert not [name for name in found if "Step 2" in name]


def expecting(problem: Problem, **score: int) -> Problem:
    who = replace(problem.scenario.applicant, step2_ck=None, **score)
    return problem.having(applicant=who)
