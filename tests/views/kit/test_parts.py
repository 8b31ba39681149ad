"""Results that come one after another are drawn together, at the end all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from views.kit import parts


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(parts.time, "monotonic", lambda: now[0])
    return now


def coming(clock: list[float], *seconds: float) -> Iterator[int]:
    for number, took in enumerate(seconds):
        clock[0] += took
        yield number


@pytest.mark.parametrize(
    ("seconds", "drawn"),
    [
        ((), []),
        ((0.1, 0.1, 0.1), [3]),
        ((0.6, 0.1, 0.6), [1, 3]),
        ((0.3, 0.3, 0.1, 0.1), [2, 4]),
        ((9.0,), [1]),
    ],
)
def test_each_set_is_drawn_once_and_not_too_often(clock, seconds, drawn):
    seen = []
    found = parts.stream(st.empty(), coming(clock, *seconds), seen.append)
    assert found == tuple(range(len(seconds)))
    assert seen == [found[:count] for count in drawn]
