"""The board of requests: how things stand, what answers mean, what they changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import memory, ran, remember, scenario_of, text_of

from optimizer.domain.problem import Problem
from optimizer.domain.records import Reply
from optimizer.requests.asking import ask
from optimizer.year.cash_flow import payments
from optimizer.year.timeline import Item, Year
from views.inputs import callbacks
from views.session import cached
from views.to_do import board, papers, reply_words
from views.to_do import page as page_of_to_do
from views.to_do.dates import group_items, letters, line_of
from views.to_do.standing import LOG, LOG_COLUMNS

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.session import state
    from views.to_do import page as to_do

    if not state.started():
        state.start("x", problem.scenario)
    asked = type(problem)(problem.catalog, state.valid())
    to_do.render(asked)


def hosts(**changes) -> Problem:
    """Three hosts, of which one can be done."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = (
        make.offering("E1", "P1", acceptance=0.5, application_fee_usd=100),
        make.offering("E2", "P2", acceptance=0.3, application_fee_usd=40),
        make.offering("E3", "P3", acceptance=0.2, channel="direct", host=MARKUP),
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"max_rotations": 1, "min_letters": 0, "budget_usd": 4_000} | changes
    return make.problem(found, **asked)


@pytest.fixture(autouse=True)
def _inputs_without_widgets(monkeypatch):
    """Callbacks put a scenario into the session; no widget of the inputs is drawn."""
    from views.session import state

    monkeypatch.setattr(state, "apply", state.keep)
    cached.ask.clear()


def shown(problem: Problem, **state) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, **state)
    return ran(at)


def text(at: AppTest) -> str:
    return text_of(at, "header", "subheader", "markdown")


def groups(at: AppTest) -> list[str]:
    return [drawer.label for drawer in at.expander]


def control(at: AppTest, host: str):
    (found,) = [s for s in at.selectbox if host in s.label]
    return found


def answered(at: AppTest, host: str, state: str) -> AppTest:
    control(at, host).set_value(state).run()
    assert not at.exception, at.exception
    return at


def test_the_first_sentence_says_how_things_stand():
    at = shown(hosts())
    assert at.header[0].value == "Write to 3 hosts"
    found = ask(hosts())
    before, after = round(found.baseline * 100), round(found.value * 100)
    assert f"rises from {before} to {after} in 100. Fees now: $140." in text(at)
    at = shown(hosts(answers=(("E2", "silent"),)))
    assert at.header[0].value == "1 open: write to 2 hosts"
    at = shown(hosts(answers=(("E1", "accepted"), ("E2", "silent"))))
    assert at.header[0].value == "1 said yes, 1 open"


def test_every_request_has_a_card_and_text_of_the_catalog_is_plain():
    at = shown(hosts())
    assert [s.value for s in at.selectbox] == [None] * 3
    assert groups(at)[0] == "To write to: 3"
    assert any("Clinic \\<b\\>A" in m.value for m in at.markdown)
    said = text(at)
    assert "Fee: $100." in said
    assert "About 5 in 10 says yes" in said
    assert "If no: " in said


def test_what_needs_a_decision_comes_first():
    given = (("E1", "accepted"), ("E2", "silent"))
    at = shown(hosts(answers=given, max_rotations=2, budget_usd=9_000))
    assert groups(at)[:3] == ["Said yes: 1", "Silent for weeks: 1", "To write to: 1"]
    said = text(at)
    assert "Write once more." in said
    assert "Take it: " in said


def test_after_a_refusal_nobody_is_named_who_is_asked_anyway():
    """E2 waits for an answer, E1 and E3 are on the list to be written to."""
    p = hosts(answers=(("E2", "asked"),))
    found = make.planned(p)
    request, _ = found.instead
    assert request.name == "E1"
    said = {
        a.request.name: reply_words.meaning(p, found, a.request) for a in found.requests
    }
    assert "If no: write to Host E1 next: " in said["E2"]
    for name in ("E1", "E3"):
        assert said[name].endswith("If no: the list fills up again.")
    beyond = replace(found, requests=[a for a in found.requests if a.request.sent])
    assert reply_words.instead(beyond).startswith("Ask Host E1 instead: ")


