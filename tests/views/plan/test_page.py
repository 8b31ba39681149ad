"""The plan page for each outcome: a list, none, undecided, a link without profile."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import ran, remember, scenario_of, text_of

from charts import words
from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.commands.requests import written_list
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain import infeasibility
from optimizer.model.rotation import rotations_of
from optimizer.requests.answered import plan_outcome, planned_outcomes
from optimizer.requests.ask_list import NumberGain
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.scenario_io.share import Shared
from optimizer.solver.solve import OutOfWork
from views.plan.doubt import gain_sentences, list_end
from views.plan.page import caption, outcomes
from views.sections import left_out, opened, schedule
from views.session import cached

JUNE = dt.date(2027, 6, 7)
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


def shown(problem: Problem, *unfolded: str, **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    opened_ = {f"plan.{section}": True for section in unfolded}
    remember(at, problem.scenario, **opened_, **session)
    return ran(at)


def text(at: AppTest) -> str:
    """All text of the page, as it is read."""
    return text_of(at, "header", "subheader", "markdown")


def menu(at: AppTest, label: str) -> list[str]:
    (found,) = [m for m in at.get("menu_button") if m.proto.label == label]
    return list(found.proto.options)


# --- the answer -------------------------------------------------------------------


def test_the_page_answers_in_the_order_of_reading(asked):
    at = shown(asked)
    assert at.header[0].value == "Write to these 3 hosts"
    headings = [heading.value for heading in at.subheader]
    assert headings == ["The schedule", "Write first"]
    folded = [e.label for e in at.expander]
    assert folded[1:] == [
        "All 3",
        "The cost",
        "More requests?",
        "How sure?",
        "Map",
        "Left out",
        "Take it along",
    ]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_says_what_the_command_line_prints(preset):
    catalog = read_catalog(DATA)
    scenario = PRESETS[preset](default_scenario(catalog, dt.date(2026, 11, 26)))
    problem = Problem(catalog, scenario)
    printed = json.loads(json.dumps(written_list(problem, make.planned(problem))))
    said = text(shown(problem, "More requests?", "How sure?"))
    assert said.startswith(f"Write to these {len(printed['requests'])} hosts")
    before, after = printed["baseline"], printed["value"]
    assert f"{before * 100:.0f} → {after * 100:.0f} in 100" in said
    assert f"at most ${printed['cost_usd']['most']:,} in the end" in said
    assert f"high, it is ${printed['cost_usd']['most_if_dear']:,}: ask" in said
    assert f"about {(1 - printed['chance_none']) * 10:.0f} in 10" in said
    assert f"No rotation: {printed['chance_none'] * 10:.0f} in 10" in said
    low, high = printed["gain_low_pp"], printed["gain_high_pp"]
    assert f"{low * 10:.0f} to {high * 10:.0f} of 1,000" in said
    assert f"The list adds {printed['gain_pp'] * 10:.0f} of 1,000" in said


def test_where_the_list_ends_is_told_by_what_one_more_adds(asked):
    """A list with hosts on record put first may add less than the next one."""
    found = replace(ask(asked), stop_at=1)
    line = found.scenario.stop_points_per_request
    for rise, said in ((0.9 * line, "adds too little"), (1.1 * line, "before cold")):
        gains = tuple(NumberGain(n, n * rise, 0) for n in range(3))
        assert said in list_end(replace(found, by_number=gains))
        last = list_end(replace(found, by_number=gains[:2]))
        assert "the most that you want to write" in last


def test_the_curve_ends_at_the_gain_of_the_list(asked):
    at = shown(asked, "More requests?")
    found = ask(asked)
    table = next(t.value for t in at.table if "Requests" in t.value.columns)
    assert [int(n) for n in table["Requests"]] == [g.requests for g in found.by_number]
    row = table[table["Requests"] == str(found.stop_at)].iloc[0]
    assert int(row.iloc[1]) == round(found.gain_pp * 10)


def test_less_is_said_of_answers_alike_only_where_it_is_less(asked):
    found = ask(asked)
    for worst_pp, said in (
        (found.gain_pp, "it stays about the same"),
        (found.gain_pp - 1, f"may be only {words.of_thousand(found.gain_pp - 1)}"),
    ):
        alike = replace(found, correlated=replace(found.correlated, high=worst_pp))
        assert any(said in one for one in gain_sentences(alike))


def test_every_figure_has_words(asked):
    at = shown(asked, "More requests?", "Map")
    charts = at.get("plotly_chart")
    assert len(charts) == 3
    assert all(chart.proto.alt for chart in charts)


def test_names_from_a_catalog_are_plain_text(asked):
    at = shown(asked, "requests", "The cost", "How sure?")
    plain = [m.value for m in at.markdown if "Clinic" in m.value]
    plain += [t.value.to_string() for t in at.table if "Clinic" in t.value.to_string()]
    assert len(plain) >= 3
    for value in plain:
        assert "<b>" not in value.replace("\\<", "")
        assert "[x](" not in value
        assert ":red" not in value


def test_closed_sections_cost_nothing(asked, monkeypatch):
    def unasked(*_):
        raise AssertionError("nobody looks at this")

    for name in ("reason_groups", "solve", "best_of_size", "gain_swings"):
        monkeypatch.setattr(cached, name, unasked)
    at = shown(asked)
    assert at.header[0].value == "Write to these 3 hosts"


def test_after_the_season_the_page_says_so(asked):
    late = replace(asked.scenario, today=dt.date(2027, 10, 1))
    at = shown(Problem(asked.catalog, late))
    assert "season ended on 30 Sep 2027" in at.warning[0].value


def test_legal_advice_is_disclaimed_once_and_only_with_a_visa(asked):
    assert text(shown(asked, "How sure?")).count("not legal advice") == 1
    citizen = asked.having(
        applicant=replace(asked.scenario.applicant, us_work_authorized=True),
    )
    assert "not legal advice" not in text(shown(citizen, "How sure?"))


def test_proven_is_said_of_one_exchange_and_of_the_schedule_if_all_say_yes(asked):
    said = text(shown(asked, "How sure?"))
    assert "with hosts on record kept, no exchange of one host is better" in said
    assert "Hosts on record stay on the list" in said
    assert "The schedule if all say yes is proven best." in said


# --- outcomes ---------------------------------------------------------------------


def test_outcomes_are_those_of_the_list_and_what_they_cost(asked):
    found = ask(asked)
    shown_ = outcomes(asked, found)
    assert [o.name for o in shown_] == [
        "Likeliest",
        "Second",
        "Third",
        "If all say yes",
    ]
    likely = [o for o in planned_outcomes(asked, found) if o.rotations]
    for one, known in zip(shown_[:3], likely, strict=False):
        assert one.chance == known.chance
        assert one.plan.blocks == known.rotations
        assert one.plan.cost_usd == known.cost_usd
    assert shown_[-1].plan == make.planned(asked).if_all_say_yes
    for one in shown_:
        assert one.cost.usd == one.plan.cost_usd
        assert f"${one.plan.cost_usd:,}" in caption(found, one)


def test_a_schedule_is_looked_up_once_it_is_drawn(asked, monkeypatch):
    found = ask(asked)
    looked_up = []
    real = cached.best
    monkeypatch.setattr(cached, "best", lambda p: looked_up.append(p) or real(p))
    first, *_, every = outcomes(asked, found)
    assert not looked_up
    assert first.plan.blocks == first.plan.blocks
    assert set(looked_up) == {first.problem}
    assert every.plan == make.planned(asked).if_all_say_yes


def test_no_schedule_is_offered_where_the_money_pays_for_none(asked):
    poor = asked.having(budget_usd=200, answers=(("E1", "asked"),))
    found = ask(poor)
    assert [one.request.name for one in found.requests] == ["E1"]
    assert not isinstance(make.planned(poor).if_all_say_yes, Plan)
    assert outcomes(poor, found) == ()


def test_the_first_schedule_is_the_likeliest_with_a_rotation(asked):
    found = ask(asked)
    at = shown(asked)
    first = plan_outcome(asked, found, found.likeliest)
    named = "Of many outcomes with a rotation the likeliest"
    often = f"{named}: {first.chance * 100:.0f} in 100, for about $"
    assert often in text(at)
    (chart,) = at.get("plotly_chart")
    for block in first.rotations:
        assert f"{block.start.day}" in chart.proto.alt
    assert "other host" in chart.proto.spec


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("If all say yes", "Every host says yes: "),
        ("Second", "Second likeliest: "),
        ("On average", "The fuller a bar"),
    ],
)
def test_another_outcome_is_a_click_away(asked, chosen, said):
    at = shown(asked, **{"plan.outcome": chosen})
    assert said in text(at)


def test_on_average_every_request_has_a_row(asked):
    at = shown(asked, **{"plan.outcome": "On average", schedule.DATES: True})
    (chart,) = at.get("plotly_chart")
    for one in ask(asked).requests:
        assert f"done {round(one.use * 100)} in 100" in chart.proto.alt
    rows = next(t.value for t in at.table if "Done in the end" in t.value.columns)
    assert len(rows) == 3


def test_the_dates_are_a_table_once_it_is_opened(asked):
    """Closed it costs nothing, nor does the browser load what tables need."""
    assert not shown(asked).table
    at = shown(asked, **{schedule.DATES: True})
    columns = [column for t in at.table for column in t.value.columns]
    assert "Letter ready" in columns
    assert "Possible dates" in columns
    assert "Season" in columns


def test_once_every_answer_is_in_there_is_one_schedule(asked):
    in_ = asked.having(
        answers=(("E1", "accepted"), ("E2", "refused"), ("E3", "accepted"))
    )
    at = shown(in_, "How sure?", "The cost")
    assert not at.get("button_group")
    found = make.planned(in_)
    assert isinstance(found.if_all_say_yes, Plan)
    assert f"It costs about ${found.if_all_say_yes.cost_usd:,}" in text(at)
    assert "The schedule shown is proven best." in text(at)
    assert "Write first" not in text(at)
    bill = next(t for t in at.table if "US$" in t.value.columns).value
    assert bill["US$"].iloc[-1] == found.if_all_say_yes.cost_usd


def test_whom_one_is_to_write_to_is_left_out_of_nothing(asked):
    assert "Nothing was left out." in text(shown(asked, "Left out"))
    fewer = asked.having(max_requests=1)
    (only,) = ask(fewer).requests
    said = text(shown(fewer, "Left out"))
    lines = [line for line in said.splitlines() if line.startswith("- ")]
    assert len(lines) == 2
    assert not any(only.request.candidates[0].offering.host in line for line in lines)


# --- money ------------------------------------------------------------------------


def test_the_bill_on_the_page_has_its_total_and_how_far_it_could_go(asked):
    at = shown(asked, "The cost")
    first = ask(asked).likeliest
    bill = next(t for t in at.table if "US$" in t.value.columns).value
    assert bill["US$"].iloc[:-1].sum() == bill["US$"].iloc[-1] == first.cost_usd
    dear = asked.having(pins=("E1",), max_requests=1)
    said = text(shown(dear, "The cost"))
    assert "$1,000 is assumed" in said  # the tuition of E1
    (one,) = [o for o in outcomes(dear, ask(dear)) if o.name == "Likeliest"]
    assert f"it would be ${one.plan.cost_usd + 3_000:,}" in said
    assert "What may rise most: tuition or visitor fee, from $1,000 to $4,000." in said


def test_a_bill_adds_up(asked):
    for one in outcomes(asked, ask(asked)):
        items = one.plan.cost_items
        lines = schedule.bill_lines(items, schedule.hosts_of(asked, items))
        assert sum(lines.values()) == one.plan.cost_usd
        rotations = rotations_of(one.problem, one.plan.blocks)
        assert schedule.cost_range(one.problem, rotations).usd == one.plan.cost_usd


# --- whom to write to -------------------------------------------------------------


def test_what_was_written_is_noted_with_a_click(asked):
    at = shown(asked)
    wrote = [b for b in at.button if b.label == "I wrote"]
    assert len(wrote) == 3
    wrote[0].click().run()
    assert scenario_of(at).answers == ((wrote[0].key.removeprefix("wrote "), "asked"),)


def test_hosts_can_be_kept_left_out_and_let_go(asked):
    at = shown(asked, "requests")
    hosts = {o.host for o in asked.catalog.offerings}
    assert set(menu(at, "Must be in …")) == set(menu(at, "Leave out …")) == hosts
    pinned = shown(asked.having(pins=("E1",)), "requests")
    assert len(menu(pinned, "Need not be in …")) == 1
    assert "Must be in" in text(pinned)


def test_two_parts_tell_what_is_on_record_from_what_is_to_be_asked(asked):
    cold = {"students": "unknown", "pmr_available": "unknown", "status": "assumed"}
    offerings = (
        asked.catalog.offerings[0],
        make.offering("M1", "P2", **cold),
        make.offering("M2", "P3", **cold),
    )
    catalog = make.catalog(asked.catalog.programs, offerings)
    both = Problem(catalog, asked.scenario)
    said = text(shown(both, "requests"))
    assert said.index("Rotations on record") < said.index(
        "Ask whether they take anyone"
    )
    assert said.index("Host E1") < said.index("Ask whether they take anyone")
    assert "Rotations on record" not in text(shown(both.having(exclusions=("E1",))))


def test_hosts_that_are_alike_are_a_choice_and_writing_to_one_makes_it():
    cold = {
        "students": "unknown",
        "pmr_available": "unknown",
        "status": "assumed",
        "channel": "direct",
    }
    programs = tuple(make.program(f"P{i}") for i in range(5))
    offerings = tuple(make.offering(f"M{i}", f"P{i}", **cold) for i in range(5))
    problem = make.problem(
        make.catalog(programs, offerings), min_letters=0, max_requests=2
    )
    at = shown(problem)
    assert "Any 2 of these 5 hosts" in text(at)
    assert len(menu(at, "I wrote to …")) == 5
    chosen = problem.having(answers=(("M3", "asked"),))
    at = shown(chosen)
    assert "Any 1 of these 4 hosts" in text(at)
    assert "Host M3" not in menu(at, "I wrote to …")


def test_one_line_of_advice_says_what_is_missing(asked):
    often = tuple(
        replace(p, receptiveness_non_us="very_high") if p.program_id == "P3" else p
        for p in asked.catalog.programs
    )
    catalog = make.catalog(often, asked.catalog.offerings)
    said = text(shown(Problem(catalog, asked.scenario)))
    assert "Program P3 interviews IMGs often. Where do you want to match?" in said
    assert "None of them interviews IMGs often." in text(shown(asked))
    pinned = shown(asked.having(pins=("E1",)))
    assert "You want to match at Program P1." in text(pinned)
    assert not [p for p in pinned.get("popover") if p.proto.popover.label == "Pick one"]


def test_where_to_match_is_picked_from_every_host_one_may_write_to(asked):
    at = shown(asked, "pick")
    (box,) = [s for s in at.selectbox if s.label == "Where do you want to match?"]
    box.select("E3").run()
    assert scenario_of(at).pins == ("E3",)


def test_programs_near_a_host_are_counted(asked):
    assert text(shown(asked)).count("2 other programs within 60 miles.") == 3


# --- nobody -----------------------------------------------------------------------


def test_without_anybody_to_write_to_the_page_says_why(asked):
    none = asked.having(max_rotations=0, min_rotations=0, min_letters=0)
    at = shown(none)
    assert at.header[0].value == "There is nobody to write to"
    assert at.expander, "the reasons"


def test_requests_that_add_too_little_are_not_called_impossible(asked):
    picky = asked.having(stop_points_per_request=90.0)
    at = shown(picky)
    assert at.header[0].value == "No request is worth the work"
    best = max(g.gain_pp for g in ask(picky).by_number)
    assert f"would bring {best * 10:.0f} more of 1,000" in text(at)


# --- no plan ----------------------------------------------------------------------


@pytest.fixture
def too_poor(asked) -> Problem:
    return asked.having(budget_usd=100)


def test_no_plan_names_the_clash_and_its_ways_out(too_poor):
    at = shown(too_poor)
    assert at.header[0].value == "No plan fits everything you asked for"
    found = infeasibility.diagnose(too_poor)
    for conflict in found.conflicts:
        assert conflict in text(at)
    fixes = [b for b in at.button if b.key and b.key.startswith("fix ")]
    assert len(fixes) == len(found.fixes) > 0


def test_a_fix_is_applied_by_its_button(too_poor):
    at = shown(too_poor)
    at.button(key="fix 0").click().run()
    assert scenario_of(at) == infeasibility.diagnose(too_poor).fixes[0].scenario


def test_a_diagnosis_without_end_is_told_in_words(too_poor, monkeypatch):
    def endless(problem):
        raise OutOfWork

    monkeypatch.setattr(cached, "diagnose", endless)
    assert "would take too long to find out" in text(shown(too_poor))


def test_what_is_undecided_is_never_called_proven(asked, monkeypatch):
    late = NoPlan(asked.scenario, "undecided", 20.0)
    monkeypatch.setattr(cached, "ask", lambda problem: late)
    at = shown(asked)
    assert "No plan was found so far" in text(at)
    for word in ("impossible", "optimal", "Proven"):
        assert word not in text(at)
    at.button[0].click().run()
    assert scenario_of(at).work_limit == left_out.LONGER


def test_the_longest_search_offers_no_longer_one(asked, monkeypatch):
    patient = asked.having(work_limit=120.0)
    late = NoPlan(patient.scenario, "undecided", 120.0)
    monkeypatch.setattr(cached, "ask", lambda problem: late)
    assert "Search longer" not in " ".join(b.label for b in shown(patient).button)


# --- an opened link without a profile ---------------------------------------------


def test_a_link_without_a_profile_shows_dates_and_cost_only(asked):
    link = Shared(asked.scenario, ("E3@2027-08-02", "E1@2027-06-07"), False, True)
    at = shown(asked, opened=link)
    assert at.header[0].value == "A shared plan with 2 rotations"
    assert "holds if each host says yes. The profile was not shared" in text(at)
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
    assert at.header[0].value == "Write to these 3 hosts"
