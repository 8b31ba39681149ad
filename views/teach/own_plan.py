"""You against the optimum: hosts of one's own choice, and what they bring."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import streamlit as st

from charts import words
from optimizer.domain.plan import Block, NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import offerings_of
from optimizer.explain.own_plan import OwnPlan, judge_plan
from optimizer.model.rules.rules import Rule
from optimizer.requests.ask_list import AskList
from optimizer.scenario_io.share import is_block
from views.inputs.callbacks import with_reply
from views.kit import terms
from views.kit.figures import Bar, draw_bars
from views.sections import answer, opened
from views.session import cached, remembered
from views.session.session import session

PARAMETER = "own"
BETWEEN = "."
MOST_CHARACTERS = 400
UNKNOWN = (
    "The address holds picks that are damaged or not in this catalog; your own picks"
    " are as they were."
)
OPEN = ("asked", "silent")


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
    """Draw the picks, what they cost and break, and, once asked, the optimum."""
    own = judge_plan(problem, picked_blocks(problem))
    shown = bool(own.blocks) and remembered.is_revealed(problem.scenario)
    best = cached.ask(problem) if shown else None
    st.header(words.safe(verdict(problem, own, best)), anchor=False)
    _pick(problem)
    _picked(own)
    if own.blocks:
        _standing(problem, own)
    if own.blocks and not shown:
        st.button(
            "Show the optimum",
            type="primary",
            icon=":material/visibility:",
            on_click=remembered.reveal,
            args=(problem.scenario,),
        )
    if isinstance(best, AskList):
        _compared(problem, own, best)


def picked_blocks(problem: Problem) -> tuple[Block, ...]:
    """Build the blocks that were picked."""
    known = opened.known_ids(problem, session().picks)
    return tuple(opened.block_of_id(problem, found) for found in known)


def asking(problem: Problem, own: OwnPlan) -> AskList | NoPlan:
    """What comes of writing to the hosts that were picked, and to nobody else."""

    def ask_host(scenario: Scenario, block: Block) -> Scenario:
        return with_reply(scenario, block.block_id, "asked")

    scenario = reduce(ask_host, own.blocks, problem.scenario)
    waiting = sum(answer in OPEN for _, answer in scenario.answers)
    alone = replace(scenario, max_requests=waiting, pins=())
    return cached.ask(Problem(problem.catalog, alone))


def verdict(problem: Problem, own: OwnPlan, best: AskList | NoPlan | None) -> str:
    """Say in one sentence what to do, or what the own plan loses."""
    if best is None:
        return "Pick the hosts you would write to, before you see the optimum."
    if isinstance(best, NoPlan):
        return words.sentence(f"{answer.none(best)}, so there is no optimum")
    mine = asking(problem, own)
    if isinstance(mine, NoPlan):
        return "Your hosts do not keep every rule, so they have no value here."
    lost = best.gain_pp - mine.gain_pp
    return f"The optimum brings {lost:.1f} points more than your hosts."


def _compared(problem: Problem, own: OwnPlan, best: AskList) -> None:
    """Draw own hosts, the best of as many, and the whole list, by one figure."""
    mine, count = asking(problem, own), len(own.blocks)
    gains = {
        f"Your {words.counted(count, 'host')}": _gain(mine),
        **{
            f"The best {one.requests}": one.gain_pp
            for one in best.by_number
            if one.requests == count
        },
        f"The whole list of {len(best.requests)}": best.gain_pp,
    }
    draw_bars(
        [
            Bar(name, (gain or 0.0,), "–" if gain is None else f"{gain:.1f} points")
            for name, gain in gains.items()
        ],
        ("Whom you write to", "Points it adds on average"),
    )


def _gain(found: AskList | NoPlan) -> float | None:
    return None if isinstance(found, NoPlan) else found.gain_pp


def _pick(problem: Problem) -> None:
    possible = cached.possible_starts(problem)
    taken = offerings_of(session().picks)
    names = {o: _offering_name(problem, o) for o in possible if o not in taken}
    full = len(session().picks) >= remembered.MOST_PICKS
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        offering: str | None = st.selectbox(
            "Rotation to add",
            sorted(names, key=names.__getitem__),
            index=None,
            format_func=names.__getitem__,
            key=remembered.OFFERING_KEY,
            placeholder="Four are picked" if full else "Choose a host",
            help="What your present inputs allow, by host. Type to search.",
            disabled=full,
            width=440,
        )
        if offering is None:
            return
        st.selectbox(
            "Start",
            possible[offering],
            format_func=words.full_day,
            key=remembered.start_key(offering),
            help="Its first day, on a date that fits your months and visa.",
            width=200,
        )
        st.button(
            "Add", icon=":material/add:", on_click=remembered.pick, args=(offering,)
        )


def _offering_name(problem: Problem, offering_id: str) -> str:
    o = problem.catalog.offering[offering_id]
    kind, length = words.KINDS[o.kind], words.counted(o.weeks, "week")
    return f"{o.host}, {o.city} {o.state}: {kind}, {length} ({offering_id})"


def _picked(own: OwnPlan) -> None:
    for block in own.blocks:
        host = words.short(block.offering.host)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                words.safe(f"{host}, {words.days(block.start, block.end)}"),
                width="content",
            )
            st.button(
                "Remove",
                key=f"unpick {block.block_id}",
                icon=":material/delete:",
                type="tertiary",
                help=f"Take {words.safe(host)} out.",
                on_click=remembered.unpick,
                args=(block.block_id,),
            )


def _standing(problem: Problem, own: OwnPlan) -> None:
    """Say what the picks cost, and which rules they do not keep."""
    budget, cost = words.money(problem.scenario.budget_usd), words.money(own.cost_usd)
    st.markdown(
        words.safe(f"At most {cost} of {budget}, if every host says yes."),
        help=terms.COST,
    )
    if own.broken:
        st.error(_rules("Your picks break", own.broken), icon=":material/block:")
    if own.missing:
        st.info(_rules("Not yet kept", own.missing), icon=":material/pending:")


def _rules(lead: str, broken: tuple[Rule, ...]) -> str:
    """Write broken rules in their own sentences, as Markdown."""
    listed = " ".join(f"“{rule.sentence}”" for rule in broken)
    return words.safe(f"{lead}: {listed}")
