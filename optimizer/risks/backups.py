"""Whom to ask now, so that a refusal finds a replacement prepared.

A replacement is what would take the place of one rotation of the plan after a refusal,
the other rotations kept on their dates. Requests to hosts are then put in order by what
each adds to the mean match value of what can be done once the answers are in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from optimizer.domain import replies as answers
from optimizer.domain.block_id import BlockId, is_dated, offering_of
from optimizer.domain.plan import Block, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Answer, Scenario
from optimizer.model import cost
from optimizer.model.candidates import Candidate, allowed_starts, candidates
from optimizer.model.chances import alternate_starts
from optimizer.model.eligibility import apply_by
from optimizer.model.rotation import (
    Rotation,
    acceptance_of,
    block_of,
    rotation_on,
    rotations_of,
    visit_of,
)
from optimizer.model.value.application_list import match_model
from optimizer.risks.refusals import chances_of_at_least, requests_needed
from optimizer.risks.responses import Outcomes, Outlook
from optimizer.solver.sets.dated_sets import DatedSets, Found
from optimizer.solver.solve import TOLERANCE

CHOICES = 2
"""Replacements named for each rotation of the plan."""
SPARE = 4
"""Replacements of each rotation that compete for a request."""
ALONE = 12
"""Programs that add most by themselves: they compete for a request too."""
MOST_REQUESTS = 12
WANTED = 0.8
MANY = 500
PP = 100


@dataclass(frozen=True, slots=True)
class Replacement:
    """What could take the place of ``slot`` if its host refuses.

    ``loses_pp``: the slot done, less only the others. ``restores_pp``: the replacement
    done, less only the others; ``expected_pp`` counts its own chance to be accepted.
    ``cost_usd`` is that of the plan then, ``fee_usd`` what asking costs now.
    """

    slot: Block
    block: Block
    acceptance: float
    loses_pp: float
    restores_pp: float
    expected_pp: float
    cost_usd: int
    fee_usd: int
    apply_by: dt.date
    free_starts: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a host, with what to expect once it and all before it are sent.

    ``name`` is what an answer is kept under. ``slots`` are the rotations of the plan it
    could replace, none if it is one of them. ``adds_pp`` is what it adds to the mean
    match value; ``outlook`` counts all requests up to this one.
    """

    name: str
    block: Block
    slots: tuple[str, ...]
    acceptance: float
    fee_usd: int
    apply_by: dt.date
    free_starts: tuple[dt.date, ...]
    answer: Answer | None
    adds_pp: float
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Backups:
    """Replacements by slot, and whom to ask in which order.

    The first ``planned`` requests are those sent already and those of the plan.
    ``room_usd`` is what the budget leaves beside the plan, for the fees of others.
    """

    replacements: tuple[Replacement, ...]
    requests: tuple[Request, ...]
    planned: int
    baseline: float
    room_usd: int

    @property
    def alone(self) -> Outlook | None:
        """What to expect of the requests sent and those of the plan alone."""
        return self.requests[self.planned - 1].outlook if self.planned else None


def backups(problem: Problem, plan: Plan) -> Backups:
    """Replacements for each rotation of the plan, and the requests to send now."""
    spare = [
        r for slot in _open_slots(problem, plan) for r in _all(problem, plan, slot)
    ]
    named = [r for slot in plan.blocks for r in _first(spare, slot, CHOICES)]
    return _with_requests(problem, plan, spare, tuple(named))


def replacements(
    problem: Problem, plan: Plan, slot: Block, most: int = CHOICES
) -> tuple[Replacement, ...]:
    """The best replacements of one rotation of the plan, the most valuable first.

    Every rule and the budget hold with the slot refused and its fee spent, and there
    is time to apply. Equally valuable ones: the cheapest plan, then by id. Those that
    would add less than the tolerance of the solver are left out.
    """
    return _all(problem, plan, slot)[:most]


