"""A fact on record is wrong: the form of the project, or the command that corrects."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from views.kit import repository
from views.session import cached

COMMAND = (
    "python -m optimizer correct {} FIELD VALUE"
    " --source https://ADDRESS-OF-THE-PAGE --as-of YYYY-MM"
)


def button(problem: Problem, record_id: str, name: str, key: str) -> None:
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
    if found := repository.address():
        version = problem.catalog.shipped.version
        form = repository.wrong_fact(found, record_id, name, version)
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
