"""The plan page for each outcome: a plan, none, a timeout, a link without profile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import remember, scenario_of

from optimizer.browse import known
from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.plan import (
    Chance,
    Chances,
    CostItem,
    Eligibility,
    Gain,
    NoPlan,
    Plan,
    Proof,
    RotationDetail,
)
from optimizer.domain.problem import Problem
from optimizer.explain import infeasibility as explain
from optimizer.export import as_json as report
from optimizer.model.rotation import block_of, rotation_on
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.scenario_io.share import Shared
from optimizer.solver import solve
from views.kit import terms
from views.sections import answer, costs, no_plan, opened, returns
from views.session import cached

JUNE = dt.date(2027, 6, 7)
SHOWN = Chances(
    baseline=Chance(0.33, 0.27, 0.40),
    if_all_accept=Chance(0.52, 0.41, 0.60),
    expected=Chance(0.36, 0.30, 0.44),
    any_accepts=0.39,
    all_accept=1 / 222,
)
MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.plan import page as plan

    plan.render(problem)


@pytest.fixture
def asked() -> Problem:
    """Three hosts, one of them to be asked first, all within the budget."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = (
        make.offering("E1", "P1", tuition_usd=None),
        make.offering("E2", "P2", us_persons_only="unknown", host=MARKUP),
        make.offering("E3", "P3", kind="observership", weeks=2),
    )
    return make.problem(make.catalog(programs, offerings), budget_usd=9_000)


def shown(problem: Problem, **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, problem.scenario, **session)
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    """All text of the page, as it is read."""
    found = "\n".join(item.value for item in (*at.header, *at.subheader, *at.markdown))
    return found.replace("\\", "").replace("\u00a0", " ")


def plan_of(problem: Problem, *names: str, **changes: object) -> Plan:
    """A plan with these offerings, four weeks apart, made by hand."""
    starts = [
        dt.date(2027, 3, 1) + dt.timedelta(weeks=8 * i) for i in range(len(names))
    ]
    found = [
        block_of(rotation_on(problem, problem.catalog.offering[name], start))
        for name, start in zip(names, starts, strict=True)
    ]
    default = Plan(
        scenario=problem.scenario,
        blocks=tuple(found),
        value=0.36,
        cost_items=(CostItem("Arrival and return", 5_940),),
        expected_cost_usd=1_900,
        letters_on_time=2,
        proof=Proof("optimal", 0.3601, 0.3),
    )
    return replace(default, **changes)


def details_of(plan: Plan, *verdicts: str) -> tuple[RotationDetail, ...]:
    return tuple(
        RotationDetail(block, 0, Gain(1, 1), 0.5, Eligibility(verdict), ())
        for block, verdict in zip(plan.blocks, verdicts, strict=True)
    )


# --- the sentences ----------------------------------------------------------------


@pytest.mark.parametrize("names", [("E1",), ("E1", "E2"), ("E1", "E2", "E3")])
def test_the_headline_counts_refusals(asked, names):
    said = answer.headline(plan_of(asked, *names), SHOWN).replace("\u00a0", " ")
    assert said == (
        "With refusals counted, your match chance goes from 33 % to 36 %"
        " (range 30–44 %)"
    )


@pytest.mark.parametrize(
    ("names", "who"),
    [
        (("E1",), "the host accepts"),
        (("E1", "E2"), "both hosts accept"),
        (("E1", "E2", "E3"), "all 3 accept"),
    ],
)
def test_what_happens_if_all_accept_comes_with_its_chance(asked, names, who):
    said = answer.refusals(plan_of(asked, *names), SHOWN).replace("\u00a0", " ")
    whole = (
        f"If {who} (a guess: about 1 season in 220), it goes from 33 % to 52 %"
        " (range 41–60 %)."
    )
    alone = len(names) == 1
    assert said == whole + ("" if alone else " At least one accepts: 39 %.")


def test_a_chance_that_hardly_moves_is_not_said_to_go_anywhere(asked):
    small = replace(SHOWN, expected=Chance(0.334, 0.27, 0.41))
    said = answer.headline(plan_of(asked, "E1"), small).replace("\u00a0", " ")
    assert said == (
        "With refusals counted, your match chance stays near 33 % (range 27–41 %)"
    )


