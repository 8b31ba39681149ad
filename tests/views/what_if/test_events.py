"""It goes badly, or one thing does: told as worked out, repairs into the inputs."""

from __future__ import annotations

import factories as make
import pytest
from random_problems import versioned
from visits import memory, said, scenario_of, what_if

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.drawn import outlook, sample_plan, trust
from optimizer.risks.robustness import decisions, swings
from optimizer.risks.shocks import events, outcome
from optimizer.solver.solve import solve
from views.what_if import assumptions
from views.what_if import events as events_page


def small(**changes) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.2 * i, tuition_usd=None)
        for i in range(1, 4)
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"budget_usd": 7_500, "min_letters": 0, "max_rotations": 2} | changes
    return make.problem(found, **asked)


def planned(problem: Problem) -> Plan:
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return plan


# ---- one thing goes wrong ---------------------------------------------------------


def test_every_event_is_told_under_its_question():
    problem = small()
    kinds = {
        "late": ("writer late", "all writers late"),
        "refusal": ("refused", "cancelled"),
        "prices": ("dearer",),
    }
    every = events(problem, planned(problem))
    assert {event.kind for event in every} == {k for of in kinds.values() for k in of}
    for question, of in kinds.items():
        told = said(what_if(problem, question))
        for event in every:
            assert (events_page.describe(event)[1:] in told) == (event.kind in of)


def test_a_repair_goes_into_the_inputs():
    problem = small()
    plan = planned(problem)
    at = what_if(problem, "refusal")
    found = outcome(problem, plan, events(problem, plan)[0])
    assert found.repair is not None
    at.button(key="Use this repair 0").click().run()
    assert not at.exception
    applied = scenario_of(at)
    assert applied == found.adopt(found.repair)
    assert set(applied.pins) == {b.block_id for b in found.repair.blocks}


def test_the_rows_are_the_plan_what_is_left_and_the_repair():
    problem = small()
    plan = planned(problem)
    found = outcome(problem, plan, events(problem, plan)[0])
    rows = what_if(problem, "refusal").table[0].value
    assert list(rows.iloc[:, 0]) == ["As planned", "What is left", "Repaired"]
    for row, now in zip(
        rows.itertuples(index=False), (found.before, found.left, found.repair), strict=1
    ):
        assert (
            row[1].replace("\u00a0", " ").replace("\\", "")
            == f"{now.chance * 100:.1f} %"
        )
        assert row[2].replace("\\", "") == f"${now.cost_usd:,}, {now.letters_on_time}"
        assert row[3].count("Host") == len(now.blocks)


def test_the_line_names_the_worst_loss_in_each_way_of_counting():
    """A host that cancels had accepted: that loss is larger, and not an expectation."""
    problem = small()
    plan = planned(problem)
    at = what_if(problem, "refusal")
    lost = {"refused": 0.0, "cancelled": 0.0}
    for event in events(problem, plan):
        if event.kind in lost:
            found = outcome(problem, plan, event)
            best = max(found.left.value, found.repair.value if found.repair else 0)
            gone = 100 * (found.before.value - best)
            lost[event.kind] = max(gone, lost[event.kind])
    assert lost["cancelled"] > lost["refused"] > 0.05
    _, told = memory(at).told["refusal"]
    assert told.replace("\u00a0", " ") == (
        f"At most {lost['refused']:.1f} pp is lost with refusals counted; a"
        f" cancellation costs at most {lost['cancelled']:.1f} pp, all having accepted."
    )


@pytest.mark.parametrize(
    ("pp", "told"),
    [(0.01, "less than 0.1 pp"), (0.34, "0.3 pp"), (1.26, "1.3 pp")],
)
def test_small_amounts_are_not_nothing(pp, told):
    assert events_page.better(pp).replace("\u00a0", " ") == told


def test_broken_rules_are_told_by_their_sentence():
    assert events_page.broken(("budget",)) == "over your budget"
    assert events_page.broken(("ties",)).startswith("broken: Enough rotations")


# ---- the assumptions are wrong ----------------------------------------------------


def test_first_comes_how_far_the_plan_can_be_trusted():
    problem = small()
    told = said(what_if(problem, "wrong"))
    found = outlook(problem, planned(problem))
    assert f"It helps in {found.helps.hits} of 60 draws of what is guessed" in told
    over = found.affordable.of - found.affordable.hits
    assert over > 0
    assert f"In {over} it costs more than your $7,500" in told
    assert f"up to ${found.sure_usd:,}" in told
    assert "The money suffices" in said(what_if(small(budget_usd=60_000), "wrong"))


def test_without_asking_no_better_plan_is_looked_for():
    at = what_if(small(), "wrong")
    assert list(at.table[0].value.columns) == list(assumptions.COLUMNS[:3])
    assert len(at.table) == 1


def test_the_table_has_what_matters_and_what_would_be_chosen():
    problem = small()
    at = what_if(problem, "wrong")
    at.button(key="ask decisions").click().run()
    assert not at.exception
    rows, plan = at.table[0].value, planned(problem)
    decided = list(decisions(problem, plan))
    matter = [d for d in decided if assumptions.matters(d.swing, d)]
    assert len(rows) == len(matter)
    changed = rows.iloc[:, 3] != "no"
    assert changed.sum() == sum(d.changes for d in matter)
    assert "over your budget" in " ".join(rows.iloc[:, 3])
    assert f"{changed.sum()} of {len(decided)} assumptions, if wrong" in said(at)
    idle = len(swings(problem, plan)) - len(rows)
    assert f"{idle} assumptions left out" in said(at)


def test_the_draws_add_up():
    problem = small()
    at = what_if(problem, "wrong")
    at.button(key="ask worlds").click().run()
    assert not at.exception
    found = trust(list(sample_plan(problem, planned(problem))))
    rows = at.table[1].value
    assert sum(int(n) for n in rows["Draws"]) == found.worlds == 60
    assert f"In {found.close.hits} of {found.close.of} draws" in said(at)


def test_what_was_asked_for_stays_until_the_inputs_change():
    problem = small()
    at = what_if(problem, "wrong")
    at.button(key="ask worlds").click().run()
    assert len(at.run().table) == 2


def test_a_plan_without_rotations_cannot_go_wrong():
    idle = small(min_rotations=0, max_rotations=0)
    assert "nothing can go wrong" in said(what_if(idle, "wrong"))
