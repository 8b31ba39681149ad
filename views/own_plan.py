"""Plan it yourself with the best plan hidden, then see both and what lies between."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from charts import words
from charts.schedules import Titled
from optimizer.own_plan import Loss, OwnPlan, Swap, loss
from optimizer.own_plan import own_plan as judged
from optimizer.plan import Block, NoPlan, Plan
from optimizer.problem import Problem
from optimizer.rules import Rule
from optimizer.solve import TOLERANCE
from views import cached, opened, remembered, result_words, schedules, terms
from views.figures import table

PP = 100
AS_GOOD_PP = 2 * PP * TOLERANCE
"""A plan of equal worth within this is as good as the best: so near is it known."""
YOURS, BEST = "Your plan", "The best plan"


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
    return tuple(opened.block_of_id(problem, found) for found in remembered.picks())


def compared(problem: Problem, best: Plan) -> None:
    """Draw the own plan and the best on one schedule, with the difference priced."""
    own = judged(problem, picked(problem))
    difference = loss(problem, own, best)
    st.subheader(words.safe(verdict(problem, own, best, difference)), anchor=False)
    _numbers(problem, own, best)
    schedules.render(
        (
            Titled(YOURS, problem, own.blocks),
            Titled(BEST, problem, best.blocks),
        )
    )
    if difference and difference.swaps:
        _swaps(problem, difference)


def verdict(problem: Problem, own: OwnPlan, best: Plan, found: Loss | None) -> str:
    """Say in one sentence what the own plan loses."""
    if found is None:
        return "Two rotations at one program count once, so your plan has no value"
    counting, measure = terms.counting(problem), terms.measure(problem)
    price = _dollars(found.usd)
    if not own.is_valid and found.pp < 0:
        return (
            f"Your plan would give {words.points(-found.pp)} {measure} more than the"
            f" best, {counting}, but it does not keep every rule"
        )
    if found.pp <= AS_GOOD_PP and own.is_valid:
        proven = best.proof.status == "optimal" or found.pp >= 0
        said = "is as good as the best" if proven else "beats the best found in time"
        return f"Your plan {said}; the other {price}"
    pp = words.points(found.pp).removeprefix("+")
    broken = "" if own.is_valid else "; your plan does not keep every rule"
    return f"The best plan gives {pp} {measure} more, {counting}, and {price}{broken}"


def _dollars(usd: int) -> str:
    if usd == 0:
        return "costs the same"
    more = "more" if usd > 0 else "less"
    return f"costs {words.money(abs(usd))} {more} if all accept"


def _pick(problem: Problem) -> None:
    """Draw the menus of what is possible and the button that adds a pick."""
    possible = cached.possible_starts(problem)
    taken = {block_id.partition("@")[0] for block_id in remembered.picks()}
    offered = sorted((o for o in possible if o not in taken), key=_named(problem))
    full = len(remembered.picks()) >= remembered.MOST_PICKS
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        offering: str | None = st.selectbox(
            "Rotation to add",
            offered,
            index=None,
            format_func=_named(problem),
            key=remembered.OFFERING_KEY,
            placeholder="Four are picked" if full else "Choose a host",
            disabled=full,
            width=440,
        )
        if offering is not None:
            st.selectbox(
                "Start",
                possible[offering],
                format_func=words.full_day,
                key=remembered.start_key(offering),
                width=160,
            )
            st.button(
                "Add",
                icon=":material/add:",
                on_click=remembered.pick,
                args=(offering,),
            )


def _named(problem: Problem) -> Callable[[str], str]:
    """Return how an offering is called in the menu: host, place, kind, length."""

    def named(offering_id: str) -> str:
        o = problem.catalog.offering[offering_id]
        kind, length = words.KINDS[o.kind], words.counted(o.weeks, "week")
        return f"{o.host}, {o.city} {o.state}: {kind}, {length} ({offering_id})"

    return named


def _picked(own: OwnPlan) -> None:
    for block in own.blocks:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(words.safe(_told(block)), width="content")
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
        told = _sentences("Your picks break", own.broken)
        st.error(told, icon=":material/block:")
    if own.missing:
        told = _sentences("Still to come", own.missing)
        st.info(told, icon=":material/pending:")
    if own.blocks and own.is_valid:
        st.success("Every rule is kept.", icon=":material/check:")


def _sentences(lead: str, broken: tuple[Rule, ...]) -> str:
    told = " ".join(f"“{rule.sentence}”" for rule in broken)
    return words.safe(f"{lead}: {told}")


def _numbers(problem: Problem, own: OwnPlan, best: Plan) -> None:
    """Show both plans side by side in numbers."""
    cells = []
    for name, plan in ((YOURS, own), (BEST, best)):
        chances = cached.chances_of(problem, plan.blocks)
        known = plan is best or own.value is not None
        cells.append(
            (
                name,
                result_words.chance(chances.if_all_accept) if known else "–",
                result_words.chance(chances.expected) if known else "–",
                words.money(plan.cost_usd),
                words.money(plan.expected_cost_usd),
                str(plan.letters_on_time),
            )
        )
    table(
        (
            "Plan",
            "If all accept",
            "Refusals counted",
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
        (_change(swap), words.points(swap.gain_pp), _signed(swap.usd))
        for swap in found.swaps
    ]
    total = ("All together", words.points(found.pp), _signed(found.usd))
    table(("Change", "Gain", "Cost at most"), [*rows, total])


def _change(swap: Swap) -> str:
    gone, come = swap.gone, swap.come
    if gone and come and gone.offering == come.offering:
        host = words.short(come.offering.host)
        return f"{host}: {_days(come)} instead of {_days(gone)}"
    if gone and come:
        return f"{_told(come)} instead of {_told(gone)}"
    return f"{_told(come)} added" if come else f"{_told(gone)} left out" if gone else ""


def _told(block: Block) -> str:
    return f"{words.short(block.offering.host)}, {_days(block)}"


def _days(block: Block) -> str:
    return words.days(block.start, block.end)


def _signed(usd: int) -> str:
    sign = "−" if usd < 0 else "+" if usd > 0 else "±"
    return f"{sign}{words.money(abs(usd))}"
