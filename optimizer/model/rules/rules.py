"""What every plan must obey: each rule once, with the sentence the page shows.

A date rule and a block rule look at one block, a tally counts rotations by a key, a
schedule rule looks at all rotations in date order. The model builds its constraints
from the first three; the check of a finished plan uses all. Each rule says itself how
it gives way (``ways_out``), so a new one is defined in one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.domain.ways_out import Outside, WayOut
from optimizer.model.letters import end_of
from optimizer.model.rotation import Rotation
from optimizer.model.rules.base import (
    BlockRule,
    CountLimits,
    DateRule,
    Rule,
    Tally,
)
from optimizer.model.rules.blocks import (
    ACCEPTED_DATES,
    ELIGIBILITY,
    EXCLUSIONS,
    PINNED_DATES,
    TRUST,
)
from optimizer.model.rules.counts import ANY, KINDS, TALLIES
from optimizer.model.rules.dates import CALENDAR_RULES, SCHEDULE_RULES

__all__ = [
    "ACCEPTED_DATES",
    "ANY",
    "BLOCK_RULES",
    "CALENDAR_RULES",
    "ELIGIBILITY",
    "KINDS",
    "RULES",
    "SCHEDULE_RULES",
    "TALLIES",
    "CountLimits",
    "Rule",
    "Tally",
    "broken_rules",
    "counts",
    "counts_within",
    "high_limit",
    "letters_on_time",
    "outside",
    "settled_scenario",
    "tally_holds",
    "ways_out",
]

BLOCK_RULES: tuple[DateRule | BlockRule, ...] = (
    *CALENDAR_RULES,
    ELIGIBILITY,
    TRUST,
    EXCLUSIONS,
    PINNED_DATES,
    ACCEPTED_DATES,
)
RULES: tuple[Rule, ...] = (*BLOCK_RULES, *TALLIES, *SCHEDULE_RULES)


def ways_out() -> tuple[WayOut, ...]:
    """How every rule gives way, the least dear first; each once."""
    every = dict.fromkeys(rule.way_out for rule in RULES)
    return tuple(sorted((way for way in every if way), key=lambda way: way.dear))


def outside(problem: Problem) -> tuple[Outside, ...]:
    """Every limit in force that is no wish of the applicant's."""
    return tuple(
        limit for rule in RULES if rule.outside for limit in rule.outside(problem)
    )


def settled_scenario(scenario: Scenario) -> Scenario:
    """The scenario once the answers are in: what is left is to choose.

    What was asked for "at least" is dropped: refusals may have put it out of reach.
    Pins are dropped too; what is paid stays.
    """
    moot = dict(field for way in ways_out() for field in way.settled)
    return replace(scenario, acceptance="certain", **moot)


def broken_rules(problem: Problem, rotations: tuple[Rotation, ...]) -> tuple[Rule, ...]:
    """The rules that rotations in date order (booked ones included) break."""
    return (
        *(rule for rule in BLOCK_RULES if not each_allowed(problem, rule, rotations)),
        *(rule for rule in TALLIES if not tally_holds(problem, rule, rotations)),
        *(rule for rule in SCHEDULE_RULES if not rule.holds(problem, rotations)),
    )


def each_allowed(
    problem: Problem, rule: DateRule | BlockRule, rotations: Sequence[Rotation]
) -> bool:
    """Whether a rule on one block allows every rotation that is not booked."""
    offered = [(r.visit.offering, r.start) for r in rotations if not r.visit.booked]
    return all(o and rule.allows(problem, o, s, end_of(o, s)) for o, s in offered)


def high_limit(limits: CountLimits, key: str) -> int | None:
    """The most rotations a key may count; None if there is no limit."""
    return limits.high.get(key, limits.high.get(ANY))


def tally_holds(problem: Problem, rule: Tally, rotations: tuple[Rotation, ...]) -> bool:
    """Whether the counts of a tally are within its limits."""
    return counts_within(problem, rule, rotations, rule.limits(problem))


def counts(
    problem: Problem, rule: Tally, rotations: tuple[Rotation, ...]
) -> Counter[str]:
    """How many rotations a tally counts for each key."""
    return Counter(
        k
        for r in rotations
        if r.visit.in_pmr or rule.counts_every_specialty
        for k in rule.keys(problem, r.visit, r.letter_on_time)
    )


def letters_on_time(rotations: Iterable[Rotation]) -> int:
    """Rotations whose letter of a physiatrist is ready on time."""
    return sum(r.letter_on_time for r in rotations if r.visit.in_pmr)


def counts_within(
    problem: Problem, rule: Tally, rotations: tuple[Rotation, ...], limits: CountLimits
) -> bool:
    """Whether the counts of a tally are within the given limits."""
    found = counts(problem, rule, rotations)
    most = {k: high_limit(limits, k) for k in found}
    return (
        all(found[k] >= n for k, n in limits.low.items())
        and all(high is None or found[k] <= high for k, high in most.items())
        and len(found.keys()) >= limits.min_distinct
    )
