"""The residency list of a problem: where to apply and whom to signal, with a proof."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import ListWish, Scenario
from optimizer.model.plan_chances import estimate
from optimizer.model.rotation import booked_rotations
from optimizer.model.value.application_list import match_model
from optimizer.model.value.draws import draws
from optimizer.portfolio.branch import best
from optimizer.portfolio.problem import Ints
from optimizer.residency_list.answer import PP, ResidencyList
from optimizer.residency_list.choose import ListChoice, decide
from optimizer.residency_list.curve import curve, season_items
from optimizer.residency_list.entries import Entries
from optimizer.residency_list.invitations import expected_invitations
from optimizer.residency_list.tables import ChanceTables
from optimizer.solver.solve import TOLERANCE


def residency_list(problem: Problem) -> ResidencyList:
    """The list as things stand: letters in hand, rotations booked, none uncertain."""
    decision = decide(problem)
    found, tables = decision.chosen, decision.tables
    drawn = ChanceTables(problem, parameters=draws(problem))
    entries = Entries(decision, found.choice, drawn)
    groups = entries.groups()
    proven = found.bound <= found.value + TOLERANCE
    return ResidencyList(
        status="optimal" if proven else "feasible",
        value=found.value,
        bound=found.bound,
        baseline=_baseline(problem),
        probability=estimate(
            tables.probability(found.choice), drawn.probability(found.choice)
        ),
        signal_price_pp=PP * found.signal_price,
        signals=decision.portfolio.signals,
        programs=entries.entries(groups),
        groups=groups,
        invitations=expected_invitations(tables, drawn, found.choice),
        curve=curve(problem, drawn),
        once=season_items(problem),
        differs=_differing(decision, found.choice),
    )


def _baseline(problem: Problem) -> float:
    """The match value that plans and requests are compared with."""
    return float(match_model(problem).value(booked_rotations(problem), True)[0])


def _differing(decision: ListChoice, choice: Ints) -> tuple[str, ...]:
    other = decision.standing != choice
    return tuple(
        p for p, is_other in zip(decision.tables.ids, other, strict=True) if is_other
    )


def with_wish(scenario: Scenario, program_id: str, wish: ListWish | None) -> Scenario:
    """The scenario with one wish on the list; None takes it away."""
    wishes = dict(scenario.list_wishes)
    wishes.pop(program_id, None)
    if wish:
        wishes[program_id] = wish
    return replace(scenario, list_wishes=tuple(sorted(wishes.items())))


def wish_costs_pp(problem: Problem, program_id: str, wish: ListWish) -> float | None:
    """What one wish costs, the others kept and the rest chosen anew, in pp.

    None if the list has no room for it, or no signal is left.
    """
    catalog, scenario = problem.catalog, problem.scenario
    without, kept = (
        _best_value(Problem(catalog, with_wish(scenario, program_id, one)))
        for one in (None, wish)
    )
    if without is None or kept is None:
        return None
    return PP * max(without - kept, 0.0)


# The list without a wish is the same for each wish that is offered.
@lru_cache(maxsize=16)
def _best_value(problem: Problem) -> float | None:
    """Value of the best list; None if it has no room for what is wished."""
    decision = decide(problem)
    found = best(decision.portfolio) if decision.has_room else None
    return found.value if found else None