def recommended(found: Backups, at_least: int, wanted: float) -> int | None:
    """How many of the requests bring the chance of that many rotations to ``wanted``.

    At least all of the plan are sent. None if no number of them does.
    """
    for n, request in enumerate(found.requests, start=1):
        chances = request.outlook.at_least
        likely = at_least < len(chances) and chances[at_least] >= wanted
        if n >= found.planned and likely:
            return n
    return None


def needed_like_these(found: Backups, at_least: int, wanted: float) -> int | None:
    """How many requests of their mean chance would be needed if no two clashed.

    Hosts that have accepted are not counted; None without any other.
    """
    unsure = [r.acceptance for r in found.requests if r.answer not in answers.YES]
    if not unsure:
        return None
    mean = sum(unsure) / len(unsure)
    return requests_needed([mean] * MANY, at_least, wanted)


def plan_chances(problem: Problem, plan: Plan) -> tuple[float, ...]:
    """Chance that at least 0, 1, ... all hosts of the plan accept."""
    return chances_of_at_least(
        [acceptance_of(problem, b.offering) for b in plan.blocks]
    )


# ---- replacements -----------------------------------------------------------------


def _open_slots(problem: Problem, plan: Plan) -> list[Block]:
    """The rotations of the plan that may still be refused."""
    return [
        b
        for b in plan.blocks
        if not answers.accepts(problem.scenario, b.offering.offering_id)
    ]


def _first(found: Sequence[Replacement], slot: Block, most: int) -> list[Replacement]:
    return [r for r in found if r.slot == slot][:most]


def _all(problem: Problem, plan: Plan, slot: Block) -> tuple[Replacement, ...]:
    """Up to ``SPARE`` replacements of a slot, best first."""
    case = Problem(problem.catalog, _refused(problem, plan, slot))
    rest = tuple(b for b in plan.blocks if b != slot)
    kept = {b.offering.offering_id for b in rest}
    every = candidates(case)
    open_ = [c if c.offering.offering_id in kept else _in_time(case, c) for c in every]
    search = DatedSets(case, found=[c for c in open_ if c.starts])
    ids = [c.offering.offering_id for c in search.candidates]
    others = [i for i, name in enumerate(ids) if name in kept]
    if len(others) < len(rest):
        return ()
    tried = ((*others, i) for i in range(len(ids)) if i not in others)
    found = [dated for chosen in tried if (dated := search.best_dates(chosen))]
    found.sort(key=lambda f: (-f.value, *search.preference(f)))
    least = _value(case, rotations_of(case, rest)) + TOLERANCE
    worth = [dated for dated in found[:SPARE] if dated.value > least]
    return tuple(_replacement(case, search, slot, rest, dated) for dated in worth)


def _in_time(problem: Problem, candidate: Candidate) -> Candidate:
    """A candidate with the starts one can still ask for, or has asked for."""
    offering, scenario = candidate.offering, problem.scenario
    days = {s: dt.date.fromordinal(s) for s in candidate.starts}
    kept = tuple(
        s
        for s, day in days.items()
        if apply_by(problem, offering, day) >= scenario.today
        or answers.answer_to(scenario, offering.offering_id, day)
    )
    return replace(candidate, starts=kept)


def _refused(problem: Problem, plan: Plan, slot: Block) -> Scenario:
    """The scenario after a refusal: the others pinned, the host's program out."""
    scenario = problem.scenario
    name = slot.offering.offering_id
    key = visit_of(problem, slot.offering).key
    same = [
        o.offering_id
        for o in problem.catalog.offerings
        if o.offering_id != name and visit_of(problem, o).key == key
    ]
    kept = {n: a for n, a in scenario.answers if offering_of(n) != name}
    return replace(
        scenario,
        pins=tuple(b.block_id for b in plan.blocks if b != slot),
        exclusions=(*scenario.exclusions, *same),
        answers=tuple(sorted({**kept, name: "refused"}.items())),
    )