def test_what_was_sent_is_not_asked_for_again():
    p = hosts(answers=(("E3", "asked"),))
    for name in ("E1", "E2"):
        p = p.having(exclusions=(*p.scenario.exclusions, name))
    said = text(shown(p))
    assert "Write an e-mail." not in said
    assert "Name all" not in said
    assert "All 27 starts, " in said


def test_a_yes_is_taken_waited_for_or_declined():
    """One place, a better host still waits: what waiting is worth, by hand."""
    programs = (make.program("P1"), make.program("P2"))
    better = make.offering("E2", "P2", acceptance=0.4)
    worse = make.offering("E1", "P1", acceptance=0.4, kind="observership")
    found = versioned(make.catalog(programs, (worse, better)))
    given = (("E1", "accepted"), ("E2", "asked"))
    asked = {"max_rotations": 1, "min_letters": 0, "answers": given}
    until = make.TODAY + dt.timedelta(days=20)
    p = make.problem(found, answer_by=(("E1", until),), **asked)
    listed = ask(p)
    (yes,) = [a.request for a in listed.requests if a.request.name == "E1"]
    said = reply_words.decision(p, listed, yes).replace("\u00a0", " ")
    (one,) = listed.confirm
    worth = 100 * (listed.value - max(one.if_confirmed, one.if_declined))
    assert worth > 0.1
    assert said.startswith(
        f"Wait until {until.day} {until:%b %Y}: {10 * worth:.0f} more"
    )
    assert f"{10 * worth:.0f} more of 1,000 match" in said
    over = make.problem(
        found, answer_by=(("E1", make.TODAY - dt.timedelta(1)),), **asked
    )
    assert "is over" in reply_words.decision(over, ask(over), yes)
    alone = make.problem(found, **asked | {"answers": given[:1], "max_requests": 0})
    assert reply_words.decision(alone, ask(alone), yes).startswith("Take it: ")


def test_a_yes_outside_the_plan_and_whom_to_tell():
    given = (("E1", "accepted"), ("E2", "accepted"), ("E3", "asked"))
    p = hosts(answers=given, budget_usd=9_000)
    found = make.planned(p)
    said = {
        a.request.name: reply_words.whom_to_tell(found, a.request)
        for a in found.requests
        if a.request.certain
    }
    planned = [b.offering.offering_id for b in found.if_all_say_yes.blocks]
    assert len(planned) == 1
    (out,) = {"E1", "E2"} - {*planned}
    named = reply_words.not_in_plan(found, found.requests)
    assert named == f"Not in the plan if all say yes: Host {out}."
    assert named in text(shown(p))
    assert (
        reply_words.not_in_plan(
            found, [a for a in found.requests if a.request.names(planned)]
        )
        == ""
    )
    for name, told in said.items():
        assert ("is not in the plan" in told) == (name not in planned)
        assert ("Once you confirm, tell" in told) == (name in planned)


def test_all_whom_a_yes_concerns_are_named_in_a_row():
    names = [f"E{i}" for i in range(1, 5)]
    found = versioned(
        make.catalog(
            tuple(make.program(f"P{name}") for name in names),
            tuple(make.offering(name, f"P{name}") for name in names),
        )
    )
    answers = (("E1", "accepted"), *((name, "asked") for name in names[1:]))
    asked = make.planned(make.problem(found, answers=answers, budget_usd=9_000))
    (yes,) = [a.request for a in asked.requests if a.request.certain]
    told = reply_words.whom_to_tell(asked, yes)
    assert "tell Host E2, Host E3 and Host E4 that" in told


def test_a_small_gain_is_not_read_as_the_chance_itself():
    assert reply_words.more(0.01) == "fewer than 1 more of 1,000"
    p = hosts(answers=(("E2", "asked"),))
    said = text(shown(p))
    assert "With your request, " in said
    assert "If you ask, " in said, "the others"


@pytest.mark.parametrize(
    ("tuition", "said"),
    [(900, "Fees if you take it: $900."), (0, "No fees."), (None, "partly a guess.")],
)
def test_a_yes_says_what_taking_it_costs(tuition, said):
    """The fee for asking, 100 dollars, is gone."""
    host = make.offering("E1", application_fee_usd=100, tuition_usd=tuition)
    found = versioned(make.catalog(offerings=(host,)))
    p = make.problem(found, answers=(("E1", "accepted"),), budget_usd=9_000)
    (yes,) = [a.request for a in ask(p).requests]
    assert reply_words.fees_due(p, yes).endswith(said)
    assert said in text(shown(p))


