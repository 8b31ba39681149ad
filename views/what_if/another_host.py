"""Another host? What each on the list is worth, and what one that is asked for is."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from charts import words
from charts.bars import differences_chart
from optimizer.domain.faults import DataError
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import BlockId, start_dates
from optimizer.domain.words import people_of_thousand
from optimizer.explain.reasons import Impossible, parse_block
from optimizer.requests.ask_list import AskList
from views.inputs import callbacks
from views.kit import links, terms
from views.kit.figures import draw, is_dark, table
from views.kit.terms import block_name, offerings, request_names
from views.sections import left_out
from views.session import cached
from views.what_if import changes
from views.what_if.changes import Tried, Variant

ANY_DATE = "Any date"
COLUMNS = ("On your list", "Without it, and no one instead")


def render(problem: Problem) -> str:
    """Draw what each host of the list adds, then the rotation that is asked about."""
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan):
        return ""
    said = _of_the_list(asked)
    _one(problem, asked)
    return said


def _of_the_list(asked: AskList) -> str:
    """Draw what the list loses without each of its hosts."""
    if not asked.requests:
        return "There is nobody on your list."
    names = request_names([one.request for one in asked.requests])
    by_worth = sorted(asked.requests, key=lambda one: -one.adds_pp)
    lost = {names[one.request.name]: -one.adds_pp for one in by_worth}
    told = {name: changes.more_or_same(pp) for name, pp in lost.items()}
    first = next(iter(told))
    said = f"You would miss {first} most: {told[first]} without it."
    st.markdown(f"**{words.safe(said)}**")
    draw(
        differences_chart(
            {name: people_of_thousand(pp) for name, pp in lost.items()},
            terms.more_or_fewer(asked),
            dark=is_dark(),
        ),
        alt=" ".join(f"Without {name}: {found}." for name, found in told.items()),
        key="differences hosts",
    )
    table(COLUMNS, [*told.items()])
    return said


# ---- one that is asked about ------------------------------------------------------


def _one(problem: Problem, asked: AskList) -> None:
    """Let the visitor choose a rotation, and say what comes of it, or why nothing."""
    chosen = _choose_offering(problem, asked)
    if chosen is None:
        return
    offering, start = parse_block(problem.catalog, chosen)
    who = _who(offering, start)
    if any(one.request.names({offering.offering_id}) for one in asked.requests):
        _without(problem, asked, offering.offering_id, who)
    else:
        _with(problem, asked, chosen, who)


def _without(problem: Problem, asked: AskList, offering_id: str, who: str) -> None:
    """One of the list: what is lost if it may not be on it."""
    change = callbacks.with_exclusion(problem.scenario, offering_id)
    one = _try(problem, asked, change)
    lost = changes.difference(one)
    st.markdown(f"**{words.safe(f'{who} is on your list; left out: {lost}.')}**")
    st.button(
        "Leave it out",
        icon=":material/block:",
        on_click=callbacks.exclude,
        args=(offering_id,),
    )


def _with(problem: Problem, asked: AskList, block_id: str, who: str) -> None:
    """Another one: what comes of it on the list, and in the plan if it says yes."""
    one = _try(problem, asked, callbacks.with_pin(problem.scenario, block_id))
    if isinstance(one.found, NoPlan):
        _impossible(problem, block_id, who)
        return
    told = f"{who} on your list, and done if it says yes: {changes.difference(one)}."
    st.markdown(f"**{words.safe(told)}**", help=changes.HELP)
    st.button(
        "Put it on the list",
        icon=":material/keep:",
        type="primary",
        help="The rest of the list is then looked for around it.",
        on_click=callbacks.pin,
        args=(block_id,),
    )


def _try(problem: Problem, now: AskList, scenario: Scenario) -> Tried:
    changed = Problem(problem.catalog, scenario)
    return Tried(Variant("", changed), cached.ask(changed), now, by_gain=False)


def _impossible(problem: Problem, block_id: str, who: str) -> None:
    """Say why no list can hold it, and what would have to change."""
    plan = cached.solve(problem)
    found = None if isinstance(plan, NoPlan) else cached.why(problem, plan, block_id)
    if not isinstance(found, Impossible):
        st.markdown(words.safe(f"With {who} on the list no plan was found so far."))
        return
    st.markdown(f"**{words.safe(f'{who} cannot be on your list as things are.')}**")
    for obstacle in found.obstacles:
        said = words.safe(f"{obstacle.sentence} {obstacle.needed}")
        known = words.source(obstacle.source) if obstacle.source else ""
        st.markdown(f"- {said}" + (f" Source: {known}." if known else ""))
    if any(obstacle.needed for obstacle in found.obstacles):
        st.markdown("No change of your money, months or rules alters that.")
        return
    for conflict in found.conflicts:
        st.markdown(f"- With it: {words.safe(conflict)}")
    said = left_out.each_makes(found.fixes, "a plan with it possible and puts it in")
    left_out.ways_out(found.fixes, said, "why fix")


def _choose_offering(problem: Problem, asked: AskList) -> str | None:
    """The offering and date to ask about; those of the list come first."""
    linked = _linked_offering(problem)
    mine = [i for one in asked.requests for i in one.request.offering_ids]
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
