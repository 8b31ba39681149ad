"""The list: where to apply, whom to signal, and what is to be expected; all frozen.

``Mix`` is what a common guide advises. It goes by the profile: with strong scores one
or two well-known programs and a safer one; else mostly programs that have taken IMGs
for long, and new ones. What it calls well known is on no record, and a program is known
to be new or old only where its first class is.

Money is in whole US dollars, chances and values are shares of 1, gains are in
percentage points (pp).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from optimizer.domain.plan import CostItem, Estimate, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program, Receptiveness
from optimizer.domain.scenario import ListWish
from optimizer.model.value.profile import expected_score, graduated_long_ago

PP = 100
Standing = Literal["signal", "apply", "out", "closed"]
Tier = Literal["safer", "target", "reach", "long shot"]
TIERS: dict[Tier, float] = {
    "safer": 0.5,
    "target": 0.15,
    "reach": 0.05,
    "long shot": 0.0,
}
"""The least chance of an interview of each tier; ours, there is no standard."""


def tier_of(interview: float) -> Tier:
    """The tier of a chance of an interview."""
    return next(tier for tier, least in TIERS.items() if interview >= least)


@dataclass(frozen=True, slots=True)
class Group:
    """Programs that the catalog cannot tell apart for this applicant, by id.

    ``members``: the ones to prefer first. ``plain`` and ``signalled``: chance of an
    interview without and with a signal. ``next_pp``: what one more application to one
    of them adds; None if all are applied to. ``level``: receptiveness on record;
    ``wish``: what the applicant wishes of each.
    """

    members: tuple[str, ...]
    level: str
    tied: bool
    policy_known: bool
    worth: float
    rotation: bool
    applied: int
    signals: int
    plain: Estimate
    signalled: Estimate
    next_pp: float | None
    wish: ListWish | None


@dataclass(frozen=True, slots=True)
class ListedProgram:
    """One program: its state, its chance of an interview in it, and why.

    ``adds_pp``: what the list loses without it, or would gain with it (0 if closed);
    ``usd``: what its place costs. ``closed``: what rules it out. ``ask``: what to ask
    first. ``group``: its place in the groups, None if closed; ``metro``: its
    metropolitan area; ``wish``: what the applicant wishes, whether it costs or not.
    """

    program_id: str
    state: Standing
    interview: Estimate
    adds_pp: float
    usd: int | None
    closed: Reason | None = None
    ask: tuple[Reason, ...] = ()
    group: int | None = None
    metro: str = ""
    wish: ListWish | None = None

    @property
    def is_on(self) -> bool:
        """Whether the program is on the list."""
        return self.state in ("signal", "apply")

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tier, or both ends of it if its range crosses a border."""
        ends = (tier_of(self.interview.low), tier_of(self.interview.high))
        return tuple(dict.fromkeys(ends))

    @property
    def per_1000(self) -> float | None:
        """Points for each $1,000; None where the price is not known or nothing."""
        return 1_000 * self.adds_pp / self.usd if self.usd else None