def test_an_answer_changes_the_scenario():
    at = answered(shown(hosts()), "Host E1", "refused")
    assert scenario_of(at).answers == (("E1", "refused"),)
    assert groups(at)[:2] == ["To write to: 2", "Said no: 1"]
    # what was refused stays within reach
    assert control(at, "Host E1").value == "refused"


def test_a_request_counts_as_written_today_and_the_day_can_be_changed():
    at = answered(shown(hosts()), "Host E2", "asked")
    assert scenario_of(at).reply_days == (("E2", Reply(asked=make.TODAY)),)
    day = make.TODAY - dt.timedelta(days=9)
    at.date_input[0].set_value(day).run()
    assert scenario_of(at).reply_days == (("E2", Reply(asked=day)),)
    at = answered(at, "Host E2", "accepted")
    until = make.TODAY + dt.timedelta(days=9)
    at.date_input[0].set_value(until).run()
    assert scenario_of(at).answer_by == (("E2", until),)
    control(at, "Host E2").select_index(0).run()
    assert scenario_of(at) == replace(hosts().scenario, answers=())


def test_of_what_should_have_begun_it_is_asked_whether_it_did():
    p = hosts(today=dt.date(2027, 6, 1))
    begun = replace(p.scenario, answers=(("E1@2027-05-03", "accepted"),))
    at = AppTest.from_function(page, kwargs={"problem": p}, default_timeout=60)
    remember(at, begun)
    at.run()
    said = text(at).replace("**", "")
    assert "Did Host E1 take place? It was to begin on 3 May 2027." in said
    (no,) = [b for b in at.button if b.label == "It did not"]
    no.click().run()
    assert not at.exception
    assert scenario_of(at).took_place == (("E1@2027-05-03", "no"),)
    assert "take place?" not in text(at)


def test_without_a_plan_the_page_says_why():
    said = text(shown(hosts(budget_usd=100)))
    assert "No plan fits everything you asked for" in said


def test_without_a_rotation_there_is_nobody_to_ask():
    said = text(shown(hosts(min_rotations=0, max_rotations=0)))
    assert "There is nobody to ask" in said


def test_requests_that_add_too_little_are_not_called_impossible():
    at = shown(hosts(stop_points_per_request=90.0))
    assert at.header[0].value == "No request is worth the work"


def test_a_chance_that_falls_or_stays_is_not_said_to_rise():
    p = hosts()
    found = replace(ask(p), baseline=0.05)
    for value, said in (
        (0.08, "rises from 5 to 8 in 100"),
        (0.02, "falls from 5 to 2 in 100"),
        (0.0501, "stays near 5 in 100"),
    ):
        told = page_of_to_do.worth(p, replace(found, value=value))
        assert f"match chance {said}." in told


def test_each_question_is_asked_once_with_its_hosts():
    programs = (make.program("P1"), make.program("P2"))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", students="unknown") for i in (1, 2)
    )
    p = make.problem(versioned(make.catalog(programs, offerings)), min_letters=0)
    at = shown(p, **{"to do Check first": True})
    lines = [m.value for m in at.markdown if m.value.startswith("- **")]
    (line,) = [found for found in lines if "students" in found]
    assert "Host E1" in line
    assert "Host E2" in line


def test_a_question_opens_the_form_for_its_answer():
    unsure = make.offering("E1", "P1", us_persons_only="unknown")
    p = make.problem(versioned(make.catalog((make.program("P1"),), (unsure,))))
    closed = shown(p)
    assert not [s for s in closed.selectbox if s.label == "What did you ask?"]
    at = shown(p, **{"found out panel ask E1 1": True})
    (menu,) = [s for s in at.selectbox if s.label == "What did you ask?"]
    assert menu.value == "us_persons_only"
    assert [b.label for b in at.button if b.label == "Record"] == ["Record"]


def test_legal_advice_is_disclaimed_once_and_only_with_a_visa():
    checks = {"to do Check first": True}
    assert text(shown(hosts(), **checks)).count("not legal advice") == 1
    who = replace(hosts().scenario.applicant, us_work_authorized=True)
    assert "not legal advice" not in text(shown(hosts(applicant=who), **checks))


