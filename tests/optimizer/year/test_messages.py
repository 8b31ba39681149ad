"""Drafts: filled from the plan, nobody else's words, no draft where it harms."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import factories as make
import pytest

from optimizer.year.messages import (
    TEMPLATES,
    Sender,
    compose,
    facts,
    is_ready,
    mail_link,
    reason_against,
)

MAY = dt.date(2027, 5, 3)
ME = Sender("Žofia Nováková", "Comenius University", "zofia@example.org")
OWN = "Your spinal cord injury unit is why I write."
FIRST = TEMPLATES[0]


def draft(template=FIRST, sender=ME, own=OWN, starts=(MAY,), problem=None, **changes):
    problem = problem or make.problem()
    return compose(problem, template, make.offering(**changes), starts, sender, own)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_no_gap_is_left_where_all_is_known(template):
    subject, text = draft(template)
    assert not re.search(r"[\[\]{}]", subject + text)
    assert ME.name in text
    for sentence in re.split(r"[.?!:,] |\n", text):
        assert len(sentence.split()) <= 20, sentence


def test_what_is_not_known_stays_a_gap():
    _, text = draft(sender=Sender(), own="")
    assert "[your name]" in text
    assert "[your school]" in text
    assert "[your own sentence" in text


def test_a_first_message_waits_for_a_sentence_of_ones_own():
    assert not is_ready(FIRST, "")
    assert not is_ready(FIRST, "I like it")
    assert is_ready(FIRST, OWN)
    others = [t for t in TEMPLATES if not t.own]
    assert all(is_ready(t, "") for t in others)


def test_it_says_who_writes_and_when_one_could_come():
    starts = [MAY + dt.timedelta(weeks=n) for n in (0, 1, 2, 8)]
    _, text = draft(starts=starts)
    assert "a medical student of Comenius University" in text
    assert "- any Monday from 3 May 2027 to 17 May 2027\n- 28 June 2027\n" in text
    who = replace(make.scenario().applicant, status="graduate")
    _, text = draft(problem=make.problem(applicant=who), kind="observership")
    assert "a graduate of" in text
    assert "graduates for a observership" not in text
    assert "an observership" in text


def test_facts_are_those_on_record():
    assert "spinal cord injury" in facts(make.offering(focus=("sci",)))
    assert "Nothing on record" in facts(make.offering(focus=()))


def test_hosts_that_are_harmed_by_writing_are_known(shipped):
    """By hand: of these rows of the shipped catalog a page speaks of it."""
    ids = "E024 E036 E040 E049 E054 E055-2w E055-4w E066 E100 M-stanford-H M-wustl-H"
    found = {o.offering_id for o in shipped.offerings if o.cold_requests == "no"}
    assert found == {*ids.split(), "M-upmc-H"}


@pytest.mark.parametrize(
    ("cold_requests", "harms"), [("no", True), ("unknown", False), ("yes", False)]
)
def test_a_host_that_writes_no_letters_may_be_written_to(cold_requests, harms):
    """What a note says in its own words forbids nothing."""
    note = "Does not write letters. A wrong form disqualifies."
    offering = make.offering(cold_requests=cold_requests, note=note)
    assert bool(reason_against(FIRST, offering)) is harms


def test_where_writing_harms_there_is_no_cold_message(shipped):
    """Mount Sinai: who writes to a department is disqualified; Stanford: no letters."""
    by_name = {t.name: t for t in TEMPLATES}
    sinai, stanford = shipped.offering["E054"], shipped.offering["E100"]
    assert "harms" in reason_against(by_name["first"], sinai)
    assert "harms" in reason_against(by_name["again"], sinai)
    assert not reason_against(by_name["letter"], sinai)
    for name in ("meeting", "letter", "remind"):
        assert "no letters" in reason_against(by_name[name], stanford)
    assert not reason_against(by_name["thanks"], stanford)


def test_there_is_a_message_for_each_time_to_write():
    """First, again, office, before, letter asked and written, reminder, thanks, ..."""
    assert len({t.label for t in TEMPLATES}) == len(TEMPLATES) == 11


def test_the_address_stands_under_the_name():
    assert draft()[1].endswith("Žofia Nováková\nzofia@example.org")
    assert draft(sender=Sender("A B", "C"))[1].endswith("A B")


def test_the_address_opens_the_same_draft():
    subject, text = draft(host="A & B? #1")
    found = parse_qs(urlsplit(mail_link(subject, text)).query)
    assert found == {"subject": [subject], "body": [text]}
