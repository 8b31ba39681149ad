"""Another host? The best other plans, and why a rotation is in the plan or is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from charts import words
from optimizer.domain.block_id import BlockId
from optimizer.domain.faults import DataError
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import start_dates
from optimizer.domain.words import join_names
from optimizer.explain.alternatives import Alternative, adopt
from optimizer.explain.reasons import (
    Impossible,
    Included,
    Possible,
    Swap,
    Why,
    parse_block,
)
from views.inputs import callbacks
from views.kit import links, terms
from views.kit.names import block_name, offerings
from views.sections import no_plan, rotations
from views.session import cached

ANY_DATE = "Any date"
NOTES = {"none": "", "search": " A tie.", "model": " Nearly a tie."}


def render(problem: Problem, plan: Plan) -> str:
    """Draw the other plans, then the rotation that is asked about."""
    said = _other_plans(problem, plan)
    _why(problem, plan)
    return said


def _other_plans(problem: Problem, plan: Plan) -> str:
    """Draw each other plan, with a button that takes it."""
    _, *outcomes = cached.best_plans(problem, plan)
    plans = [one for one in outcomes if isinstance(one, Plan)]
    end = next((one for one in outcomes if isinstance(one, NoPlan)), None)
    found = [cached.comparison(problem, plan, other) for other in plans]
    said = headline(found, end)
    st.markdown(f"**{words.safe(said)}**", help=terms.PP)
    for place, other in enumerate(found, 1):
        _other(problem, place, other)
    if problem.scenario.pins:
        st.markdown("Only plans with everything you pinned are looked at.")
    return said


def headline(others: Sequence[Alternative], end: NoPlan | None) -> str:
    """Say how close the next best plan is."""
    if not others:
        if end and end.reason == "timeout":
            return "No other plan was found in the time allowed."
        return "No other plan fits everything you asked for."
    if close := sum(other.tie != "none" for other in others):
        many = words.sentence(words.counted(close, "other plan")).rstrip(".")
        return f"{many} may be just as good as yours."
    second = max(other.gain_pp for other in others)
    return f"The next best plan is {words.points(second, digits=2).lstrip('−')} worse."


def _other(problem: Problem, place: int, other: Alternative) -> None:
    text, button = st.columns([4, 1], vertical_alignment="center")
    said = f"**{words.safe(title(other))}**: {words.safe(plan_words(problem, other))}"
    text.markdown(said)
    button.button(
        "Take this plan",
        key=f"adopt {place}",
        icon=":material/keep:",
        help="Pins these rotations on their dates, and no more. You can take it back.",
        on_click=callbacks.change,
        args=(adopt(problem, other.plan),),
    )


def title(other: Alternative) -> str:
    """Say what differs from the best plan."""
    comes, leaves = _hosts(other.comes), _hosts(other.leaves)
    if not leaves:
        return f"With {comes} besides"
    return f"{comes} instead of {leaves}" if comes else f"Without {leaves}"


def plan_words(problem: Problem, other: Alternative) -> str:
    """Value, money and dates of a plan."""
    plan = other.plan
    spread = words.points_range(other.low_pp, other.high_pp)
    proven = "" if plan.proof.status == "optimal" else " (best found, not proven)"
    dates = join_names([words.days(b.start, b.end) for b in plan.blocks], most=6)
    return (
        f"{terms.measure(problem)} {words.percent(plan.value, digits=1)},"
        f" {words.points(other.gain_pp, digits=2)} (range {spread}){proven};"
        f" {words.more_or_less(other.more_usd)}, at most {words.money(plan.cost_usd)};"
        f" {dates or 'no rotation'}.{NOTES[other.tie]}"
    )


def _hosts(blocks: Sequence[Block]) -> str:
    return join_names([words.short(b.offering.host, 40) for b in blocks])


# ---- one that is asked about ------------------------------------------------------


def _why(problem: Problem, plan: Plan) -> None:
    """Let the visitor choose a rotation, and say why it is in the plan or is not."""
    asked = _choose_offering(problem, plan)
    if asked is None:
        return
    found = cached.why(problem, plan, asked)
    who = _who(*parse_block(problem.catalog, asked))
    st.markdown(f"**{words.safe(sentence(who, found))}**", help=terms.PP)
    match found:
        case Included():
            _chosen(found, asked)
        case Possible():
            _possible(problem, plan, found, asked)
        case Impossible():
            _impossible(found)
        case _:
            st.markdown("Give the search more time under **Money and dates**.")


def _choose_offering(problem: Problem, plan: Plan) -> str | None:
    """The offering and date to ask about; those of the plan come first."""
    linked = _linked_offering(problem)
    mine = [b.offering.offering_id for b in plan.blocks]
    names = [*mine, *(n for n in offerings(problem.catalog) if n not in mine)]
    chosen = st.selectbox(
        "Why this one, or why not?",
        names,
        index=names.index(linked) if linked else None,
        key=f"why {linked}",
        format_func=lambda name: block_name(problem.catalog, name),
        placeholder="Search by host or title",
        help="Any of the catalog, yours first. Type a part of its name.",
    )
    if chosen is None:
        return None
    season, starts = problem.season, problem.catalog.offering[chosen].starts
    start = st.selectbox(
        "Start",
        [None, *start_dates(starts, season.window_start, season.window_end)],
        key=f"why {chosen} from",
        format_func=lambda day: words.full_day(day) if day else ANY_DATE,
        help="Asks about this date alone, or about the best date of all.",
        width=220,
    )
    return str(BlockId(chosen, start))


def _linked_offering(problem: Problem) -> str | None:
    """Read the offering that the address names; say so if there is none such."""
    text = st.query_params.get(links.WHY, "")
    if not text:
        return None
    try:
        return parse_block(problem.catalog, text)[0].offering_id
    except DataError:
        st.warning(
            f"The link asks about “{words.safe(text[:40])}”, which is not in the"
            " catalog. Choose a rotation below."
        )
        return None


def _who(offering: Offering, start: dt.date | None) -> str:
    when = f" from {words.full_day(start)}" if start else ""
    return f"{offering.host} ({offering.title}){when}"


def sentence(who: str, found: Why) -> str:
    """Return the answer in one sentence."""
    match found:
        case Included(without=Swap() as swap):
            if swap.is_tie:
                return f"{who} is in your plan; without it another is as good."
            usd = words.more_or_less(swap.usd)
            lost = _price(swap)
            return f"{who} is in your plan: without it you lose {lost} and spend {usd}."
        case Included(without=NoPlan(reason="timeout")):
            return f"{who} is in your plan; what else there is was not found in time."
        case Included():
            return f"{who} is in your plan: no plan is possible without it."
        case Possible(swap=swap):
            return f"{who} would {_possible_words(swap)}."
        case Impossible():
            return f"{who} cannot be in any plan as things are."
        case _:
            return f"Whether {who} can be in a plan was not found out in time."


def _price(swap: Swap) -> str:
    """Say what is lost, "up to" where the other plan is not proven best."""
    least = "" if swap.plan.proof.status == "optimal" else "up to "
    return f"{least}{words.fine_points(swap.price_pp)}"


def _possible_words(swap: Swap) -> str:
    usd, near = words.more_or_less(swap.usd), words.fine_points(swap.price_pp)
    if swap.is_tie:
        return f"be as good, within {near}, for {usd}"
    if swap.price_pp < 0:
        return f"be better by {near}: the plan shown is the best found in time"
    return f"lower your chance by {_price(swap)}, for {usd}"


def _chosen(found: Included, asked: str) -> None:
    total, audition, letter = rotations.parts(found.gain)
    kind = found.block.offering.kind
    st.markdown(
        words.safe(
            f"Its gain is {total}: audition {audition} ({terms.basis({kind})}),"
            f" letter {letter} ({terms.GUESSED})."
        )
    )
    if isinstance(found.without, Swap):
        _differences(found.without)
    st.button(
        "Leave it out",
        icon=":material/block:",
        on_click=callbacks.exclude,
        args=(asked,),
    )


def _possible(problem: Problem, plan: Plan, found: Possible, asked: str) -> None:
    if found.because:
        st.markdown(f"Why it is not the one shown: {words.safe(found.because)}")
    else:
        price = cached.price_range(problem, plan, found.swap.plan)
        spread = words.points_range(price.low * 100, price.high * 100, decimals=2)
        st.markdown(
            f"Range of that price: {words.safe(spread)} pp.",
            help=f"{terms.RANGE} Both plans are held fixed. Below 0 the plan with it"
            " would be the better one.",
        )
    _differences(found.swap)
    st.button(
        "Put it in the plan",
        icon=":material/keep:",
        type="primary",
        help="Pins it: the best plan is then sought around it.",
        on_click=callbacks.pin,
        args=(asked,),
    )


def _differences(swap: Swap) -> None:
    """List what leaves the plan, what comes and what moves."""
    lines = [
        *(f"Leaves the plan: {_block_words(block)}" for block in swap.leaves),
        *(f"Comes: {_block_words(block)}" for block in swap.comes),
        *(
            f"Moves: {_block_words(before)} to {words.days(after.start, after.end)}"
            for before, after in swap.moved
        ),
        f"The plan then costs at most {words.money(swap.plan.cost_usd)}",
    ]
    st.markdown("\n".join(f"- {words.safe(line)}" for line in lines))


def _block_words(block: Block) -> str:
    days = words.days(block.start, block.end)
    return f"{words.short(block.offering.host)}, {days}"


def _impossible(found: Impossible) -> None:
    for obstacle in found.obstacles:
        said = words.safe(f"{obstacle.sentence} {obstacle.needed}")
        known = words.source(obstacle.source) if obstacle.source else ""
        st.markdown(f"- {said}" + (f" Source: {known}." if known else ""))
    if any(obstacle.needed for obstacle in found.obstacles):
        st.markdown("No change of your money, months or rules alters that.")
        return
    for conflict in found.conflicts:
        st.markdown(f"- With it in the plan: {words.safe(conflict)}")
    said = no_plan.each_makes(found.fixes, "a plan with it possible and puts it in")
    no_plan.ways_out(found.fixes, said, "why fix")
