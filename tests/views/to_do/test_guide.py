"""Nothing of the guide is forgotten: each of its rows is on the page, at its box.

Words and things to do before anything unfolds are few, whatever one starts from.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Checkbox, Expander
from visits import ran, remember

from optimizer.domain.problem import Problem
from optimizer.domain.records import Reply
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.year.guide import steps

PARTS = (
    *("Every date", "Choosing hosts", "Documents", "Messages", "At the rotation"),
    *("Letters", "Your story", "Afterwards", "Money by day", "Weakest area"),
)
MOST_WORDS, MOST_THINGS, MOST_IN_A_SENTENCE = 150, 12, 20
MARKS = re.compile(r":material/\w+:|[*#\\\u2060]")


def page(problem):
    from views.session import state
    from views.to_do import page as to_do

    if not state.started():
        state.start("x", problem.scenario)
    to_do.render(type(problem)(problem.catalog, state.valid()))


@pytest.fixture(scope="module")
def presets(shipped) -> dict[str, Problem]:
    default = default_scenario(shipped, make.TODAY)
    return {name: Problem(shipped, make_) for name, make_ in _made(default).items()}


def _made(default: Scenario) -> dict[str, Scenario]:
    found = {name: preset(default) for name, preset in PRESETS.items()}
    student, graduate = found["Average student"], found["US citizen graduate"]
    waits = (("E099", "asked"), ("E081-4w", "accepted"))
    return found | {
        "Waiver, no score": replace(
            student,
            applicant=replace(student.applicant, entry_status="WB", step2_ck=None),
        ),
        "Waiting": replace(
            student,
            answers=waits,
            reply_days=(("E099", Reply(dt.date(2026, 11, 5))),),
            answer_by=(("E081-4w", dt.date(2026, 12, 20)),),
        ),
        "Strong graduate": replace(
            graduate, applicant=replace(graduate.applicant, step2_ck=260)
        ),
        "Observer": replace(student, answers=(("E018", "asked"), ("E125", "paid"))),
        "First of all": replace(
            default,
            season=2029,
            today=dt.date(2027, 4, 1),
            applicant=replace(default.applicant, us_letters=0, graduation_date=None),
        ),
        "School in VSLO": replace(
            student, applicant=replace(student.applicant, home_school_in_vslo=True)
        ),
    }


def shown(problem: Problem, *parts: str) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=120)
    remember(at, **{f"to do {part}": True for part in parts})
    return ran(at)


def rows_on(at: AppTest) -> set[str]:
    """Rows of the guide that have a box or a line of their own on the page."""
    keys = {box.key or "" for box in at.checkbox} | set(_lines(at.main))
    places = "advice|now|late|all|part"
    found = (re.match(rf"(?:{places}) ([a-z]+-\d+)", key) for key in keys)
    return {match[1] for match in found if match}


def _lines(block: Block) -> list[str]:
    """Keys of the lines without a box: what the answers on the board move."""
    found = []
    for child in block.children.values():
        if isinstance(child, Block):
            ids = getattr(child.proto, "id", "")
            found.append(ids.split("-", 2)[-1] if ids else "")
            found += _lines(child)
    return found


NOBODY = "nobody to ask"
ABSENT = {
    **dict.fromkeys(("choose-5", "elig-2", "docs-4", "visa-2"), "Average student"),
    **dict.fromkeys(("exam-1", "orient-1", "docs-13"), "Average student"),
    **dict.fromkeys(("elig-1", "elig-3", "elig-4", "docs-3"), "US citizen graduate"),
    "choose-6": "Strong graduate",
    "elig-5": "School in VSLO",
    "visa-1": "Waiver, no score",
    **dict.fromkeys(("elig-6", "elig-7", "conduct-17"), NOBODY),
    **dict.fromkeys(("conduct-7", "conduct-8", "conduct-9", "prep-7"), NOBODY),
    **dict.fromkeys(("prep-1", "prep-2", "prep-3", "prep-5"), NOBODY),
    **dict.fromkeys((f"docs-{n}" for n in range(14, 18)), NOBODY),
    **dict.fromkeys(("docs-1", "write-1", "write-2", "write-3", "day-1"), NOBODY),
    **dict.fromkeys(("letter-1", "letter-2", "letter-3", "letter-5"), NOBODY),
    **dict.fromkeys(("letter-6", "letter-7", "thanks-1", "prep-9"), NOBODY),
}
"""Worked out by hand: for whom a row does not stand on the page."""


def test_each_row_that_is_not_for_everybody_has_someone_without_it():
    assert {s.step_id for s in steps() if s.applies} <= ABSENT.keys()
    assert ABSENT.keys() <= {s.step_id for s in steps()}


@pytest.mark.parametrize("name", sorted({*ABSENT.values()}))
def test_what_does_not_apply_is_not_on_the_page(presets, name):
    nobody = make.problem(min_rotations=0, max_rotations=0, min_letters=0)
    at = shown(presets.get(name, nobody), *PARTS)
    assert not rows_on(at) & {row for row, who in ABSENT.items() if who == name}


def test_every_row_of_the_guide_is_on_the_page_of_someone(presets):
    found: set[str] = set()
    for problem in presets.values():
        found |= rows_on(shown(problem, *PARTS))
    assert {s.step_id for s in steps()} - found == set()


def test_every_part_unfolds_where_there_is_nobody_to_ask():
    p = make.problem(min_rotations=0, max_rotations=0, min_letters=0)
    at = shown(p, *PARTS, "Check first", "To hand over", "What I found out")
    assert at.header[0].value == "There is nobody to ask"
    assert {"apply-4", "story-1"} <= rows_on(at)


def folded(block: Block) -> list[str]:
    """All text on the page before anything unfolds."""
    found = []
    for child in block.children.values():
        if isinstance(child, Block):
            if isinstance(child, Expander):
                found.append(child.label)
            else:
                found += folded(child)
        elif isinstance(child, Checkbox):
            found.append(child.label)
        elif isinstance(text := getattr(child, "value", None), str):
            found.append(text)
    return [MARKS.sub("", text) for text in found]


@pytest.mark.parametrize("name", [*PRESETS, "Waiver, no score", "Waiting"])
def test_few_words_and_few_things_come_first(presets, name):
    at = shown(presets[name])
    said = folded(at.main)
    assert sum(len(text.split()) for text in said) <= MOST_WORDS, said
    things = [b for b in at.checkbox if not (b.key or "").startswith("advice")]
    assert 1 <= len(things) <= MOST_THINGS


@pytest.mark.parametrize("name", [*PRESETS, "Waiting"])
def test_no_sentence_is_long(presets, name):
    at = shown(presets[name], *PARTS, "Check first")
    said = [m.value for m in at.markdown] + [b.label for b in at.checkbox]
    notes = {o.note for o in presets[name].catalog.offerings}
    for text in said:
        plain = MARKS.sub("", re.sub(r"\(<[^>]*>\)", "", text)).strip()
        if plain in notes:  # as the host's page says it
            continue
        for sentence in re.split(r"[.!?:;·] |\n", plain):
            assert len(sentence.split()) <= MOST_IN_A_SENTENCE, sentence
