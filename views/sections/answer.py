"""The answer in words: first whom to write to, then results side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from charts import words
from charts.timeline import rows
from optimizer.domain.applicant import is_student
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.requests.request import Request
from optimizer.solver.solve import TOLERANCE
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
    """How many rotations the money pays for, and how likely the next one is."""
    likely = [k for k, chance in enumerate(asked.done) if chance >= SELDOM]
    sure, most = likely[0], max(likely[-1], 1)
    yours = f"{_many(sure)} {'is' if sure == 1 else 'are'} yours"
    if sure == most:
        yield words.sentence(yours)
        return
    chance = about(sum(asked.done[sure + 1 :]))
    who = f"{people(asked)} like you"
    if sure:
        more = words.number(sure + 1)
        yield words.sentence(f"{yours}; {chance} {who} get {more}")
        return
    usd = words.money(asked.scenario.budget_usd)
    up_to, least = ("up to ", "at least ") if most > 1 else ("", "")
    more = "more " if asked.scenario.booked else ""
    rotations = f"{words.number(most)} {more}rotation{'s' if most > 1 else ''}"
    yield f"{usd} pays for {up_to}{rotations}; {chance} {who} get {least}one."
    low, high = round(asked.any_done.low * 10), round(asked.any_done.high * 10)
    ends = f"{'almost ' if low == 0 else ''}{low} to {'nearly ' if high == 10 else ''}"
    yield f"It may be {ends}{high} in 10: {UNPUBLISHED}"


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
    return words.sentence(told + if_dear(most, asked.high_usd, asked.unknown))


def if_dear(usd: int, high_usd: int, unknown: int) -> str:
    """How far a total could go, to be put behind it; empty if it is known."""
    if high_usd <= usd:
        return "" if not unknown else ", with every unknown price high"
    prices = "unknown price is" if unknown == 1 else f"{unknown} unknown prices are"
    return f"; up to {words.money(high_usd)} if the {prices} high"


def _worst(asked: AskList) -> Iterator[str]:
    lost = [words.money(asked.fees_usd)] if asked.fees_usd else []
    if hours := round(asked.hours):
        lost.append(f"about {words.counted(hours, 'hour')}")
    if lost:
        verb = "are" if len(lost) > 1 or hours > 1 else "is"
        none = tens(asked.done[0])
        yield f"No rotation: {none}; then {join_names(lost)} {verb} lost."


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


def _many(count: int) -> str:
    return f"{words.number(count)} rotation{'s' if count > 1 else ''}"


NAMES = (
    "Without a rotation",
    "Asking the hosts advised",
    "Hosts to write to",
    "To pay now",
    "Cost at most",
    "No rotation",
    "If all say yes",
)
NOTHING = "–"
WAITING = "…"


def cells(problem: Problem, found: PlannedList | NoPlan | None) -> tuple[str, ...]:
    """One column of the table, under ``NAMES``."""
    if found is None:
        return (WAITING,) * len(NAMES)
    if isinstance(found, NoPlan):
        return (*(NOTHING,) * (len(NAMES) - 1), none(found))
    most = found.cost_quantiles_usd[-1]
    return (
        words.in_hundred(found.baseline),
        asking(found),
        str(sum(not one.request.sent for one in found.requests)),
        words.money(found.fees_usd),
        words.money(most) + if_dear(most, found.high_usd, found.unknown),
        tens(found.done[0]) if open_requests(found) else NOTHING,
        if_all(problem, found),
    )


def asking(found: AskList) -> str:
    """Write the figure of the ask list, the one that leads on the page Plan."""
    measure = terms.measure(found)
    value = "" if measure == terms.CHANCE else f" {measure}"
    return f"{words.in_hundred(found.value)}{value}"


def if_all(problem: Problem, found: PlannedList) -> str:
    """Write how often all say yes, and every rotation then with its dates."""
    named = "; ".join(
        f"{row.name} {words.days(row.start, row.end)}"
        for row in rows(problem, found.blocks_if_all_say_yes)
    )
    return f"{words.frequency(found.chance_of_all)}: {named or 'no rotation'}"


def none(outcome: NoPlan) -> str:
    """Say that there is no plan, or only that none was found."""
    if outcome.reason == "infeasible":
        return "no plan fits"
    return f"no plan found in {words.seconds(outcome.seconds)}"


def best_of(found: Sequence[tuple[str, AskList | NoPlan]]) -> str:
    """Say in one sentence which scenario reaches most, asking the hosts advised."""
    known = [(title, a) for title, a in found if isinstance(a, AskList)]
    if not known:
        return "No plan fits any of these scenarios."
    values = [advised.value for _, advised in known]
    most = words.in_hundred(max(values))
    if len(known) > 1 and max(values) - min(values) <= 2 * TOLERANCE:
        return f"All come to the same: {most} on average, asking the hosts advised."
    title, advised = max(known, key=lambda one: one[1].value)
    hosts = words.counted(len(advised.requests), "host")
    return f"“{title}” reaches most: {most} on average, asking {hosts}."
