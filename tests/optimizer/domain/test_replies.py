"""What an answer of a host changes: acceptance, dates, cost, eligibility, nothing."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain import replies
from optimizer.domain.faults import DataError
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.fixes import wishes
from optimizer.explain.infeasibility import diagnose
from optimizer.explain.left_out import reasons_left_out
from optimizer.model import cost
from optimizer.model.eligibility import eligibility
from optimizer.model.plan_chances import chances
from optimizer.scenario_io.json_file import plain, read_scenario, schema
from optimizer.scenario_io.share import read_link, share_query
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)


def problem(*given: tuple[str, str], **changes) -> Problem:
    """Three hosts in one city, each with a fee of 100, any Monday; one fits."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.1 * i, application_fee_usd=100)
        for i in (1, 2, 3)
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"max_rotations": 1, "min_letters": 0, "answers": given} | changes
    return make.problem(found, **asked)


def blocks(p: Problem) -> tuple[str, ...]:
    plan = solve(p)
    assert isinstance(plan, Plan)
    return tuple(b.block_id for b in plan.blocks)


def only(p: Problem) -> str:
    (block,) = blocks(p)
    return block.partition("@")[0]


def test_an_answer_for_all_dates_leaves_them_alike():
    given = ("E1", "accepted"), ("E2@2027-05-03", "accepted"), ("E3", "asked")
    both = problem(*given, ("E1@2027-06-07", "refused")).scenario
    alone = problem(*given).scenario
    ids = [f"E{i}" for i in (1, 2, 3, 4)]
    assert [i for i in ids if replies.unsettled(alone, i)] == ["E2"]
    assert [i for i in ids if replies.unsettled(both, i)] == ["E1", "E2"]


def test_waiting_changes_no_plan():
    before, after = problem(), problem(("E1", "asked"), ("E3", "silent"))
    assert blocks(after) == blocks(before)
    assert solve(after).value == solve(before).value
    # The plan is E3, whose fee is part of it either way; asking E1 costs as much.
    assert solve(after).cost_usd == solve(before).cost_usd + 100


def test_a_host_that_accepted_is_certain():
    p = problem(("E1", "accepted"))
    plan = solve(p)
    assert only(p) == "E1"  # 1 beats 0.3
    found = chances(p, plan)
    assert found.any_accepts == found.all_accept == 1
    assert found.expected == found.if_all_accept
    sure = chances(p.having(acceptance="certain"), plan)
    assert found.counted == sure.counted  # the range too: nothing is drawn
    assert plan.expected_cost_usd == plan.cost_usd


def test_an_assumed_acceptance_is_not_drawn_once_it_is_answered():
    base = problem(("E1", "accepted"))
    unknown = tuple(replace(o, acceptance=None) for o in base.catalog.offerings)
    p = Problem(versioned(replace(base.catalog, offerings=unknown)), base.scenario)
    plan = solve(p)
    sure = chances(p.having(acceptance="certain"), plan)
    assert chances(p, plan).counted == sure.counted


def test_a_date_that_was_accepted_is_the_only_one():
    p = problem(("E1@2027-06-07", "accepted"), ("E1@2027-06-14", "accepted"))
    assert blocks(p)[0] in ("E1@2027-06-07", "E1@2027-06-14")
    assert blocks(problem(("E1", "accepted"), ("E1@2027-06-07", "accepted"))) == (
        blocks(problem(("E1", "accepted")))
    )


def test_refused_on_one_date_or_on_all():
    first = blocks(problem())[0]
    assert first.startswith("E3@")
    other = blocks(problem((first, "refused")))[0]
    assert other.startswith("E3@")
    assert other != first
    assert only(problem(("E3", "refused"))) == "E2"


def test_fees_of_refused_requests_are_gone():
    p = problem(("E1", "refused"), ("E2@2027-05-03", "refused"))
    lines = {item.label: item.usd for item in solve(p).cost_items}
    assert lines["Fees of other requests"] == 200  # asking E2 was paid for, too
    assert cost.gone_usd(problem(("E1", "refused"), spent_usd=7)) == 107
    # 1,200 + 100 + 1,800 for the rotation, 100 for the refusal
    assert isinstance(solve(problem(("E1", "refused"), budget_usd=3_200)), Plan)
    assert isinstance(solve(problem(("E1", "refused"), budget_usd=3_199)), NoPlan)


def test_what_is_paid_is_in_the_plan_on_its_date():
    assert blocks(problem(("E1@2027-06-14", "paid"))) == ("E1@2027-06-14",)
    assert only(problem(("E1", "paid"), ("E3", "accepted"))) == "E1"


def test_two_that_are_paid_need_room_for_both():
    p = problem(("E1", "paid"), ("E2", "paid"))
    assert isinstance(solve(p), NoPlan)
    found = diagnose(p)
    assert found.fixes[0].change == (("max_rotations", 2),)
    assert all(name != "answers" for fix in found.fixes for name, _ in fix.change)
    assert all("answers" not in dict(w.dropped.fields) for w in wishes(p))


