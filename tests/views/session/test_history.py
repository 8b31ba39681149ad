"""The history, against a plain list with a pointer: nothing is lost or invented."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from views.session.session import STEPS, History

UNDO, REDO = "undo", "redo"
ACTS = some.lists(some.sampled_from((UNDO, REDO)) | some.integers(0, 3), max_size=150)


def done(history: History[int], act: str | int) -> History[int]:
    if act == UNDO:
        return history.undone()
    return history.redone() if act == REDO else history.changed(int(act))


@given(acts=ACTS)
def test_it_is_a_list_with_a_pointer(acts: list[str | int]) -> None:
    history, states, here = History(0), [0], 0
    for act in acts:
        history = done(history, act)
        if act == UNDO:
            here = max(here - 1, 0)
        elif act == REDO:
            here = min(here + 1, len(states) - 1)
        elif act != states[here]:
            states = [*states[: here + 1], int(act)][-STEPS - 1 :]
            here = len(states) - 1
        assert (*history.past, history.present, *history.future) == tuple(states)
        assert len(history.past) == here


@given(acts=ACTS)
def test_redo_makes_undone_changes_again(acts: list[str | int]) -> None:
    history = History(0)
    for act in acts:
        history = done(history, act)
    back = history
    for _ in history.past:
        back = back.undone()
    assert not back.past
    for _ in history.past:
        back = back.redone()
    assert back == history


@given(changes=some.lists(some.integers(), max_size=150))
def test_it_is_bounded_and_keeps_the_latest(changes: list[int]) -> None:
    history = History(-1)
    for n, _ in enumerate(changes):
        history = history.changed(n)
    assert len(history.past) == min(len(changes), STEPS)
    assert history.present == len(changes) - 1
    assert not history.past or history.past[-1] == len(changes) - 2


def test_a_new_change_ends_what_could_come_again() -> None:
    history = History(1).changed(2).changed(3).undone()
    assert history.future == (3,)
    assert history.changed(2) is history  # no change, so nothing is lost
    assert not history.changed(4).future
    assert history.changed(4).past == (1, 2)


def test_forgotten_leaves_only_what_is_now() -> None:
    history = History(1).changed(2).changed(3).undone().forgotten()
    assert history == History(2)
    assert history.undone() == history.redone() == history
