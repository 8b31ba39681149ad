"""What every plan must obey: each rule once, with the sentence the page shows.

Three kinds. A block rule looks at one block, a tally counts rotations by a key, a
schedule rule looks at all rotations in date order. The model builds its constraints
from the block rules and tallies; the check of a finished plan uses all three.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from optimizer.domain import replies as answers
from optimizer.domain.block_id import BlockId, offering_of
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind, Offering
from optimizer.model import cost
from optimizer.model.eligibility import eligibility
from optimizer.model.letters import end_of
from optimizer.model.rotation import Rotation, Visit

KINDS: tuple[Kind, ...] = ("hands_on", "observership")
RECEPTIVE_LEVELS = ("mid", "high", "very_high")
VISA_STAY_DAYS = {"WB": 90, "B-1": 180}
ANY = "*"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on counts: per key (``ANY`` for every other key) and on distinct keys."""

    low: Mapping[str, int] = field(default_factory=dict)
    high: Mapping[str, int] = field(default_factory=dict)
    min_distinct: int = 0


@dataclass(frozen=True, slots=True)
class BlockRule:
    """A rule on one block."""

    name: str
    sentence: str
    allows: Callable[[Problem, Offering, dt.date, dt.date], bool]


@dataclass(frozen=True, slots=True)
class Tally:
    """A rule that counts rotations by key; ``keys`` takes the visit and "on time"."""

    name: str
    sentence: str
    keys: Callable[[Problem, Visit, bool], Iterable[str]]
    limits: Callable[[Problem], Limits]


@dataclass(frozen=True, slots=True)
class ScheduleRule:
    """A rule on all rotations of a plan, in date order."""

    name: str
    sentence: str
    holds: Callable[[Problem, tuple[Rotation, ...]], bool]


Rule = BlockRule | Tally | ScheduleRule


# ---- block rules ------------------------------------------------------------------


def _in_window(problem: Problem, _: Offering, start: dt.date, end: dt.date) -> bool:
    first, last = problem.window
    return first <= start and end <= last


def _in_free_months(
    problem: Problem, _: Offering, start: dt.date, end: dt.date
) -> bool:
    months = problem.scenario.months
    touched = {(start + dt.timedelta(days=d)).month for d in range((end - start).days)}
    return months is None or {*touched, end.month} <= set(months)


def _outside_blackouts(
    problem: Problem, _: Offering, start: dt.date, end: dt.date
) -> bool:
    return all(end < a or start > b for a, b in problem.scenario.blackouts)


def _eligible(problem: Problem, offering: Offering, start: dt.date, _: dt.date) -> bool:
    found = eligibility(problem, offering, start).verdict
    return found == "open" or (found == "check" and problem.scenario.include_unverified)


