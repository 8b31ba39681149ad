"""What an answer of a host means, in words: take it, wait, decline, ask another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from charts import words
from optimizer.browse.known import knows
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.starts import offering_of
from optimizer.domain.words import join_names, people_of_thousand
from optimizer.model import cost
from optimizer.requests.ask_list import PP, Asked, PlannedList
from optimizer.requests.replies import Confirm
from optimizer.requests.request import Request
from optimizer.solver.solve import TOLERANCE

LEAST_PP = 2 * TOLERANCE * PP
"""Below this two choices count as equally good."""


def meaning(problem: Problem, found: PlannedList, request: Request) -> str:
    """Say what the answer of a host means, or what each would mean."""
    answer = request.terms.answer
    if answer == "paid":
        return "It stays in every plan."
    if answer == "accepted":
        return decision(problem, found, request)
    if answer == "silent":
        return f"Write once more. It counts for half now. {instead(found)}"
    use = next(a.use_if_yes for a in found.requests if a.request == request)
    yes = f"If yes: the chance that you do it is {words.in_hundred(use)}."
    after = _first_small(instead(found)) if request.sent else ""
    return f"{yes} If no: {after or 'the list fills up again.'}"


def instead(found: PlannedList) -> str:
    """Whom to ask after a refusal: who is on the list comes next, not instead."""
    if found.instead is None:
        return ""
    request, adds_pp = found.instead
    host = words.short(host_of(request))
    listed = any(one.request.name == request.name for one in found.requests)
    said = f"Write to {host} next" if listed else f"Ask {host} instead"
    return f"{said}: {more(adds_pp)} match."


def more(pp: float) -> str:
    """Write a gain in points as people, a small one not as none."""
    if people_of_thousand(pp):
        return words.more_of_thousand(pp)
    return "fewer than 1 more of 1,000"


def decision(problem: Problem, found: PlannedList, request: Request) -> str:
    """Say whether to take a yes, to wait, or to decline, and what that is worth."""
    one = next((c for c in found.confirm if c.request == request.name), None)
    if one is None:
        return "Ask until when you must confirm."
    until, today = confirm_by(problem, request), problem.scenario.today
    if until and until < today:
        return "The day to confirm is over. Ask whether the place is still yours."
    waiting = PP * (found.value - max(one.if_confirmed, one.if_declined))
    if waiting < LEAST_PP:
        return _at_once(one)
    worth = f"{more(waiting)} match"
    then = _at_once(one)
    if until is None:
        return (
            f"Ask until when you must confirm. Wait if you can: {worth}."
            f" If not: {_first_small(then)}"
        )
    return f"Wait until {words.full_day(until)}: {worth}. Then: {_first_small(then)}"


def _at_once(one: Confirm) -> str:
    worth = f"{more(abs(one.gain_pp))} match"
    if one.advice == "confirm":
        return f"Take it: {worth} than if you decline."
    if one.advice == "decline":
        return f"Decline it: {worth} than if you take it."
    return "Take it or decline it: both are equally good."


def confirm_by(problem: Problem, request: Request) -> dt.date | None:
    """The day until which a yes must be confirmed, if it is known."""
    days = [
        day
        for name, day in problem.scenario.answer_by
        if offering_of(name) in request.offering_ids
    ]
    return min(days, default=None)


def block_in_plan(found: PlannedList, request: Request) -> Block | None:
    """The rotation of a request in the plan if all say yes."""
    blocks = found.blocks_if_all_say_yes
    return next(
        (b for b in blocks if b.offering.offering_id in request.offering_ids), None
    )


def not_in_plan(found: PlannedList, accepted: Sequence[Asked]) -> str:
    """Name the hosts that said yes and are not in the plan; empty if all are."""
    hosts = [
        words.short(host_of(asked.request))
        for asked in accepted
        if asked.request.certain and block_in_plan(found, asked.request) is None
    ]
    if not hosts:
        return ""
    return words.sentence(f"not in the plan if all say yes: {join_names(hosts)}")


def fees_due(problem: Problem, request: Request) -> str:
    """Say which fees taking a yes costs, beyond what asking did."""
    offering = request.candidates[0].offering
    gone = cost.gone_for(problem, offering)
    usd = cost.fees_usd(problem, offering) - gone
    due = ["tuition_usd", "other_fees_usd", *([] if gone else ["application_fee_usd"])]
    sure = all(knows(problem.catalog, offering, field) for field in due)
    guess = "" if sure else ", partly a guess"
    return f"Fees if you take it: {words.money(usd)}{guess}." if usd else "No fees."


def whom_to_tell(found: PlannedList, request: Request) -> str:
    """Say whom a yes concerns: the host itself, or others asked for the same weeks."""
    block = block_in_plan(found, request)
    if block is None:
        return "It is not in the plan. If you decline, tell it soon: others wait."
    hosts = [
        words.short(host_of(a.request))
        for a in found.requests
        if a.request.sent and not a.request.certain and _overlaps(a.request, block)
    ]
    if not hosts:
        return ""
    when = words.days(block.start, block.end)
    named = join_names(hosts, len(hosts))
    return f"Once you confirm, tell {named} that {when} is taken."


def _overlaps(request: Request, block: Block) -> bool:
    first, last = block.start.toordinal(), block.end.toordinal()
    return any(a <= last and b >= first for c in request.candidates for a, b in c.spans)


def host_of(request: Request) -> str:
    """Who is asked."""
    return request.candidates[0].offering.host


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]