def test_unknown_policies_are_counted():
    unsure = make.catalog(
        programs=(make.program("P1"), make.program("P2", visa_sponsorship=()))
    )
    said = papers.policies(make.problem(unsure))
    assert said.startswith("1 of the 2 programs on your list")
    assert "are known" in papers.policies(hosts())


def test_when_to_write_is_from_the_window_of_the_host():
    window = "12-01/01-15 for 03-01/09-30"
    offering = make.offering("E1", "P1", application_window=window)
    p = make.problem(versioned(make.catalog((make.program("P1"),), (offering,))))
    request = ask(p).requests[0].request
    said = board.when_to_write(p, request)
    opens = dt.date(2026, 12, 1)
    assert ("Write from 1 Dec 2026" in said) == (opens > make.TODAY)
    assert "15 Jan 2027." in said


def test_a_card_says_until_when_the_first_start_can_be_had():
    """Each start is to be asked for eight weeks before."""
    offering = make.offering("E1", "P1", apply_lead_weeks=8)
    p = make.problem(versioned(make.catalog((make.program("P1"),), (offering,))))
    request = ask(p).requests[0].request
    first = request.starts[0] - dt.timedelta(weeks=8)
    last = request.ask_by
    assert first == request.first_by < last
    said = board.when_to_write(p, request)
    assert f" by {first.day} {first:%b %Y} for the first start." in said
    assert said.endswith(f"The last day is {last.day} {last:%b %Y}.")


def test_what_is_asked_of_every_host_while_choosing_is_one_line():
    offerings = tuple(
        make.offering(f"E{n}", f"P{n}", starts=f"2027-0{n + 6}-05") for n in (1, 2)
    )
    programs = (make.program("P1"), make.program("P2"))
    p = make.problem(versioned(make.catalog(programs, offerings)), min_letters=0)
    at = shown(p, **{"to do Every date": True})
    office = [box.label for box in at.checkbox if "international office" in box.label]
    assert len(office) == 2  # under Next, and among all dates
    assert all("Host E1 and Host E2, first by" in label for label in office)


# --- the year ------------------------------------------------------------------------


def boxes(at: AppTest) -> dict[str, object]:
    return {box.label.replace("\\", ""): box for box in at.checkbox}


def box(at: AppTest, begin: str):
    (found,) = [b for label, b in boxes(at).items() if label.startswith(begin)]
    return found


def test_what_is_next_comes_first_and_a_tick_is_kept():
    at = shown(hosts())
    said = text(at)
    assert "**Next**" in said
    assert "Write to the host or apply there. Host E1 and 2 more, until" in said
    first = box(at, "CV in US style")
    assert "Until" in first.label
    first.check().run()
    assert not at.exception
    assert scenario_of(at).done == ("docs-1",)
    assert not [label for label in boxes(at) if label.startswith("CV in US style")]
    at = shown(hosts(today=dt.date(2027, 3, 10)))
    assert "Late already, and what can still be done" in text(at)
    late = box(at, "Ask the international office")
    assert "was due" in late.label
    assert "Ask today, and prefer later starts." in late.label
    late.check().run()
    keys = {"elig-3@P1", "elig-3@P2", "elig-3@P3"}
    assert set(scenario_of(at).done) == keys


def first_dates(found):
    from views.to_do import dates

    dates.first(found)


def test_what_is_next_stands_in_the_order_of_its_days():
    """With the requests among them, however many others are due before."""
    today = dt.date(2027, 1, 4)

    def item(step, kind, day):
        until = dt.date(2027, 2, day)
        return Item(step, today, until, f"{step}.", "", kind, "now")

    others = [item(f"Paper {n}", "documents", n) for n in (1, 2, 3, 4)]
    found = Year(today, (*others, item("Write", "requests", 8)), ())
    at = AppTest.from_function(first_dates, kwargs={"found": found}).run()
    assert not at.exception
    drawn = [x for x in at.main if x.type in ("markdown", "checkbox")]
    said = [x.value if x.type == "markdown" else x.label for x in drawn]
    shown_days = [text.split("ntil ")[1].split()[0] for text in said[1:]]
    assert shown_days == ["1", "2", "3", "8"]


def plan_page(problem):
    from views.plan import page as plan

    plan.render(problem)


