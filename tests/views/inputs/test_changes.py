"""What changed in short: complete, in the words of the inputs, and back again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import factories as make
import pytest

from optimizer.domain.applicant import Booked, Letter
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut, Reply
from optimizer.domain.scenario import (
    PARTS,
    PATHS,
    Answer,
    Interview,
    ListWish,
    Scenario,
    with_values,
)
from views.inputs import start
from views.inputs.changes import NAMED, changes, effect, in_short, put_back
from views.inputs.input_words import in_words, inputs_that_differ
from views.session import cached, state
from views.session.session import Origin

CATALOG = make.catalog(
    programs=(make.program("P1", name="North Shore"), make.program("P2", name="Lake")),
    offerings=(
        make.offering("E1", host="Clinic of a very long name, in many words"),
        make.offering("E2", "P2", host="Clinic B"),
    ),
)
MAY, JUNE = dt.date(2027, 5, 3), dt.date(2027, 6, 7)
WEEK = (MAY, dt.date(2027, 5, 9))
BOOKED = Booked(MAY, dt.date(2027, 5, 28), "hands_on", offering_id="E1")
FOUND = FoundOut("E1", "tuition_usd", "750", MAY)
NAMES: dict[str, tuple[Any, ...]] = {
    "pins": ("E1", "E2", f"E1@{MAY}", f"E1@{JUNE}"),
    "exclusions": ("E1", "E2", f"E1@{MAY}"),
    "answers": tuple(
        (name, answer)
        for name in ("E1", f"E2@{MAY}", f"E2@{JUNE}")
        for answer in get_args(Answer)
    ),
    "answer_by": (("E1", MAY), ("E1", JUNE), (f"E2@{MAY}", MAY)),
    "reply_days": (
        ("E1", Reply()),
        ("E1", Reply(MAY)),
        ("E1", Reply(answered=MAY)),
        (f"E2@{MAY}", Reply(MAY, JUNE)),
    ),
    "done": ("docs-1", "letter-1@P1", "letter-1@host:Clinic", "nothing we know"),
    "interviews": tuple(
        (name, came) for name in ("P1", "P2") for came in get_args(Interview)
    ),
    "list_wishes": tuple(
        (name, wish) for name in ("P1", "P2") for wish in get_args(ListWish)
    ),
    "rank_order": ("P1", "P2"),
    "took_place": (("E1@2027-05-03", "yes"), (f"E2@{MAY}", "no")),
    "found_out": (
        FOUND,
        replace(FOUND, value="0"),
        replace(FOUND, date=JUNE),
        FoundOut("P1", "visa_sponsorship", "J-1;H-1B", MAY),
        FoundOut("E2", "starts", "mondays", MAY),
    ),
    "booked": (
        BOOKED,
        replace(BOOKED, cost_usd=900),
        replace(BOOKED, kind="observership"),
        Booked(MAY, dt.date(2028, 1, 2), "hands_on", program_id="P2"),
        replace(BOOKED, letters_expected=2),
        Booked(*WEEK, "hands_on", specialty="neurology", city="Houston, TX"),
    ),
    "letters": (
        Letter(),
        Letter("other"),
        Letter("research", last_cycle=True),
        Letter(form="evaluation"),
        Letter(same_program=True),
    ),
    "free_dates": (WEEK, (MAY, dt.date(2028, 5, 9))),
    "blackouts": (WEEK, (MAY, MAY), (MAY, dt.date(2028, 5, 9))),
    "months": (3, 7, 9),
    "applicant.ties": ("TX", "Houston, TX"),
    "free_housing": ("Houston, TX",),
    "required_states": ("TX", "IL"),
    "max_per_region": (("South", 0), ("South", 2)),
    "preferences.programs": (("P1", 5), ("P1", 1), ("P2", 3)),
    "preferences.states": (("TX", 5), ("IL", 1)),
    "preferences.focus": ("sci", "msk"),
}
"""Items of every field that holds several; a field without any has no words yet."""
RAW = re.compile(
    r"""[(\[{]['"]|['"][)\]}]|\bNone\b(?! yet| needed)|\bTrue\b|\bFalse\b|[<>=@{}_]"""
    r"""|datetime|\b[PE]\d\b|\b\d{4}-\d{2}|\b(sci|msk)\b"""
)
"""What is Python, a path, an id or a code, and no word."""


def test_what_is_raw_is_known_when_seen() -> None:
    for text in ("('E1', 'paid')", "None", "E1@2027-05-03", "hands_on", "f(day=3)"):
        assert RAW.search(text), text
    assert not RAW.search("accepted (Clinic B: PM&R elective, 4 weeks, from 3 May)")


def hint_of(path: str) -> Any:
    owner, _, field = path.rpartition(".")
    return get_type_hints(PARTS.get(owner, Scenario), include_extras=True)[field]


def some_of(path: str, hint: Any) -> Iterator[Any]:
    """Values of a field, by its type: both ends of a range, and every choice."""
    origin, inside = get_origin(hint), get_args(hint)
    if path in NAMES and hint is not NoneType:
        items = NAMES[path]
        yield ()
        yield from ((item,) for item in items)
        yield items
    elif origin in (Union, UnionType):
        for each in inside:
            yield from some_of(path, each)
    elif hint is NoneType:
        yield None
    elif origin is Literal:
        yield from inside
    elif hint is bool:
        yield from (False, True)
    elif origin is Annotated and issubclass(inside[0], (int, float, dt.date)):
        low = next(mark.ge for mark in inside if hasattr(mark, "ge"))
        high = next(mark.le for mark in inside if hasattr(mark, "le"))
        yield from (low, high)
    elif path == "applicant.nationality":
        yield from ("IN", "NG")
    else:
        pytest.fail(f"{path}: draw some of {hint}, and say it in words")


@pytest.mark.parametrize("path", PATHS)
def test_every_change_of_every_field_is_said_in_words(path: str) -> None:
    values = list(dict.fromkeys(some_of(path, hint_of(path))))
    assert len(values) > 1
    for old, new in permutations(values, 2):
        before, now = (
            with_values(make.scenario(), {path: value}) for value in (old, new)
        )
        ((said,),) = [changes(CATALOG, before, now).values()]
        assert not RAW.search(said), said
        was, is_now = (
            in_words(CATALOG, one, *inputs_that_differ(before, now))
            for one in (before, now)
        )
        assert was != is_now, said
        new_part, _, old_part = said.partition(": ")[2].partition(" instead of ")
        assert new_part != old_part, said


def test_of_a_list_only_what_differs_is_said() -> None:
    def ties(*names: str) -> Scenario:
        return with_values(make.scenario(), {"applicant.ties": names})

    def said(before: Scenario, now: Scenario) -> str:
        return changes(CATALOG, before, now)["applicant.ties"]

    assert said(ties("TX"), ties("TX", "IL")) == "Ties: also Illinois"
    assert said(ties("TX", "IL"), ties("IL")) == "Ties: no longer Texas"
    assert (
        said(ties("TX", "IL"), ties("TX", "NY")) == "Ties: New York instead of Illinois"
    )
    assert said(ties("TX"), ties()) == "Ties: none instead of Texas"
    assert (
        said(ties("TX", "IL"), ties("IL", "TX"))
        == "Ties: Illinois, Texas instead of Texas, Illinois"
    )


def test_an_answer_says_what_was_answered_by_whom_and_for_when() -> None:
    now = make.scenario(answers=((f"E2@{MAY}", "accepted"),))
    assert changes(CATALOG, make.scenario(), now) == {
        "answers": "Answers of hosts: accepted (Clinic B: PM&R…"
    }
    assert in_words(CATALOG, now, "answers") == (
        "accepted (Clinic B: PM&R elective, 4 weeks, from 3 May 2027)"
    )


def test_it_says_what_is_and_what_was() -> None:
    before = make.scenario(budget_usd=10_000)
    now = replace(
        before,
        budget_usd=6_000,
        months=(6, 7),
        min_rotations=2,
        applicant=replace(before.applicant, status="graduate", ties=("TX",)),
    )
    assert changes(CATALOG, before, now) == {
        "budget_usd": "Money for rotations: $6,000 instead of $10,000",
        "months": "Free months: Jun, Jul instead of any",
        "rotations": "Rotations: 2–3 instead of 1–3",
        "applicant.status": "You are: Graduate instead of Student",
        "applicant.ties": "Ties: Texas",  # none before: not worth a word
    }


def test_no_change_is_no_word() -> None:
    assert changes(CATALOG, make.scenario(), make.scenario()) == {}
    assert in_short({}) == ""


def test_more_than_a_few_are_counted() -> None:
    said = {str(n): f"change {n}" for n in range(NAMED + 2)}
    assert in_short(said) == "change 0; change 1; change 2; and 2 more"
    assert in_short({"a": "one", "b": "two"}) == "one; two"


def test_nothing_is_searched_where_no_input_of_the_answer_changed(monkeypatch):
    """What is ticked off changes no answer, and what has begun is as it was entered."""
    asked: list[Problem] = []
    given = make.problem(
        CATALOG, answers=((f"E1@{MAY}", "accepted"),), today=JUNE
    ).given
    problem = Problem(CATALOG, given)
    assert problem.scenario != given
    monkeypatch.setattr(cached, "ask", asked.append)
    for before in (None, given, replace(given, done=("letter E1",))):
        monkeypatch.setattr(state, "before", lambda before=before: before)
        assert effect(problem, with_answer=False) == ""
    assert not asked


TWINS = make.catalog(
    tuple(make.program(f"P{i}") for i in (1, 2, 3)),
    tuple(make.offering(f"E{i}", f"P{i}", host=h) for i, h in enumerate("AAB", 1)),
)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"exclusions": ("E3",)}, {}, " points more, B in."),
        ({}, {"exclusions": ("E2", "E3")}, "points less, A, Houston, P"),
        ({}, {"budget_usd": 100}, "No plan fits this."),
        ({"budget_usd": 100}, {}, "A plan fits again."),
    ],
    ids=["one more", "two fewer, named apart", "none", "one again"],
)
def test_what_a_change_did_names_the_hosts(before, now, said, monkeypatch):
    catalog = make.versioned(TWINS)
    p, earlier = (make.problem(catalog, min_letters=0, **x) for x in (now, before))
    monkeypatch.setattr(state, "before", lambda: earlier.given)
    monkeypatch.setattr(state, "origin", lambda: Origin("", earlier.given))
    monkeypatch.setattr(start, "is_restored", lambda: False)
    assert said in effect(p, with_answer=False)


@pytest.mark.parametrize("path", ["budget_usd", "rotations", "visa"])
def test_one_change_is_put_back_alone(path, monkeypatch):
    first = make.scenario()
    monkeypatch.setattr(state, "origin", lambda: Origin("", first))
    alone = {
        "budget_usd": {"budget_usd": 4_000},
        "rotations": {"min_rotations": 2, "max_rotations": 4},
        "visa": {
            "applicant.us_work_authorized": not first.applicant.us_work_authorized
        },
    }[path]
    other = with_values(first, {"gap_days": 5})
    assert put_back(with_values(other, alone), path) == other
