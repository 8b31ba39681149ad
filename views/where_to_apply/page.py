"""Page: where to apply for residency, whom to signal, and when to stop."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.export.formats import file_name
from optimizer.export.workbook import residency_file
from optimizer.residency_list.answer import ResidencyList
from optimizer.residency_list.curve import CHEAP_APPLICATIONS, applications_usd
from views.kit import links, terms
from views.session import cached
from views.where_to_apply import (
    answers,
    figures,
    groups,
    programs,
    residency_words,
    season,
)

AS_IT_STANDS = (
    "Before any new rotation: the letters you have, rotations that are booked, and none"
    " that a host may still refuse. The page Plan starts from this chance."
)
BACK_UP = (
    "The guide says: some back-up specialties, if necessary. A second specialty has"
    " fees of its own, which start again at the lowest{fee}. Whether it helps you is"
    " not known here."
)
FEES_LINK = (
    "https://students-residents.aamc.org/applying-residencies-eras/publication-chapters"
    "/fees-2027-eras-season"
)


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    found = cached.residency_list(problem)
    st.header(words.safe(headline(problem, found)), anchor=False)
    if not found.applied:
        _nothing(problem, found)
        if season.has_begun(problem):
            season.render(problem)
        _limits(problem)
        return
    st.markdown(words.safe(money(found)), help=residency_words.SIGNAL)
    st.markdown(words.safe(chance(found)), help=terms.RANGE)
    st.markdown(words.safe(residency_words.mean_invitations(found.invitations)))
    st.caption(words.safe(proof(found)), help=AS_IT_STANDS)
    st.markdown(words.safe(residency_words.guesses(found)))
    in_season = season.has_begun(problem)
    if in_season:
        season.render(problem)
    programs.ask_first(problem, found)
    groups.render(problem, found)
    programs.render(problem, found)
    groups.guide(problem, found)
    figures.stop(problem, found)
    figures.invitations(found)
    answers.render(problem)
    answers.one_purse(problem, found.curve)
    if not in_season:
        season.render(problem)
    _take_away(problem, found)
    _limits(problem)


def headline(problem: Problem, found: ResidencyList) -> str:
    """Return the answer in one sentence."""
    if not found.open_programs:
        return "No program is open to you, by what is known"
    if not found.applied:
        return "You apply to no program"
    many = words.counted(found.applied, "program")
    signals = f" and signal {found.signalled}" if found.signalled else ""
    value = words.in_hundred(found.value)
    return f"Apply to {many}{signals}: {terms.measure(problem)} {value}"


def chance(found: ResidencyList) -> str:
    """Say the chance with its range, before any new rotation."""
    some = found.probability
    value, low = words.in_hundred(some.value), f"{some.low * 100:.0f}"
    return (
        f"Chance to match before any new rotation: {value}; it may be {low} to"
        f" {words.in_hundred(some.high)}."
    )


def money(found: ResidencyList) -> str:
    """Say what the season costs."""
    if found.fees_usd is None:
        return "What the applications cost is not known here."
    both = words.money(found.fees_usd + found.once_usd)
    if not found.once_usd:
        return f"The applications cost {both}."
    once = words.money(found.once_usd)
    fees = words.money(found.fees_usd)
    said = f"The season costs {both}: {fees} for applications"
    return f"{said}, {once} whatever their number."


def proof(found: ResidencyList) -> str:
    """Say how sure it is that no list is better, and where the plan has another one."""
    gap = words.within(found.value, found.bound)
    said = (
        f"No other list of {found.applied} is better by more than {gap}."
        if found.status == "optimal"
        else f"Best found; the best list could be up to {gap} better."
    )
    if not found.differs:
        return f"{said} The plan starts from the same list and chance."
    base = f"{found.baseline * 100:.1f} in 100"
    many = words.counted(len(found.differs), "program")
    differ = "differs" if len(found.differs) == 1 else "differ"
    why = f"{many} {differ}, because of your ratings."
    return f"{said} The plan starts from a simpler list, {base}; {why}"


def _nothing(problem: Problem, found: ResidencyList) -> None:
    """Say why nothing is applied to, and what would help."""
    if found.open_programs:
        programs_are = "program is" if found.open_programs == 1 else "programs are"
        st.markdown(
            f"{found.open_programs} {programs_are} open to you. Choose how many"
            " applications you send under “Money and dates” above."
        )
        return
    st.markdown("These are the reasons. Ask a program if you think that it is wrong.")
    programs.render(problem, found)


def _take_away(problem: Problem, found: ResidencyList) -> None:
    with st.container(key="take away list"):
        st.download_button(
            "List as CSV",
            data=lambda: residency_file(problem, found),
            file_name=file_name(problem, "-where-to-apply.csv"),
            mime="text/csv",
            icon=":material/csv:",
            help="What to do, what to ask, links. No chances, nothing about you.",
            on_click="ignore",
        )


def _limits(problem: Problem) -> None:
    usd = applications_usd(problem, CHEAP_APPLICATIONS)
    fee = f": {words.money(usd)} for {CHEAP_APPLICATIONS} programs" if usd else ""
    with st.expander("What this does not know, and a back-up specialty"):
        unknown = sum(
            problem.receptiveness(p) == "unknown" for p in problem.catalog.programs
        )
        levels = residency_words.LEVELS_UNKNOWN.format(count=unknown)
        lines = [*residency_words.LIMITS, levels, BACK_UP.format(fee=fee)]
        st.markdown("\n".join(f"- {words.safe(line)}" for line in lines))
        st.markdown(words.link("Fees of ERAS by the AAMC", FEES_LINK))
        links.method()
