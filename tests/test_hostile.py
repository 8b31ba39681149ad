"""A fast slice of ``python -m benchmarks.hostile``, and what it has found before."""

from __future__ import annotations

import base64
import json
import zlib
from random import Random

import factories as make
import pytest

from benchmarks import mutations
from benchmarks.hostile import LIMIT_S, made, refusal, sample, tried
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault, nearest, quote_value
from optimizer.explain.reasons import parse_block
from optimizer.scenario_io.json_file import read_scenario

INPUTS = 2_000
SLOW = ("solving", "catalog folder", "upload")
"""What takes long for each input gets fewer of them."""
SLICE = [(t, n[: len(n) // 10] if t.name in SLOW else n) for t, n in sample(INPUTS)]


@pytest.mark.parametrize(
    ("target", "numbers"), SLICE, ids=[target.name for target, _ in SLICE]
)
def test_hostile_inputs_are_refused_in_words_or_sound(target, numbers):
    tally = tried(target, numbers)
    hanging = f"it took more than {LIMIT_S} s"
    finds = [
        f"{f.number}: {f.what}" for f in tally.finds if not f.what.startswith("it")
    ]
    assert not finds, finds[:3]
    assert tally.worst_s < 10 * LIMIT_S, hanging  # a busy machine is no fault
    assert tally.accepted + tally.refused == len(numbers)


def test_both_sides_of_the_door_are_tried():
    """Links and files that are accepted, too: else a reader that refuses all passes."""
    for target, numbers in SLICE:
        if target.name in ("link", "link of several", "scenario file"):
            tally = tried(target, numbers)
            assert tally.accepted > len(numbers) / 50, target.name
            assert tally.refused > len(numbers) / 2, target.name


def test_an_input_can_be_made_again():
    target, numbers = SLICE[0]
    assert made(target, 7) == made(target, 7)
    assert len({made(target, n) for n in numbers[:50]}) > 40


def test_a_find_is_told():
    """The harness itself: what breaks, and what is said badly, is not passed over."""
    target, _ = SLICE[0]

    def broken(_):
        raise KeyError("found")

    def rambling(_):
        raise DataError([Fault("here", "a\nb")])

    def changed(how):
        from dataclasses import replace

        return tried(replace(target, attempt=how), range(2)).finds

    assert [f.what for f in changed(broken)] == ["KeyError: 'found'"] * 2
    assert all("not printable" in f.what for f in changed(rambling))


def test_a_find_is_cut_to_what_matters():
    assert mutations.shrunk("aaaaaXbbbbYcc", lambda t: "X" in t and "Y" in t) == "XY"


def test_a_changed_tree_is_a_tree_of_its_own():
    tree = {"a": [1, {"b": "c"}], "d": {"e": 2.5}}
    before = json.dumps(tree)
    for seed in range(300):
        json.dumps(mutations.grown(tree, Random(seed)))
    assert json.dumps(tree) == before


# --- what was found ---------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u200b", "\ufeff", "\u0085", "\x7f", "\ud800"]
)
def test_what_cannot_be_seen_is_shown_as_a_code(mark: str, shipped: Catalog) -> None:
    assert quote_value(f"a{mark}b") == f'"a\\u{ord(mark):04x}b"'
    content = json.dumps({f"a{mark}": 1, "housing": f"mid{mark}"})
    for attempt in (
        lambda: read_scenario(content, shipped, make.TODAY),
        lambda: parse_block(shipped, f"E043{mark}"),
    ):
        with pytest.raises(DataError) as caught:
            attempt()
        refusal(caught.value, 3)


def test_a_bomb_is_refused_unread(shipped: Catalog) -> None:
    from optimizer.scenario_io.share import VERSION, read_link

    bomb = zlib.compress(b'{"a": "' + b" " * mutations.BOMB_BYTES + b'"}')
    link = VERSION + base64.urlsafe_b64encode(bomb).decode().rstrip("=")
    with pytest.raises(DataError) as caught:
        read_link(link, shipped, make.TODAY)
    refusal(caught.value, 1)


def test_a_word_that_cannot_be_seen_is_not_suggested() -> None:
    assert nearest("Houston", {"Houst\u202enox", "Dallas"}) == (
        "a known one, such as Dallas"
    )
    assert nearest("Houston", {"Houst\u202enox"}) == "a known one"
