"""The page on where to apply: the answer first, and what it says is in the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import ran, scenario_of, text_of

from charts.by_number import curve_chart, invitations_chart, ladder_chart
from optimizer.domain.applicant import Booked, Preferences
from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.model.value.application_list import match_model
from optimizer.residency_list.answer import Curve, Point, Rung, is_strong, mix
from optimizer.residency_list.curve import curve
from optimizer.residency_list.invitations import season_so_far
from optimizer.residency_list.residency import residency_list
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.where_to_apply import figures, programs, residency_words
from views.where_to_apply import page as where
from views.where_to_apply.answers import purse_hosts
from views.where_to_apply.figures import verdict
from views.where_to_apply.page import rows
from views.where_to_apply.season import FREE_RANKS, rank_remarks

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.session import state
    from views.where_to_apply import page as where_to_apply

    if not state.started():
        state.start("x", problem.scenario)
    asked = type(problem)(problem.catalog, state.valid())
    where_to_apply.render(asked)


@pytest.fixture(autouse=True)
def _inputs_without_widgets(monkeypatch):
    """Callbacks put a scenario into the session; no widget of the inputs is drawn."""
    from views.session import state

    monkeypatch.setattr(state, "apply", state.keep)


def problem(**changes) -> Problem:
    """Seven programs of which one is closed and one asks for nothing to be known."""
    programs = (
        make.program("P1", receptiveness_non_us="very_high", name=MARKUP),
        make.program("P2", receptiveness_non_us="high", visa_sponsorship=()),
        *(make.program(f"P{i}") for i in (3, 4, 5)),
        make.program("P6", receptiveness_non_us="none_reported"),
        make.program("P7", visa_sponsorship=("none",)),
    )
    found = versioned(make.catalog(programs, (make.offering("E1", "P1"),)))
    return make.problem(found, **{"min_letters": 0, "applications": 4} | changes)


def shown(asked: Problem) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": asked}, default_timeout=60)
    return ran(at)


def text(at: AppTest) -> str:
    return text_of(at, "header", "subheader", "markdown", "caption")


@pytest.mark.parametrize("name", PRESETS)
def test_each_typical_applicant_gets_a_list(shipped, name):
    asked = Problem(shipped, PRESETS[name](default_scenario(shipped, make.TODAY)))
    at = shown(asked)
    found = residency_list(asked)
    said = text(at)
    base = float(match_model(asked).value((), certain=True)[0])
    assert at.header[0].value.replace("\\", "").startswith("Apply to 60 programs")
    assert f"{base * 100:.0f} in 100" in said.splitlines()[0]
    none = residency_list(asked).invitations.none.value
    assert f"{none * 100:.0f} in 100 get none." in said
    assert (
        "The season costs $1,580: $1,230 for applications, $350 whatever their number."
        in said
    )
    assert "The plan starts from the same list and chance." in said
    assert verdict(curve(asked), found.applied) in said


def test_text_of_the_catalog_is_plain_and_questions_come_first():
    at = shown(problem())
    said = [m.value for m in at.markdown]
    assert any("Clinic \\<b\\>A" in m for m in said)
    assert not any("<b>" in m.replace("\\<b\\>", "") for m in said)
    names = [s.value for s in at.subheader]
    assert names[0] == "Ask first"
    assert any("Which visas do you sponsor" in m for m in said)


def test_a_yes_is_said_to_count_elsewhere():
    said = "Where a host has said yes, Plan counts it on top."
    for answer in (None, "asked", "accepted"):
        answers = (("E1", answer),) if answer else ()
        assert (said in text(shown(problem(answers=answers)))) == (answer == "accepted")


def test_what_is_guessed_stands_where_it_counts():
    said = text(shown(problem()))
    assert "interviews on average" in said
    assert "signals were measured without IMGs" in said
    assert "Middle level.  \nInterview" in said  # why a program has its chance
    assert "some back-up specialties, if necessary" in said
    assert "start again at the lowest: $330 for 30 programs" in said
    without = residency_words.guesses(replace(residency_list(problem()), signals=0))
    assert without == "How often programs interview IMGs is of one season."


@pytest.mark.parametrize("heard", [(), (("P1", "invited"),)])
def test_once_invitations_come_they_stand_first(heard):
    at = shown(problem(interviews=heard))
    names = [getattr(n, "label", None) or getattr(n, "value", "") for n in at.main]
    (part,) = [e.label for e in at.expander if e.label.startswith("Invitations, from")]
    parts = [name for name in map(str, names) if name in ("Ask first", part)]
    assert parts.index("Ask first") == len(heard)


def test_a_question_for_several_programs_stands_once():
    p = problem()
    (entry,) = residency_list(p).to_ask
    found = programs.questions(p, [entry, replace(entry, program_id="P3")])
    (question,) = [reason.ask for reason in entry.ask]
    assert found == {question: ["Program P2, Houston", "Program P3, Houston"]}


def test_a_group_that_is_cut_is_the_applicants_choice():
    at = shown(problem())
    labels = [e.label.replace("\\", "") for e in at.expander]
    assert "Middle level: signal any 2 of 3" in labels


def test_one_of_a_group_is_chosen_and_the_rest_stay_a_group():
    at = shown(problem())
    (menu,) = [m for m in at.selectbox if m.label.startswith("Which one do you want")]
    menu.set_value("P4").run()
    assert not at.exception, at.exception
    assert scenario_of(at).list_wishes == (("P4", "signal"),)
    groups = [list(row) for row in at.table[0].value.values.tolist()]
    middle = [row for row in groups if row[0].startswith("Middle level")]
    assert {row[1] for row in middle} == {"signal it", "signal any 1 of 2"}
    assert "Signal it: costs nothing." in text(at)


def test_a_group_says_its_chances_with_their_ranges():
    (group,) = [g for g in residency_list(problem()).groups if "P4" in g.members]
    said = residency_words.interview(group)
    assert said == (
        f"{residency_words.chance(group.signalled)} with a signal,"
        f" {residency_words.chance(group.plain)} without"
    )
    plain = replace(group, signals=0)
    assert residency_words.interview(plain) == residency_words.chance(group.plain)


def test_what_is_closed_says_why():
    at = shown(problem())
    at.segmented_control[0].set_value("closed").run()
    assert not at.exception
    cells = "\n".join(str(t.value) for t in at.table)
    assert "Sponsors no visa" in cells
    assert "Program P7" in cells


def buttons(at: AppTest, start: str):
    return [b for b in at.button if b.label.startswith(start)]


def test_a_wish_has_a_price_is_granted_and_can_be_dropped():
    at = shown(problem())
    at.selectbox(key="where to apply forced").set_value("P1").run()
    assert not buttons(at, "Signal it")  # it is signalled
    (out,) = buttons(at, "Leave it out: costs ")
    out.click().run()
    assert not at.exception, at.exception
    assert scenario_of(at).list_wishes == (("P1", "out"),)
    assert "Your wish: Clinic" in text(at)
    assert "Leave it out: costs " in text(at)
    assert "P1" not in at.selectbox(key="where to apply forced").options
    (drop,) = buttons(at, "Drop this wish")
    drop.click().run()
    assert scenario_of(at).list_wishes == ()
    at.selectbox(key="where to apply forced").set_value("P6").run()
    (add,) = buttons(at, "Apply there: costs ")
    add.click().run()
    assert scenario_of(at).list_wishes == (("P6", "apply"),)


def test_a_wish_that_cannot_be_granted_says_why():
    at = shown(problem(list_wishes=(("P7", "apply"),)))
    assert "Apply there: not possible. Sponsors no visa." in text(at)
    every = tuple((f"P{i}", "apply") for i in (1, 3, 4, 5))
    at = shown(problem(list_wishes=every))
    at.selectbox(key="where to apply forced").set_value("P2").run()
    (full,) = buttons(at, "Apply there")
    assert full.disabled
    assert "no room" in full.label


def test_the_number_that_is_enough_can_be_taken():
    at = shown(problem(stop_usd_per_point=100_000))
    (take,) = [b for b in at.button if b.label.startswith("Apply to ")]
    assert take.label == "Apply to 6"
    take.click().run()
    assert scenario_of(at).applications == 6
    assert not [b for b in at.button if b.label.startswith("Apply to ")]


def test_what_a_point_is_worth_can_be_said_here():
    at = shown(problem())
    at.number_input[0].set_value(0).run()
    assert scenario_of(at).stop_usd_per_point == 0
    assert "No applications are enough at $0 a point" in text(at)


def test_wishes_are_said_to_make_the_difference(shipped):
    ratings = tuple((p.program_id, 1 + i % 5) for i, p in enumerate(shipped.programs))
    base = default_scenario(shipped, make.TODAY)
    wishes = Preferences(where_matters=1.0, programs=ratings)
    asked = Problem(shipped, replace(base, preferences=wishes, applications=30))
    found = residency_list(asked)
    assert found.differs
    assert "because of your ratings" in where.proof(found)
    assert "match value" in where.headline(asked, found)
    same = residency_list(Problem(shipped, base))
    assert "the same list and chance" in where.proof(same)


def test_nothing_to_apply_to_is_told_with_the_reasons():
    at = shown(problem(applications=0))
    assert "You apply to no program" in at.header[0].value
    assert "six" in text(at) or "6 programs are open" in text(at)
    assert "With 1 interview" not in text(at)
    heard = problem(applications=0, interviews=(("P1", "invited"),))
    assert "With 1 interview your chance to match is" in text(shown(heard))
    shut = tuple(replace(p, accepts_img="no") for p in problem().catalog.programs)
    catalog = versioned(replace(problem().catalog, programs=shut))
    at = shown(Problem(catalog, problem().scenario))
    assert "No program is open to you" in at.header[0].value
    assert "Takes no international graduates" in str(at.table[0].value)
    assert "some back-up specialties, if necessary" in text(at)


def test_a_rotation_sets_its_program_apart():
    day = dt.date(2027, 5, 3)
    kept = Booked(day, dt.date(2027, 5, 28), "hands_on", program_id="P6")
    at = shown(problem(booked=(kept,)))
    assert "you rotate there" in str(at.table[0].value)
    assert "P6" not in at.selectbox(key="where to apply forced").options


# ---- words and figures -----------------------------------------------------------


def test_a_small_chance_is_not_written_as_none():
    assert residency_words.small(0.004).replace("\u00a0", " ") == "0.4 %"
    assert residency_words.small(0.33).replace("\u00a0", " ") == "33 %"
    assert residency_words.chance(Estimate(0.03, 0.01, 0.2)).replace("\u00a0", " ") == (
        "3.0 % (1.0 to 20 %)"
    )
    assert residency_words.points(0.001) == "less than 0.01 points"


RUNGS = (
    Rung(1, 10, Estimate(53, 44, 77)),
    Rung(11, 20, Estimate(9.4, 6.3, 17)),
    Rung(21, 21, Estimate(0.22, 0.11, 0.42)),
)


def stopping(stop: int | None) -> Curve:
    points = tuple(Point(n, n / 100, n / 200, n / 50, 10 * n) for n in range(11))
    return Curve(points, 2_000, stop)


def test_where_to_stop_is_one_sentence():
    assert verdict(stopping(4), 4).endswith("one more adds too little.")
    assert "The last 3 add 3.0 points for $30" in verdict(stopping(4), 7)
    assert verdict(stopping(6), 4).startswith("2 more are worth it")
    assert "no stop" in verdict(stopping(None), 4)


def test_one_is_told_as_one():
    assert verdict(stopping(1), 1).startswith("1 application is enough at ")
    assert "The last one adds 1.0 points for $10" in verdict(stopping(4), 5)
    assert verdict(stopping(5), 4).startswith("1 more is worth it at ")
    found = residency_list(problem())
    for count, said in ((1, "1 program differs, because"), (2, "programs differ, b")):
        differs = tuple(f"P{i}" for i in range(count))
        assert said in where.proof(replace(found, differs=differs))


@pytest.mark.parametrize("dark", [True, False])
def test_none_is_a_bar_of_its_own_pattern(dark):
    shares = [("none", 0.2), ("1 or 2", 0.5), ("3 to 5", 0.3)]
    (bars,) = invitations_chart(shares, dark=dark).data
    assert list(bars.y) == pytest.approx([20, 50, 30])
    assert list(bars.marker.pattern.shape) == ["/", "", ""]
    assert len(set(bars.marker.color)) == 2


@pytest.mark.parametrize("dark", [True, False])
def test_the_figure_marks_yours_and_what_is_enough(dark):
    figure = curve_chart(stopping(4), now=7, fee_step=3, dark=dark)
    assert [a.text for a in figure.layout.annotations] == [
        *("3: fee rises", "4: enough", "7: yours")
    ]


def test_the_curve_has_its_range_and_ticks_where_groups_end():
    figure = curve_chart(
        replace(stopping(4), ends=(2, 6)), now=4, fee_step=3, dark=False
    )
    band, line, ends = figure.data[:3]
    assert (band.x[3], band.y[3]) == (3, 6)  # up the high end
    assert (band.x[-4], band.y[-4]) == (3, 1.5)  # and back along the low one
    assert line.y[3] == 3
    assert tuple(line.customdata[3]) == (1.5, 6)
    assert list(zip(ends.x, ends.y, strict=True)) == [(2, 2), (6, 6)]


def test_what_a_yes_changes_is_worked_out_once_it_is_opened(monkeypatch):
    from views.session import cached

    asked = []
    real = cached.ask

    def spied(problem):
        asked.append(problem)
        return real(problem)

    monkeypatch.setattr(cached, "ask", spied)
    at = shown(problem(min_rotations=0, budget_usd=30_000))
    assert not asked
    at.session_state["where to apply answers"] = True
    at.run()
    assert asked
    assert "choose the whole list anew" in text(at)
    assert "Host E1" in "\n".join(str(t.value) for t in at.table)


def test_invitations_change_the_chance_and_are_kept():
    at = shown(problem())
    assert not [m for m in at.multiselect if m.label == "Invited me"]
    at.session_state["where to apply heard part"] = True
    at.run()
    (invited,) = [m for m in at.multiselect if m.label == "Invited me"]
    invited.set_value(["P1", "P2"]).run()
    assert not at.exception, at.exception
    assert scenario_of(at).interviews == (("P1", "invited"), ("P2", "invited"))
    assert "With 2 interviews your chance to match is" in text(at)
    assert "Rank programs in the order in which you want them" in text(at)
    (no,) = [m for m in at.multiselect if m.label == "Said no"]
    assert "P1" not in no.options  # one program, one answer
    no.set_value(["P3"]).run()
    assert scenario_of(at).interviews[-1] == ("P3", "refused")


def test_answers_of_programs_off_the_list_are_named():
    asked = problem(interviews=(("P6", "invited"), ("P7", "invited")), applications=2)
    said = text(shown(asked))
    assert "Not on your list, counted as applied to: Program P6." in said
    assert "Closed to you on record, so not counted: Program P7." in said
    assert "Rank a first year" not in said
    advanced = tuple(replace(p, track="advanced") for p in asked.catalog.programs)
    catalog = versioned(replace(asked.catalog, programs=advanced))
    said = text(shown(Problem(catalog, asked.scenario)))
    assert "Rank a first year elsewhere with each of these: Program P6." in said


def test_the_applicant_orders_and_the_page_says_what_each_rank_is_worth():
    asked = problem(interviews=(("P1", "done"), ("P2", "invited"), ("P3", "done")))
    at = shown(asked)
    (order,) = [m for m in at.multiselect if m.label.startswith("Your rank order")]
    order.set_value(["P2", "P1"]).run()
    assert not at.exception, at.exception
    assert scenario_of(at).rank_order == ("P2", "P1")
    said = text(at)
    assert "Not ranked, so no match there: Program P3." in said
    assert "Here or above" in str(at.table[-1].value) or any(
        "Here or above" in str(t.value) for t in at.table
    )
    (done,) = [m for m in at.multiselect if m.label == "Interview done"]
    done.set_value(["P3"]).run()  # P1 was a mistake: it leaves the order too
    assert scenario_of(at).rank_order == ("P2",)


def test_more_ranks_than_are_free_are_said_to_cost():
    found = season_so_far(problem(interviews=(("P1", "done"),), rank_order=("P1",)))
    (rank,) = found.ranks
    for many, costs in ((FREE_RANKS, False), (FREE_RANKS + 1, True)):
        ranks = tuple(replace(rank, program_id=str(i)) for i in range(many))
        said = rank_remarks(problem(), replace(found, interviews=(), ranks=ranks))
        assert any("NRMP charges" in line for line in said) == costs


def test_an_order_against_ones_ratings_is_said():
    wishes = Preferences(programs=(("P1", 5), ("P2", 2)))
    heard = (("P1", "done"), ("P2", "invited"))
    asked = problem(interviews=heard, preferences=wishes, rank_order=("P2", "P1"))
    assert "higher than the program above it" in text(shown(asked))


def test_the_guide_goes_by_the_profile(shipped):
    base = default_scenario(shipped, make.TODAY)
    for name, said in (
        ("Average student", "Newer programs too"),
        ("Student with strong scores", "One safer program"),
    ):
        asked = Problem(shipped, PRESETS[name](base))
        found = residency_list(asked)
        held = mix(asked, found)
        told_rows = rows(asked, found, held)
        assert said in [advice for advice, _ in told_rows]
        assert f"{len(held.often)} of {found.applied} interview" in told_rows[0][1]
    strong = replace(base.applicant, step2_ck=256, step2_failures=0)
    assert is_strong(Problem(shipped, replace(base, applicant=strong)))
    for gap in ({"step2_ck": 255}, {"step1_failures": 1}, {"step2_ck": None}):
        who = replace(strong, **gap)
        assert not is_strong(Problem(shipped, replace(base, applicant=who)))


def test_new_programs_are_those_whose_first_class_is_known():
    asked = problem(applications=7)
    years = {"P1": 2025, "P2": 1960, "P7": 2026}  # P7 is closed
    programs = tuple(
        replace(p, first_class=years.get(p.program_id)) for p in asked.catalog.programs
    )
    asked = Problem(
        versioned(replace(asked.catalog, programs=programs)), asked.scenario
    )
    held = mix(asked, residency_list(asked))
    assert (held.new, held.old) == (("P1",), ("P2",))


def test_one_purse_is_divided_once_it_is_opened():
    asked = problem(min_rotations=0, budget_usd=30_000)
    at = shown(asked)
    at.session_state["where to apply purse"] = True
    at.run()
    assert not at.exception, at.exception
    assert "Your budget and your applications are $30,044 in all." in text(at)
    rows = str(at.table[-1].value)
    assert "Recommended" in rows
    assert "Most" in rows
    assert "$1,000 more in rotations buys" in text(at)
    at.session_state["where to apply ladder"] = True
    at.run()
    rungs = at.table[-1].value
    assert next(iter(rungs.iloc[:, 0])) == "Applications 1 to 4"
    assert list(rungs.iloc[-1])[:3:2] == [figures.ROTATIONS, "not worked out"]


@pytest.mark.parametrize(
    ("rotations", "said"),
    [
        (60, "buys 60.0 points: more than in any stretch of applications."),
        (1, "buys 1.0 points. Up to application 20 money buys more in applications."),
        (0.1, "buys 0.10 points: less than in any stretch of applications."),
    ],
)
def test_it_says_where_the_next_thousand_buys_more(rotations, said):
    assert figures.ladder_verdict(RUNGS, rotations).endswith(said)


@pytest.mark.parametrize("dark", [True, False])
def test_each_use_of_money_is_a_dot_in_its_range(dark):
    some = [*((str(r.last), r.per_1000) for r in RUNGS), ("more", Estimate(0, 0, 0))]
    figure = ladder_chart(some, line=0.5, dark=dark)
    assert [tuple(bar.x) for bar in figure.data] == [
        *((44, 53, 77), (6.3, 9.4, 17), (0.11, 0.22, 0.42)),
        (0.005, 0.005, 0.005),  # no 0 on this axis
    ]
    assert [bar.marker.symbol for bar in figure.data] == [*["circle"] * 3, "diamond"]
    low, high = figure.layout.xaxis.range
    assert 10**low < 0.005 < 77 < 10**high
    (line,) = figure.layout.shapes
    assert line.x0 == 0.5
    assert not ladder_chart(some, line=None, dark=dark).layout.shapes


def test_small_rates_keep_digits():
    told = [figures.rate(x) for x in (52.6, 9.44, 0.218, 0.001)]
    assert told == ["53", "9.4", "0.22", "less than 0.01"]
    costs = [figures.price(x) for x in (52.6, 0.2704, 0)]
    assert costs == ["$19", "$3,700", "over $200,000"]


@pytest.mark.parametrize(
    ("listed", "found", "said"),
    [
        (["E1"], ["E1"], "Ask the same hosts."),
        (["E1"], [], "Ask nobody: all of it is better spent on applications."),
        (["E1", "E2"], ["E1"], "Not worth asking then: Host E2."),
        (["E1"], ["E1", "E2"], "Ask Host E2 as well: that adds 0.25 points."),
        (["E1"], ["E2"], "Ask Host E2 in place of Host E1: that adds 0.25 points."),
    ],
)
def test_one_purse_says_whom_to_ask_beside_the_list_or_in_its_place(
    listed, found, said
):
    offerings = (make.offering("E1", "P1"), make.offering("E2", "P2"))
    programs = (make.program("P1"), make.program("P2"))
    asked = SimpleNamespace(
        requests=[SimpleNamespace(request=SimpleNamespace(name=n)) for n in listed]
    )
    purse = SimpleNamespace(requests=found, hosts_pp=0.25)
    p = make.problem(make.catalog(programs, offerings))
    assert purse_hosts(p, asked, purse) == said
