"""What groups, tiers and reasons are called."""

from __future__ import annotations

from charts import words
from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.domain.words import join_names
from optimizer.residency_list.answer import (
    Group,
    Invitations,
    ListedProgram,
    ResidencyList,
)

SIGNAL = (
    "A signal tells a program that you really want it. You have a limited number. What"
    " a signal brings was measured in studies that left out IMGs."
)
TIER = (
    "By your chance of an interview there: safer from 50 %, target from 15 %, reach"
    " from 5 %, else a long shot. Two names: the range holds both. No PM&R program is"
    " safe for an IMG."
)
ADDS = (
    "What your chance to match would lose without this program, in points in 100. For a"
    " program left out: what it would add."
)
INTERVIEW = (
    "Chance of an invitation there, with or without a signal as listed. The range comes"
    " from 400 draws of the assumptions."
)
LIMITS = (
    "How often a program interviews IMGs is a level of one season, not a rate.",
    "What signals bring comes from studies without IMGs. No other effect is as large.",
    "The range covers these assumptions. It does not cover a wrong level of a single"
    " program: ask.",
    "Fees are those of the last season we found, the 2026 and 2027 ones: yours may be"
    " others. A preliminary year has fees of its own.",
    "The page on how it works sets the model against published figures, misses"
    " included. Most of them were used to set it, so that it fits is no proof.",
    "Nothing is known here of connections, research or the size of a program.",
)
LEVELS_UNKNOWN = (
    "For {count} programs nobody knows how often they interview IMGs. They count as"
    " rarely doing so."
)
GUIDE = (
    "The standing of a program is on no record here, and few first years are. To see"
    " whether a program has taken IMGs for long, look at its page of residents, count"
    " them and record it on the page Programs."
)
WISH = "It is kept with your inputs, and in a link. You can drop it here."
TO_DO = {"signal": "Signal", "apply": "Apply", "out": "Left out", "closed": "Closed"}
SEEN = 0.005
"""Fewer points are not told apart from none."""


def group_name(group: Group) -> str:
    """Name a group by what sets it apart."""
    level = {
        "none_reported": "no IMG interview on record",
        "unknown": "interviews not known, counted as rare",
    }.get(group.level, f"{words.LEVELS[group.level]} level")
    found = [level]
    if group.rotation:
        found.append("you rotate there")
    if group.wish:
        found.append("your wish")
    if group.tied:
        found.append("ties")
    if not group.policy_known:
        found.append("visa policy not known")
    if group.worth < 1:
        found.append(f"worth {words.percent(group.worth)} to you")
    return words.sentence(", ".join(found)).rstrip(".")


def to_do(group: Group) -> str:
    """Say what to do with a group: signal all 4; apply to any 8 of 16."""
    many, plain = len(group.members), group.applied - group.signals
    if not group.applied:
        return "leave out" if many == 1 else f"leave out all {many}"
    parts = []
    if group.signals:
        parts.append(f"signal {_of(group.signals, many)}")
    if plain:
        parts.append(f"apply to {_of(plain, many)}")
    return join_names(parts)


def mean_invitations(some: Invitations) -> str:
    """Say how many interviews to expect."""
    return (
        f"About {some.mean.value:.0f} interviews on average ({some.mean.low:.0f} to"
        f" {some.mean.high:.0f}). {words.in_hundred(some.none.value)} get none."
    )


def guesses(found: ResidencyList) -> str:
    """Say what the figures above rest on."""
    season = "How often programs interview IMGs is of one season."
    if not found.signals:
        return season
    more = points(found.signal_price_pp)
    return (
        f"One signal more would add {more}, but signals were measured without IMGs."
        f" {season}"
    )


def interview(group: Group) -> str:
    """Write the chance of an interview in the states a group is in, with its range."""
    if not group.signals:
        return chance(group.plain)
    return f"{chance(group.signalled)} with a signal, {chance(group.plain)} without"


def is_open_choice(group: Group) -> bool:
    """Whether the group is cut, so that the applicant may choose which."""
    return group.applied not in (0, len(group.members)) or group.signals not in (
        0,
        len(group.members),
    )


def _of(some: int, many: int) -> str:
    if some == many:
        return "it" if many == 1 else f"all {many}"
    return f"any {some} of {many}"


def chance(found: Estimate) -> str:
    """Write a chance with its range; small ones are not written as none."""
    return f"{small(found.value)} ({_bare(found.low)} to {small(found.high)})"


def small(share: float) -> str:
    """Write a share in percent, with one digit below 5 %."""
    return words.percent(share, 0 if share >= 0.05 else 1)


def _bare(share: float) -> str:
    return small(share).removesuffix("\u00a0%")


def tier(entry: ListedProgram) -> str:
    """Name the tier, or both ends of it."""
    names = entry.tiers
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def adds(entry: ListedProgram) -> str:
    """Say what a program adds, and for how much."""
    verb = "Adds" if entry.is_on else "Would add"
    cost = "" if entry.usd is None else f" for {words.money(entry.usd)}"
    return f"{verb} {points(entry.adds_pp)}{cost}"


def points(pp: float) -> str:
    """Write points in 100: two digits below one."""
    if pp < SEEN:
        return "less than 0.01 points"
    return f"{pp:.2f} points" if pp < 1 else f"{pp:.1f} points"


def program_name(program: Program) -> str:
    """Name a program with its city."""
    return f"{program.name}, {program.city}"


def name_of(problem: Problem, program_id: str) -> str:
    """Name a program by its id, with its city."""
    return program_name(problem.catalog.program[program_id])


def near(found: ResidencyList, entry: ListedProgram) -> str:
    """Say how many others of the list are close by."""
    many = len(found.trips.get(entry.metro, ())) - 1
    if many < 1:
        return ""
    others = words.sentence(words.counted(many, "other program")).rstrip(".")
    return f"{others} of your list near {entry.metro}."


def price(pp: float | None) -> str:
    """Say what a wish costs of the chance; None: there is no room for it."""
    if pp is None:
        return "no room"
    return "costs nothing" if pp < SEEN else f"costs {points(pp)}"