def test_where_nobody_can_refuse_there_is_no_condition(asked):
    sure = replace(SHOWN, expected=SHOWN.if_all_accept, any_accepts=1.0, all_accept=1.0)
    for counted in ("expected", "certain"):
        scenario = replace(asked.scenario, acceptance=counted)
        plan = plan_of(Problem(asked.catalog, scenario), "E1", "E2")
        said = answer.headline(plan, sure).replace("\u00a0", " ")
        assert said == (
            "With this plan your match chance goes from 33 % to 52 % (range 41–60 %)"
        )
        assert answer.refusals(plan, sure) == "Both hosts count as certain."
    alone = plan_of(asked, "E1")
    assert answer.refusals(alone, sure) == "The host counts as certain."


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
@pytest.mark.parametrize("wishes", [0.0, 0.5])
def test_every_preset_is_answered_with_refusals_counted_first(preset, wishes):
    catalog = read_catalog(DATA)
    chosen = preset(default_scenario(catalog, dt.date(2026, 5, 4)))
    liked = replace(chosen.preferences, where_matters=wishes, states=(("TX", 5),))
    found = Problem(catalog, replace(chosen, preferences=liked))
    plan = solve.solve(found)
    assert isinstance(plan, Plan)
    assert plan.blocks
    known = report.report(found, plan)
    said = text(shown(found))
    first, whole = said.split("\n")[0], "a guess: about 1 season in "
    # from one to the other, or near it where both are the same in per cent
    assert first.startswith("With refusals counted, your match chance ")
    ends = {known[f"{of}match_probability"] for of in ("", "baseline_")}
    moves = len({f"{end:.0%}" for end in ends}) > 1
    way = "to" if moves else "stays near"
    assert f" {way} {known['match_probability']:.0%} (".replace("%", " %") in first
    best = f" to {known['match_probability_if_all_accept']:.0%} (range"
    assert best.replace("%", " %") in said.split(whole)[1].split("\n")[0]
    number = said.split(whole)[1].split(")")[0].replace(",", "")
    assert float(number) == pytest.approx(1 / known["chance_all_accept"], rel=0.05)


def test_without_a_rotation_the_headline_promises_nothing(asked):
    said = answer.headline(plan_of(asked), SHOWN).replace("\u00a0", " ")
    assert said == "Without another rotation your match chance stays at 33 %"


def test_money_and_letters_are_told(asked):
    plan = plan_of(asked, "E1", "E2")
    assert answer.money(plan) == "At most $5,940 of $9,000, expected $1,900."
    letters = answer.letters(asked, plan)
    assert letters.startswith("Two letters could be ready by 22 September")


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (("check", "check", "open"), "Two of the three hosts must still be asked."),
        (("check",), "The host must still be asked before you rely on it."),
        (("check", "check"), "Both hosts must still be asked before you rely on it."),
        (("open", "open"), "On record, every host takes applicants like you."),
    ],
)
def test_hosts_to_ask_are_counted(asked, verdicts, said):
    plan = plan_of(asked, *("E1", "E2", "E3")[: len(verdicts)])
    assert answer.to_ask(details_of(plan, *verdicts)) == said


def test_a_proven_plan_says_how_closely_and_how_fast(asked):
    said, proven = answer.proof(asked, plan_of(asked, "E1"))
    assert proven
    assert said.replace("\u00a0", " ") == "Proven best, within 0.01 pp, in 0.3 s"


def test_an_unproven_plan_is_never_called_the_best(asked):
    plan = plan_of(asked, "E1", proof=Proof("feasible", 0.372, 20.0))
    said, proven = answer.proof(asked, plan)
    assert not proven
    assert said.replace("\u00a0", " ") == "Best found in 20 s, gap 1.20 pp"


def test_a_bill_adds_up(asked):
    plan = solve.solve(asked)
    assert isinstance(plan, Plan)
    assert sum(costs.summary(asked, plan.cost_items).values()) == plan.cost_usd


def test_lines_that_are_assumed_have_names_the_bill_knows(asked):
    plan = solve.solve(asked)
    full_offering = make.offering(
        application_fee_usd=1, tuition_usd=1, other_fees_usd=1, apply_lead_weeks=1
    )
    full = make.problem(make.catalog(offerings=(full_offering,)))
    items = solve.solve(full).cost_items
    assert {*known.FEE_FIELDS, known.TRANSPORT} <= {item.label for item in items}
    assert isinstance(plan, Plan)


# --- a plan -----------------------------------------------------------------------


