"""A link gives back what was shared, keeps the profile out, and survives strangers."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from dataclasses import fields, replace
from hashlib import sha512
from typing import Any

import pytest
from factories import TODAY, booked, catalog, offering
from factories import problem as any_problem
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.applicant import Applicant
from optimizer.domain.faults import DataError
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut
from optimizer.scenario_io.share import (
    ENCODED_CHARACTERS,
    JSON_BYTES,
    read_link,
    share_query,
)

CATALOG = catalog(offerings=(offering("E1"), offering("E2", "")))
LATER = TODAY + dt.timedelta(days=40)
BLOCKS = ("E1@2027-03-01", "E2@2027-05-03")


def problem(*given: Any, **changes: Any) -> Problem:
    """A problem of the default scenario, its evidence too."""
    return any_problem(*given, evidence="blended", **changes)


def personal() -> Problem:
    """A problem in which every field of the applicant differs from the default."""
    applicant = Applicant(
        status="graduate",
        graduation_date=dt.date(2019, 6, 30),
        img_type="us_img",
        us_work_authorized=True,
        entry_status="F-1",
        lives_in_us=False,
        home_school_in_vslo=True,
        step1_passed=False,
        step1_failures=2,
        step2_ck=231,
        step2_expected=235,
        step2_low=220,
        step2_high=250,
        step2_date=dt.date(2027, 8, 1),
        score_in_time=False,
        nationality="NG",
        visa_in_hand=True,
        ecfmg="certified",
        weeks_abroad=9,
        school_approved=True,
        us_school=True,
        step2_failures=1,
        us_letters=3,
        ties=("TX",),
    )
    changed = [f for f in fields(Applicant) if getattr(applicant, f.name) == f.default]
    assert changed == [], "a field of the applicant is not covered"
    return problem(
        CATALOG,
        applicant=applicant,
        budget_usd=5_500,
        pins=("E1@2027-03-01",),
        states=(("TX", 5),),
        booked=(booked(dt.date(2027, 7, 5), offering_id="E2", cost_usd=900),),
    )


def packed(content: object) -> str:
    """Make a link by hand, as a stranger might."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return "1." + base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


def unpacked(text: str) -> dict[str, Any]:
    """Read a link by hand."""
    data = text.removeprefix("1.")
    raw = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    found: dict[str, Any] = json.loads(zlib.decompress(raw))
    return found


def refusal(text: str) -> str:
    """Say why a link is refused, in the one sentence there is."""
    with pytest.raises(DataError) as error:
        read_link(text, CATALOG, LATER)
    (fault,) = error.value.faults
    return fault.sentence


def test_a_link_with_profile_gives_everything_back() -> None:
    wanted = personal()
    text = share_query(wanted, BLOCKS, include_profile=True)
    found = read_link(text, CATALOG, LATER)
    assert found.scenario == wanted.scenario
    assert found.block_ids == BLOCKS
    assert (found.has_profile, found.same_catalog, found.dropped) == (True, True, ())


def test_a_link_without_profile_tells_nothing_about_the_applicant() -> None:
    wanted = personal()
    text = share_query(wanted, BLOCKS, include_profile=False)
    found = read_link(text, CATALOG, LATER)
    assert found.scenario == replace(wanted.scenario, applicant=Applicant())
    assert not found.has_profile
    assert unpacked(text)["scenario"].keys() == {
        *("season", "today", "budget_usd", "pins", "preferences", "booked")
    }


def test_invitations_are_told_with_the_profile_alone() -> None:
    wanted = problem(CATALOG, interviews=(("P1", "invited"),))
    told = {
        with_profile: unpacked(share_query(wanted, (), include_profile=with_profile))
        for with_profile in (True, False)
    }
    assert told[True]["scenario"]["interviews"] == {"P1": "invited"}
    assert "interviews" not in told[False]["scenario"]
    content = {"scenario": {"applicant": {}, "interviews": {"P9": "done"}}}
    found = read_link(packed(content | {"blocks": []}), CATALOG, LATER)
    assert (found.scenario.interviews, found.dropped) == ((), ("P9",))


def test_wishes_for_the_list_are_told_and_a_rank_order_with_the_profile_alone() -> None:
    wanted = problem(
        CATALOG,
        list_wishes=(("P1", "out"),),
        interviews=(("P1", "done"),),
        rank_order=("P1",),
    )
    for with_profile in (True, False):
        told = unpacked(share_query(wanted, (), include_profile=with_profile))
        assert told["scenario"]["list_wishes"] == {"P1": "out"}
        assert ("rank_order" in told["scenario"]) == with_profile
    unknown = {"list_wishes": {"P9": "signal"}, "rank_order": ["P9"], "applicant": {}}
    found = read_link(packed({"scenario": unknown, "blocks": []}), CATALOG, LATER)
    assert (found.scenario.list_wishes, found.scenario.rank_order) == ((), ())
    assert sorted(found.dropped) == ["P9", "P9"]


