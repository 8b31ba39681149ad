"""What is answered: a plan with its proof, or no plan; all frozen, all plain Python.

Money is in whole US dollars, chances and values are shares of 1, gains are in
percentage points (pp).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import BlockId

Verdict = Literal["open", "check", "closed"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a block is open, to be checked or closed: one sentence and its source.

    ``ask`` is the question to put to the host where the verdict is "check".
    """

    verdict: Verdict
    field: str
    sentence: str
    source: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The verdict on a block (the worst of its reasons) and the reasons behind it."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """An offering on one start date: its first and its last day."""

    offering: Offering
    start: dt.date
    end: dt.date
    letter_ready: dt.date | None
    letter_on_time: bool

    @property
    def block_id(self) -> str:
        """The id a pin or an exclusion uses: offering@start."""
        return str(BlockId(self.offering.offering_id, self.start))


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line of the bill; the lines of a plan add up to its cost."""

    label: str
    usd: int
    offering_id: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How we know: ``bound`` limits the match value of every valid plan from above.

    ``forgone``: how much more the best plan is worth, where one with fewer cold hosts
    stands in its place.
    """

    status: Literal["optimal", "feasible"]
    bound: float
    seconds: float
    cuts: int = field(default=0, compare=False)
    forgone: float = 0.0


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit to the US, with no trip home in it: its first and last day.

    ``rotations``: how many it holds, booked ones too.
    """

    start: dt.date
    end: dt.date
    rotations: int

    @property
    def days(self) -> int:
        """Days from the first to the last, both counted."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A choice of blocks that obeys every rule, in date order.

    ``value`` is the match value under the scenario's ``acceptance``; the proof
    says how far it can be from the best. ``letters_on_time`` counts the rotations
    (booked ones too) whose letter is ready in time, not the letters in hand.
    Between ``visits`` the applicant goes home.
    """

    scenario: Scenario
    blocks: tuple[Block, ...]
    value: float
    cost_items: tuple[CostItem, ...]
    expected_cost_usd: int
    letters_on_time: int
    proof: Proof = field(compare=False)
    visits: tuple[Stay, ...] = ()

    @property
    def cost_usd(self) -> int:
        """Cost if every host accepts."""
        return sum(item.usd for item in self.cost_items)


@dataclass(frozen=True, slots=True)
class NoPlan:
    """There is none ("infeasible", proven), or none was found so far ("undecided")."""

    scenario: Scenario
    reason: Literal["infeasible", "undecided"]
    seconds: float = field(compare=False)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Any number with its 10th and 90th percentile over the assumptions."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chances:
    """Match probabilities of a plan beside those of doing nothing more (baseline).

    ``counted`` is the one as the scenario counts refusals, with its range.
    ``any_accepts`` and ``all_accept`` are the chances that at least one host, and
    that every host does: how often ``if_all_accept`` is what happens. Without a host
    they are 0 and 1.
    """

    baseline: float
    if_all_accept: float
    expected: float
    counted: Estimate
    any_accepts: float
    all_accept: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What a rotation or a plan adds to the match value, in pp; the parts add up.

    ``letters_pp`` rests on guessed letter effects and is marked as an assumption.
    """

    audition_pp: float
    letters_pp: float

    @property
    def total_pp(self) -> float:
        """Audition and letters together."""
        return self.audition_pp + self.letters_pp


@dataclass(frozen=True, slots=True)
class RotationDetail:
    """What the page shows of one rotation of a plan."""

    block: Block
    cost_usd: int
    gain: Gain
    acceptance: float
    eligibility: Eligibility
    alternate_starts: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the scenario that makes a plan possible, verified by solving."""

    sentence: str
    change: tuple[tuple[str, object], ...]
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why there is no plan: the rules that clash in words, and the smallest fixes."""

    conflicts: tuple[str, ...]
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class BestOfSize:
    """The best plan of exactly ``size`` rotations, sought for each acceptance.

    The two plans may differ: what is best if every host accepts need not be what is
    best with refusals counted.
    """

    size: int
    if_all_accept: Plan | NoPlan
    with_refusals: Plan | NoPlan

    @property
    def certain(self) -> float | None:
        """Match value if every host accepts; None without a plan."""
        plan = self.if_all_accept
        return plan.value if isinstance(plan, Plan) else None

    @property
    def expected(self) -> float | None:
        """Match value with refusals counted; None without a plan."""
        plan = self.with_refusals
        return plan.value if isinstance(plan, Plan) else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Offerings that are not in the plan for one common reason."""

    reason: str
    offering_ids: tuple[str, ...]