def _not_excluded(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    ids = {offering.offering_id, str(BlockId(offering.offering_id, start))}
    return ids.isdisjoint(answers.ruled_out(problem.scenario))


def _on_pinned_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = pinned_dates(problem, offering)
    return not dates or dates == {start}


def _on_accepted_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = answers.accepted_dates(problem.scenario, offering.offering_id)
    return not dates or start in dates


def pinned_dates(problem: Problem, offering: Offering) -> set[dt.date]:
    """The start dates to which pins, or what is paid, tie an offering."""
    pins = map(BlockId.parse, answers.required(problem.scenario))
    return {p.start for p in pins if p.start and p.offering_id == offering.offering_id}


# ---- tallies ----------------------------------------------------------------------


def _every(_: Problem, __: Visit, ___: bool) -> tuple[str, ...]:
    return ("rotations",)


def _number(problem: Problem) -> Limits:
    s = problem.scenario
    return Limits({"rotations": s.min_rotations}, {"rotations": s.max_rotations})


def _host(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.key,)


def _once(_: Problem) -> Limits:
    return Limits(high={ANY: 1})


def _on_time(_: Problem, __: Visit, on_time: bool) -> tuple[str, ...]:
    return ("letters",) if on_time else ()


def _letters(problem: Problem) -> Limits:
    s = problem.scenario
    return Limits({"letters": s.min_letters - s.applicant.us_letters})


def _kind(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.kind,)


def _one_kind(problem: Problem) -> Limits:
    wanted = problem.scenario.kind
    return Limits(high={k: 0 for k in KINDS if wanted not in (None, k)})


def _hands_on(problem: Problem) -> Limits:
    return Limits({"hands_on": problem.scenario.min_hands_on})


def _receptive(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    level = problem.receptiveness(visit.program) if visit.program else "unknown"
    return ("receptive",) if level in RECEPTIVE_LEVELS else ()


def _enough_receptive(problem: Problem) -> Limits:
    return Limits({"receptive": problem.scenario.min_receptive})


def _tied(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    tied = problem.is_tied(visit.place.city, visit.place.state)
    return ("ties",) if tied else ()


def _enough_ties(problem: Problem) -> Limits:
    return Limits({"ties": problem.scenario.min_in_ties})


def _state(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.place.state,)


def _states(problem: Problem) -> Limits:
    return Limits(dict.fromkeys(problem.scenario.required_states, 1))


def _region(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.place.region,)


def _regions(problem: Problem) -> Limits:
    return Limits(high=dict(problem.scenario.max_per_region))


def _areas(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    wanted = problem.scenario.preferences.focus
    return tuple(a for a in dict.fromkeys(visit.focus) if not wanted or a in wanted)


def _enough_areas(problem: Problem) -> Limits:
    return Limits(min_distinct=problem.scenario.min_focus_areas)


def _offering(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    chosen = visit.offering is not None and not visit.booked
    return (visit.offering.offering_id,) if visit.offering and chosen else ()


def _pinned(problem: Problem) -> Limits:
    ids = map(offering_of, answers.required(problem.scenario))
    return Limits(dict.fromkeys(ids, 1))


# ---- schedule rules ---------------------------------------------------------------


def days_between(a: Rotation, b: Rotation) -> int:
    """Days strictly between two rotations; negative where they overlap."""
    return (b.start - a.end).days - 1


def stay_cap(problem: Problem) -> int | None:
    """Longest whole stay in days: the applicant's and the visa's cap."""
    who = problem.scenario.applicant
    visa = None if who.us_work_authorized else VISA_STAY_DAYS.get(who.entry_status)
    caps = [c for c in (problem.scenario.max_stay_days, visa) if c is not None]
    return min(caps, default=None)


def _apart(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    gap = problem.scenario.gap_days
    return all(days_between(a, b) >= gap for a, b in pairwise(rotations))


def _busy(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    most = problem.scenario.max_idle_days
    if most is None:
        return True
    return all(days_between(a, b) <= most for a, b in pairwise(rotations))


def _short_stay(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    cap = stay_cap(problem)
    if cap is None or not rotations:
        return True
    last = max(r.end for r in rotations)
    return (last - rotations[0].start).days + 1 <= cap


def _affordable(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    return cost.total(problem, rotations) <= problem.scenario.budget_usd


# ---- all of them ------------------------------------------------------------------

CALENDAR_RULES = (
    BlockRule("window", "Each rotation lies inside your dates.", _in_window),
    BlockRule("months", "Each rotation lies in your free months.", _in_free_months),
    BlockRule("blackouts", "No rotation touches a blackout.", _outside_blackouts),
)
ELIGIBILITY = BlockRule(
    "eligibility", "You are eligible for each rotation, or may be.", _eligible
)
ACCEPTED_DATES = BlockRule(
    "accepted dates", "Dates a host accepted are kept.", _on_accepted_date
)
BLOCK_RULES = (
    *CALENDAR_RULES,
    ELIGIBILITY,
    BlockRule(
        "exclusions",
        "Nothing you excluded or were refused is in.",
        _not_excluded,
    ),
    BlockRule("pinned dates", "A pinned or paid date is kept.", _on_pinned_date),
    ACCEPTED_DATES,
)
TALLIES = (
    Tally("number", "The number of rotations is as you asked.", _every, _number),
    Tally("one per program", "No two rotations at one program.", _host, _once),
    Tally("letters", "Enough letters are ready on time.", _on_time, _letters),
    Tally("kind", "Every rotation is of the kind you want.", _kind, _one_kind),
    Tally("hands-on", "Enough rotations are hands-on.", _kind, _hands_on),
    Tally(
        "receptive",
        "Enough rotations are at programs that interview IMGs.",
        _receptive,
        _enough_receptive,
    ),
    Tally("ties", "Enough rotations are where you have ties.", _tied, _enough_ties),
    Tally("states", "Every state you require has a rotation.", _state, _states),
    Tally("regions", "No region has more than you allow.", _region, _regions),
    Tally("focus", "Enough focus areas are covered.", _areas, _enough_areas),
    Tally("pins", "Everything you pinned or paid is in.", _offering, _pinned),
)
SCHEDULE_RULES = (
    ScheduleRule("overlap", "Rotations are far enough apart.", _apart),
    ScheduleRule("idle", "You never wait longer than you allow.", _busy),
    ScheduleRule("stay", "The whole stay is within your cap and visa.", _short_stay),
    ScheduleRule("budget", "The cost is within your budget.", _affordable),
)
RULES: tuple[Rule, ...] = (*BLOCK_RULES, *TALLIES, *SCHEDULE_RULES)


def broken_rules(problem: Problem, rotations: tuple[Rotation, ...]) -> tuple[Rule, ...]:
    """The rules that rotations in date order (booked ones included) break."""
    blocks = [r for r in rotations if not r.visit.booked]
    return (
        *(rule for rule in BLOCK_RULES if not _each_allowed(problem, rule, blocks)),
        *(rule for rule in TALLIES if not tally_holds(problem, rule, rotations)),
        *(rule for rule in SCHEDULE_RULES if not rule.holds(problem, rotations)),
    )


def _each_allowed(problem: Problem, rule: BlockRule, blocks: list[Rotation]) -> bool:
    offered = [(r.visit.offering, r.start) for r in blocks]
    return all(o and rule.allows(problem, o, s, end_of(o, s)) for o, s in offered)


def high_limit(limits: Limits, key: str) -> int | None:
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
        k for r in rotations for k in rule.keys(problem, r.visit, r.letter_on_time)
    )


def counts_within(
    problem: Problem, rule: Tally, rotations: tuple[Rotation, ...], limits: Limits
) -> bool:
    """Whether the counts of a tally are within the given limits."""
    found = counts(problem, rule, rotations)
    most = {k: high_limit(limits, k) for k in found}
    return (
        all(found[k] >= n for k, n in limits.low.items())
        and all(high is None or found[k] <= high for k, high in most.items())
        and len(found.keys()) >= limits.min_distinct
    )
