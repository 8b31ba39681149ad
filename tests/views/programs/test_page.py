"""The page of programs: the answer, filters with counts, marks, and one in full."""

from __future__ import annotations

from dataclasses import fields, replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import ran, remember

from optimizer.browse.entries import FACETS
from optimizer.browse.filtering import (
    ORDERS,
    Query,
    facet_counts,
    lines,
    matching_items,
)
from optimizer.browse.known import Fact, facts_of
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import OFFERING, PROGRAM
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Program
from views.kit import catalog_words
from views.programs import details, filters
from views.programs import page as find_programs

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"
MANY = 23


def page(problem):  # AppTest takes its source out of this module: no names of it here
    import streamlit as st

    from optimizer.domain.problem import Problem
    from views.inputs import panel
    from views.programs import page as programs
    from views.session import state

    if not state.started():
        state.start("Test", problem.scenario)
    programs.render(Problem(problem.catalog, state.valid()))
    st.session_state["seen"] = state.valid()
    assert panel


@pytest.fixture(scope="module")
def asked() -> Problem:
    """P1 open in Texas, P2 to be asked in Ohio, P3 closed, P4 without a rotation."""
    programs = (
        make.program("P1", name=MARKUP, visa_sponsorship=("J-1", "H-1B")),
        make.program(
            "P2", name="Zeta", city="Akron", state="OH", receptiveness_non_us="high"
        ),
        make.program("P3", name="Beta", visa_sponsorship=("none",), focus=("sci",)),
        make.program("P4", name="Alpha", visa_sponsorship=(), accepts_img="unknown"),
    )
    offerings = (
        make.offering("E1", "P1"),
        make.offering("E2", "P2", city="Akron", state="OH", students="unknown"),
        make.offering("E3", "P3", students="no", kind="observership"),
        make.offering("E4", "P3", students="no", title="Second"),
        make.offering("E5", "", host="Lakeside"),
    )
    sources = (
        make.provenance("programs.csv", "P1", "name", source="a page, read"),
        make.provenance("offerings.csv", "E2", "students", status="assumed", url=""),
    )
    return make.problem(make.catalog(programs, offerings, sources=sources))


def shown(problem: Problem, link: str = "") -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    if link:
        at.query_params["program"] = link
    return ran(at)


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def text(at: AppTest) -> str:
    items = (*at.subheader, *at.markdown, *at.warning)
    return plain("\n".join(item.value for item in items))


def headline(at: AppTest) -> str:
    return plain(at.subheader[0].value)


def names(at: AppTest) -> list[str]:
    """What is listed, in order: the buttons that open it."""
    found = [b for b in at.button if b.key and b.key.startswith("show ")]
    return [b.key.removeprefix("show ") for b in found]


def open_drawer(at: AppTest) -> AppTest:
    """As a browser says in each run that the drawer is open."""
    at.session_state["find more filters"] = True
    return at.run()


def pick(at: AppTest, label: str, *options: str) -> AppTest:
    """Choose by the label of a widget; options as they stand in the data."""
    open_drawer(at)
    widgets = (*at.multiselect, *at.selectbox, *at.button_group)
    (widget,) = (w for w in widgets if w.label == label)
    many = widget.type == "multiselect"
    widget.set_value(list(options) if many else options[0]).run()
    assert not at.exception, at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    (found,) = (b for b in at.button if b.key and b.key.startswith(key))
    found.click().run()
    assert not at.exception, at.exception
    return at


# ---------------------------------------------------------------------------- the list


def test_the_answer_comes_first(asked):
    at = shown(asked)
    said = "4 programs; 1 has a rotation open to you, at 1 more you can ask for one"
    assert headline(at) == said
    assert names(at) == ["P1", "P2", "P3", "P4"]
    assert "Best of 2 rotations" in text(at)
    assert "Houston, TX · interviews IMGs: middle · visas: J-1, H-1B" in text(at)


def test_offerings_have_their_own_list(asked):
    at = shown(asked)
    pick(at, "List", "offerings")
    assert headline(at).startswith("5 offerings; 2 are open to you, 1 to be asked")
    assert set(names(at)) == {"E1", "E2", "E3", "E4", "E5"}
    assert "a letter only" in text(at)