def test_the_default_profile_counts_as_a_profile() -> None:
    text = share_query(problem(CATALOG), (), include_profile=True)
    assert read_link(text, CATALOG, LATER).has_profile


def test_a_link_keeps_its_own_day_and_season() -> None:
    text = share_query(problem(CATALOG), (), include_profile=False)
    assert unpacked(text)["scenario"] == {"season": 2028, "today": "2026-11-22"}
    assert read_link(text, CATALOG, LATER).scenario.today == TODAY


def test_only_what_differs_from_the_default_is_told() -> None:
    wanted = problem(CATALOG, budget_usd=1, step2_ck=250, where_matters=1.0)
    text = share_query(wanted, (), include_profile=True)
    told = unpacked(text)["scenario"]
    assert told.keys() == {"season", "today", "budget_usd", "applicant", "preferences"}
    assert told["applicant"] == {"step2_ck": 250}
    assert told["preferences"] == {"where_matters": 1.0}


def test_a_link_needs_no_quoting_in_an_address() -> None:
    text = share_query(personal(), BLOCKS, include_profile=True)
    assert set(text) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    )
    assert len(text) < 1_000


def test_another_catalog_is_said_and_unknown_offerings_are_dropped() -> None:
    text = share_query(personal_pins(), BLOCKS, include_profile=False)
    other = catalog(offerings=(offering("E2", ""),), version="other")
    found = read_link(text, other, LATER)
    assert not found.same_catalog
    assert found.block_ids == ("E2@2027-05-03",)
    assert found.scenario.pins == ("E2",)
    assert found.scenario.exclusions == ()
    assert found.dropped == ("E1@2027-03-01", "E1", "E1@2027-03-01")


def personal_pins() -> Problem:
    """A problem that names E1 wherever an offering can be named."""
    pins, exclusions = ("E1@2027-03-01", "E2"), ("E1",)
    return problem(CATALOG, pins=pins, exclusions=exclusions)


def test_a_block_without_a_date_is_dropped() -> None:
    content = {"scenario": {}, "catalog": "test", "blocks": ["E1", "E1@2027-02-30"]}
    found = read_link(packed(content), CATALOG, LATER)
    assert found.block_ids == ()
    assert found.dropped == ("E1", "E1@2027-02-30")


def test_a_scenario_that_fits_no_link_is_refused() -> None:
    ids = tuple(sha512(bytes([i])).hexdigest() for i in range(150))
    many = catalog(offerings=tuple(offering(i) for i in ids))
    wanted = problem(many, exclusions=ids)
    with pytest.raises(DataError, match="too large for a link, so save it as a file"):
        share_query(wanted, (), include_profile=True)


# ------------------------------------------------------------- what was found out


def said(record_id: str, field: str, value: str) -> FoundOut:
    return FoundOut(record_id, field, value, dt.date(2026, 5, 3))


def found_out() -> Problem:
    """A problem with answers about costs and about who is taken."""
    answers = (
        said("E1", "tuition_usd", "750"),
        said("E1", "graduates", "no"),
        said("P1", "visa_sponsorship", "none"),
        said("E2", "weeks", "2"),
    )
    return problem(CATALOG, found_out=answers)


def test_a_link_carries_what_was_found_out() -> None:
    wanted = found_out()
    text = share_query(wanted, BLOCKS, include_profile=True)
    found = read_link(text, CATALOG, LATER)
    assert Problem(CATALOG, found.scenario) == wanted
    assert found.same_catalog  # it names the catalog as read, not with the answers
    assert unpacked(text)["catalog"] == CATALOG.version != wanted.catalog.version
    assert read_link(text, wanted.catalog, LATER) == found


def test_without_a_profile_only_answers_about_dates_and_costs_are_told() -> None:
    """Who asks about visas or exams says something about himself."""
    text = share_query(found_out(), BLOCKS, include_profile=False)
    found = read_link(text, CATALOG, LATER).scenario.found_out
    assert [(f.record_id, f.field) for f in found] == [
        ("E1", "tuition_usd"),
        ("E2", "weeks"),
    ]


def test_answers_about_records_that_are_gone_are_dropped() -> None:
    text = share_query(found_out(), (), include_profile=True)
    other = catalog(offerings=(offering("E2", ""),), version="fewer")
    found = read_link(text, other, LATER)
    assert [f.record_id for f in found.scenario.found_out] == ["P1", "E2"]
    assert found.dropped == ("E1", "E1")


def test_many_answers_fit_a_link() -> None:
    ids = [f"M-{sha512(bytes([i])).hexdigest()[:6]}-H" for i in range(200)]
    many = catalog(offerings=tuple(offering(i) for i in ids))
    answers = tuple(said(i, "tuition_usd", str(17 * n)) for n, i in enumerate(ids))
    wanted = problem(many, found_out=answers)
    text = share_query(wanted, (), include_profile=True)
    assert len(text) < ENCODED_CHARACTERS / 2
    assert read_link(text, many, LATER).scenario == wanted.scenario


