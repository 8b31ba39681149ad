"""My other scenario? A, B and C that were kept, beside the present inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import words
from charts.schedule import Titled
from charts.timeline import rows
from optimizer.domain.faults import DataError
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.scenario_io.fitting import fit
from optimizer.scenario_io.share import (
    NAME_CHARACTERS,
    Saved,
    open_several,
    several_query,
)
from optimizer.solver.solve import TOLERANCE
from views.inputs import changes, input_words, share
from views.kit import parts, terms
from views.kit.figures import table
from views.kit.links import WHAT_IF
from views.sections import answer, schedule
from views.session import cached, remembered, state
from views.session.session import session

PARAMETER = "kept"
NOW = "Now"
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


Column = tuple[str, Problem]
"""A scenario under its title."""


def kept_words() -> str:
    """Say what is kept."""
    kept = remembered.kept_scenarios()
    titles = [_title(slot, one) for slot, one in kept.items()]
    return f"Kept: {join_names(titles)}." if titles else "Nothing is kept yet."


def render(problem: Problem) -> str:
    """Draw what was kept beside the present inputs."""
    kept = remembered.kept_scenarios()
    slot = st.container()
    _keep(problem)
    if not kept:
        with slot:
            st.markdown(
                "Keep the present inputs as A. Then change something above, such as"
                " the budget or the free months: both stand side by side here."
            )
        return ""
    _profiles(kept)
    said = _draw_comparison([(NOW, problem), *_kept_columns(problem, kept)], slot)
    _each(problem, kept)
    _link(problem)
    return said


def open_link(problem: Problem) -> bool:
    """Keep what the address holds, or say in one sentence why not."""
    text = st.query_params.get(PARAMETER, "")
    if not remembered.is_new(PARAMETER, text):
        return False
    try:
        found = open_several(text, problem.catalog, session().first_day)
    except DataError as error:
        st.error(
            words.safe(f"{error} You can compare scenarios of your own."),
            icon=":material/link_off:",
        )
        return False
    remembered.keep_all(found)
    return True


def _keep(problem: Problem) -> None:
    """Draw the name and a button for each slot."""
    taken = remembered.kept_scenarios()
    origin = state.origin().name
    changed = ", changed" if changes.changed_from_start(problem.given) else ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Keep the present inputs",
            key=remembered.NAME_KEY,
            max_chars=NAME_CHARACTERS,
            placeholder="Name, such as: May free too",
            help="A name to know them by. Empty: the name of what you started from.",
            width=280,
        )
        for slot in remembered.SLOTS:
            replaced = f", in place of “{taken[slot].name}”" if slot in taken else ""
            st.button(
                f"Keep as {slot}",
                key=f"keep {slot}",
                icon=":material/bookmark_add:",
                help=f"Keep all inputs as they are now{words.safe(replaced)}.",
                on_click=remembered.keep,
                args=(slot, problem.given, f"{origin}{changed}"),
            )


def _profiles(kept: dict[str, Saved]) -> None:
    if foreign := [slot for slot, one in kept.items() if not one.has_profile]:
        st.info(
            f"{' and '.join(foreign)} came without a profile: what follows is worked"
            " out for the profile in your inputs (About you).",
            icon=":material/person:",
        )


def _draw_comparison(columns: list[Column], slot: DeltaGenerator) -> str:
    """Solve column after column; the tables are redrawn as results come."""
    found = parts.each(
        slot.empty(),
        "Working out each scenario: {} …",
        cached.with_plan_or_why,
        [(problem,) for _, problem in columns],
        lambda found: _tables(columns, found),
    )
    st.markdown("The schedules, if all hosts say yes:")
    schedule.several(
        tuple(
            Titled(
                *column,
                asked.blocks_if_all_say_yes if isinstance(asked, PlannedList) else (),
                answer.none(asked) if isinstance(asked, NoPlan) else "",
            )
            for column, asked in zip(columns, found, strict=True)
        )
    )
    return _best(columns, found)


def _kept_columns(problem: Problem, kept: dict[str, Saved]) -> Iterator[Column]:
    who = problem.scenario.applicant
    for slot, one in kept.items():
        scenario, _ = fit(one.seen_by(who), problem.catalog)
        yield _title(slot, one), Problem(problem.catalog, scenario)


def _title(slot: str, kept: Saved) -> str:
    return f"{slot}: {kept.name}"


def _best(columns: Sequence[Column], found: Sequence[PlannedList | NoPlan]) -> str:
    titles = (title for title, _ in columns)
    return best_of([*zip(titles, found, strict=False)])


def _tables(columns: Sequence[Column], found: Sequence[PlannedList | NoPlan]) -> None:
    st.markdown(f"**{words.safe(_best(columns, found))}**")
    titles = [words.safe(title) for title, _ in columns]
    scenarios = [problem.scenario for _, problem in columns]
    if paths := input_words.inputs_that_differ(*scenarios):
        told = partial(input_words.in_words, columns[0][1].catalog)
        lines = [(input_words.name(p), *(told(s, p) for s in scenarios)) for p in paths]
        table(("Input", *titles), lines)
    else:
        st.markdown("All inputs are the same: change one above.")
    results = (
        cells(problem, result) for (_, problem), result in zip_longest(columns, found)
    )
    table(("Result", *titles), list(zip(NAMES, *results, strict=True)))


def _each(problem: Problem, kept: dict[str, Saved]) -> None:
    """Draw what can be done with each kept scenario."""
    who = problem.scenario.applicant
    for slot, one in kept.items():
        scenario = one.seen_by(who)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{words.safe(_title(slot, one))}**", width="content")
            st.button(
                f"Go back to {slot}",
                key=f"restore {slot}",
                icon=":material/undo:",
                help="Put these inputs back in place of the present ones.",
                on_click=state.apply,
                args=(scenario,),
            )
            st.button(
                f"Remove {slot}",
                key=f"drop {slot}",
                icon=":material/delete:",
                type="tertiary",
                on_click=remembered.drop,
                args=(slot,),
            )


def _link(problem: Problem) -> None:
    """Offer a link that opens what was kept."""
    profile = st.checkbox(
        "Include the profiles (scores, attempts, visa, graduation date)",
        key="share kept profiles",
        help="Without them, whoever opens the link sees these scenarios for a profile"
        " of their own. Anyone with the link can read what is in it.",
    )
    kept = tuple(remembered.kept_scenarios().values())
    try:
        query = several_query(problem.catalog, kept, include_profile=profile)
    except DataError as error:
        st.warning(words.safe(str(error)))
        return
    st.markdown("This link opens the scenarios you kept, not the present inputs.")
    here = st.context.url or ""
    address = share.address_of(here, WHAT_IF, {PARAMETER: query})
    st.code(address, language=None, wrap_lines=True)


def cells(problem: Problem, found: PlannedList | NoPlan | None) -> tuple[str, ...]:
    """One column of the table, under ``NAMES``."""
    if found is None:
        return (WAITING,) * len(NAMES)
    if isinstance(found, NoPlan):
        return (*(NOTHING,) * (len(NAMES) - 1), answer.none(found))
    most = found.cost_quantiles_usd[-1]
    return (
        words.in_hundred(found.baseline),
        asking(found),
        str(sum(not one.request.sent for one in found.requests)),
        words.money(found.fees_usd),
        answer.total(words.money(most), most, found),
        answer.tens(found.done[0]) if answer.open_requests(found) else NOTHING,
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