def test_a_search_narrows_the_list_and_the_counts(asked):
    at = shown(asked)
    at.text_input[0].set_value("OHIO").run()
    assert headline(at).startswith("1 of 4 programs matches; 0 have a rotation open")
    assert names(at) == ["P2"]
    pills = at.button_group[1]
    assert [plain(o) for o in pills.options] == ["Ask first (1)"]
    (clear,) = (b for b in at.button if b.label.startswith("Clear"))
    clear.click().run()
    assert len(names(at)) == 4
    assert at.text_input[0].value == ""


def test_nothing_found_is_said(asked):
    at = shown(asked)
    at.text_input[0].set_value("nowhere").run()
    assert headline(at) == "None of the 4 programs matches all of this"
    assert names(at) == []


def test_filters_hold_together_and_say_what_they_leave(asked):
    at = open_drawer(shown(asked))
    labels = {m.label for m in at.multiselect}
    assert labels == {name for name, _ in filters.FACET_NAMES.values()} - {"For you"}
    pick(at, "State", "TX")
    assert set(names(at)) == {"P1", "P3", "P4"}
    pick(at, "Kind", "observership")
    assert names(at) == ["P3"]
    (state,) = (m for m in open_drawer(at).multiselect if m.label == "State")
    assert state.options == ["Texas (1)"]
    assert state.value == ["TX"]  # its label changed under it
    pick(at, "Kind")
    assert set(names(at)) == {"P1", "P3", "P4"}


def test_what_is_chosen_behind_a_closed_drawer_still_holds_and_is_named(asked):
    at = pick(shown(asked), "State", "TX")
    at.session_state["find more filters"] = False
    at.run()
    assert set(names(at)) == {"P1", "P3", "P4"}
    assert not at.multiselect
    assert "Filtered by: State." in text(at)
    pick(at, "Kind", "hands_on")
    assert set(names(at)) == {"P1", "P3"}


def test_every_order_can_be_chosen(asked):
    at = shown(asked)
    for order in ORDERS:
        pick(at, "Sort by", order)
        assert set(names(at)) == {"P1", "P2", "P3", "P4"}
    assert names(at) == ["P4", "P3", "P1", "P2"]  # by name


def test_a_long_list_comes_in_pages():
    programs = tuple(make.program(f"P{i:02}") for i in range(MANY))
    at = shown(make.problem(make.catalog(programs, ())))
    assert len(names(at)) == find_programs.PAGE_ITEMS
    assert len(at.button) < 5 * find_programs.PAGE_ITEMS
    at.session_state["find page 0"] = 3
    at.run()
    assert names(at) == ["P20", "P21", "P22"]
    at.text_input[0].set_value("program").run()  # another list, from its beginning
    assert names(at)[0] == "P00"


def test_the_whole_list_is_a_table_too(asked):
    at = shown(asked)
    assert not at.table
    at.session_state["find table"] = True
    at.run()
    rows = at.table[0].value
    assert list(rows.columns) == list(find_programs.COLUMNS)
    assert list(rows["For you"]) == [
        "Open to you",
        "Ask first",
        "Closed to you",
        "No rotation",
    ]
    said = {one for one in rows["Says yes"] if one != "–"}
    assert said
    assert all(one.startswith("about ") for one in said)


def test_it_works_without_a_plan(asked):
    poor = make.problem(asked.catalog, budget_usd=1)
    assert names(shown(poor)) == names(shown(asked))


# ----------------------------------------------------------------------------- marks


def seen(at: AppTest):
    return at.session_state["seen"]


def rate(at: AppTest, rating: int) -> AppTest:
    """AppTest knows no menu of a button: put its choice where the callback reads it."""
    from views.inputs import callbacks

    remember(at, callbacks.with_rating(seen(at), "P1", rating))
    return at.run()


def test_a_rating_is_marked_and_asks_for_its_weight(asked):
    at = rate(shown(asked), 5)
    assert "You rate it 5" in text(at)
    assert "Your ratings change no plan as long as" in text(at)
    (weight,) = (b for b in at.button if "Let it matter" in b.label)
    weight.click().run()
    assert seen(at).preferences.where_matters == find_programs.SOME_WEIGHT
    assert seen(at).preferences.programs == (("P1", 5),)
    assert "change no plan" not in text(at)


