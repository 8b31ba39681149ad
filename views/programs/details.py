"""One program in full: how it stands for you, its rotations, every field and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from charts import words
from optimizer.browse.entries import Entry
from optimizer.browse.filtering import FacetedEntry
from optimizer.browse.known import Fact, facts_of
from optimizer.domain.columns import OFFERING, PROGRAM, CatalogField
from optimizer.domain.plan import Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Program
from optimizer.domain.words import join_names
from optimizer.model.gates import gate_reason, policy_unknown, program_checks
from optimizer.model.travel import NEAR_MILES, near_program
from views.kit import catalog_words, links, terms
from views.kit.figures import marked
from views.kit.parts import drawer
from views.programs import filters, find_rows
from views.sections import found_out
from views.session import cached

SHOWN_CHARACTERS = 40
COLUMNS = ("Field", "Value, and where it is from")
STANDS = {
    "open": "Open to you on these facts.",
    "check": "Possible, once these questions are answered.",
    "dates": "Possible, but not on dates when you are free.",
    "closed": "Closed to you as things are on record.",
}


def render(problem: Problem, asked: str) -> bool:
    """Draw the program or offering of an id; without one say so and return False."""
    catalog = problem.catalog
    offering = catalog.offering.get(asked)
    program = catalog.program.get(asked)
    if program is None and offering is None:
        st.warning(
            f"The link asks for “{words.safe(asked[:SHOWN_CHARACTERS])}”, which is not"
            " in the catalog. Choose from the list below."
        )
        return False
    st.button(
        "Back to the list",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=filters.back,
    )
    if program is None and offering is not None:
        program = problem.program_of(offering)
    entries = _entries(cached.lines(problem, "offerings"), program, offering)
    _head(problem, program, entries)
    _rotations(problem, entries, asked)
    if program:
        _every_field(problem, program)
    return True


def _entries(
    lines: Iterable[FacetedEntry], program: Program | None, offering: Offering | None
) -> tuple[Entry, ...]:
    every = (line.entry for line in lines)
    if program:
        return tuple(entry for entry in every if entry.program == program)
    return tuple(entry for entry in every if entry.offering == offering)


def _head(
    problem: Problem, program: Program | None, entries: tuple[Entry, ...]
) -> None:
    name = program.name if program else entries[0].name
    st.subheader(words.safe(name), anchor=False)
    find_rows.badges(problem, entries, program)
    if program is None:
        st.markdown(
            "A rotation without a residency of PM&R: it can bring a letter, but no"
            " program sees you at work."
        )
        return
    where = words.safe(f"{program.institution or program.name}, {program.city}")
    st.markdown(f"{where}, {words.safe(program.state)}")
    st.markdown(words.safe(standing(problem, program)))
    if around := near(problem, program):
        st.markdown(words.safe(around))
    if said := residency(program):
        st.markdown(words.safe(said))
    _to_settle(problem, program)
    find_rows.rate(problem, program.program_id, "in full")


def near(problem: Problem, program: Program) -> str:
    """Say how many other programs one trip may reach; empty if none."""
    found = near_program(problem, program)
    if not found:
        return ""
    programs = words.counted(len(found), "other program")
    names = join_names([other.name for other in found], 4)
    return words.sentence(f"{programs} within {NEAR_MILES} miles: {names}")


def _to_settle(problem: Problem, program: Program) -> None:
    """What the residency asks of applicants that is still open, with questions."""
    if found := program_checks(problem, program):
        lines = ["To settle before you apply for residency:", ""]
        lines += [f"- {_reason(reason)}" for reason in found]
        st.markdown("\n".join(lines))


def residency(program: Program) -> str:
    """Say how one enters the residency and whom it looks at, as far as is known."""
    found = []
    if program.track != "unknown":
        found.append(words.sentence(catalog_words.value_text("track", program.track)))
    if program.interviews_per_year is not None:
        many = words.counted(program.interviews_per_year, "applicant")
        found.append(f"It interviews {many} a year.")
    if program.first_class is not None:
        found.append(f"Its first residents started in {program.first_class}.")
    if program.residents_img is not None:
        found.append(f"IMGs among its residents: {program.residents_img}.")
    if program.pmr_letter == "required":
        found.append("It asks for a letter of a PM&R physician.")
    elif program.pmr_letter == "preferred":
        found.append("It would like a letter of a PM&R physician.")
    return " ".join(found)


def standing(problem: Problem, program: Program) -> str:
    """Say whether this program could match the applicant, as far as is known."""
    if reason := gate_reason(problem, program):
        return f"It cannot match you, as things are on record: {reason}"
    if policy_unknown(problem, program):
        return (
            "Its visa or IMG policy is not known: it counts as possible. Ask before you"
            " count on it."
        )
    return "Nothing on record rules you out there."


# ---- its rotations ------------------------------------------------------------------


def _rotations(problem: Problem, entries: tuple[Entry, ...], asked: str) -> None:
    st.markdown(f"#### {_how_many(entries)}", anchors=False)
    for entry in sorted(entries, key=lambda e: e.key != asked):
        with st.container(border=True, gap="xsmall"):
            _rotation(problem, entry)
    if entries and not problem.scenario.applicant.us_work_authorized:
        st.markdown(terms.NOT_LEGAL_ADVICE)


def _how_many(entries: tuple[Entry, ...]) -> str:
    if not entries:
        return "No rotation there is known"
    return words.sentence(words.counted(len(entries), "rotation")).rstrip(".")


def _rotation(problem: Problem, entry: Entry) -> None:
    """How one rotation stands, with reasons, sources, questions and buttons."""
    offering, found = entry.offering, entry.standing
    assert offering is not None, "an offering is listed"
    assert found is not None, "and it stands somehow"
    title = words.link(f"{offering.host}: {offering.title}", offering.url)
    st.markdown(f"**{title}**")
    find_rows.badges(problem, (entry,))
    st.markdown(words.safe(words.sentence(find_rows.describe(problem, entry))))
    lines = [f"{STANDS[found.stand]}", ""]
    lines += [f"- {_reason(reason)}" for reason in found.eligibility.reasons]
    st.markdown("\n".join(lines))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        find_rows.pin(problem, offering)
        name = f"{offering.host}: {offering.title}"
        find_rows.exclude(problem, (offering.offering_id,), name)
        links.why_not(offering.offering_id)
        _found_out(problem, offering.offering_id, name)
    drawer(
        "Every field of this rotation",
        f"fields of {offering.offering_id}",
        lambda: _table(facts_of(problem.catalog, offering), OFFERING),
    )


def _reason(reason: Reason) -> str:
    ask = f" Ask: *{words.safe(reason.ask)}*" if reason.ask else ""
    known = f" Source: {words.source(reason.source)}." if reason.source else ""
    return f"{words.safe(reason.sentence)}{ask}{known}"


# ---- every field --------------------------------------------------------------------


def _every_field(problem: Problem, program: Program) -> None:
    facts = facts_of(problem.catalog, program)
    unknown = sum(not fact.is_known for fact in facts)
    st.markdown("#### Every field of the program", anchors=False)
    st.markdown(
        f"{len(facts) - unknown} of {len(facts)} fields are on record. Unknown is not"
        " no: it counts as possible, so ask."
    )
    with st.container(horizontal=True, gap="small"):
        _found_out(problem, program.program_id, program.name)
    _table(facts, PROGRAM)


def _found_out(problem: Problem, record_id: str, name: str) -> None:
    found_out.button(problem, record_id, "", "I asked", f"details {record_id}")
    found_out.wrong_fact(problem, record_id, name, f"details {record_id}")


def _table(facts: tuple[Fact, ...], columns: Mapping[str, CatalogField]) -> None:
    marked(
        COLUMNS,
        [
            (
                words.safe(columns[fact.field].label),
                catalog_words.value_and_source(fact),
            )
            for fact in facts
        ],
    )
