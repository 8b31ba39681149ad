"""The answer first: whom to write to, and what comes of it, in whole numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import streamlit as st

from charts import words
from optimizer.domain.applicant import is_student
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.words import join_names
from optimizer.model.cost import CostRange
from optimizer.requests.ask_list import Asked, AskList
from optimizer.requests.request import Request
from views.kit import terms

SELDOM = 0.005
"""What is less likely is not spoken of: it would round to none in a hundred."""
NAMED_HOSTS = 2
UNPUBLISHED = "no host publishes how often it says yes."


def render(asked: AskList) -> None:
    """Draw the headline and the facts under it."""
    st.header(words.safe(headline(asked)), anchor=False)
    st.markdown("  \n".join(words.safe(fact) for fact in facts(asked)))


def headline(asked: AskList) -> str:
    """What to do now, in one sentence."""
    to_write = [a.request for a in asked.requests if not a.request.sent]
    case = _so_far(asked)
    if not open_requests(asked):
        return f"{case}: this is your plan" if case else "This is your plan"
    if not to_write:
        told = f"{case}: nothing to write now"
    elif case:
        told = f"{case}: write to {words.counted(len(to_write), 'more host')}"
    elif len(to_write) == 1:
        told = f"Write to this host: {_name(to_write[0])}"
    else:
        told = f"Write to these {len(to_write)} hosts"
    return (
        f"If you may enter: {told[0].lower()}{told[1:]}" if asked.entry_open else told
    )


def _so_far(asked: AskList) -> str:
    """What hosts have said so far; empty before the first request."""
    yes = [a.request for a in asked.requests if a.request.certain]
    waiting = sum(a.request.sent for a in asked.requests) - len(yes)
    parts = [f"{_hosts(yes)} confirmed"] if yes else []
    parts += [f"{words.counted(waiting, 'answer')} open"] if waiting else []
    return f"With {' and '.join(parts)}" if parts else ""


def _hosts(requests: list[Request]) -> str:
    if len(requests) > NAMED_HOSTS:
        return f"{len(requests)} hosts"
    return join_names(sorted(_name(request) for request in requests))


def _name(request: Request) -> str:
    return words.short(request.candidates[0].offering.host)


def open_requests(asked: AskList) -> tuple[Request, ...]:
    """The requests to which no host has said yes yet."""
    return tuple(a.request for a in asked.requests if not a.request.certain)


def nobody(asked: AskList, plan: Plan, verb: str = "write to") -> str:
    """Say of an empty list that there is no one to ask, or no one worth it."""
    some = plan.blocks or any(found.gain_pp > 0 for found in asked.by_number)
    return "No request is worth the work" if some else f"There is nobody to {verb}"


def is_recorded(request: Request) -> bool:
    """Whether a visiting experience of the host is on record."""
    return any(c.offering.status != "assumed" for c in request.candidates)


def in_order(asked: AskList) -> AskList:
    """The list as pages name its hosts: those on record together, and the others.

    First the part with the first day to write, of one day that of hosts on record.
    """
    parts: dict[bool, list[Asked]] = {True: [], False: []}
    for one in asked.requests:
        parts[is_recorded(one.request)].append(one)
    by_day = sorted(parts.values(), key=_first_day)
    return replace(asked, requests=tuple(chain.from_iterable(by_day)))


def _first_day(part: list[Asked]) -> dt.date:
    """The first day on which one of them is to be written to."""
    days = (one.request.first_by for one in part if not one.request.sent)
    return min(days, default=dt.date.max)


def facts(asked: AskList) -> tuple[str, ...]:
    """What comes of it, a line each: rotations, chance to match, money, the worst."""
    return tuple(_facts(asked))


def _facts(asked: AskList) -> Iterator[str]:
    if open_requests(asked):
        yield from _rotations(asked)
    yield _chance(asked)
    yield money(asked)
    if asked.done[0] >= SELDOM and open_requests(asked):
        yield from _worst(asked)


def _rotations(asked: AskList) -> Iterator[str]:
    """How many rotations it would come to, and how likely the next one is."""
    most = most_done(asked)
    sure = next(k for k, chance in enumerate(asked.done) if chance >= SELDOM)
    yours = f"{words.counted(sure, 'rotation')} {'is' if sure == 1 else 'are'} yours"
    if sure == most:
        yield words.sentence(yours)
        return
    chance = about(sum(asked.done[sure + 1 :]))
    who = f"{people(asked)} like you"
    if sure:
        yield words.sentence(f"{yours}; {chance} {who} get {sure + 1}")
        return
    least = "at least " if most > 1 else ""
    yield f"{would_do(asked)}; {chance} {who} get {least}one."
    low, high = round(asked.any_done.low * 10), round(asked.any_done.high * 10)
    ends = f"{'almost ' if low == 0 else ''}{low} to {'nearly ' if high == 10 else ''}"
    yield f"It may be {ends}{high} in 10: {UNPUBLISHED}"


def most_done(asked: AskList) -> int:
    """The most rotations that any answers of the hosts lead to, beside booked ones."""
    return max((k for k, chance in enumerate(asked.done) if chance and k), default=1)


def would_do(asked: AskList) -> str:
    """How many rotations the money goes into: it may pay for more that are worth less.

    Teach shows those of each number.
    """
    most, usd = most_done(asked), words.money(asked.scenario.budget_usd)
    up_to, more = "up to " * (most > 1), "more " * bool(asked.scenario.booked)
    rotations = words.counted(most, f"{more}rotation")
    return f"With {usd} you would do {up_to}{rotations}"


def _chance(asked: AskList) -> str:
    wishes = terms.measure(asked) == terms.VALUE
    name = terms.VALUE.capitalize() if wishes else "Chance to match"
    before, after = round(asked.baseline * 100), round(asked.value * 100)
    if not asked.requests:
        return f"{name}: {before} in 100."
    if before == after:
        return f"{name}: near {after} in 100 with or without. {gain(asked)}."
    return f"{name}: {before} → {after} in 100. {gain(asked)}."


def gain(asked: AskList) -> str:
    """The range of the gain in whole points."""
    low, high = round(asked.gain.low), round(asked.gain.high)
    if high < 1:
        return "The gain is less than a point"
    if low < 1:
        return f"The gain is {words.counted(high, 'point')} at most"
    if low == high:
        return f"The gain is about {words.counted(low, 'point')}"
    return f"The gain is {low} to {high} points"


def money(asked: AskList) -> str:
    """What is paid now, in the end at most, and how far that could go."""
    now = words.money(asked.fees_usd) if asked.fees_usd else "nothing"
    most = asked.cost_quantiles_usd[-1]
    told = f"{now} now, at most {words.money(most)} in the end"
    if not open_requests(asked):
        told = f"{words.money(most)} in all"
    told = total(words.sentence(told).rstrip("."), most, asked)
    return f"{told[:-1]}: ask before you pay." if asked.high_usd > most else told


def total(told: str, usd: int, found: AskList | CostRange) -> str:
    """A total in a sentence, and in a second one how far it could go."""
    if found.high_usd <= usd:
        dear = " even if unknown prices are high" if found.unknown else ""
        return f"{told}{dear}."
    are = "is" if found.unknown == 1 else "are"
    return (
        f"{told} if unknown prices are usual. If {found.unknown} {are} high, it is"
        f" {words.money(found.high_usd)}."
    )


def _worst(asked: AskList) -> Iterator[str]:
    lost = [words.money(asked.fees_usd)] if asked.fees_usd else []
    if hours := round(asked.hours):
        lost.append(f"about {words.counted(hours, 'hour')}")
    if lost:
        verb = "are" if len(lost) > 1 or hours > 1 else "is"
        none = tens(asked.done[0])
        yield f"{no_rotation(asked)}: {none}; then {join_names(lost)} {verb} lost."


def no_rotation(asked: AskList) -> str:
    """What the worst outcome is called: what is booked is done all the same."""
    return "No further rotation" if asked.scenario.booked else "No rotation"


def tens(share: float) -> str:
    """Write a chance in tens: 7 in 10."""
    found = round(share * 10)
    if found == 0:
        return "fewer than 1 in 10"
    return f"{found} in 10" if found < 10 else "more than 9 in 10"


def about(share: float) -> str:
    """Write a chance in tens, as the guess that it is: about 7 in 10."""
    said = tens(share)
    return f"about {said}" if said[0].isdigit() else said


def people(asked: AskList) -> str:
    """Whom the applicant is one of."""
    who = asked.scenario
    return "students" if is_student(who.applicant, who.today) else "graduates"


def none(outcome: NoPlan) -> str:
    """Say that there is no plan, or only that none was found."""
    if outcome.reason == "infeasible":
        return "no plan fits"
    return "no plan found so far"
