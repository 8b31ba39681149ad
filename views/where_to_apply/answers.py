"""What answers of hosts change: the list, and what is left for applications."""

from __future__ import annotations

from functools import partial

import streamlit as st

from charts import words
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import offering_of
from optimizer.domain.words import join_names
from optimizer.requests.ask_list import AskList
from optimizer.residency_list.after_replies import After, AfterAnswers
from optimizer.residency_list.joint_budget import MORE_USD, Joint
from optimizer.residency_list.joint_ways import Split
from views.kit.figures import table
from views.kit.parts import drawer
from views.session import cached
from views.where_to_apply import figures, residency_words

PURSE = "Rotations and applications out of one purse"
PURSE_COLUMNS = ("", "Recommended", "Most")
PURSE_ROWS = (
    "Chance",
    "Applications",
    "For rotations",
    "For applications",
    "Left over",
)
PURSE_HELP = (
    "The hosts you ask answer before September. Whatever a refusal leaves is there for"
    " applications. Averages over all answers."
)
TITLE = "What do answers of hosts change?"
COLUMNS = ("Who says yes", "How likely", "Chance then", "On your list")


def render(problem: Problem) -> None:
    """Draw, once it is opened, the list after the likeliest answers."""
    drawer(TITLE, "where to apply answers", partial(_answers, problem))


def _answers(problem: Problem) -> None:
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan):
        st.markdown("No list of requests fits your rules. See the plan page.")
        return
    found = cached.after_answers(problem, asked)
    st.markdown(words.safe(verdict(found)))
    rows = [_row(problem, a) for a in found.outcomes if a.outcome.rotations]
    if rows:
        table(COLUMNS, rows)


def one_purse(problem: Problem) -> None:
    """Draw, once it is opened, rotations and applications out of one purse."""
    drawer(PURSE, "where to apply purse", partial(_purse, problem))


def _purse(problem: Problem) -> None:
    asked = cached.ask(problem)
    found = None if isinstance(asked, NoPlan) else cached.joint(problem, asked)
    if isinstance(asked, NoPlan) or found is None:
        st.markdown("There is nothing to divide. See the plan page.")
        return
    st.markdown(words.safe(purse_verdict(problem, found)), help=PURSE_HELP)
    both = _split(found.recommended), _split(found.most)
    table(PURSE_COLUMNS, list(zip(PURSE_ROWS, *both, strict=True)))
    st.markdown(words.safe(purse_hosts(problem, asked, found)))
    st.markdown(words.safe(purse_proof(found)))
    figures.ladder(cached.curve(problem), found.rotations_pp)


def purse_verdict(problem: Problem, found: Joint) -> str:
    """Say what is divided, and what comes of it."""
    line = words.money(problem.scenario.stop_usd_per_point)
    total, more = words.money(found.total_usd), words.money(MORE_USD)
    apart = words.percent(found.apart, 1)
    rotations, applications = (
        residency_words.points(pp) for pp in (found.rotations_pp, found.applications_pp)
    )
    return (
        f"Your budget and your applications are {total} in all. Kept apart they bring"
        f" {apart}. {more} more for rotations adds {rotations}, for applications"
        f" {applications}."
        f" Recommended: nothing that costs more than {line} a point."
    )


def purse_hosts(problem: Problem, asked: AskList, found: Joint) -> str:
    """Say whom to ask out of one purse, beside the list or in its place."""
    listed = [a.request.name for a in asked.requests]
    more, fewer = (
        join_names([problem.catalog.offering[offering_of(r)].host for r in some])
        for some in (
            [r for r in found.requests if r not in listed],
            [r for r in listed if r not in found.requests],
        )
    )
    if not found.requests:
        return "Ask nobody: all of it is better spent on applications."
    if not more:
        return f"Not worth asking then: {fewer}." if fewer else "Ask the same hosts."
    change = f"Ask {more} in place of {fewer}" if fewer else f"Ask {more} as well"
    return f"{change}: that adds {residency_words.points(found.hosts_pp)}."


def purse_proof(found: Joint) -> str:
    """Say how much better the money could be divided, and how hosts were found."""
    gap = max(found.recommended.gap_pp, found.most.gap_pp)
    return (
        f"With these hosts no other way to divide it is better by more than"
        f" {residency_words.points(gap)}. Hosts were added, left out and exchanged one"
        " at a time."
    )


def _split(split: Split) -> tuple[str, ...]:
    many = f"{split.applications:.0f}"
    if split.low != split.high:
        many = f"{many} ({split.low} to {split.high})"
    money = (split.rotations_usd, split.fees_usd, split.left_usd)
    return words.percent(split.value, 1), many, *(_hundreds(usd) for usd in money)


def _hundreds(usd: float) -> str:
    """Write a mean of dollars: it is no price, so to the hundred."""
    return words.money(100 * round(usd / 100))


def verdict(found: AfterAnswers) -> str:
    """Say what choosing the list anew after the answers is worth."""
    share = words.percent(found.share)
    if found.redeciding_adds_pp < residency_words.SEEN:
        return (
            "The plan already moves a signal where a yes makes that worth it. To choose"
            f" the whole list anew adds nothing (outcomes of {share} chance looked at)."
        )
    return (
        "To choose the whole list anew after the answers adds"
        f" {residency_words.points(found.redeciding_adds_pp)} on average (outcomes of"
        f" {share} chance looked at). The plan does not count that."
    )


def _row(problem: Problem, after: After) -> tuple[str, ...]:
    hosts = join_names([block.offering.host for block in after.outcome.rotations])
    return (
        hosts,
        words.percent(after.outcome.chance),
        words.percent(after.redecided, 1),
        _change(problem, after),
    )


def _change(problem: Problem, after: After) -> str:
    gains, loses = (
        join_names([words.short(problem.catalog.program[p].name) for p in some])
        for some in (after.gains, after.loses)
    )
    if not gains or not loses:
        return f"More for {gains}" if gains else "Stays as it is"
    visited = {block.offering.program_id for block in after.outcome.rotations}
    if visited.issuperset(after.gains):
        return f"Takes over from {loses}"
    return f"{gains} takes over from {loses}"