def test_both_pages_name_hosts_in_one_order():
    """Of one day those on record first, then by what they add; never by name."""
    cold = {"status": "assumed", "channel": "direct", "us_persons_only": "unknown"}
    offerings = (
        make.offering("M1", "P1", host="Aster", acceptance=0.3, **cold),
        make.offering("M2", "P2", host="Birch", acceptance=0.5, **cold),
        make.offering(
            "E3", "P3", host="Zinnia", acceptance=0.3, channel="direct", weeks=2
        ),
        make.offering(
            "E4",
            "P4",
            host="Yarrow",
            acceptance=0.3,
            channel="direct",
            starts="2027-07-05",
        ),
    )
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3, 4))
    p = make.problem(
        versioned(make.catalog(programs, offerings)),
        max_rotations=1,
        min_letters=0,
        budget_usd=4_000,
    )
    order = ["Zinnia", "Yarrow", "Birch", "Aster"]
    at = shown(p)
    assert "apply there. Zinnia and 3 more, first by" in text(at)
    cards = [m.value[5:] for m in at.markdown if m.value.startswith("#### ")]
    assert cards == order
    plan = AppTest.from_function(plan_page, kwargs={"problem": p}, default_timeout=60)
    remember(plan, p.scenario)
    plan.run()
    heads = "".join(m.value for m in plan.markdown if m.value.startswith("#### "))
    assert re.findall("|".join(order), heads) == order


def test_a_tick_asks_nothing_anew(monkeypatch):
    cached.ask(hosts())
    monkeypatch.setattr(cached.asking, "ask", None)
    again = cached.ask(hosts(done=("docs-1",)))
    assert again == ask(hosts())


def test_every_date_is_in_the_figure_and_in_the_list():
    at = shown(hosts(), **{"to do Every date": True})
    (chart,) = at.get("plotly_chart")
    assert chart.proto.alt.endswith("the list below says each.")
    assert [m.value for m in at.markdown if m.value.startswith("##### ")]
    begun = [b for label, b in boxes(at).items() if "Hand in your rank list" in label]
    assert len(begun) == 1
    assert [b for b in boxes(at) if "From 31 Jan 2028 until 1 Mar 2028." in b]
    at.multiselect(key="year hosts").set_value(["Host E1"]).run()
    assert not [b for b in boxes(at) if "Hand in your rank list" in b]
    assert any("Host E1" in label for label in boxes(at))


PARTS = (
    *("Choosing hosts", "Documents", "Messages", "At the rotation", "Letters"),
    *("Your story", "Afterwards"),
)


@pytest.mark.parametrize("label", PARTS)
def test_a_part_of_the_guide_unfolds(label):
    before = len(boxes(shown(hosts())))
    assert len(boxes(shown(hosts(), **{f"to do {label}": True}))) > before


def test_money_says_when_most_is_due_and_what_is_gone():
    p = hosts()
    at = shown(p, **{"to do Money by day": True})
    total = sum(payment.usd for payment in payments(p, make.planned(p)))
    assert f"If all say yes, ${total:,} in all." in text(at)
    at.date_input(key="lost on").set_value(at.date_input(key="lost on").max).run()
    assert f"or your visa is refused, ${total:,} is gone." in text(at)
    assert f"For ${total:,} of it no terms are on record" in text(at)
    at.date_input(key="lost on").set_value(p.scenario.today).run()
    assert "Nothing is lost on that day." in text(at)
    rows = at.table[0].value
    assert rows.iloc[-1, -1].replace("\\", "") == f"${total:,}"


def test_money_that_is_paid_has_no_day_and_is_no_fee_of_now():
    p = hosts(answers=(("E1", "asked"), ("E2", "asked"), ("E3", "asked")))
    at = shown(p, **{"to do Money by day": True})
    said = text(at)
    assert "Fees now: $0." in said
    assert "in all, $140 of it paid already." in said
    due = at.table[0].value["Due"].tolist()
    assert due[:2] == ["paid", "paid"]
    assert all(re.search(r"\d{4}$", day) for day in due[2:])


