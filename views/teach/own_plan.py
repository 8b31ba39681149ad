"""Plan it yourself with the best plan hidden, then see both and what lies between."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from charts.schedules.several import Titled
from optimizer.domain.block_id import offerings_of
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.own_plan import Loss, OwnPlan, loss
from optimizer.explain.own_plan import own_plan as judged
from optimizer.scenario_io.share import is_block
from views.kit import terms
from views.kit.figures import table
from views.sections import opened, result_words, schedules
from views.session import cached, remembered
from views.session.session import session
from views.teach import own_plan_words as own_words

YOURS, BEST = "Your plan", "The best plan"
PARAMETER = "own"
BETWEEN = "."
MOST_CHARACTERS = 400
UNKNOWN = (
    "The address holds picks that are damaged or not in this catalog; your own picks"
    " are as they were."
)


def address_of(block_ids: tuple[str, ...]) -> str:
    """Write picks as they stand in an address."""
    return BETWEEN.join(block_ids)


def look(problem: Problem, text: str) -> str:
    """Take over the picks of an address; return what is wrong with them, if any."""
    if not remembered.is_new(PARAMETER, text):
        return ""
    found = tuple(dict.fromkeys(text[:MOST_CHARACTERS].split(BETWEEN)))
    known = all(is_block(block_id, problem.catalog) for block_id in found)
    if not known or len(found) > remembered.MOST_PICKS or len(text) > MOST_CHARACTERS:
        return UNKNOWN
    session().picks = found
    return ""


def render(problem: Problem) -> None:
    """Draw the picks, what they cost and break, and, once asked, the best plan."""
    st.markdown(
        "Pick up to four rotations within the present inputs. You see at once what"
        " they cost and which rules they break. The best plan stays hidden until you"
        " ask for it."
    )
    blocks = picked(problem)
    own = judged(problem, blocks)
    _pick(problem)
    _picked(own)
    _standing(problem, own)
    if not blocks:
        return
    if not remembered.is_revealed(problem.scenario):
        schedules.render((Titled(YOURS, problem, own.blocks),))
        st.button(
            "Show the best plan",
            type="primary",
            icon=":material/visibility:",
            on_click=remembered.reveal,
            args=(problem.scenario,),
        )
        return
    best = cached.solve(problem)
    if isinstance(best, NoPlan):
        st.warning(words.sentence(f"{result_words.none(best)}, so there is no best"))
        return
    compared(problem, best)


def picked(problem: Problem) -> tuple[Block, ...]:
    """Build the blocks that were picked."""
    known = opened.known(problem, session().picks)
    return tuple(opened.block_of_id(problem, found) for found in known)


def compared(problem: Problem, best: Plan) -> None:
    """Draw the own plan and the best on one schedule, with the difference priced."""
    own = judged(problem, picked(problem))
    difference = loss(problem, own, best)
    st.subheader(
        words.safe(own_words.verdict(problem, own, best, difference)), anchor=False
    )
    _numbers(problem, own, best)
    schedules.render(
        (
            Titled(YOURS, problem, own.blocks),
            Titled(BEST, problem, best.blocks),
        )
    )
    if difference and difference.swaps:
        _swaps(problem, difference)


def _pick(problem: Problem) -> None:
    """Draw the menus of what is possible and the button that adds a pick."""
    possible = cached.possible_starts(problem)
    taken = offerings_of(session().picks)
    offered = sorted(
        (o for o in possible if o not in taken), key=own_words.named(problem)
    )
    full = len(session().picks) >= remembered.MOST_PICKS
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        offering: str | None = st.selectbox(
            "Rotation to add",
            offered,
            index=None,
            format_func=own_words.named(problem),
            key=remembered.OFFERING_KEY,
            placeholder="Four are picked" if full else "Choose a host",
            help="What your present inputs allow, by host. Type to search.",
            disabled=full,
            width=440,
        )
        if offering is not None:
            st.selectbox(
                "Start",
                possible[offering],
                format_func=words.full_day,
                key=remembered.start_key(offering),
                help="Its first day, on a date that fits your months and visa.",
                width=160,
            )
            st.button(
                "Add",
                icon=":material/add:",
                on_click=remembered.pick,
                args=(offering,),
            )


def _picked(own: OwnPlan) -> None:
    for block in own.blocks:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(words.safe(own_words.block_name(block)), width="content")
            st.button(
                "Remove",
                key=f"unpick {block.block_id}",
                icon=":material/delete:",
                type="tertiary",
                help=f"Take {words.safe(words.short(block.offering.host))} out.",
                on_click=remembered.unpick,
                args=(block.block_id,),
            )


def _standing(problem: Problem, own: OwnPlan) -> None:
    """Say what the picks cost and give, and which rules they do not keep."""
    budget = words.money(problem.scenario.budget_usd)
    letters = words.counted(own.letters_on_time, "letter")
    cost, expected = words.money(own.cost_usd), words.money(own.expected_cost_usd)
    st.markdown(
        words.safe(
            f"At most {cost} of {budget}, expected {expected}; {letters} on time."
        ),
        help=f"{terms.COST} {terms.LETTERS}",
    )
    if own.broken:
        told = own_words.sentences("Your picks break", own.broken)
        st.error(told, icon=":material/block:")
    if own.missing:
        told = own_words.sentences("Still to come", own.missing)
        st.info(told, icon=":material/pending:")
    if own.blocks and own.is_valid:
        st.success("Every rule is kept.", icon=":material/check:")


def _numbers(problem: Problem, own: OwnPlan, best: Plan) -> None:
    """Show both plans side by side in numbers."""
    cells = []
    for name, plan in ((YOURS, own), (BEST, best)):
        chances = cached.chances_of(problem, plan.blocks)
        known = plan is best or own.value is not None
        cells.append(
            (
                name,
                result_words.chance(chances.expected) if known else "–",
                result_words.if_all(chances) if known else "–",
                words.money(plan.cost_usd),
                words.money(plan.expected_cost_usd),
                str(plan.letters_on_time),
            )
        )
    table(
        (
            "Plan",
            "Refusals counted",
            "If all accept (how often)",
            "At most",
            "Expected",
            "Letters on time",
        ),
        cells,
    )


def _swaps(problem: Problem, found: Loss) -> None:
    st.markdown(
        f"From your plan to the best, one rotation after another, in"
        f" {terms.measure(problem)} {terms.counting(problem)}. Each step is priced"
        " against the plan before it; another order would share out the same total"
        " differently.",
        help=terms.PP,
    )
    rows = [
        (own_words.change(swap), words.points(swap.gain_pp), own_words.signed(swap.usd))
        for swap in found.swaps
    ]
    total = ("All together", words.points(found.pp), own_words.signed(found.usd))
    table(("Change", "Gain", "Cost at most"), [*rows, total])
