"""What differs from the start or before the last answer, and the ways back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from charts import words
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario, value_of, with_values
from optimizer.domain.words import join_names
from optimizer.requests.ask_list import AskList
from views.inputs import start
from views.inputs.input_words import in_words, inputs_that_differ, told_items
from views.inputs.labels import label
from views.kit import parts
from views.kit.terms import offering_names, short_names
from views.session import cached, state
from views.session.input_state import PAIRS
from views.session.session import session

NAMED, NAMED_HOSTS = 3, 2
CHARACTERS = 34
VISIBLE = 0.05
"""Points of 100 from which a chance counts as another one."""
BACK, FORTH = "Take back", "Redo"
MEASURE = "Chance to match"
OF_AN_ANSWER = ("answer_by", "reply_days", "exclusions")
"""What an answer of a host may change beside."""
NOTHING = ("none", "no", "not set")
"""What need not be named as what was before."""


def changes(catalog: Catalog, before: Scenario, now: Scenario) -> dict[str, str]:
    """Say of each input that differs what it is and was, by its path."""
    return {
        path: _change_words(catalog, before, now, path)
        for path in inputs_that_differ(before, now)
    }


def in_short(changes: dict[str, str], most: int = NAMED) -> str:
    """Write the first changes in one sentence, and how many more there are."""
    named = "; ".join(list(changes.values())[:most])
    more = len(changes) - most
    return f"{named}; and {more} more" if more > 0 else named


def changed_from_start(scenario: Scenario) -> tuple[str, ...]:
    """Name the inputs that differ from what the visitor started from."""
    return tuple(map(_name, inputs_that_differ(state.origin().scenario, scenario)))


def _name(path: str) -> str:
    return label(path).partition(" (")[0]


def effect(problem: Problem, *, with_answer: bool) -> str:
    """Say what the last change did to the list and the chance, and what all did."""
    before = state.before()
    if before and (_same_answer(before, problem.given) or start.is_restored()):
        before = None
    if before is None and not with_answer:
        return ""
    now = cached.ask_or_why(problem)
    if isinstance(now, NoPlan):
        return "No plan fits this."
    answer = f"{MEASURE}: {100 * now.value:.0f} in 100. " if with_answer else ""
    if before is None:
        return answer
    earlier = Problem(problem.catalog, before)
    was = cached.ask_or_why(earlier)
    if isinstance(was, NoPlan):
        return f"{answer}A plan fits again."
    last = _names(before, problem.given)
    # Of several at once none is named, since any may have done it.
    cause = last[0] if len(last) == 1 else "Your changes"
    told = f"{answer}{cause}: {_did(was, now)}"
    return f"{told} {_with_others(problem, before, last, now)}".rstrip()


def _with_others(
    problem: Problem, before: Scenario, last: list[str], now: AskList
) -> str:
    """Say what the changes since the start did together, if the last is not all."""
    first = state.origin().scenario
    if _same_answer(first, before) or _same_answer(first, problem.given):
        return ""
    was = cached.ask_or_why(Problem(problem.catalog, first))
    if isinstance(was, NoPlan):
        return ""
    others = [name for name in _names(first, problem.given) if name not in last]
    named = f", with {join_names(others, NAMED)}" if others else ""
    return f"Since the start{named}: {_points(was, now)}."


def _names(before: Scenario, now: Scenario) -> list[str]:
    """Name the inputs that differ; what an answer of a host changes is one of them."""
    paths = inputs_that_differ(replace(before, done=now.done), now)
    beside = OF_AN_ANSWER if "answers" in paths else ()
    return [_name(path) for path in paths if path not in beside]


def _same_answer(before: Scenario, now: Scenario) -> bool:
    """Whether nothing differs that an answer hangs on: what is ticked off does not."""
    return replace(before, done=()) == replace(now, done=())


def _did(was: AskList, now: AskList) -> str:
    """The chance first: what changed may have moved it by more than through hosts."""
    old, new = _doors(was), _doors(now)
    names = short_names(offering_names(old | new))
    parts = [
        _points(was, now),
        _move_words([names[door] for door in old if door not in new], "out"),
        _move_words([names[door] for door in new if door not in old], "in"),
    ]
    return f"{', '.join(filter(None, parts))}."


def _points(was: AskList, now: AskList) -> str:
    points = 100 * (now.value - was.value)
    if abs(points) < VISIBLE:
        return "the same chance"
    return f"{abs(points):.1f} points {'more' if points > 0 else 'less'}"


def _move_words(hosts: list[str], where: str) -> str:
    return f"{join_names(hosts, NAMED_HOSTS)} {where}" if hosts else ""


def steps(catalog: Catalog, now: Scenario) -> None:
    """Draw the way back and the way forth, where there is one."""
    for step, icon, change, other in (
        (BACK, ":material/undo:", state.undo, state.before()),
        (FORTH, ":material/redo:", state.redo, state.after()),
    ):
        if other is not None:
            st.button(
                step,
                key=step,
                icon=icon,
                type="tertiary",
                help=words.safe(_step_help(catalog, now, step, other)),
                on_click=change,
            )


def _step_help(catalog: Catalog, now: Scenario, step: str, other: Scenario) -> str:
    if step == BACK and session().held_back:
        return "Takes back the change that does not fit."
    return in_short(changes(catalog, now, other)) or "Another start, the same inputs."


def way_back(catalog: Catalog, scenario: Scenario) -> None:
    """Draw the way back to the start, if anything differs from it."""
    origin = state.origin()
    if changed := changes(catalog, origin.scenario, scenario):
        st.button(
            "Reset",
            icon=":material/restart_alt:",
            type="tertiary",
            help=words.safe(f"Back to “{origin.name}”. Changed: {in_short(changed)}"),
            on_click=start.restart,
            args=origin,
        )
        parts.menu(
            "Put back …",
            "put back",
            changed,
            lambda path: state.apply(put_back(scenario, path)),
            icon=":material/undo:",
        )


def put_back(scenario: Scenario, path: str) -> Scenario:
    """The scenario with one input as the visitor started, all others as they are."""
    first, fields = state.origin().scenario, PAIRS.get(path, (path,))
    return with_values(scenario, {field: value_of(first, field) for field in fields})


def _change_words(catalog: Catalog, before: Scenario, now: Scenario, path: str) -> str:
    return f"{_name(path)}: {_difference(catalog, before, now, path)}"


def _items_that_differ(
    before: Scenario, now: Scenario, path: str
) -> tuple[list[Any], list[Any]] | None:
    """Items of a list that are gone and those that are new; None: no two lists."""
    was, is_now = value_of(before, path), value_of(now, path)
    if not (was and is_now and isinstance(was, tuple) and isinstance(is_now, tuple)):
        return None
    gone = [item for item in was if item not in is_now]
    new = [item for item in is_now if item not in was]
    return (gone, new) if gone or new else None


def _cut(text: str) -> str:
    return words.short(text, CHARACTERS)


def _difference(catalog: Catalog, before: Scenario, now: Scenario, path: str) -> str:
    if path not in PAIRS and (items := _items_that_differ(before, now, path)):
        was, is_now = (told_items(catalog, path, some) for some in items)
        if not is_now:
            return f"no longer {_cut(was)}"
        if not was:
            return f"also {_cut(is_now)}"
    else:
        was, is_now = (in_words(catalog, scenario, path) for scenario in (before, now))
    if was in NOTHING:
        return _cut(is_now)
    if _cut(was) == _cut(is_now):  # they differ behind the cut
        return f"{is_now} instead of {was}"
    return f"{_cut(is_now)} instead of {_cut(was)}"


def _doors(found: AskList) -> dict[str, Offering]:
    """What is asked at each door."""
    requests = (asked.request for asked in found.requests)
    return {r.door: r.candidates[0].offering for r in requests}