def test_the_page_of_a_plan_has_every_section(asked):
    at = shown(asked)
    assert "your match chance goes from" in at.header[0].value
    headings = [heading.value for heading in at.subheader]
    assert headings == [
        "The schedule",
        "The rotations",
        "What it costs",
        "Take it with you",
    ]
    assert "Proven best" in text(at)
    assert "projected" in text(at)


def test_every_figure_has_words(asked):
    at = shown(asked)
    charts = at.get("plotly_chart")
    assert len(charts) == 3
    assert all(chart.proto.alt for chart in charts)


def test_the_bill_on_the_page_has_its_total(asked):
    plan = solve.solve(asked)
    bill = next(t for t in shown(asked).table if "US$" in t.value.columns).value
    assert bill["US$"].iloc[:-1].sum() == bill["US$"].iloc[-1] == plan.cost_usd


def test_what_must_be_asked_is_asked_with_its_question(asked):
    assert "Do you take people without US work authorization?" in text(shown(asked))


def test_names_from_a_catalog_are_plain_text(asked):
    plain = [m.value for m in shown(asked).markdown if "Clinic" in m.value]
    assert plain
    for value in plain:
        assert "<b>" not in value
        assert "[x](" not in value
        assert ":red" not in value


def test_gains_name_what_they_are_gains_of(asked):
    assert "match chance with refusals counted" in text(shown(asked))
    wishes = make.scenario(budget_usd=9_000, where_matters=0.5, states=(("TX", 2),))
    at = shown(Problem(asked.catalog, wishes))
    assert "match value with refusals counted" in text(at)
    assert "your match chance goes from" in at.header[0].value


def test_keep_pins_the_block_on_its_date(asked):
    at = shown(asked)
    keep = next(b for b in at.button if b.label == "Keep")
    keep.click().run()
    assert scenario_of(at).pins == (keep.key.removeprefix("pin "),)


def test_a_pinned_rotation_can_be_let_go(asked):
    pinned = asked.having(pins=("E1",))
    at = shown(pinned)
    assert "Pinned" in text(at)
    next(b for b in at.button if b.label == "Unpin").click().run()
    assert scenario_of(at).pins == ()


def test_exclude_drops_the_offering(asked):
    at = shown(asked)
    exclude = next(b for b in at.button if b.label == "Exclude")
    exclude.click().run()
    offering_id = exclude.key.removeprefix("exclude ").partition("@")[0]
    assert scenario_of(at).exclusions == (offering_id,)


def test_other_dates_are_offered(asked):
    assert at_menu(shown(asked))


def at_menu(at: AppTest) -> list[str]:
    return [o for menu in at.get("menu_button") for o in menu.proto.options]


def test_the_best_of_each_size_is_a_table_too(asked):
    table = next(t for t in shown(asked).table if "All accept" in t.value.columns).value
    assert list(table["Rotations"]) == ["0", "1", "2", "3", "4"]


def test_what_was_left_out_is_worked_out_only_when_its_tab_is_open(asked, monkeypatch):
    asked_for = []
    found = cached.left_out
    monkeypatch.setattr(cached, "left_out", lambda *a: asked_for.append(a) or found(*a))
    shown(asked)
    assert not asked_for
    at = shown(asked, **{"plan.more": "What was left out"})
    assert asked_for
    assert not [t for t in at.table if "All accept" in t.value.columns]


def test_after_the_season_the_page_says_so(asked):
    late = replace(asked.scenario, today=dt.date(2027, 10, 1))
    at = shown(Problem(asked.catalog, late))
    assert "season ended on 30 Sep 2027" in at.warning[0].value


def test_a_plan_without_rotations_is_shown(asked):
    none = replace(asked.scenario, max_rotations=0, min_rotations=0, min_letters=0)
    at = shown(Problem(asked.catalog, none))
    assert "Without another rotation" in at.header[0].value


# --- no plan ----------------------------------------------------------------------


@pytest.fixture
def too_poor(asked) -> Problem:
    return asked.having(budget_usd=100)


def test_no_plan_names_the_clash_and_its_ways_out(too_poor):
    at = shown(too_poor)
    assert at.header[0].value == "No plan fits everything you asked for"
    found = explain.diagnose(too_poor)
    for conflict in found.conflicts:
        assert conflict in text(at)
    fixes = [b for b in at.button if b.key and b.key.startswith("fix ")]
    assert len(fixes) == len(found.fixes) > 0


def test_a_fix_is_applied_by_its_button(too_poor):
    at = shown(too_poor)
    at.button(key="fix 0").click().run()
    assert scenario_of(at) == explain.diagnose(too_poor).fixes[0].scenario