def test_paid_rotations_that_overlap_are_named():
    p = problem(("E1@2027-05-03", "paid"), ("E2@2027-05-10", "paid"), max_rotations=2)
    found = diagnose(p)
    assert found.fixes == ()
    assert found.conflicts == (
        "Whatever your own rules, no plan is possible with what you have paid for."
        " Host E1 (3 May 2027 to 28 May 2027) and Host E2 (10 May 2027 to 4 June 2027)"
        " overlap. What is paid stays in every plan. Ask a host whether it moves your"
        " dates or pays you back; then change its answer.",
    )


def asked_late(answer: str | None, **changes) -> str:
    """The verdict five weeks before May with a stated lead of twelve."""
    given = () if answer is None else (("E1", answer),)
    p = problem(*given, today=dt.date(2027, 3, 29), **changes)
    return eligibility(p, p.catalog.offering["E1"], MAY).verdict


def test_what_was_asked_in_time_may_be_answered_late():
    assert asked_late(None) == "closed"
    for answer in ("asked", "silent", "accepted", "paid"):
        assert asked_late(answer) == "open"


def test_a_start_that_is_over_stays_closed():
    p = problem(("E1", "accepted"), today=dt.date(2027, 5, 4))
    assert eligibility(p, p.catalog.offering["E1"], MAY).verdict == "closed"


def test_an_acceptance_settles_what_the_host_decides_but_not_the_visa():
    base = problem(("E1", "accepted"), ("E2", "asked"))
    strict = tuple(
        replace(o, students="unknown", us_persons_only="unknown")
        for o in base.catalog.offerings
    )
    p = Problem(versioned(replace(base.catalog, offerings=strict)), base.scenario)
    known = p.catalog.offering
    assert eligibility(p, known["E1"], MAY).verdict == "open"
    assert eligibility(p, known["E2"], MAY).verdict == "check"
    visa = problem(("E1", "accepted"), status="graduate")
    assert eligibility(visa, known["E1"], MAY).verdict == "closed"


def test_the_answer_for_a_date_counts_before_the_one_for_all():
    scenario = problem(("E1", "asked"), ("E1@2027-05-03", "refused")).scenario
    assert replies.answer_to(scenario, "E1", MAY) == "refused"
    assert replies.answer_to(scenario, "E1", dt.date(2027, 5, 10)) == "asked"
    assert replies.answer_to(scenario, "E1") == "asked"
    assert replies.answer_to(scenario, "E2", MAY) is None


def test_a_refusal_is_told_among_what_was_left_out():
    p = problem(("E3", "refused"))
    assert dict(reasons_left_out(p, solve(p)))["E3"] == ("The host refused.",)


# --- as JSON and in a link --------------------------------------------------------


def read(given: object, **more: object):
    p = problem()
    told = json.dumps({"answers": given, "season": 2028, **more})
    return read_scenario(told, p.catalog, make.TODAY)


def test_answers_come_back_from_json():
    given = (("E1", "asked"), ("E2@2027-05-03", "paid"))
    scenario = read(dict(given))
    assert scenario.answers == given
    assert plain(scenario)["answers"] == dict(given)
    known = schema()["properties"]["answers"]["additionalProperties"]["enum"]
    assert known == ["asked", "accepted", "refused", "silent", "paid"]


@pytest.mark.parametrize(
    ("given", "more", "said"),
    [
        ({"E9": "asked"}, {}, "E9"),
        ({"E1@May": "asked"}, {}, "E1@May"),
        ({"E1": "maybe"}, {}, "answers.E1"),
        ({"E1": "paid"}, {"exclusions": ["E1"]}, "E1 is paid and E1 is excluded"),
        (
            {"E1@2027-05-03": "paid"},
            {"exclusions": ["E1"]},
            "E1@2027-05-03 is paid and E1 is excluded",
        ),
        (
            {"E1": "refused", "E1@2027-05-03": "accepted"},
            {},
            "E1@2027-05-03 is accepted and E1 is refused",
        ),
        (
            {"E1@2027-05-03": "paid", "E1@2027-06-07": "paid"},
            {},
            "E1@2027-05-03 and E1@2027-06-07 are both paid",
        ),
        (
            {"E1": "paid"},
            {
                "booked": [
                    {
                        "offering_id": "E1",
                        "kind": "hands_on",
                        "start": "2027-05-03",
                        "end": "2027-05-28",
                    }
                ]
            },
            "E1 is paid and booked",
        ),
    ],
)
def test_contradictions_are_named(given, more, said):
    with pytest.raises(DataError) as error:
        read(given, **more)
    assert any(said in fault.sentence for fault in error.value.faults)


def test_an_excluded_date_contradicts_no_other():
    given = {"E1@2027-05-03": "paid"}
    assert read(given, exclusions=["E1@2027-06-07"]).answers


@pytest.mark.parametrize("ticked", [False, True])
def test_answers_are_in_a_link_only_with_the_profile(ticked):
    p = problem(("E1", "asked"))
    query = share_query(p, (), include_profile=ticked)
    opened = read_link(query, p.catalog, make.TODAY)
    assert opened.scenario.answers == (p.scenario.answers if ticked else ())


def test_a_link_drops_answers_of_hosts_that_are_gone():
    p = problem(("E1", "asked"), ("E2", "refused"))
    query = share_query(p, (), include_profile=True)
    fewer = replace(p.catalog, offerings=p.catalog.offerings[1:], version="later")
    opened = read_link(query, fewer, make.TODAY)
    assert opened.scenario.answers == (("E2", "refused"),)
    assert "E1" in opened.dropped
