"""The headline and the facts, in every state of the answers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import factories as make
import pytest

from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from views.sections import answer


def problem(count: int = 5, **changes) -> Problem:
    """Hosts of one city; two fit the money."""
    programs = tuple(make.program(f"P{i}") for i in range(1, count + 1))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.3, channel="direct")
        for i in range(1, count + 1)
    )
    asked = {
        "max_rotations": 2,
        "min_letters": 0,
        "budget_usd": 6_000,
        "stop_points_per_request": 0.0,
    }
    return make.problem(make.catalog(programs, offerings), **asked | changes)


def told(found: AskList) -> str:
    return " ".join(answer.facts(found))


@pytest.fixture(scope="module")
def found() -> AskList:
    found = ask(problem())
    assert isinstance(found, AskList)
    return found


def changed(found: AskList, **changes: object) -> AskList:
    return replace(found, **changes)


def test_what_is_seldom_done_is_counted_all_the_same(found):
    seldom = changed(found, done=(0.4, 0.599, 0.001, 0.0))
    assert "would do up to 2 rotations; about" in told(seldom)
    alone = changed(found, done=(0.4, 0.6, 0.0))
    assert "would do 1 rotation; about 6 in 10 students like you get one." in told(
        alone
    )


def test_what_is_nearly_sure_is_not_about(found):
    sure = changed(found, done=(0.02, 0.5, 0.48))
    assert "; more than 9 in 10 students like you get at least one." in told(sure)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((), "Write to these 5 hosts"),
        ((("E1", "asked"),), "With 1 answer open: write to 4 more hosts"),
        ((("E1", "accepted"),), "With Host E1 confirmed: write to 4 more hosts"),
        (
            (("E1", "accepted"), ("E2", "asked"), ("E3", "silent")),
            "With Host E1 confirmed and 2 answers open: write to 2 more hosts",
        ),
        (tuple((f"E{i}", "asked") for i in range(1, 6)), "With 5 answers open: "),
        (
            (
                ("E1", "accepted"),
                ("E2", "paid"),
                *((f"E{i}", "refused") for i in (3, 4, 5)),
            ),
            "With Host E1 and Host E2 confirmed: this is your plan",
        ),
    ],
)
def test_the_headline_says_what_to_do_now(answers, said):
    assert answer.headline(ask(problem(answers=answers))).startswith(said)


def test_with_nothing_to_write_it_says_to_wait():
    every = tuple((f"E{i}", "asked") for i in range(1, 6))
    found = ask(problem(answers=every))
    assert answer.headline(found) == "With 5 answers open: nothing to write now"
    assert "lost" not in told(found)  # what was spent is spent


def test_one_host_is_named():
    found = ask(problem(1))
    assert answer.headline(found) == "Write to this host: Host E1"


def test_an_open_visa_goes_before_everything():
    found = ask(problem(entry_status="F-1"))
    assert answer.headline(found) == "If you may enter: write to these 5 hosts"


def test_the_facts_are_those_of_the_list(found):
    first, doubt, chance, money, worst = answer.facts(found)
    any_done = sum(found.done[1:])
    assert first == (
        "With $6,000 you would do up to 2 rotations; about"
        f" {any_done * 10:.0f} in 10 students like you get at least one."
    )
    assert "no host publishes how often it says yes" in doubt
    before, after = found.baseline * 100, found.value * 100
    assert chance.startswith(f"Chance to match: {before:.0f} → {after:.0f} in 100.")
    assert (
        money == f"Nothing now, at most ${found.cost_quantiles_usd[-1]:,} in the end."
    )
    assert worst.startswith(f"No rotation: {found.done[0] * 10:.0f} in 10; then about")


def test_chances_in_tens_add_up_to_ten(found):
    first, _, _, _, worst = answer.facts(found)
    some = int(re.search(r"about (\d+) in 10", first)[1])
    none = int(re.search(r"No rotation: (\d+) in 10", worst)[1])
    assert some + none == 10


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.02, "fewer than 1 in 10"),
        (0.31, "3 in 10"),
        (0.94, "9 in 10"),
        (0.97, "more than 9 in 10"),
    ],
)
def test_a_chance_in_tens_is_never_none_or_all(share, said):
    assert answer.tens(share) == said


def test_the_range_of_the_guess_is_in_tens(found):
    wide = changed(found, any_done=Estimate(0.6, 0.02, 0.98))
    assert "It may be almost 0 to nearly 10 in 10: no host" in told(wide)
    usual = changed(found, any_done=Estimate(0.6, 0.24, 0.86))
    assert "It may be 2 to 9 in 10: no host" in told(usual)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.2, 5.4, "The gain is 1 to 5 points."),
        (0.2, 2.4, "The gain is 2 points at most."),
        (0.1, 0.4, "The gain is less than a point."),
        (1.6, 2.4, "The gain is about 2 points."),
    ],
)
def test_gains_are_whole_points(found, low, high, said):
    assert said in told(changed(found, gain=Estimate(found.gain_pp, low, high)))


def test_a_chance_that_hardly_moves_is_not_said_to_go_anywhere(found):
    still = changed(found, value=found.baseline + 0.0001, baseline=found.baseline)
    assert "Chance to match: near" in told(still)
    assert "→" not in told(still)


def test_with_wishes_it_speaks_of_the_match_value():
    wishes = problem(where_matters=0.5, states=(("TX", 2),))
    assert "Match value: " in told(ask(wishes))
    assert "Chance to match" not in told(ask(wishes))


def test_money_says_how_far_it_could_go(found):
    some = changed(found, fees_usd=150, high_usd=8_900, unknown=3)
    most = found.cost_quantiles_usd[-1]
    assert answer.money(some) == (
        f"$150 now, at most ${most:,} in the end if unknown prices are usual."
        " If 3 are high, it is $8,900: ask before you pay."
    )
    one = changed(found, high_usd=8_900, unknown=1)
    assert "If 1 is high, it is" in answer.money(one)
    cautious = changed(found, high_usd=most, unknown=2)
    assert answer.money(cautious).endswith("even if unknown prices are high.")


def test_a_sentence_has_one_sum_for_one_question(found):
    dear = changed(found, fees_usd=0, high_usd=8_900, unknown=3)
    for told in (answer.money(dear), answer.total("It costs $1", 1, dear)):
        for sentence in re.split(r"(?<=[.])\s+", told):
            assert sentence.count("$") == 1, sentence


def test_a_rotation_that_is_sure_is_said_to_be_yours():
    found = ask(problem(answers=(("E1", "paid"),)))
    one, *_ = answer.facts(found)
    assert one.startswith("1 rotation is yours; about ")
    assert one.endswith("students like you get 2.")
    assert "no host publishes" not in told(found)
    assert "No rotation" not in told(found)


def test_once_every_answer_is_in_the_facts_are_the_plans():
    found = make.planned(problem(2, answers=(("E1", "accepted"), ("E2", "refused"))))
    chance, money = answer.facts(found)
    assert "→" in chance
    assert money == f"${found.if_all_say_yes.cost_usd:,} in all."


def test_hosts_on_record_come_first_on_a_day_whoever_was_asked_before(found):
    """A cold host that waits for an answer takes the others along to no place."""
    cold = {"status": "assumed", "channel": "direct", "us_persons_only": "unknown"}
    offerings = (
        make.offering("M1", "P1", acceptance=0.3, **cold),
        make.offering("M2", "P2", acceptance=0.3, **cold),
        make.offering("E3", "P3", acceptance=0.1, channel="direct"),
    )
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    limits = {"max_rotations": 1, "min_letters": 0, "budget_usd": 4_000}
    asked = make.problem(
        make.catalog(programs, offerings), answers=(("M1", "asked"),), **limits
    )
    listed = answer.in_order(ask(asked)).requests
    assert [one.request.name for one in listed] == ["E3", "M1", "M2"]


def test_what_is_booked_is_no_part_of_the_worst():
    day = dt.date(2027, 8, 2)
    booked = make.booked(day, end=day + dt.timedelta(days=25), program_id="P5")
    found = ask(problem(booked=(booked,)))
    assert "No further rotation: " in told(found)
    assert "No rotation" not in told(found)


def test_graduates_are_no_students():
    found = ask(problem(status="graduate", us_work_authorized=True))
    assert "in 10 graduates like you" in told(found)


def test_no_fact_is_long(found):
    for states in ((), (("E1", "paid"),), (("E1", "asked"),)):
        for fact in answer.facts(ask(problem(answers=states))):
            for sentence in re.split(r"(?<=[.])\s+", fact):
                assert len(sentence.split()) <= 20, sentence
