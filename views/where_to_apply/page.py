"""Page: where to apply for residency, whom to signal, group by group, when to stop."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import ListWish
from optimizer.domain.words import join_names
from optimizer.export.formats import file_name
from optimizer.export.workbook import residency_file
from optimizer.residency_list.answer import Group, Mix, ResidencyList, mix, tier_of
from optimizer.residency_list.curve import CHEAP_APPLICATIONS, applications_usd
from views.inputs import callbacks
from views.kit import links, terms
from views.kit.figures import table
from views.session import cached
from views.where_to_apply import answers, figures, programs, residency_words, season

AS_IT_STANDS = (
    "Before any new rotation: the letters you have and rotations that are booked. The"
    " page Plan starts from this chance."
)
YES_COUNTS = " Where a host has said yes, Plan counts it on top."
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
    st.markdown(words.safe(chance(problem, found)), help=terms.RANGE)
    st.markdown(words.safe(residency_words.mean_invitations(found.invitations)))
    st.caption(words.safe(proof(found)), help=AS_IT_STANDS)
    st.markdown(words.safe(residency_words.guesses(found)))
    in_season = season.has_begun(problem)
    if in_season:
        season.render(problem)
    programs.ask_first(problem, found)
    draw_groups(problem, found)
    programs.render(problem, found)
    guide(problem, found)
    figures.stop(problem, found.applied)
    figures.invitations(found)
    answers.render(problem)
    answers.one_purse(problem)
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


def chance(problem: Problem, found: ResidencyList) -> str:
    """Say the chance with its range, before any new rotation, and what is not in it."""
    some = found.probability
    yes = any(said in replies.YES for _, said in problem.scenario.answers)
    value, low = words.in_hundred(some.value), f"{some.low * 100:.0f}"
    return (
        f"Chance to match before any new rotation: {value}; it may be {low} to"
        f" {words.in_hundred(some.high)}.{YES_COUNTS if yes else ''}"
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


COLUMNS = ("Group", "What to do", "Interview")


def draw_groups(problem: Problem, found: ResidencyList) -> None:
    """Draw the groups as a table, and who is in those that are cut."""
    st.subheader(
        f"{words.sentence(words.counted(len(found.groups), 'group')).rstrip('.')}"
        " that the data can tell apart",
        anchor=False,
        help="A level says how often a program interviews IMGs. Inside a group nothing"
        " on record says which program is better for you.",
    )
    listed = [group for group in found.groups if group.applied]
    table(COLUMNS, [_row(group) for group in listed])
    if left := [group for group in found.groups if not group.applied]:
        many = words.sentence(words.counted(len(left), "group")).rstrip(".")
        with st.expander(f"{many} left out"):
            table(COLUMNS, [_row(group) for group in left])
    cut = [group for group in found.groups if residency_words.is_open_choice(group)]
    if not cut:
        return
    st.markdown("Where it says “any”, the choice is yours: open a group and choose.")
    for group in cut:
        with st.expander(
            words.safe(
                f"{residency_words.group_name(group)}: {residency_words.to_do(group)}"
            )
        ):
            names = [problem.catalog.program[p] for p in group.members]
            name = residency_words.program_name
            lines = [f"- {words.safe(name(p))}, {words.safe(p.state)}" for p in names]
            st.markdown("\n".join(lines))
            if group.next_pp is not None:
                more = residency_words.points(group.next_pp)
                st.markdown(words.safe(f"One more of them would add {more}."))
            _choose(problem, group)


def _choose(problem: Problem, group: Group) -> None:
    """Let the applicant say which of a group it is to be, as a wish for the list."""
    if group.wish or group.rotation:
        return
    wish: ListWish = "signal" if group.signals else "apply"
    key = f"where to apply choose {' '.join(group.members)}"
    st.selectbox(
        "Which one do you want to signal?"
        if group.signals
        else "Which one do you want on your list?",
        group.members,
        index=None,
        format_func=lambda p: residency_words.name_of(problem, p),
        placeholder="Choose a program",
        key=key,
        help=residency_words.WISH,
        on_change=_chosen,
        args=(key, wish),
    )


def _chosen(key: str, wish: ListWish) -> None:
    """Take a program of a group into the wishes (a callback)."""
    if name := st.session_state.get(key):
        callbacks.wish_for(name, wish)


def _row(group: Group) -> tuple[str, ...]:
    name, to_do = residency_words.group_name(group), residency_words.to_do(group)
    return name, to_do, residency_words.interview(group)


TITLE = "What a common guide advises"
GUIDE_COLUMNS = ("The guide", "Your list")
STRONG = "With scores like yours, for rotations and programs:"
OTHER = "With average scores, failed exams or a gap:"
NAMED = 4
TRIPS = "Several interviews on one trip"


def guide(problem: Problem, found: ResidencyList) -> None:
    """Draw the advice beside the list, once it is opened, and the trips."""
    with st.expander(TITLE):
        held = mix(problem, found)
        st.markdown(STRONG if held.strong else OTHER)
        table(GUIDE_COLUMNS, rows(problem, found, held))
        st.markdown(words.safe(residency_words.GUIDE))
    if found.trips:
        with st.expander(TRIPS):
            names = problem.catalog.program
            table(
                ("Near", "Programs of your list"),
                [
                    (metro, join_names([names[e.program_id].name for e in entries]))
                    for metro, entries in found.trips.items()
                ],
            )


def rows(problem: Problem, found: ResidencyList, held: Mix) -> list[tuple[str, str]]:
    """Each piece of advice, and what the list has of it."""
    often = (
        f"{len(held.often)} of {found.applied} interview IMGs at a middle rate or more"
        " often."
    )
    if held.strong:
        return [
            ("One or two programs of middle or high standing that take IMGs", often),
            ("One safer program", _safest(problem, found, held)),
        ]
    old, new = (_name_list(problem, some) for some in (held.old, held.new))
    return [
        (
            "Mostly programs that have taken IMGs for long",
            f"{often} Known to be old: {old}.",
        ),
        ("Newer programs too", f"Known to be new: {new}."),
    ]


def _safest(problem: Problem, found: ResidencyList, held: Mix) -> str:
    entry = next(e for e in found.programs if e.program_id == held.safest)
    name = problem.catalog.program[entry.program_id].name
    tier = tier_of(entry.interview.value)
    said = "" if tier == "safer" else " None is safe."
    return f"{name}: interview {residency_words.chance(entry.interview)}.{said}"


def _name_list(problem: Problem, some: tuple[str, ...]) -> str:
    return join_names([problem.catalog.program[p].name for p in some], NAMED) or "none"