@dataclass(frozen=True, slots=True)
class Invitations:
    """How many interviews to expect: mean, spread, none, and chance of 0, 1, 2, ..."""

    mean: Estimate
    sd: float
    none: Estimate
    distribution: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The best list of so many applications; ``usd`` without what is paid once.

    ``low``, ``high``: 10th and 90th percentile of its value over the draws.
    """

    applications: int
    value: float
    low: float
    high: float
    usd: int | None


@dataclass(frozen=True, slots=True)
class Rung:
    """Applications ``first`` to ``last``: points that each $1,000 of them buys.

    The range is that of the gain over the draws, not the difference of two ranges.
    """

    first: int
    last: int
    per_1000: Estimate


@dataclass(frozen=True, slots=True)
class Curve:
    """The value by number of applications, and where to stop.

    ``stop``: the number at which one more costs more than ``usd_per_point`` for each
    point it adds; None if applications have no known price. ``ends``: numbers after
    which the next application goes to another group of programs. ``rungs``: what the
    money buys from number to number; none where applications have no known price.
    """

    points: tuple[Point, ...]
    usd_per_point: int
    stop: int | None
    ends: tuple[int, ...] = ()
    rungs: tuple[Rung, ...] = ()

    def at(self, applications: int) -> Point:
        """The point of a number, or the last one."""
        return self.points[min(applications, len(self.points) - 1)]


@dataclass(frozen=True, slots=True)
class ResidencyList:
    """Where to apply and whom to signal as things stand, proven to the tolerance.

    ``value`` and ``bound`` are match values, ``probability`` is the chance to match
    anywhere. ``baseline`` is what every plan is compared with; the two differ only if
    wishes make a better list than the one that plans count with (``differs``).
    ``differs``: programs whose state is another one there. ``fees_usd``: price of the
    applications, None if not known; ``stop_at``: the ``stop`` of a ``Curve``.
    """

    status: Literal["optimal", "feasible"]
    value: float
    bound: float
    baseline: float
    probability: Estimate
    signal_price_pp: float
    signals: int
    programs: tuple[ListedProgram, ...]
    groups: tuple[Group, ...]
    invitations: Invitations
    fees_usd: int | None
    stop_at: int | None
    once: tuple[CostItem, ...]
    differs: tuple[str, ...]

    @property
    def applied(self) -> int:
        """Programs applied to, signalled ones too."""
        return sum(e.is_on for e in self.programs)

    @property
    def signalled(self) -> int:
        """Programs signalled."""
        return sum(e.state == "signal" for e in self.programs)

    @property
    def open_programs(self) -> int:
        """Programs that could match the applicant."""
        return sum(e.state != "closed" for e in self.programs)

    @property
    def once_usd(self) -> int:
        """What is paid once in the season, if one applies at all."""
        return sum(item.usd for item in self.once) if self.applied else 0

    @property
    def trips(self) -> dict[str, tuple[ListedProgram, ...]]:
        """Programs of the list that are near one another, by metropolitan area.

        Where there are most comes first.
        """
        by_metro: dict[str, list[ListedProgram]] = {}
        for entry in self.programs:
            if entry.is_on:
                by_metro.setdefault(entry.metro, []).append(entry)
        order = sorted(by_metro, key=lambda metro: (-len(by_metro[metro]), metro))
        return {m: tuple(by_metro[m]) for m in order if len(by_metro[m]) > 1}

    @property
    def unmet(self) -> tuple[ListedProgram, ...]:
        """Programs that are wished on the list but cannot match the applicant."""
        return tuple(
            e for e in self.programs if e.closed and e.wish not in (None, "out")
        )

    @property
    def to_ask(self) -> tuple[ListedProgram, ...]:
        """Programs of the list with open questions, the most at stake first."""
        open_ = [e for e in self.programs if e.ask and e.is_on]
        return tuple(sorted(open_, key=lambda e: (-e.adds_pp, e.program_id)))


OFTEN: tuple[Receptiveness, ...] = ("mid", "high", "very_high")
NEW_YEARS = 5
"""A program counts as new so long after its first class started; ours."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What a list holds, by id.

    ``strong``: a score of one standard deviation above the average or more, no failed
    exam, no long gap. ``often``: programs that interview IMGs at a middle rate or more
    often, ``old`` those of them that are known to be there for long; ``safest``: the
    likeliest interview; ``new``: programs whose first class is recent.
    """

    strong: bool
    often: tuple[str, ...]
    safest: str | None
    new: tuple[str, ...]
    old: tuple[str, ...]


def mix(problem: Problem, found: ResidencyList) -> Mix:
    """Count what the guide asks for."""
    catalog, season = problem.catalog, problem.scenario.season
    listed = [e for e in found.programs if e.is_on]
    programs = [catalog.program[e.program_id] for e in listed]
    often = [p for p in programs if problem.receptiveness(p) in OFTEN]

    def begun(some: list[Program], recent: bool) -> tuple[str, ...]:
        return tuple(
            p.program_id
            for p in some
            if p.first_class and (season - p.first_class <= NEW_YEARS) == recent
        )

    likeliest = max(listed, key=lambda e: e.interview.value, default=None)
    return Mix(
        strong=is_strong(problem),
        often=tuple(p.program_id for p in often),
        safest=likeliest.program_id if likeliest else None,
        new=begun(programs, True),
        old=begun(often, False),
    )


def is_strong(problem: Problem) -> bool:
    """Whether the guide would call the profile strong; the border is ours."""
    who = problem.scenario.applicant
    strong = problem.parameter("step2ck_reference") + problem.parameter("step2ck_sd")
    failures = who.step1_failures + who.step2_failures
    score = expected_score(who) or 0
    return score >= strong and not failures and not graduated_long_ago(problem)