def test_pinning_and_letting_go(asked):
    at = press(shown(asked), "pin E1")
    assert seen(at).pins == ("E1",)
    assert "Pinned" in text(at)
    assert seen(press(at, "pin E1")).pins == ()


def test_a_program_is_excluded_with_all_its_rotations_and_allowed_again(asked):
    at = press(shown(asked), "exclude Beta")
    assert set(seen(at).exclusions) == {"E3", "E4"}
    assert "Excluded" in text(at)
    assert seen(press(at, "exclude Beta")).exclusions == ()


def test_an_offering_is_excluded_alone(asked):
    at = shown(asked)
    pick(at, "List", "offerings")
    (third,) = (b for b in at.button if b.key and "('E3',)" in b.key)
    third.click().run()
    assert seen(at).exclusions == ("E3",)


def test_a_row_leads_to_the_page_that_says_why_not(asked):
    links = [e.proto for e in shown(asked).get("page_link")]
    assert [(link.page, link.query_string) for link in links][:1] == [
        ("what-if", "why=E1")
    ]
    assert len(links) == 3  # P4 has no rotation


# ------------------------------------------------------------------------ one in full


def test_one_program_shows_every_field_with_its_source(asked):
    at = shown(asked, "P1")
    rows = at.table[0].value
    assert [*map(plain, rows["Field"])] == [
        PROGRAM[f.name].label for f in fields(Program)
    ]
    cells = dict(zip(rows["Field"], rows.iloc[:, 1], strict=True))
    assert "a page, read" in plain(cells["Name"])
    assert "[example.org](<https://example.org>)" in cells["Name"].replace("\\", "")
    assert "2026-11-01; sure; read on the institution" in plain(cells["Name"])
    assert "Nothing on record rules you out" in text(at)


def test_unknown_is_unknown_with_its_question(asked):
    at = shown(asked, "P4")
    rows = at.table[0].value
    cells = dict(zip(rows["Field"], rows.iloc[:, 1], strict=True))
    assert cells["Visas for residents"].startswith("**Unknown.** Ask: *Which visas")
    assert "a level of the 2024 season, not a rate: verify" in plain(
        cells["Interviews IMGs from outside the US"]
    )
    assert "No rotation there is known" in text(at)
    assert "policy is not known" in text(at)


def test_the_rotations_come_with_reasons_and_questions(asked):
    said = text(shown(asked, "P2"))
    assert "Not known whether it takes students" in said
    assert "Ask: *Do you take students of foreign schools?*" in said
    assert "Source: a web page." in said
    closed = text(shown(asked, "P3"))
    assert "Takes no students of foreign schools." in closed
    assert "It cannot match you, as things are on record: Sponsors no visa." in closed


def test_every_field_of_a_rotation_once_it_is_asked_for(asked):
    at = shown(asked, "P2")
    assert len(at.table) == 1
    at.session_state["fields of E2"] = True
    at.run()
    rows = at.table[0].value
    assert [*map(plain, rows["Field"])] == [
        OFFERING[f.name].label for f in fields(Offering)
    ]


def test_an_offering_opens_its_program_and_comes_first(asked):
    said = text(shown(asked, "E4"))
    assert said.index("Host E4") < said.index("Host E3")
    alone = text(shown(asked, "E5"))
    assert "without a residency" in alone
    assert "Every field of the program" not in alone


@pytest.mark.parametrize("link", ["nobody", "<b>E99</b>", "x" * 5_000, "E1@x"])
def test_a_link_to_nothing_gives_one_sentence_and_the_list(asked, link):
    at = shown(asked, link)
    assert len(at.warning) == 1
    assert "not in the catalog" in at.warning[0].value
    assert len(at.warning[0].value) < 300
    assert len(names(at)) == 4


def test_opening_one_and_going_back(asked):
    at = press(shown(asked), "show P2")
    assert at.query_params["program"] == "P2"
    assert headline(at) == "Zeta"
    (back,) = (b for b in at.button if b.label == "Back to the list")
    back.click().run()
    assert "program" not in at.query_params
    assert len(names(at)) == 4