def _replacement(
    case: Problem, search: DatedSets, slot: Block, rest: tuple[Block, ...], dated: Found
) -> Replacement:
    together = search.rotations(dated)
    blocks = (block_of(r) for r in together if not r.visit.booked)
    block = next(b for b in blocks if b not in rest)
    offering = block.offering
    alone = _value(case, rotations_of(case, rest))
    vslo = offering.channel == "VSLO"
    return Replacement(
        slot=slot,
        block=block,
        acceptance=acceptance_of(case, offering),
        loses_pp=PP * (_if_done(case, rest, slot) - alone),
        restores_pp=PP * (_if_done(case, rest, block) - alone),
        expected_pp=PP * (dated.value - alone),
        cost_usd=dated.usd,
        fee_usd=cost.to_ask_usd(case, offering),
        apply_by=apply_by(case, offering, block.start),
        free_starts=alternate_starts(case, block, together) if vslo else (),
    )


def _if_done(problem: Problem, rest: tuple[Block, ...], block: Block) -> float:
    """Match value of the others and a block whose host has accepted."""
    name = block.offering.offering_id
    known = {n: a for n, a in problem.scenario.answers if offering_of(n) != name}
    given: dict[str, Answer] = {**known, name: "accepted"}
    accepted = problem.having(answers=tuple(sorted(given.items())))
    return _value(accepted, rotations_of(accepted, (*rest, block)))


def _value(problem: Problem, rotations: tuple[Rotation, ...]) -> float:
    certain = problem.scenario.acceptance == "certain"
    return float(match_model(problem).value(rotations, certain)[0])


# ---- requests ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ask:
    """A request that may be sent: what it is called and the dates it would have."""

    name: str
    block: Block
    slots: tuple[str, ...]
    free_starts: tuple[dt.date, ...]


def _with_requests(
    problem: Problem,
    plan: Plan,
    spare: Sequence[Replacement],
    named: tuple[Replacement, ...],
) -> Backups:
    """Requests sent and those of the plan, then others while they add and fit."""
    waiting = _waiting(problem, plan)
    first = [*_of_the_plan(problem, plan), *waiting][:MOST_REQUESTS]
    asks = [*first, *_others(problem, spare), *_alone(problem, plan)]
    outcomes = Outcomes(problem, [ask.name for ask in asks])
    room = problem.scenario.budget_usd - plan.cost_usd
    sent: list[int] = []
    requests: list[Request] = []
    before = outcomes.baseline
    for i in _in_order(problem, outcomes, asks, len(first), room):
        sent.append(i)
        outlook = outcomes.outlook(sent)
        requests.append(
            _request(problem, asks[i], PP * (outlook.value - before), outlook)
        )
        before = outlook.value
    return Backups(named, tuple(requests), len(first), outcomes.baseline, room)


def _in_order(
    problem: Problem,
    outcomes: Outcomes,
    asks: Sequence[_Ask],
    planned: int,
    room: int,
) -> list[int]:
    """Numbers of the requests: those planned, then always the one that adds most.

    One request for each program. It ends where nothing adds more than the solver's
    tolerance, or fits the budget.
    """
    order = list(range(planned))
    keys = [visit_of(problem, ask.block.offering).key for ask in asks]
    value = outcomes.outlook(order).value
    while len(order) < MOST_REQUESTS:
        spent = sum(outcomes.fees[i] for i in order[planned:])
        taken = {keys[i] for i in order}
        left = [i for i in range(len(asks)) if keys[i] not in taken]
        fitting = [i for i in left if spent + outcomes.fees[i] <= room]
        tried = [(outcomes.outlook([*order, i]).value, -i) for i in fitting]
        best, number = max(tried, default=(value, 0))
        if best <= value + TOLERANCE:
            break
        order.append(-number)
        value = best
    return order


def _of_the_plan(problem: Problem, plan: Plan) -> list[_Ask]:
    rotations = rotations_of(problem, plan.blocks)
    found = []
    for block in plan.blocks:
        vslo = block.offering.channel == "VSLO"
        free = alternate_starts(problem, block, rotations) if vslo else ()
        found.append(_Ask(_name(problem, block), block, (), free))
    return found


