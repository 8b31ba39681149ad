"""What the visitor found out by asking, or finds wrong: recorded, listed, passed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import streamlit as st

from charts import words
from optimizer.domain.columns import cell_of
from optimizer.domain.found_out import FIELDS, records
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut
from optimizer.domain.scenario import MOST_FOUND_OUT
from optimizer.export.corrections import as_csv, as_issue, corrections
from views.inputs import callbacks
from views.kit import catalog_words, links
from views.sections import found_out_widgets
from views.session import cached
from views.session.session import session

PANEL_PIXELS = 520
LEAD = (
    "You asked a host and know better than the catalog? Record the answer: it counts in"
    " every plan, chance and cost here, and it stays in your saved inputs."
)
NEXT = (
    "Ask by e-mail before you pay or book anything. The page To do lists what to check"
    " first."
)


def render(problem: Problem) -> None:
    """Draw what was recorded, the form for another answer, and the export."""
    st.markdown(LEAD)
    _recorded(problem)
    st.subheader("Record an answer", anchor=False)
    names = [*problem.catalog.offering, *problem.catalog.program]
    names.sort(
        key=lambda name: catalog_words.record_name(problem.catalog, name).lower()
    )
    record_id = st.selectbox(
        "Whom did you ask?",
        names,
        index=None,
        format_func=lambda name: catalog_words.record_name(problem.catalog, name),
        placeholder="Search by host, program or title",
        help="A host of a rotation, or a residency program.",
        key="found out about",
    )
    if record_id:
        form(problem, record_id)
    _export(problem)


def form(problem: Problem, record_id: str, field: str = "", place: str = "") -> None:
    """Draw the form to record an answer about one program or offering.

    ``field`` is the one it begins with; ``place`` tells two forms of a page apart.
    """
    catalog = problem.catalog
    names = [n for n, f in FIELDS.items() if record_id in records(catalog, f)]
    base = f"found out {place} {record_id}"
    chosen = st.selectbox(
        "What did you ask?",
        names,
        names.index(field) if field in names else 0,
        format_func=catalog_words.field_name,
        key=f"{base} field",
        help="What is recorded here counts instead of the catalog, for you alone.",
    )
    st.markdown(words.safe(catalog_words.present(catalog, record_id, chosen)))
    # Begins anew with every scenario: what it shows first is what holds.
    key = f"{base} {chosen} {session().edition}"
    cell = cell_of(getattr(records(catalog, FIELDS[chosen])[record_id], chosen))
    found_out_widgets.draw(problem, chosen, cell, key, catalog_words.question(chosen))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "The answer is of",
            problem.scenario.today,
            key=f"{key} day",
            help="The day on which you were told.",
            width=160,
        )
        _record_button(problem, record_id, chosen, key)


def button(problem: Problem, record_id: str, field: str, label: str, key: str) -> None:
    """Draw a button that opens the form for one field."""
    # Another one with every scenario, so that it closes once an answer is recorded.
    panel = st.popover(
        label,
        icon=":material/edit_note:",
        key=f"found out panel {key} {session().edition}",
        on_change="rerun",
    )
    if panel.open:
        with panel.container(width=PANEL_PIXELS):
            form(problem, record_id, field, place=key)


def _record_button(problem: Problem, record_id: str, field: str, key: str) -> None:
    known = {(one.record_id, one.field) for one in problem.scenario.found_out}
    full = len(known) >= MOST_FOUND_OUT and (record_id, field) not in known
    st.button(
        "Record",
        type="primary",
        icon=":material/check:",
        key=f"{key} record",
        disabled=full or _answer(field, key) is None,
        help=f"You can record up to {MOST_FOUND_OUT} answers." if full else None,
        on_click=_record,
        args=(record_id, field, key),
    )


def _answer(field: str, key: str) -> str | None:
    in_widgets = st.session_state
    return found_out_widgets.text_of(
        field, in_widgets.get(key), in_widgets.get(found_out_widgets.dates_key(key))
    )


def _record(record_id: str, field: str, key: str) -> None:
    """Record what the widgets of a form say (a callback)."""
    day: dt.date | None = st.session_state.get(f"{key} day")
    value = _answer(field, key)
    if value is not None and day is not None:
        callbacks.record(FoundOut(record_id, field, value, day))


def _recorded(problem: Problem) -> None:
    found = problem.scenario.found_out
    st.subheader(f"Your answers: {len(found) or 'none yet'}", anchor=False)
    if not found:
        st.markdown(NEXT)
    for one in found:
        with st.container(border=True, gap="small"):
            st.markdown("  \n".join(_lines(problem, one)))
            _actions(problem, one)


def _lines(problem: Problem, one: FoundOut) -> Iterator[str]:
    catalog = problem.catalog
    yield f"**{words.safe(catalog_words.record_name(catalog, one.record_id))}**"
    name = words.safe(catalog_words.field_name(one.field))
    yield f"{name}: **{words.safe(catalog_words.value_name(one.field, one.value))}**"
    old = catalog_words.on_record(catalog, one.record_id, one.field)
    yield words.safe(f"Asked on {words.full_day(one.date)}. The catalog says: {old}.")


def _actions(problem: Problem, one: FoundOut) -> None:
    key = f"{one.record_id} {one.field}"
    with st.container(horizontal=True, gap="small"):
        button(problem, one.record_id, one.field, "Edit", f"edit {key}")
        st.button(
            "Remove",
            icon=":material/delete:",
            key=f"remove {key}",
            help="The catalog counts again.",
            on_click=callbacks.forget,
            args=(one,),
        )


def _export(problem: Problem) -> None:
    """Offer the answers to others: a CSV, and the text of an issue."""
    found = corrections(problem)
    if not found:
        return
    st.subheader("Pass it on", anchor=False)
    st.markdown(
        "Others plan with the same catalog. Nothing about you is in here: only hosts,"
        " values and dates."
    )
    st.download_button(
        "Corrections as CSV",
        data=as_csv(found).encode("utf-8-sig"),  # so that spreadsheets see UTF-8
        file_name="rotamatch-corrections.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    where = "the form “A host replied” of the project"
    if found_at := links.project_address():
        where = words.link(where, links.form(found_at, links.HOST_REPLIED))
    st.markdown(f"Or copy this text into {where}:")
    st.code(as_issue(problem, found), language=None, wrap_lines=True)


COMMAND = (
    "python -m optimizer correct {} FIELD VALUE"
    " --source https://ADDRESS-OF-THE-PAGE --as-of YYYY-MM"
)


def wrong_fact(problem: Problem, record_id: str, name: str, key: str) -> None:
    """Draw a button that says how to correct a record of the shipped catalog."""
    if not cached.is_shipped(problem.catalog):
        return
    panel = st.popover(
        "Wrong fact?",
        icon=":material/flag:",
        key=f"wrong fact {key}",
        on_change="rerun",
    )
    if panel.open:
        with panel:
            _how(problem, record_id, name)


def _how(problem: Problem, record_id: str, name: str) -> None:
    if found := links.project_address():
        version = problem.catalog.shipped.version
        form = links.wrong_fact_form(found, record_id, name, version)
        st.markdown(
            f"{words.link('Tell us', form)}: the form opens with the name filled in."
            " Add the page that says so; nothing about you is in it."
        )
        return
    st.markdown("In a copy of the project, this command corrects it for everybody:")
    st.code(COMMAND.format(record_id), language=None, wrap_lines=True)
    st.markdown(
        "CONTRIBUTING.md goes through it step by step. Only for your own plan: “I"
        " asked”."
    )
