"""What one may filter a list by: each facet is one function from entry to options."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from optimizer.browse.entries import Entry
from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.domain.records import Channel, Kind, Offering, Receptiveness, Status
from optimizer.domain.scenario import GRADES
from optimizer.domain.starts import offerings_of
from optimizer.model.availability import STANDS
from optimizer.model.gates import gate_reason, policy_unknown
from optimizer.model.trust import grade_of

LEVELS: tuple[Receptiveness, ...] = (
    "very_high",
    "high",
    "mid",
    "low",
    "unknown",
    "none_reported",
)
"""Best first; a level that is not known stands where the match value puts it."""
COST_BANDS_USD = (0, 1_000, 2_000, 3_000, 4_000, 6_000)
ACCEPTANCE_BANDS = (0, 10, 20, 50)
"""Lower ends of the bands, in dollars and percent; each reaches to the next one."""
UNKNOWN, NO_PROGRAM = "unknown", "no_program"
_PERCENT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Facet:
    """The options an entry has, and the order in which options are offered.

    Options that ``order`` does not name come after it, by name.
    """

    options: Callable[[Problem, Entry], Iterable[str]]
    order: tuple[str, ...] = ()


def _of_offering(
    fact: Callable[[Problem, Offering], str],
) -> Callable[[Problem, Entry], Iterable[str]]:
    """One fact of an offering; none of a program that offers nothing."""
    return lambda problem, entry: (
        (fact(problem, entry.offering),) if entry.offering else ()
    )


def _cost(_: Problem, entry: Entry) -> Iterable[str]:
    return () if entry.usd is None else (_band(entry.usd, COST_BANDS_USD),)


def _acceptance(_: Problem, entry: Entry) -> Iterable[str]:
    if entry.offering is None or entry.acceptance is None:
        return ()
    percent = round(entry.acceptance * 100, _PERCENT_DECIMALS)
    return (_band(percent, ACCEPTANCE_BANDS),)


def _visa(_: Problem, entry: Entry) -> Iterable[str]:
    if entry.program is None:
        return (NO_PROGRAM,)
    return entry.program.visa_sponsorship or (UNKNOWN,)


def _policy(problem: Problem, entry: Entry) -> Iterable[str]:
    if entry.program is None:
        return (NO_PROGRAM,)
    if gate_reason(problem, entry.program):
        return ("ruled_out",)
    return (UNKNOWN if policy_unknown(problem, entry.program) else "possible",)


def _marks(problem: Problem, entry: Entry) -> Iterable[str]:
    scenario = problem.scenario
    if entry.program and entry.program.program_id in dict(
        scenario.preferences.programs
    ):
        yield "rated"
    named = (
        ("pinned", replies.required_names(scenario)),
        ("excluded", scenario.exclusions),
        ("answered", tuple(name for name, _ in scenario.answers)),
    )
    for mark, names in named:
        ids = offerings_of(names)
        if entry.offering and entry.offering.offering_id in ids:
            yield mark


def _band(value: float, ends: tuple[int, ...]) -> str:
    return str(ends[bisect_right(ends, value) - 1])


FACETS: dict[str, Facet] = {
    "stand": Facet(
        lambda _, entry: (entry.standing.stand,) if entry.standing else (), STANDS
    ),
    "trust": Facet(_of_offering(grade_of), GRADES),
    "state": Facet(lambda _, entry: (entry.place.state,)),
    "region": Facet(lambda _, entry: (entry.place.region,)),
    "receptiveness": Facet(
        lambda _, entry: (entry.level if entry.program else NO_PROGRAM,),
        (*LEVELS, NO_PROGRAM),
    ),
    "kind": Facet(_of_offering(lambda _, o: o.kind), get_args(Kind)),
    "channel": Facet(_of_offering(lambda _, o: o.channel), get_args(Channel)),
    "cost": Facet(_cost, tuple(map(str, COST_BANDS_USD))),
    "acceptance": Facet(_acceptance, tuple(map(str, reversed(ACCEPTANCE_BANDS)))),
    "focus": Facet(lambda _, entry: entry.areas or (UNKNOWN,)),
    "visa": Facet(_visa, ("J-1", "H-1B", "none", UNKNOWN, NO_PROGRAM)),
    "policy": Facet(_policy, ("possible", UNKNOWN, "ruled_out", NO_PROGRAM)),
    "record": Facet(_of_offering(lambda _, o: o.status), get_args(Status)),
    "marks": Facet(_marks, ("rated", "pinned", "excluded", "answered")),
}
