"""Page: how the answer is computed, what it rests on and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import isnan
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import words
from charts.bars import Compared, by_status, compare_counts, coverage_chart, decisive
from optimizer.browse.known import Coverage, coverage, on_record
from optimizer.calibration.checks import Check
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.domain.words import CONFIDENCE
from optimizer.model.rules.rules import RULES
from optimizer.scenario_io.json_file import default_scenario
from views.kit import links, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

TEXT = Path(__file__).with_suffix(".md")
FORMULA = "$$"
READABLE = 800


@cache
def paragraphs(title: str) -> tuple[str, ...]:
    """What stands under a heading of ``method.md``, paragraph by paragraph."""
    _, told = f"\n{TEXT.read_text(encoding='utf-8')}".split(f"\n## {title}\n", 1)
    section = told.split("\n## ", 1)[0].strip()
    return tuple(re.sub(r"\n +|\n(?!- )", " ", one) for one in section.split("\n\n"))


def text(title: str) -> str:
    """All that stands under a heading of ``method.md``."""
    return "\n\n".join(paragraphs(title))


def render(problem: Problem) -> None:
    """Draw the page, its text no wider than is good to read."""
    wrong = bool(st.query_params.get(links.WRONG))
    with st.container(width=READABLE):
        if wrong:
            _promises()
        st.header("How the answer is found", anchor=False)
        st.markdown(text("How the answer is found"))
        if not problem.scenario.applicant.us_work_authorized:
            st.markdown(terms.NOT_LEGAL_ADVICE)
        _model()
        _rules()
        compared = st.container()
    _assumptions(problem.catalog)
    with st.container(width=READABLE):
        _data(problem.catalog)
        _section("What the model leaves out")
        if not wrong:
            _promises()
    _calibration(problem, compared)  # last, since a list is searched for


def _model() -> None:
    st.subheader("The model", anchor=False)
    for one in paragraphs("The model"):
        if one.startswith(FORMULA):
            formula = f"$\\displaystyle {one.strip('$ ')}$"
            st.markdown(formula, text_alignment="center")
        else:
            st.markdown(one)


def _rules() -> None:
    st.subheader("The rules every plan obeys", anchor=False)
    st.markdown("\n".join(f"- {words.safe(rule.sentence)}" for rule in RULES))


def _calibration(problem: Problem, place: DeltaGenerator) -> None:
    title = "Does it agree with what is published?"
    place.subheader(title, anchor=False)
    place.markdown(text(title))
    average = default_scenario(problem.catalog, problem.scenario.today)
    found = cached.calibration(Problem(problem.catalog, average))
    columns = ("What", "Published", "Model", "Allowed", "Verdict", "Of whom")
    place.dataframe(
        [dict(zip(columns, _check_row(check), strict=True)) for check in found],
        hide_index=True,
        width="stretch",
    )


def _check_row(check: Check) -> tuple[str, ...]:
    said = {True: "met", False: "missed", None: "only shown"}[check.met]
    ends = dict.fromkeys(check.tolerance or ())
    allowed = "; ".join(f"{low:g} to {high:g}" for low, high in ends) or "–"
    model = ", ".join("–" if isnan(v) else f"{v:.3g}" for v in check.model)
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
    st.markdown(text("Levels"))


def _coverage(catalog: Catalog) -> None:
    before = cached.coverage_before() if cached.is_shipped(catalog) else ()
    rows = compare_counts(coverage(catalog), before)
    chosen = decisive(rows)
    st.markdown(text("What is known"))
    days = {count.counted_on for count in before if count.counted_on}
    if days:
        st.markdown(
            f"The diamonds show what was known on {words.full_day(min(days))}, before"
            " it was checked against what hosts say. Shares of offerings also move"
            " where offerings were added or taken out."
        )
    draw(
        coverage_chart(chosen, dark=is_dark()), _coverage_words(chosen), key="coverage"
    )
    with st.expander("Every field as a table"):
        table(
            ("Field", "Known / assumed / unknown", "Before"),
            [
                (row.name, _counts(row.now), _counts(row.before) if row.before else "–")
                for row in rows
            ],
        )


def _coverage_words(rows: Sequence[Compared]) -> str:
    """The chart in words, for who cannot see it."""
    return "What is known of the catalog. " + "; ".join(
        f"{row.name}: known for {row.now.known} of {row.now.records}" for row in rows
    )


def _counts(count: Coverage) -> str:
    """Known, assumed and unknown, in one cell that does not break on a phone."""
    return f"{count.known}/{count.assumed}/{count.unknown}"


def _promises() -> None:
    """What to do if something is wrong; what is promised, as the README promises it."""
    for title in ("Something wrong?", "Privacy", "Accessibility"):
        _section(title)


def _section(title: str) -> None:
    st.subheader(title, anchor=False)
    st.markdown(text(title))
