"""Page for advisors: typical applicants, planning it together, the presenter view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts import format as words
from charts.personas import Named, personas_chart, summary
from optimizer.domain.plan import Chances, NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog
from optimizer.explain.comparison import Result
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.inputs import share
from views.kit import addresses as asked
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.kit.paths import ADVISOR
from views.sections import answer, opened, result_words
from views.sections import tabs as sections
from views.session import cached, presenting, remembered, state
from views.session.session import session
from views.teach import own_plan, presenter

OWN = "Plan it yourself"
TABS_KEY = "sections for advisors"
CHANCES = ("Applicant", "No rotation", "Refusals counted", "If all accept (how often)")
PLANS = ("Applicant", "Best plan", "Cost at most (expected)", "Letters on time")


def render(problem: Problem) -> None:
    """Draw the page, or only what a room is to see."""
    opened.note(state.opened())
    _take_over(problem)
    if session().presenting:
        presenter.render(problem)
        return
    st.header("Show what rotations do, and to whom", anchor=False)
    st.markdown(
        "Typical applicants side by side, a plan made by hand against the best one,"
        " and a presenter view that hides the inputs."
    )
    _present()
    parts = {"Typical applicants": _people, OWN: own_plan.render}
    sections.lazily(TABS_KEY, parts, problem)


def _take_over(problem: Problem) -> None:
    """Show the picks that the address holds."""
    before = session().picks
    wrong = own_plan.look(problem, st.query_params.get(own_plan.PARAMETER, ""))
    if wrong:
        st.error(wrong, icon=":material/link_off:")
    elif session().picks != before:
        remembered.open_tab(TABS_KEY, OWN)


def _present() -> None:
    """Draw the way into the presenter view, and the link to this page."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Presenter view",
            icon=":material/slideshow:",
            help="Large type, without inputs and menu. For the present inputs.",
            on_click=presenting.begin,
        )
        with st.popover("Link to this page", icon=":material/link:"):
            _link()


def _link() -> None:
    origin = state.origin().name
    names = list(PRESETS)
    name = st.selectbox(
        "Typical applicant",
        names,
        names.index(origin) if origin in names else 0,
        key="linked applicant",
        help="As it comes, without your changes. “Share or save” has a link with them.",
    )
    wanted = {asked.PARAMETER: asked.slug(name)}
    if st.toggle(
        "In presenter view",
        key="linked view",
        help="Whoever opens the link sees large type without inputs and menu.",
    ):
        wanted[presenting.PARAMETER] = presenting.ON
    if (picks := session().picks) and st.toggle(
        "With my own plan",
        key="linked picks",
        help="The rotations picked under “Plan it yourself”, and their dates.",
    ):
        wanted[own_plan.PARAMETER] = own_plan.address_of(picks)
    address = share.address_of(st.context.url or "", ADVISOR, wanted)
    st.code(address, language=None, wrap_lines=True)


def _people(problem: Problem) -> None:
    """Draw the applicants one after another, as their best plans are found."""
    st.markdown(
        "Each is solved as it comes, with its own budget and months; your inputs play"
        " no part here."
    )
    answered = st.empty()
    people = {name: _problem(problem.catalog, name) for name in PRESETS}
    results = progress.streamed(
        progress.place(400),
        (
            progress.saying(f"Looking for the best plan: {name} …", cached.result, one)
            for name, one in people.items()
        ),
        lambda found: _picture(dict(zip(people.items(), found, strict=False))),
    )
    if told := _spread(results):
        answered.markdown(words.safe(told), help=terms.PP)
    _open(problem.catalog)


def _problem(catalog: Catalog, name: str) -> Problem:
    preset = PRESETS[name](default_scenario(catalog, session().first_day))
    # What was found out about hosts holds for every applicant.
    return Problem(catalog, replace(preset, found_out=catalog.found_out))


def _picture(found: dict[tuple[str, Problem], Result]) -> None:
    people = tuple(_named(name, result) for (name, _), result in found.items())
    draw(
        personas_chart(people, dark=is_dark()),
        alt=summary(people),
        key=f"personas {len(people)}",
    )
    table(CHANCES, [_chances(name, result) for (name, _), result in found.items()])
    table(PLANS, [_plan(*who, result) for who, result in found.items()])


def _spread(results: Sequence[Result]) -> str:
    """Say in one sentence what the best plans add, from the least to the most."""
    known = [r.chances for r in results if r.chances]
    if not known:
        return ""
    certain = [100 * (c.if_all_accept.value - c.baseline.value) for c in known]
    counted = [100 * (c.expected.value - c.baseline.value) for c in known]
    return (
        f"With refusals counted, the best plan adds {_from_to(counted)} match chance,"
        f" depending on the applicant; if all hosts accept, {_from_to(certain)}."
        f" {_how_often(known)}"
    )


def _how_often(known: list[Chances]) -> str:
    """Say how often all hosts of a plan accept, over the applicants."""
    shares = [c.all_accept for c in known if c.all_accept < 1]
    if not shares:
        return ""
    most, least = (words.frequency(found) for found in (max(shares), min(shares)))
    spread = most if least == most else f"{most} to {least}"
    return f"How often all accept is a guess: {spread}."


def _from_to(pp: list[float]) -> str:
    least, most = (words.points(found) for found in (min(pp), max(pp)))
    return least if least == most else f"{least} to {most}"


def _named(name: str, result: Result) -> Named:
    outcome = result.outcome
    note = result_words.none(outcome) if isinstance(outcome, NoPlan) else ""
    return Named(name, result.chances, note)


def _chances(name: str, result: Result) -> tuple[str, ...]:
    found = result.chances
    if found is None:
        return name, "–", "–", "–"
    shown = (found.baseline, found.expected)
    return (name, *map(result_words.chance, shown), result_words.if_all(found))


def _plan(name: str, problem: Problem, result: Result) -> tuple[str, ...]:
    plan = result.outcome
    if isinstance(plan, NoPlan):
        return name, result_words.none(plan), "–", "–"
    size = words.counted(len(plan.blocks), "rotation")
    first = result_words.rotations(problem, plan).split("; ")[0]
    proven = "" if answer.proof(problem, plan)[1] else " (best found in time)"
    cost, expected = words.money(plan.cost_usd), words.money(plan.expected_cost_usd)
    return (
        name,
        words.sentence(f"{size}{proven}, first {first}").rstrip("."),
        f"{cost} ({expected})",
        str(plan.letters_on_time),
    )


def _open(catalog: Catalog) -> None:
    st.markdown("**Open one** in place of the present inputs:")
    with st.container(horizontal=True, gap="small"):
        for name in PRESETS:
            st.button(
                name,
                key=f"open {name}",
                icon=":material/person:",
                on_click=state.start,
                args=(name, _problem(catalog, name).scenario),
            )
