"""Your story, your weakest area, the file to hand over, and afterwards."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.faults import DataError
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.export.formats import EXPORTS, file_name
from optimizer.export.hand_over import Extras
from optimizer.export.pdf import pdf_file
from optimizer.model.cost import rotation_usd
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.requests.ask_list import PlannedList
from optimizer.year import standing
from optimizer.year.standing import early_item, early_rotations
from optimizer.year.timeline import Year
from views.session import cached, state
from views.session.session import session

LOG_COLUMNS = (
    *("Day", "Setting", "Diagnosis group", "What I examined", "What I learned"),
    *("Feedback", "From whom"),
)
LOG = (",".join(LOG_COLUMNS) + "\r\n").encode("utf-8-sig")
LOG_ABOUT = (
    "An empty table for cases and feedback. Write no names and nothing by which a"
    " patient could be known. It is for you: nothing of it comes back here."
)
HAND_OVER = (
    "For an advisor or a coordinator: plan, requests, dates, papers, costs. Nothing of"
    " scores, visa or chances is in it unless you tick it here."
)
BASE = (
    "Rotations: what your list adds. The others: what each alone adds beside your list."
)
NEXT = (
    "It keeps your rotations and letters, and leaves out who said no. You may take it"
    " back."
)


def rotations(problem: Problem, found: PlannedList) -> tuple[Rotation, ...]:
    """Those of the plan if all say yes, booked ones included."""
    return rotations_of(problem, found.blocks_if_all_say_yes)


def log() -> None:
    """Offer an empty table for cases and feedback."""
    st.markdown(LOG_ABOUT)
    st.download_button(
        "Empty log (CSV)",
        data=LOG,
        file_name="rotation-log.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def early(problem: Problem, found: PlannedList, year: Year) -> None:
    """Draw whom one could visit in the year before, if that is advised."""
    item = early_item(year)
    if item is None:
        return
    span = item.day, item.until
    hosts = early_rotations(problem, found, span)
    lines = [
        f"{words.short(r.visit.host)}, {words.days(r.start, r.end)},"
        f" {words.KINDS[r.visit.kind]}, {words.money(rotation_usd(problem, r))}"
        for r in hosts
    ]
    said = f"**In the year before, {words.days(*span)}, beside the plan:**"
    none = "No host on record can be visited then."
    st.markdown(said if lines else f"{said} {none}")
    st.markdown("\n".join(f"- {words.safe(line)}" for line in lines))


def story(problem: Problem, found: PlannedList, year: Year) -> None:
    """Draw which theme each rotation of the plan carries, and which is missing."""
    carried = standing.themes(rotations(problem, found))
    for theme, there in carried.items():
        if there:
            hosts = join_names([words.short(r.visit.host) for r in there])
            st.markdown(f"- **{theme}**: {words.safe(hosts)}")
    missing = [theme for theme, there in carried.items() if not there]
    if missing:
        st.markdown(f"Not in the plan: {'; '.join(missing).lower()}.")
    early(problem, found, year)


def weakest(problem: Problem, found: PlannedList) -> None:
    """Ask what the inputs do not say, then draw what to work on first."""
    has = {
        standing.RESEARCH: st.toggle(
            "I have research, or have long worked in rehabilitation",
            key="weakest research",
            help="Posters, papers, or years of work as a therapist or physician.",
        ),
        standing.APPLICATION: st.toggle(
            "My statement and my answers for interviews are ready",
            key="weakest story",
            help="Read by somebody else, and practised aloud.",
        ),
    }
    areas = standing.areas(problem, found, cached.ask)
    lacking = [name for name, there in has.items() if not there]
    first = standing.weakest(areas, lacking)
    name = first.name if first else "nothing stands out"
    st.markdown(f"**Weakest now: {words.safe(name)}.**")
    st.markdown("\n".join(f"- {words.safe(_area(area))}" for area in areas))
    st.markdown(BASE)


def _area(area: standing.Area) -> str:
    now = f" ({area.now})" if area.now else ""
    if area.worth_pp is None:
        return f"{area.name}{now}: not priced. {area.advice}"
    return f"{area.name}{now}: {words.more_of_thousand(area.worth_pp)}. {area.advice}"


def hand_over(problem: Problem, found: PlannedList) -> None:
    """Offer the plan if all say yes as a PDF, with a name if one is typed."""
    plan = found.if_all_say_yes
    if not isinstance(plan, Plan):
        st.markdown("There is no plan to hand over yet.")
        return
    st.markdown(HAND_OVER)
    name = st.text_input(
        "Name on it, if you like",
        key="hand over name",
        max_chars=80,
        help="It goes into this file alone. Latin letters, with their accents.",
    )
    profile = st.checkbox(
        "With my exams, status, visa and letters",
        key="hand over profile",
        help="Left out unless you tick it: whoever gets the file reads it.",
    )
    chances = st.checkbox(
        "With the chances to match",
        key="hand over chances",
        help="Left out unless you tick it. They are guesses with wide ranges.",
    )
    try:
        made = _pdf(problem, plan, Extras(name or "", profile, chances), found)
    except DataError as error:
        st.error(words.safe(str(error)))
        return
    st.download_button(
        "Two pages (PDF)",
        data=made,
        file_name=file_name(problem, ".pdf"),
        mime=EXPORTS[".pdf"].mime,
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )


def _pdf(problem: Problem, plan: Plan, extras: Extras, found: PlannedList) -> bytes:
    """The file, made once for the same plan and ticks."""
    made_of = (problem.catalog.version, problem.scenario, extras)
    if session().pdf[0] != made_of:
        session().pdf = made_of, pdf_file(problem, plan, extras, found)
    return session().pdf[1]


def afterwards(problem: Problem, found: PlannedList) -> None:
    """Say whom to thank; offer the next cycle, which begins from this one."""
    taught = [words.short(r.visit.host) for r in rotations(problem, found)]
    if taught:
        thanks = f"once you were there, thank your teachers at {join_names(taught)}"
        st.markdown(words.safe(words.sentence(thanks)))
    following = standing.next_cycle(problem, rotations(problem, found))
    if following is None:
        st.markdown("No later season is on record yet.")
        return
    st.markdown(f"If it did not work: begin the cycle for {following.season}. {NEXT}")
    st.button(
        f"Begin the cycle for {following.season}",
        icon=":material/restart_alt:",
        on_click=state.apply,
        args=(following,),
    )