def test_a_diagnosis_without_end_is_told_in_words(too_poor, monkeypatch):
    def endless(problem):
        raise TimeoutError

    monkeypatch.setattr(cached, "diagnose", endless)
    assert "could not be found out in the time" in text(shown(too_poor))


def test_a_timeout_is_never_called_proven(asked, monkeypatch):
    late = NoPlan(asked.scenario, "timeout", 20.0)
    monkeypatch.setattr(cached, "solve", lambda problem: late)
    at = shown(asked)
    assert "No plan was found in 20 s" in text(at)
    for word in ("impossible", "optimal", "Proven"):
        assert word not in text(at)
    at.button[0].click().run()
    assert scenario_of(at).time_limit_s == no_plan.LONGER_S


def test_the_longest_search_offers_no_longer_one(asked, monkeypatch):
    patient = asked.having(time_limit_s=120.0)
    late = NoPlan(patient.scenario, "timeout", 120.0)
    monkeypatch.setattr(cached, "solve", lambda problem: late)
    assert not shown(patient).button


def test_an_unproven_plan_says_so_on_the_page(asked, monkeypatch):
    plan = solve.solve(asked)
    unproven = replace(plan, proof=Proof("feasible", plan.value + 0.01, 20.0))
    monkeypatch.setattr(cached, "solve", lambda problem: unproven)
    said = text(shown(asked))
    assert "Best found in 20 s, gap 1.00 pp" in said
    assert "optimal" not in said


# --- an opened link without a profile ---------------------------------------------


def test_a_link_without_a_profile_shows_dates_and_cost_only(asked):
    link = Shared(asked.scenario, ("E3@2027-08-02", "E1@2027-06-07"), False, True)
    at = shown(asked, opened=link)
    assert at.header[0].value == "A shared plan with two rotations"
    assert "The profile was not shared" in text(at)
    assert len(at.get("plotly_chart")) == 1
    assert "match chance" not in text(at)
    assert [b.start for b in opened.blocks_of(asked, link)] == [
        JUNE,
        dt.date(2027, 8, 2),
    ]


def test_a_link_from_an_older_catalog_says_so(asked):
    link = Shared(asked.scenario, ("E1@2027-06-07",), False, False)
    assert "catalog has changed" in text(shown(asked, opened=link))


def test_a_link_with_a_profile_is_answered_in_full(asked):
    link = Shared(asked.scenario, ("E1@2027-06-07",), True, True)
    at = shown(asked, opened=link)
    assert "your match chance goes from" in at.header[0].value


# --- the rest ---------------------------------------------------------------------


def test_a_step_says_why_it_has_no_plan(asked):
    from charts.returns import Added
    from optimizer.domain.plan import Step

    def cost_of(plan: Plan | NoPlan) -> str:
        return returns.cells(Added(Step(1, plan, plan), None, None))[4]

    assert cost_of(NoPlan(asked.scenario, "infeasible", 1)) == "no plan"
    assert cost_of(NoPlan(asked.scenario, "timeout", 1)) == "none found in time"
    found = plan_of(asked, "E1", proof=Proof("feasible", 0.5, 1))
    assert cost_of(found) == "$5,940 (best found)"


def test_refusals_that_are_not_counted_are_named_all_the_same(asked):
    sure = asked.having(acceptance="certain")
    plan = plan_of(sure, "E1", "E2", "E3")
    said = answer.headline(plan, SHOWN).replace("\u00a0", " ")
    assert said == (
        "If all 3 accept, your match chance goes from 33 % to 52 % (range 41–60 %)"
    )
    assert answer.refusals(plan, SHOWN).replace("\u00a0", " ") == (
        "Refusals are not counted, as you asked. With refusals counted: 36 %."
        " A guess: all 3 accept about 1 season in 220."
    )
    assert terms.counting(sure) == "if every host accepts"


def test_a_crowded_server_works_out_further_plans_only_if_asked(asked, monkeypatch):
    monkeypatch.setattr(cached, "crowded", lambda: True)
    at = shown(asked)
    assert returns.CROWDED in [item.value for item in at.markdown]
    assert at.header, "the answer itself is there"
    sizes = len(at.get("plotly_chart"))
    next(b for b in at.button if b.label == "Work it out now").click().run()
    assert not at.exception
    assert len(at.get("plotly_chart")) == sizes + 1
    assert returns.CROWDED not in [item.value for item in at.markdown]