@pytest.mark.parametrize(
    "wrong",
    [
        "E1",
        ["E1"],
        [{"record_id": "E1", "field": "graduates", "value": "<b>", "date": "1"}],
        [{"record_id": ["E1"], "field": "graduates"}],
        [{"record_id": "E9", "field": ["graduates"]}],
        [{"record_id": "E1", "field": "host", "value": "x", "date": "2026-05-03"}],
        [{"record_id": "E1", "field": "graduates", "value": "yes"}] * 201,
    ],
)
def test_wrong_answers_in_a_link_are_refused_in_one_sentence(wrong: object) -> None:
    link = packed({"scenario": {"found_out": wrong}, "blocks": []})
    assert refusal(link) == (
        "Shared link: its scenario does not fit this catalog (found_out)."
    )


ANSWER_PART = (
    st.none()
    | st.integers()
    | st.sampled_from(["E1", "P1", "E9", "graduates", "yes", "2026-05-03"])
    | st.text(max_size=5)
)


@given(
    st.lists(
        ANSWER_PART
        | st.dictionaries(
            st.sampled_from(["record_id", "field", "value", "date"]),
            ANSWER_PART,
        ),
        max_size=3,
    )
)
def test_no_answer_breaks_a_link(answers: list[Any]) -> None:
    text = packed({"scenario": {"found_out": answers}, "blocks": []})
    try:
        found = read_link(text, CATALOG, LATER)
    except DataError as error:
        count = len(error.faults)
    else:
        count = 1
        assert Problem(CATALOG, found.scenario)
    assert count == 1


# ------------------------------------------------------------------------- strangers

DAMAGED = "Shared link: it is damaged or cut off, so please ask for it again."
VERSION = (
    "Shared link: it is damaged or of another version of RotaMatch,"
    " so please ask for it again."
)
BOMB = b'{"scenario": {}, "blocks": []}' + b" " * 50_000_000


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", VERSION),
        ("0.abc", VERSION),
        ("12.abc", VERSION),
        ("1.", DAMAGED),
        ("1.!!!!", DAMAGED),
        ("1.北京", DAMAGED),
        ("1.AAAA", DAMAGED),
        (packed({"scenario": {}, "blocks": []})[:-4], DAMAGED),
        (packed(b"\xff"), DAMAGED),
        (packed(b"{"), DAMAGED),
        (packed([]), DAMAGED),
        (packed({}), DAMAGED),
        (packed({"scenario": [], "blocks": []}), DAMAGED),
        (packed({"scenario": {}, "blocks": "E1"}), DAMAGED),
        (packed({"scenario": {}, "blocks": [1]}), DAMAGED),
        (packed({"scenario": {}, "blocks": ["E1"] * 201}), DAMAGED),
        (packed(b'{"scenario": ' + b"[" * 9_000), DAMAGED),
        (
            packed(b'{"scenario": {}, "blocks": []}' + b" " * JSON_BYTES),
            DAMAGED,
        ),
        (
            "1." + "A" * ENCODED_CHARACTERS,
            "Shared link: it is too long to be one of ours.",
        ),
        (
            packed({"scenario": {"budget_usd": "x", "x": 1}, "blocks": []}),
            "Shared link: its scenario does not fit this catalog (budget_usd).",
        ),
        (
            packed({"scenario": {"pins": [1]}, "blocks": []}),
            "Shared link: its scenario does not fit this catalog (pins).",
        ),
        (
            packed({"scenario": {"season": 2050}, "blocks": []}),
            "Shared link: its scenario does not fit this catalog (season).",
        ),
        (
            packed({"scenario": {"<b>[x](http://y)": 1}, "blocks": []}),
            "Shared link: its scenario does not fit this catalog.",
        ),
    ],
    ids=lambda value: value[:12],
)
def test_a_hostile_link_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_a_bomb_is_refused_without_unpacking_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("optimizer.scenario_io.share.ENCODED_CHARACTERS", 1_000_000)
    assert refusal(packed(BOMB)) == DAMAGED


@given(st.text(max_size=60) | st.binary(max_size=60).map(packed))
def test_no_text_breaks_a_link(text: str) -> None:
    assert refusal("1." + text).count("Shared link") == 1


@given(
    st.dictionaries(
        st.sampled_from(["pins", "exclusions", "booked", "season", "preferences"]),
        st.none() | st.integers() | st.lists(st.integers() | st.text(), max_size=3),
    )
)
def test_no_scenario_breaks_a_link(told: dict[str, Any]) -> None:
    text = packed({"scenario": told, "blocks": []})
    try:
        read_link(text, CATALOG, LATER)
    except DataError as error:
        faults = error.faults
    else:
        return
    assert len(faults) == 1