def test_documents_say_what_is_missing_for_the_next_deadline():
    documents = {"to do Documents": True}
    at = shown(hosts(), **documents)
    assert at.table[0].value["Begin"].iloc[0] == "now"
    said = text(at)
    assert "Next: " in said
    first = ", by 7 Dec 2026 for the first start. Not ticked yet: CV, transcript, proof"
    assert first in said
    ready = tuple(f"docs-{n}" for n in (1, 2, 3, 5, 7))
    said = text(shown(hosts(done=ready), **documents))
    assert "Not ticked yet: USMLE results." in said
    said = text(shown(hosts(done=(*ready, "docs-6")), **documents))
    assert "All of it is ticked." in said


def test_documents_say_which_day_counts_and_end_each_sentence_once():
    host = make.offering("E1", host="Mercy Medical Center")
    p = make.problem(versioned(make.catalog(offerings=(host,))), min_letters=0)
    said = text(shown(p, **{"to do Documents": True}))
    assert "the host's day counts." in said
    assert "Nothing on record: Mercy Med. Ctr. An e-mail" in said


def test_the_weakest_area_follows_what_is_said_to_be_there():
    """Where nothing priced adds a point, research comes first, unless it is there."""
    p = make.problem(min_rotations=0, max_rotations=0, min_letters=0)
    who = replace(p.scenario.applicant, us_letters=4, step2_ck=300)
    at = shown(p.having(applicant=who), **{"to do Weakest area": True})
    assert "Weakest now: Research" in text(at)
    at.toggle(key="weakest research").set_value(True).run()
    assert "Weakest now: Application" in text(at)
    at.toggle(key="weakest story").set_value(True).run()
    assert "Weakest now: nothing stands out" in text(at)


def test_a_pdf_is_handed_over_with_a_name_of_latin_letters():
    at = shown(hosts(), **{"to do To hand over": True})
    (button,) = at.get("download_button")
    assert button.proto.label == "Two pages (PDF)"
    at.text_input(key="hand over name").set_value("陳大文").run()
    assert not at.exception
    assert "no Latin letter" in at.error[0].value
    assert not at.get("download_button")


def test_letters_of_two_rotations_of_one_host_both_have_their_days():
    day = dt.date(2027, 9, 1)
    both = tuple(
        Item(f"letter-6@{key}", day, day, "", "Clinic", "letter", "later", slack_days=n)
        for key, n in (("P1", 3), ("P2", 20))
    )
    assert "Clinic 3, Clinic 20." in letters(Year(day, both, ()), 0.4)


def test_what_can_be_done_now_is_one_line_whenever_it_began():
    until = dt.date(2027, 9, 1)

    def item(host, state, month):
        day = dt.date(2027, month, 1)
        return Item(f"write-1@{host}", day, until, "", host, "requests", state)

    now = [item("A", "now", 5), item("B", "now", 6)]
    later = [item("C", "later", 7), item("D", "later", 8)]
    assert [len(group) for group in group_items(now + later, line_of)] == [2, 1, 1]


def test_what_slips_if_a_writer_is_late():
    """Letters at 13, 14 and -1 days before the last day on which they count."""
    day = dt.date(2027, 9, 1)

    def item(host, slack):
        what = f"letter-6@{host}"
        return Item(what, day, day, "", host, "letter", "later", slack_days=slack)

    tight = item("Tight", 13)
    said = letters(Year(day, (tight, item("Easy", 14), item("Late", -1)), ()), 0.4)
    assert "Days to spare for letters: Tight 13, Easy 14." in said
    assert "Too late for the first look: Late." in said
    assert "If a writer is 2 weeks late, Tight would miss the first look." in said
    assert "counts 40" in said
    easy = letters(Year(day, (item("Easy", 14),), ()), 0.4)
    assert easy.endswith("A writer may be 2 weeks late and nothing slips.")


def test_the_empty_log_is_a_table_with_its_head_alone():
    rows = list(csv.reader(io.StringIO(LOG.decode("utf-8-sig"), newline="")))
    assert rows == [list(LOG_COLUMNS)]
    assert not [name for name in LOG_COLUMNS if "patient" in name.lower()]


def test_who_taught_is_thanked():
    at = shown(
        hosts(booked=(make.booked(dt.date(2027, 5, 3), offering_id="E1"),)),
        **{"to do Afterwards": True},
    )
    assert "thank your teachers at Host E1" in text(at)


