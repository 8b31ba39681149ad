"""Turns: never too many at once, the urgent first, and everyone in the end."""

from __future__ import annotations

import threading
import time

import pytest

from views.session.caching import ANSWER, DETAIL, Turns

PATIENCE_S = 20


class Worker(threading.Thread):
    """Takes a turn, notes its name and stays until it is let go."""

    def __init__(self, turns: Turns, urgency: int, name: str, order: list[str]) -> None:
        super().__init__(name=name, daemon=True)
        self.turns, self.urgency, self.order = turns, urgency, order
        self.may_go = threading.Event()

    def run(self) -> None:
        with self.turns.taken(self.urgency):
            self.order.append(self.name)
            self.may_go.wait(PATIENCE_S)


def until(holds) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.001)


def test_an_answer_goes_before_what_asked_earlier():
    turns, order = Turns(1), []
    first = Worker(turns, DETAIL, "first", order)
    first.start()
    until(lambda: order == ["first"])
    later = []
    asked = [("a", DETAIL), ("b", DETAIL), ("c", ANSWER), ("d", DETAIL), ("e", ANSWER)]
    for place, (name, urgency) in enumerate(asked):
        later.append(Worker(turns, urgency, name, order))
        later[-1].start()
        until(lambda many=place + 1: turns.waiting == many)
    for worker in (first, *later):
        worker.may_go.set()
    for worker in (first, *later):
        worker.join(PATIENCE_S)
    assert order == ["first", "c", "e", "a", "b", "d"]
    assert (turns.free, turns.waiting) == (1, 0)


def test_no_more_than_allowed_run_and_all_get_their_turn():
    turns, most, order = Turns(2), [], []
    lock = threading.Lock()

    def work(place):
        with turns.taken(place % 2):
            with lock:
                most.append(turns.free)
            time.sleep(0.002)
            order.append(place)

    threads = [threading.Thread(target=work, args=(i,), daemon=True) for i in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(order) == list(range(30))
    assert min(most) >= 0
    assert turns.free == 2


def test_what_is_no_longer_wanted_leaves_the_line():
    """A newer change of its visitor: others do not wait for what nobody will see."""
    turns, order = Turns(1), []
    first = Worker(turns, ANSWER, "first", order)
    first.start()
    until(lambda: order == ["first"])

    def look():
        raise InterruptedError

    with pytest.raises(InterruptedError), turns.taken(ANSWER, look):
        order.append("superseded")
    assert turns.waiting == 0
    later = Worker(turns, DETAIL, "later", order)
    later.start()
    until(lambda: turns.waiting == 1)
    for worker in (first, later):
        worker.may_go.set()
        worker.join(PATIENCE_S)
    assert order == ["first", "later"]
    assert (turns.free, turns.waiting) == (1, 0)


def test_a_search_that_fails_gives_its_turn_back():
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.taken(ANSWER):
        _ = 1 // 0
    with turns.taken(DETAIL):
        assert turns.free == 0