def test_text_of_a_catalog_stays_text(asked):
    for at in (shown(asked), shown(asked, "P1")):
        values = [*(m.value for m in at.markdown), *(b.label for b in at.button)]
        for value in (v for v in values if "Clinic" in v):
            assert "<b>" not in value
            assert "[x](" not in value


# ------------------------------------------------------------------------------- words


def test_everything_has_a_name(shipped: Catalog):
    assert filters.FACET_NAMES.keys() == FACETS.keys()
    assert filters.ORDER_NAMES.keys() == ORDERS.keys()
    found = lines(make.problem(shipped), "offerings")
    for facet in facet_counts(found, Query()):
        for option, _ in facet.options:
            if facet.facet != "region":  # regions bring their names
                assert filters.option_name(facet.facet, option) != option or (
                    option in ("J-1", "H-1B", "VSLO")
                )


def test_bands_are_named_by_both_ends():
    assert filters.option_name("cost", "0") == "Under $1,000"
    assert filters.option_name("cost", "2000") == "$2,000 to $2,999"
    assert filters.option_name("cost", "6000") == "$6,000 and more"
    assert plain(filters.option_name("acceptance", "10")) == "10 to 19 %"


def test_every_field_has_a_name_and_every_value_can_be_written(shipped: Catalog):
    for record, names_ in (
        (shipped.programs, PROGRAM),
        (shipped.offerings, OFFERING),
    ):
        for one in record:
            for fact in facts_of(shipped, one):
                assert fact.field in names_
                assert catalog_words.value_and_source(fact)


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ("mondays", "any Monday"),
        ("first_mondays", "the first Monday of each month"),
        ("every:28d:2027-03-01", "every 28 days, as on 1 Mar 2027"),
        ("2027-03-01;2027-03-08", "1 Mar 2027, 8 Mar 2027"),
    ],
)
def test_starts_in_words(starts, words):
    assert words in plain(catalog_words.value(Fact("starts", starts, ())))


def test_a_start_is_named_only_where_it_is_possible(asked):
    (item,) = matching_items(lines(asked, "programs"), Query("p3"))
    assert item.stand == "closed"
    at = shown(asked, "P3")
    assert "from 1 Mar 2027" not in text(at)
    assert details.standing(asked, asked.catalog.program["P1"])


def test_programs_that_one_trip_may_reach_are_named(asked):
    near = details.near(asked, asked.catalog.program["P1"])
    assert near.startswith("3 other programs within 60 miles: ")
    assert near in text(shown(asked, "P1")).replace("\\", "")
    far = replace(asked.catalog.program["P1"], lat=60.0)
    assert details.near(asked, far) == ""


def test_what_was_found_out_is_recorded_where_the_fields_are(asked):
    at = shown(asked, link="P2")
    key = "found out panel details E2 1"
    at.session_state[key] = True  # as a browser says that the panel is open
    at.run()
    next(s for s in at.selectbox if s.label == "What did you ask?").set_value(
        "students"
    ).run()
    at.session_state[key] = True
    next(g for g in at.segmented_control if not g.value).set_value("yes").run()
    at.session_state[key] = True
    next(b for b in at.button if b.label == "Record").click().run()
    assert not at.exception, at.exception
    (found,) = at.session_state["seen"].found_out
    assert (found.record_id, found.field, found.value) == ("E2", "students", "yes")


def test_the_card_says_what_to_settle_before_one_applies() -> None:
    program = make.program(
        name="Gamma", track="advanced", ecfmg_wanted="asked", interviews_per_year=96
    )
    page = "https://example.org/apply"
    source = make.provenance("programs.csv", "P1", "ecfmg_wanted", url=page)
    catalog = make.catalog((program,), sources=(source,))
    at = shown(make.problem(catalog), "P1")
    told = [plain(m.value) for m in at.markdown]
    assert any("It interviews 96 applicants a year." in text for text in told)
    (settle,) = [text for text in told if text.startswith("To settle before you apply")]
    assert "by when is not known. Ask: *By when do you want the ECFMG" in settle
    assert f"Source: [example.org](<{page}>)." in settle