def test_the_next_cycle_is_a_click_away():
    seasons = (make.season(2028), make.season(2029))
    offering = make.offering("E1", "P1")
    catalog = versioned(
        make.catalog((make.program("P1"),), (offering,), seasons=seasons)
    )
    p = make.problem(catalog, answers=(("E1@2027-05-03", "accepted"),), min_letters=0)
    at = shown(p, **{"to do Afterwards": True})
    (button,) = [b for b in at.button if b.label == "Begin the cycle for 2029"]
    button.click().run()
    assert scenario_of(at).season == 2029
    assert [b.offering_id for b in scenario_of(at).booked] == ["E1"]
    assert "No later season" in text(shown(hosts(), **{"to do Afterwards": True}))


# --- messages -------------------------------------------------------------------------

MESSAGES = {"to do Messages": True}


def test_a_first_message_cannot_be_copied_without_a_sentence_of_ones_own():
    at = shown(hosts(), **MESSAGES)
    assert not at.code
    assert "for this visit alone" in text(at)
    (own,) = [area for area in at.text_area if "draws you" in area.label]
    own.set_value("Your stroke unit is where I want to learn.").run()
    at.text_input(key="sender name").set_value("Žofia Nováková").run()
    (draft,) = at.code
    assert "Your stroke unit is where I want to learn." in draft.value
    assert "Žofia Nováková" in draft.value
    (area,) = [area for area in at.text_area if "Change it" in area.label]
    area.set_value("Something else").run()
    assert at.code[0].value.endswith("Something else")
    assert "Nováková" not in str(scenario_of(at))
    assert memory(at).sender == ("Žofia Nováková", "", "")


def test_two_hosts_of_one_name_both_have_their_messages():
    twins = tuple(
        make.offering(f"E{i}", f"P{i}", host="Mayo", title=f"Elective {i}")
        for i in (1, 2)
    )
    programs = tuple(make.program(f"P{i}") for i in (1, 2))
    p = make.problem(versioned(make.catalog(programs, twins)), min_letters=0)
    menu = shown(p, **MESSAGES).selectbox(key="message host")
    assert sorted(menu.options) == [f"Mayo, Houston, Elective {i}" for i in (1, 2)]


def test_no_first_message_where_writing_harms():
    offering = make.offering("E1", "P1", cold_requests="no")
    p = make.problem(versioned(make.catalog((make.program("P1"),), (offering,))))
    at = shown(p, **MESSAGES)
    assert "writing to it harms" in at.warning[0].value
    assert not at.text_area
    kinds = at.selectbox(key="message kind")
    kinds.select_index(2).run()  # to the international office
    assert at.code
    assert not at.warning


# --- what a click does to the scenario ------------------------------------------------


def test_one_answer_an_offering():
    scenario = make.scenario(answers=(("E1@2027-05-03", "asked"), ("E2", "asked")))
    assert callbacks.with_reply(scenario, "E1", "accepted").answers == (
        ("E1", "accepted"),
        ("E2", "asked"),
    )
    assert callbacks.with_reply(scenario, "E1@2027-05-03", None).answers == (
        ("E2", "asked"),
    )
    refused = callbacks.with_reply(scenario, "E1@2027-05-03", "refused")
    assert refused.answers == (("E1", "refused"), ("E2", "asked"))


def test_what_is_paid_is_no_longer_excluded():
    scenario = make.scenario(exclusions=("E1", "E1@2027-05-03", "E2"))
    paid = callbacks.with_reply(scenario, "E1@2027-05-03", "paid")
    assert paid.exclusions == ("E2",)
    asked = callbacks.with_reply(scenario, "E1", "asked")
    assert asked.exclusions == scenario.exclusions


@pytest.mark.parametrize(
    ("paid", "excluded", "left"),
    [
        ("E1", "E1", "accepted"),
        ("E1@2027-05-03", "E1", "accepted"),
        ("E1@2027-05-03", "E1@2027-05-03", "accepted"),
        ("E1@2027-05-03", "E1@2027-06-07", "paid"),
        ("E1", "E2", "paid"),
    ],
)
def test_excluding_what_is_paid_leaves_it_accepted(paid, excluded, left):
    scenario = make.scenario(answers=((paid, "paid"),))
    assert callbacks.with_exclusion(scenario, excluded).answers == ((paid, left),)