def _waiting(problem: Problem, plan: Plan) -> list[_Ask]:
    """Requests outside the plan that were sent and not refused."""
    planned = {b.offering.offering_id for b in plan.blocks}
    found = []
    for name, answer in problem.scenario.answers:
        asked = BlockId.parse(name)
        offering = problem.catalog.offering[asked.offering_id]
        starts = [
            d for d in allowed_starts(problem, offering) if asked.start in (None, d)
        ]
        if answer != "refused" and asked.offering_id not in planned and starts:
            block = block_of(rotation_on(problem, offering, starts[0]))
            found.append(_Ask(name, block, (), tuple(starts[1:])))
    return found


def _others(problem: Problem, spare: Sequence[Replacement]) -> list[_Ask]:
    """One request for each dated replacement, with the slots it could fill."""
    found: dict[str, _Ask] = {}
    for one in spare:
        name, slot = _name(problem, one.block), one.slot.offering.offering_id
        known = found.get(name, _Ask(name, one.block, (), one.free_starts))
        found[name] = replace(known, slots=(*known.slots, slot))
    return list(found.values())


def _alone(problem: Problem, plan: Plan) -> list[_Ask]:
    """Programs that add most by themselves, on the dates of the plan and their first.

    So many requests are refused that the plan, which must be affordable as a whole, is
    seldom what is done: a dear rotation may be the best of the few that come through.
    """
    model = match_model(problem)
    best: dict[str, tuple[float, str, Candidate]] = {}
    for every in candidates(problem):
        c = _in_time(problem, every)
        if c.starts:
            first = dt.date.fromordinal(c.starts[0])
            rotation = rotation_on(problem, c.offering, first)
            worth = float(model.value((rotation,), certain=False)[0])
            option = (worth, c.offering.offering_id, c)
            known = best.get(c.visit.key, option)
            best[c.visit.key] = max(known, option, key=lambda one: one[:2])
    top = sorted(best.values(), key=lambda one: one[:2], reverse=True)[:ALONE]
    return [ask for _, _, c in top for ask in _variants(problem, plan, c)]


def _variants(problem: Problem, plan: Plan, candidate: Candidate) -> list[_Ask]:
    """Requests to one host: VSLO for every date, others for one date each."""
    slots = {b.start for b in plan.blocks}
    safe = [s for s in candidate.starts if s >= candidate.safe_from]
    starts = [dt.date.fromordinal(s) for s in candidate.starts]
    first = dt.date.fromordinal(safe[0]) if safe else starts[0]
    asks: dict[str, _Ask] = {}
    for start in [first, *(s for s in starts if s in slots)]:
        block = block_of(rotation_on(problem, candidate.offering, start))
        name = _name(problem, block)
        free = tuple(s for s in starts if s != start) if not is_dated(name) else ()
        asks.setdefault(name, _Ask(name, block, (), free))
    return list(asks.values())


def _name(problem: Problem, block: Block) -> str:
    """What the answer is kept under: VSLO takes several dates in one request."""
    known = dict(problem.scenario.answers)
    offering = block.offering
    for name in (block.block_id, offering.offering_id):
        if name in known:
            return name
    return offering.offering_id if offering.channel == "VSLO" else block.block_id


def _request(problem: Problem, ask: _Ask, adds_pp: float, outlook: Outlook) -> Request:
    offering = ask.block.offering
    return Request(
        name=ask.name,
        block=ask.block,
        slots=ask.slots,
        acceptance=acceptance_of(problem, offering),
        fee_usd=cost.to_ask_usd(problem, offering),
        apply_by=apply_by(problem, offering, ask.block.start),
        free_starts=ask.free_starts,
        answer=dict(problem.scenario.answers).get(ask.name),
        adds_pp=adds_pp,
        outlook=outlook,
    )
