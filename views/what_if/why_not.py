"""Why a rotation is in the plan, and why another one is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from charts import format as words
from optimizer.domain.block_id import BlockId
from optimizer.domain.faults import DataError
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import start_dates
from optimizer.explain.why import (
    Chosen,
    Impossible,
    Possible,
    Swap,
    Undecided,
    Why,
    block_asked,
)
from views.inputs import callbacks
from views.kit import terms
from views.kit.figures import table
from views.kit.names import block_name, offerings
from views.sections import rotations
from views.session import cached

PARAMETER = "why"
ANY_DATE = "Any date"
COLUMNS = ("Rotation", "Its gain", "Without it comes", "Leaving it out costs")


def render(problem: Problem, plan: Plan) -> None:
    """Draw the plan's own rotations, then the one that is asked about."""
    st.subheader("What is in the plan, and what it crowds out", anchor=False)
    if plan.blocks:
        table(COLUMNS, [_own_row(problem, plan, block) for block in plan.blocks])
        st.markdown(
            f"Gains are in {terms.measure(problem)} {terms.counting(problem)}.",
            help=terms.PP,
        )
    else:
        st.markdown("The plan adds no rotation.")
    st.subheader("Why not another one?", anchor=False)
    asked = _asked(problem)
    if asked:
        _answer(problem, plan, asked)


# --- the plan's own ---------------------------------------------------------------


def _own_row(problem: Problem, plan: Plan, block: Block) -> tuple[str, ...]:
    found = cached.why(problem, plan, block.offering.offering_id)
    assert isinstance(found, Chosen), "it is in the plan"
    total, audition, letter = rotations.parts(found.gain)
    basis = terms.basis({block.offering.kind})
    gain = f"{total}: audition {audition} ({basis}), letter {letter} ({terms.GUESSED})"
    if isinstance(found.without, NoPlan):
        return (_told(block), gain, _nothing(found.without), "–")
    swap = found.without
    price = f"{_price(swap)}, {words.more_or_less(swap.usd)}"
    return (_told(block), gain, _comes(swap) or "nothing", price)


def _nothing(outcome: NoPlan) -> str:
    if outcome.reason == "timeout":
        return "not found in time"
    return "no plan is possible without it"


def _comes(swap: Swap) -> str:
    return "; ".join(_told(block) for block in swap.comes)


def _price(swap: Swap) -> str:
    """Say what is lost, "up to" where the other plan is not proven best."""
    if swap.is_tie:
        return "nothing (a tie)"
    return f"{_upto(swap)}{words.fine_points(swap.price_pp)}"


def _upto(swap: Swap) -> str:
    return "" if swap.plan.proof.status == "optimal" else "up to "


def _told(block: Block) -> str:
    days = words.days(block.start, block.end)
    return f"{words.short(block.offering.host)}, {days}"


# --- the one that is asked about --------------------------------------------------


def _asked(problem: Problem) -> str | None:
    """Let the visitor choose an offering and a date; the address may name it."""
    linked = _linked(problem)
    names = offerings(problem.catalog)
    chosen = st.selectbox(
        "Rotation",
        names,
        index=names.index(linked) if linked else None,
        key=f"why {linked}",
        format_func=lambda name: block_name(problem.catalog, name),
        placeholder="Search by host or title",
        help="Any of the catalog, in the plan or not. Type a part of its name.",
    )
    if chosen is None:
        return None
    offering = problem.catalog.offering[chosen]
    season = problem.season
    starts = start_dates(offering.starts, season.window_start, season.window_end)
    start = st.selectbox(
        "Start",
        [None, *starts],
        key=f"why {chosen} from",
        format_func=lambda day: words.full_day(day) if day else ANY_DATE,
        help="Asks about this date alone, or about the best date of all.",
        width=220,
    )
    return str(BlockId(chosen, start))


def _linked(problem: Problem) -> str | None:
    """Read the offering that the address names; say so if there is none such."""
    text = st.query_params.get(PARAMETER, "")
    if not text:
        return None
    try:
        offering, _ = block_asked(problem.catalog, text)
    except DataError:
        st.warning(
            f"The link asks about “{words.safe(text[:40])}”, which is not in the"
            " catalog. Choose a rotation below."
        )
        return None
    return offering.offering_id


def _answer(problem: Problem, plan: Plan, asked: str) -> None:
    found = cached.why(problem, plan, asked)
    offering, start = block_asked(problem.catalog, asked)
    who = _who(offering, start)
    st.markdown(f"**{words.safe(sentence(who, found))}**", help=terms.PP)
    match found:
        case Chosen():
            _chosen(found, asked)
        case Possible():
            _possible(problem, plan, found, asked)
        case Impossible():
            _impossible(found)
        case Undecided():
            st.markdown("Give the search more time under **Advanced**.")


def _who(offering: Offering, start: dt.date | None) -> str:
    when = f" from {words.full_day(start)}" if start else ""
    return f"{offering.host} ({offering.title}){when}"


def sentence(who: str, found: Why) -> str:
    """Return the answer in one sentence."""
    match found:
        case Chosen(without=Swap() as swap):
            if swap.is_tie:
                return f"{who} is in your plan; without it another is as good."
            return (
                f"{who} is in your plan: without it you lose {_price(swap)} and spend"
                f" {words.more_or_less(swap.usd)}."
            )
        case Chosen(without=NoPlan() as outcome):
            return f"{who} is in your plan: {_nothing(outcome)}."
        case Possible(swap=swap):
            return _possible_sentence(who, swap)
        case Impossible():
            return f"{who} cannot be in any plan as things are."
        case _:
            return f"Whether {who} can be in a plan was not found out in time."


def _possible_sentence(who: str, swap: Swap) -> str:
    if swap.is_tie:
        return (
            f"{who} would be as good, within {words.fine_points(swap.price_pp)}, for"
            f" {words.more_or_less(swap.usd)}."
        )
    if swap.price_pp < 0:
        return (
            f"{who} would be better by {words.fine_points(swap.price_pp)}: the plan"
            " shown is only the best found in the time allowed."
        )
    return (
        f"{who} would lower your chance by {_price(swap)}, for"
        f" {words.more_or_less(swap.usd)}."
    )


def _chosen(found: Chosen, asked: str) -> None:
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
        low, high = f"{price.low * 100:.2f}", f"{price.high * 100:.2f}"
        st.markdown(
            f"Range of that price: {words.safe(low)} to {words.safe(high)} pp.",
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
        *_lines("Leaves the plan", swap.leaves),
        *_lines("Comes", swap.comes),
        *(
            f"Moves: {_told(before)} to {words.days(after.start, after.end)}"
            for before, after in swap.moved
        ),
    ]
    lines.append(f"The plan then costs at most {words.money(swap.plan.cost_usd)}")
    st.markdown("\n".join(f"- {words.safe(line)}" for line in lines))


def _lines(what: str, blocks: Sequence[Block]) -> list[str]:
    return [f"{what}: {_told(block)}" for block in blocks]


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
    if found.fixes:
        st.markdown(
            "Each of these makes a plan with it possible, and puts it in; all were"
            " checked by solving:"
        )
    for place, fix in enumerate(found.fixes):
        st.button(
            words.safe(fix.sentence),
            key=f"why fix {place}",
            icon=":material/build:",
            on_click=callbacks.apply,
            args=(fix.scenario,),
            wrap=True,
        )
