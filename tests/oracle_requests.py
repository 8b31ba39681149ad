"""Whom to ask, by brute force: every list, every pattern of answers, every plan.

Written from the specification alone, on the oracle of plans; nothing here comes from
the library but its data types.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import oracle

from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering

AIMS = {
    "min_rotations": 0,
    "min_letters": 0,
    "min_hands_on": 0,
    "min_receptive": 0,
    "min_in_ties": 0,
    "min_focus_areas": 0,
    "required_states": (),
    "pins": (),
}
WEEK = dt.timedelta(weeks=1)
PENDING = ("asked", "silent")
YES = ("accepted", "paid")


@dataclass(frozen=True)
class Request:
    """What one host is asked: its offerings, on their dates, on the same terms."""

    door: tuple[str, str]
    offering_ids: frozenset[str]
    keys: frozenset[str]
    acceptance: float
    asking_usd: int
    sent: bool


@dataclass(frozen=True)
class Done:
    """A plan after the answers; its cost is without fees for asking."""

    offering_ids: frozenset[str]
    value: float
    usd: int


class Asking:
    """One problem: every request there is, and what comes of any list of them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        case = replace(problem.scenario, **AIMS, acceptance="certain")
        self.world = oracle.World(Problem(problem.catalog, case))
        self.answers = dict(problem.scenario.answers)

    # ---- requests

    @cached_property
    def requests(self) -> list[Request]:
        """Those that were sent or can be sent, in the order of their first id."""
        groups: dict[tuple[object, ...], list[oracle.Rotation]] = {}
        allowed = filter(self._allowed, self.world.blocks())
        for _, own in itertools.groupby(allowed, key=lambda b: b.offering_id):
            for block in self._named_blocks(list(own)):
                groups.setdefault(self._terms(block), []).append(block)
        busy = {terms[0] for terms in groups if terms[-1]}
        found = []
        for (door, channel, p, _, asking, answer), blocks in groups.items():
            open_ = door not in busy and (door, channel) not in self._refused
            if p > 0 and (answer or open_):
                ids = frozenset(b.offering_id for b in blocks)
                keys = frozenset(b.key for b in blocks)
                fee = 0 if answer else asking
                found.append(Request(door, ids, keys, p, fee, bool(answer)))
        return sorted(found, key=lambda r: min(r.offering_ids))

    def _terms(self, block: oracle.Rotation) -> tuple[object, ...]:
        offering = self.world.offerings[block.offering_id]
        answer = self._answer(offering)
        p = 1.0 if answer in YES else block.real_acceptance
        if answer == "silent":
            p *= self.world.par.get("silent_acceptance_factor", 1.0)
        fee, asking = block.application_usd, self.world.asking_usd(offering)
        office = self._office(offering) or block.site
        return office, offering.channel, p, fee, asking, answer

    def _office(self, offering: Offering) -> tuple[str, str] | None:
        """Who answers for several programs at once, with one yes for one visit."""
        once = offering.door and self.world.visits_at(offering.door) == 1
        return ("office", offering.door) if once else None

    def _answer(self, offering: Offering) -> str | None:
        given = self._named(offering).values()
        order = ("paid", "accepted", "asked", "silent")
        return next((a for a in order if a in given), None)

    def _named(self, offering: Offering) -> dict[str, str]:
        return {
            name: answer
            for name, answer in self.answers.items()
            if name.split("@")[0] == offering.offering_id and answer != "refused"
        }

    @cached_property
    def _refused(self) -> set[tuple[tuple[str, str], str]]:
        found = set()
        for name, answer in self.answers.items():
            if answer == "refused" and "@" not in name:
                offering = self.world.offerings[name]
                program = self.world.programs.get(offering.program_id)
                site = ("program", program.program_id) if program else None
                office = self._office(offering)
                host = ("host", offering.host)
                found.add((office or site or host, offering.channel))
        return found

    def _allowed(self, block: oracle.Rotation) -> bool:
        alone = (
            "window",
            "months",
            "free dates",
            "blackouts",
            "exclusions",
            "eligibility",
            "trust",
        )
        if not all(oracle.LASTING[name](self.world, [block]) for name in alone):
            return False
        pinned = {
            pin.split("@")[1]
            for pin in (*self.problem.scenario.pins, *self._paid)
            if "@" in pin and pin.split("@")[0] == block.offering_id
        }
        if pinned and pinned != {block.start.isoformat()}:
            return False
        names = (block.key, block.offering_id)
        if "refused" in [self.answers.get(name) for name in names]:
            return False
        offering = self.world.offerings[block.offering_id]
        yes = {n for n, a in self._named(offering).items() if a in YES}
        return not yes or bool(yes & set(names))

    @cached_property
    def _paid(self) -> list[str]:
        return [name for name, answer in self.answers.items() if answer == "paid"]

    def _named_blocks(self, own: list[oracle.Rotation]) -> list[oracle.Rotation]:
        """Blocks that one asks for in time; else those of the least bad lateness."""
        if "late_request_factor" not in self.world.par:
            return [b for b in own if self._in_time(b)]
        named = bool(self._named(self.world.offerings[own[0].offering_id]))
        open_ = [b for b in own if self._in_time(b) or (b.late and not named)]
        levels = {b.late for b in open_}
        timely = {b.late for b in open_ if b.on_time}
        if 0 in levels or not levels:
            return [b for b in open_ if b.late == 0]
        chosen = min(timely or levels)
        return [b for b in open_ if b.late == chosen]

    def _in_time(self, block: oracle.Rotation) -> bool:
        offering = self.world.offerings[block.offering_id]
        named = self._named(offering)
        if named:
            return bool({block.key, block.offering_id} & named.keys())
        lead = offering.apply_lead_weeks
        weeks = int(self.world.par["unknown_lead_weeks"]) if lead is None else lead
        return block.start - weeks * WEEK >= self.problem.scenario.today

    # ---- what comes of them

    @cached_property
    def done(self) -> list[Done]:
        """Every plan of what can be asked, at its least cost for each value."""
        keys = {key for r in self.requests for key in r.keys}
        blocks = sorted(
            (b for b in self.world.blocks() if b.key in keys), key=lambda b: b.key
        )
        by_offering = itertools.groupby(blocks, key=lambda b: b.offering_id)
        groups = [list(group) for _, group in by_offering]
        least: dict[tuple[frozenset[str], float], int] = {}
        for plan, _ in oracle._candidates(self.world, groups, 0, []):
            chosen = [r for r in plan if not r.booked]
            if chosen:
                ids = frozenset(r.offering_id for r in chosen)
                key = (ids, self.world.value(plan))
                usd = self.world.cost(plan) - sum(self._unsent(i) for i in ids)
                least[key] = min(usd, least.get(key, usd))
        return [Done(ids, value, usd) for (ids, value), usd in least.items()]

    def _unsent(self, offering_id: str) -> int:
        """The fee for asking in a plan's cost, if it is not gone already."""
        offering = self.world.offerings[offering_id]
        asked = {n.split("@")[0] for n in self.answers}
        return 0 if offering_id in asked else self.world.asking_usd(offering)

    @cached_property
    def baseline(self) -> float:
        """Match value if nothing is done."""
        return self.world.value(self.world.booked)

    def best(self, asked: Iterable[Request], yes: Iterable[Request]) -> Done | None:
        """The best plan of what said yes beside the fees of all; None: nothing."""
        room = self.problem.scenario.budget_usd - sum(r.asking_usd for r in asked)
        ids = frozenset(i for r in yes for i in r.offering_ids)
        open_ = [d for d in self.done if d.offering_ids <= ids and d.usd <= room]
        best = max(open_, key=lambda d: (d.value, -d.usd), default=None)
        return best if best and best.value > self.baseline else None

    def outcomes(
        self, asked: list[Request], chances: list[float] | None = None
    ) -> Iterator[tuple[float, Done | None]]:
        """Chance and best plan of every pattern of answers."""
        p = [r.acceptance for r in asked] if chances is None else chances
        for pattern in itertools.product((True, False), repeat=len(asked)):
            chance = 1.0
            for yes, likely in zip(pattern, p, strict=True):
                chance *= likely if yes else 1 - likely
            if chance > 0:
                said = [r for r, yes in zip(asked, pattern, strict=True) if yes]
                yield chance, self.best(asked, said)

    def mean(self, asked: list[Request], chances: list[float] | None = None) -> float:
        """Mean match value of asking these."""
        return sum(
            chance * (done.value if done else self.baseline)
            for chance, done in self.outcomes(asked, chances)
        )

    def lists(self, most: int) -> Iterator[list[Request]]:
        """Every list of at most so many that wait for an answer, with all sent ones."""
        sent = [r for r in self.requests if r.sent]
        new = [r for r in self.requests if not r.sent]
        room = most - sum(r.acceptance < 1 for r in sent)
        for size in range(max(room, 0) + 1):
            for chosen in itertools.combinations(new, size):
                if len({r.door for r in chosen}) == size:
                    yield [*sent, *chosen]
