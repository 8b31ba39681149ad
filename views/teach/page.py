"""Page Teach: the slides, in the page or as the whole screen, and a class."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import PP
from views.inputs import share, start, widgets
from views.kit import links, parts
from views.kit.figures import table
from views.sections import answer, opened
from views.session import cached, presenting, remembered, state
from views.session.examples import EXAMPLES, example_scenario
from views.session.session import session
from views.teach import own_plan
from views.teach.slides import SLIDES

SLIDE_KEY = SLIDE = "slide"
"""What the address calls the number of a slide, from 1."""
CLASS = (
    "Example",
    "Match of 100, without the list",
    "With the list",
    "Hosts to write to",
    "Cost at most",
)


def render(problem: Problem) -> None:
    """Draw the page, or only what a room is to see."""
    opened.note(state.shared_plan())
    _take_over(problem)
    if session().presenting:
        st.html(presenting.SLIDES)
        _steps(problem)
        return
    st.markdown(
        "Slides for a room, with your inputs. Large type and no menu: “Full screen”."
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Full screen",
            icon=":material/slideshow:",
            help="Large type, without inputs and menu. For the present inputs.",
            on_click=presenting.begin,
        )
        with st.popover("Link to these slides", icon=":material/link:"):
            _link()
    _steps(problem)
    if widgets.panel("A class as a table", "groups"):
        _class(problem.catalog)


def _take_over(problem: Problem) -> None:
    asked = st.query_params.get(SLIDE, "")
    if remembered.is_new(SLIDE, asked) and (place := slide_of(asked)) is not None:
        _go(place)
    before = session().picks
    wrong = own_plan.look(problem, st.query_params.get(own_plan.PARAMETER, ""))
    if wrong:
        st.error(wrong, icon=":material/link_off:")
    elif session().picks != before:
        _go(len(SLIDES) - 1)


def slide_of(text: str) -> int | None:
    """Return the place of a slide that an address numbers; None: there is none such."""
    numbers = [str(number) for number in range(1, len(SLIDES) + 1)]
    return numbers.index(text) if text in numbers else None


def _go(place: int) -> None:
    """Show a slide (a callback)."""
    st.session_state[SLIDE_KEY] = place


def _steps(problem: Problem) -> None:
    """Draw the slide that is open, with the way to the others and the money."""
    place = min(st.session_state.get(SLIDE_KEY, 0), len(SLIDES) - 1)
    slide = SLIDES[place]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for label, icon, to in (
            ("Back", "arrow_back", place - 1),
            ("Next", "arrow_forward", place + 1),
        ):
            st.button(
                label,
                icon=f":material/{icon}:",
                disabled=to not in range(len(SLIDES)),
                on_click=_go,
                args=(to,),
            )
        st.markdown(f"{place + 1} of {len(SLIDES)}: {slide.name}", width="content")
        if session().presenting:
            widgets.number("budget_usd", step=1_000, width=430)
    slide.draw(problem)


def _link() -> None:
    origin = state.origin().name
    name = st.selectbox(
        "Example",
        EXAMPLES,
        EXAMPLES.index(origin) if origin in EXAMPLES else 0,
        key="linked applicant",
        help="As it comes, without your changes. “Share or save” has a link with them.",
    )
    wanted = {links.PRESET: links.slug(name)}
    if st.toggle(
        "Full screen",
        key="linked view",
        help="Whoever opens the link sees large type without inputs and menu.",
    ):
        wanted[presenting.PARAMETER] = presenting.ON
    if (picks := session().picks) and st.toggle(
        "With my own hosts",
        key="linked picks",
        help="The hosts picked on the last slide, and their dates.",
    ):
        wanted[own_plan.PARAMETER] = own_plan.address_of(picks)
    address = share.address_of(st.context.url or "", links.TEACH, wanted)
    st.code(address, language=None, wrap_lines=True)


def _class(catalog: Catalog) -> None:
    """Draw the examples one after another, as their lists are found."""
    parts.stream(
        parts.place(400),
        (_row(name, _problem(catalog, name)) for name in EXAMPLES),
        lambda rows: table(CLASS, rows),
    )
    with st.container(horizontal=True, gap="small"):
        st.markdown("Open one:", width="content")
        for name in EXAMPLES:
            st.button(
                name,
                key=f"open {name}",
                type="tertiary",
                on_click=start.example,
                args=(name, catalog),
            )


def _problem(catalog: Catalog, name: str) -> Problem:
    # What was found out about hosts holds for every applicant.
    scenario = example_scenario(name, catalog)
    return Problem(catalog, scenario).having(found_out=catalog.found_out)


def _row(name: str, problem: Problem) -> tuple[str, ...]:
    found = parts.saying(f"Looking for whom to ask: {name} …", cached.ask, problem)
    if isinstance(found, NoPlan):
        return name, answer.none(found), "–", "–", "–"
    new = sum(not one.request.sent for one in found.requests)
    return (
        name,
        f"{PP * found.baseline:.0f}",
        f"{PP * found.value:.0f}",
        str(new),
        words.money(found.cost_quantiles_usd[-1]),
    )
