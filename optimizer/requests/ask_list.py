"""The ask list: whom to ask, and what is to be expected of it; all frozen.

Money is in whole US dollars, chances and values are shares of 1, gains are in
percentage points (pp).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from optimizer.domain.plan import Block, Estimate, NoPlan, Plan
from optimizer.domain.scenario import Scenario
from optimizer.requests.alike import Alike
from optimizer.requests.replies import Confirm
from optimizer.requests.request import Request

PP = 100
Status = Literal["exchange_proven", "exchange_truncated", "limit"]
"""How the list is known: no exchange of one request that keeps hosts on record, and
no omission, is better.

``exchange_proven``: every pattern of answers was looked at, every figure is exact;
``exchange_truncated``: the search left out unlikely patterns, or doors where one date
each is named; the figures shown are exact. ``limit``: the work was up before all
numbers of requests were tried; longer lists are as they grew, request by request.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request on the list.

    ``adds_pp``: what the mean would lose without it, its fee kept. ``use``: chance
    that its rotation is done; ``use_if_yes``: the same once the host has said yes.
    """

    request: Request
    adds_pp: float
    use: float
    use_if_yes: float


@dataclass(frozen=True, slots=True)
class Likely:
    """An outcome: the requests whose rotations are done, by their names."""

    chance: float
    requests: tuple[str, ...]
    cost_usd: int
    value: float


@dataclass(frozen=True, slots=True)
class PlannedOutcome(Likely):
    """An outcome, its rotations picked and dated by ``solve``."""

    rotations: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NumberGain:
    """What the best list of at most ``requests`` open requests brings."""

    requests: int
    gain_pp: float
    fees_usd: int


@dataclass(frozen=True, slots=True)
class Correlated:
    """Gain in pp if answers hang together: at the assumption, its low and its high."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AskList:
    """Whom to ask, and what to expect of it.

    ``done``: chance that exactly 0, 1, ... rotations are done beside booked ones;
    ``any_done``: that it is at least one, at the low and high end of how often hosts
    say yes; ``high_usd``: the most over the outcomes if every amount that is not on
    record is as high as assumed, ``unknown`` of them in that outcome;
    ``cost_quantiles_usd``: median, 90th percentile and the most over the outcomes;
    ``value_quantiles``: 10th percentile, median, 90th. ``at_once``: mean value if
    every yes has to be taken before the next answer. ``wishes_met``: how often each
    lower limit holds in the end. ``stop_at``: how many open requests the list ends
    at; ``by_number`` goes on, and has this list at its number. ``instead``: the one
    request that adds most to those sent already, with what it adds in pp. ``alike``:
    hosts that others could stand in for. ``entry_open``: whether every open request
    hangs on how one enters the US.
    """

    scenario: Scenario
    status: Status
    baseline: float
    value: float
    requests: tuple[Asked, ...]
    fees_usd: int
    hours: float
    done: tuple[float, ...]
    any_done: Estimate
    mean_cost_usd: float
    cost_quantiles_usd: tuple[int, int, int]
    high_usd: int
    unknown: int
    value_quantiles: tuple[float, float, float]
    gain: Estimate
    correlated: Correlated
    at_once: float
    wishes_met: tuple[tuple[str, float], ...]
    outcomes: tuple[Likely, ...]
    by_number: tuple[NumberGain, ...]
    stop_at: int
    chance_of_all: float
    instead: tuple[Request, float] | None
    confirm: tuple[Confirm, ...]
    alike: tuple[Alike, ...]
    entry_open: bool

    @property
    def gain_pp(self) -> float:
        """What the list adds to the match value on average, in pp."""
        return PP * (self.value - self.baseline)

    @property
    def likeliest(self) -> Likely | None:
        """The likeliest outcome with a rotation, if there is one."""
        return next((found for found in self.outcomes if found.requests), None)

    @property
    def at_once_pp(self) -> float:
        """The same if every yes has to be taken before the next answer."""
        return PP * (self.at_once - self.baseline)


@dataclass(frozen=True, slots=True)
class PlannedList(AskList):
    """An ask list with the plan to make if every host on it says yes."""

    if_all_say_yes: Plan | NoPlan

    @property
    def blocks_if_all_say_yes(self) -> tuple[Block, ...]:
        """The rotations of that plan; none where there is no plan."""
        plan = self.if_all_say_yes
        return plan.blocks if isinstance(plan, Plan) else ()
