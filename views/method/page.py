"""Page: how the answer is computed, what it rests on and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import format as words
from charts.coverage import Compared, by_status, compared, coverage_chart, decisive
from optimizer.browse.coverage import Coverage, coverage, on_record
from optimizer.calibration.checks import Check
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption, Catalog
from optimizer.domain.words import CONFIDENCE
from optimizer.model.rules import RULES
from optimizer.scenario_io.json_file import default_scenario
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.method.text import (
    CALIBRATION,
    COVERAGE,
    FORMULAS,
    IMG_LEVELS,
    LIMITS,
    SUMMARY,
)
from views.session import cached

READABLE = 800


def render(problem: Problem) -> None:
    """Draw the page, its text no wider than is good to read."""
    with st.container(width=READABLE):
        st.header("How the answer is found", anchor=False)
        st.markdown(SUMMARY)
        if not problem.scenario.applicant.us_work_authorized:
            st.markdown(terms.NOT_LEGAL_ADVICE)
        _model()
        _rules()
        _calibration(problem)
    _assumptions(problem.catalog)
    with st.container(width=READABLE):
        _data(problem.catalog)
        _limits()


def _model() -> None:
    st.subheader("The model", anchor=False)
    for text, formula in FORMULAS:
        st.markdown(text)
        if formula:
            st.markdown(f"$\\displaystyle {formula}$", text_alignment="center")


def _rules() -> None:
    st.subheader("The rules every plan obeys", anchor=False)
    st.markdown("\n".join(f"- {words.safe(rule.sentence)}" for rule in RULES))


def _calibration(problem: Problem) -> None:
    st.subheader("Does it agree with what is published?", anchor=False)
    st.markdown(CALIBRATION)
    average = default_scenario(problem.catalog, problem.scenario.today)
    found = cached.calibration(Problem(problem.catalog, average))
    columns = ("What", "Published", "Model", "Allowed", "Verdict", "Of whom")
    st.dataframe(
        [dict(zip(columns, _check_row(check), strict=True)) for check in found],
        hide_index=True,
        width="stretch",
    )


def _check_row(check: Check) -> tuple[str, ...]:
    """One comparison, its verdict in a word."""
    said = {True: "met", False: "missed", None: "only shown"}[check.met]
    ends = dict.fromkeys(check.tolerance or ())
    allowed = "; ".join(f"{low:g} to {high:g}" for low, high in ends) or "–"
    model = ", ".join(f"{value:.3g}" for value in check.model)
    return check.name, check.published, model, allowed, said, check.source


def _assumptions(catalog: Catalog) -> None:
    st.subheader("Every assumption", anchor=False)
    st.markdown(
        "The range of each shown chance comes from drawing all of these from their"
        " ranges at once. For what is marked as a guess no published figure was found."
    )
    st.dataframe(
        [_row(assumption) for assumption in catalog.assumptions],
        hide_index=True,
        width="stretch",
        column_config={"Value": st.column_config.NumberColumn(format="%g")},
    )


def _row(assumption: Assumption) -> dict[str, str | float]:
    grade = assumption.confidence
    return {
        "Assumption": assumption.meaning or assumption.name,
        "Value": assumption.value,
        "Range": f"{assumption.low:g} to {assumption.high:g}",
        "Unit": assumption.unit,
        "How sure": CONFIDENCE.get(grade, grade),
        "Source": assumption.source,
        "Name in the data": assumption.name,
    }


def _data(catalog: Catalog) -> None:
    st.subheader("The data and what is known", anchor=False)
    recorded, further = on_record(catalog)
    st.markdown(
        f"{len(catalog.programs)} programs, {recorded} experiences on record and"
        f" {further} further programs that one could write to, in"
        f" {len(catalog.places)} cities. What is not known counts as possible where"
        " it is a policy, and as a typical amount where it is a price; both are"
        " marked."
    )
    _coverage(catalog)
    sources = by_status(catalog)
    if sources:
        st.markdown("Where the recorded facts come from:")
        table(("Kind of source", "Facts"), [(n, f"{c:,}") for n, c in sources])
    st.markdown(IMG_LEVELS)


def _coverage(catalog: Catalog) -> None:
    """How much is known of each field, and how much was at the count before."""
    before = cached.coverage_before() if cached.is_shipped(catalog) else ()
    rows = compared(coverage(catalog), before)
    chosen = decisive(rows)
    st.markdown(COVERAGE)
    days = {count.counted_on for count in before if count.counted_on}
    if days:
        st.markdown(
            f"The diamonds show what was known on {words.full_day(min(days))}, before"
            " it was checked against what hosts say. Shares of offerings also move"
            " where offerings were added or taken out."
        )
    draw(coverage_chart(chosen, dark=is_dark()), _said(chosen), key="coverage")
    with st.expander("Every field as a table"):
        table(
            ("Field", "Known / assumed / unknown", "Before"),
            [
                (row.name, _counts(row.now), _counts(row.before) if row.before else "–")
                for row in rows
            ],
        )


def _said(rows: Sequence[Compared]) -> str:
    """The chart in words, for who cannot see it."""
    return "What is known of the catalog. " + "; ".join(
        f"{row.name}: known for {row.now.known} of {row.now.records}" for row in rows
    )


def _counts(count: Coverage) -> str:
    """Known, assumed and unknown, in one cell that does not break on a phone."""
    return f"{count.known}/{count.assumed}/{count.unknown}"


def _limits() -> None:
    st.subheader("What the model leaves out", anchor=False)
    st.markdown("\n".join(f"- {limit}" for limit in LIMITS))
