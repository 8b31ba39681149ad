"""Page: how the answer is computed, what it rests on and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import words
from charts.coverage import (
    Compared,
    by_status,
    compare_counts,
    coverage_chart,
    decisive,
)
from optimizer.browse.coverage import Coverage, coverage, on_record
from optimizer.calibration.checks import Check
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.domain.words import CONFIDENCE
from optimizer.model.rules.rules import RULES
from optimizer.scenario_io.json_file import default_scenario
from views.kit import links, terms
from views.kit.figures import draw, is_dark, table
from views.method import promises
from views.session import cached

SUMMARY = (
    "You say what you have and want. RotaMatch looks for the hosts whose answers bring"
    " most on average. For each set of answers a solver (OR-Tools CP-SAT) picks the"
    " rotations with the highest match value that obey the rules below. It computes a"
    " bound that no other plan can exceed. Where the two meet, the plan is proven best"
    " **for this model and these data**. The chances are model results on rough"
    " assumptions, not forecasts for one person. Trust the comparison more than the"
    " level."
)

FORMULAS: tuple[tuple[str, str], ...] = (
    (
        "**Chance of an interview** at program $j$. It starts from how often the"
        " program interviews applicants of your type ($a_j$), and moves with your"
        " profile, your letters, ties, a signal, and a rotation there ($R_j$)."
        " $\\theta \\sim N(0, \\sigma^2)$ is how strong you are in ways nobody records;"
        " all programs share it. $\\Lambda$ is the logistic function. The effect of a"
        " signal was measured in studies without IMGs.",
        r"\begin{aligned} I_j = \Lambda\bigl(&a_j + \text{profile} + \text{letters} \\"
        r" &+ \text{tie}_j + \text{signal}_j \\"
        r" &+ R_j \log \mathrm{OR}_{\text{int}} + \theta\bigr) \end{aligned}",
    ),
    (
        "**Chance of matching there** once interviewed, if you do not match higher up"
        " on your list. On average over those who get an interview it is what 39 IMGs"
        " of the 2026 Match had; strength counts less for it ($\\lambda$). A program"
        " whose policies rule you out has gate 0. Where nothing is known about visas"
        " and you need one, the gate is the chance that the program sponsors.",
        r"\begin{aligned} m_j &= \Lambda\bigl(c + R_j \log \mathrm{OR}_{\text{match}}"
        r" + \lambda \theta\bigr) \\ q_j &= \text{gate}_j\, I_j\, m_j \end{aligned}",
    ),
    (
        "**Letters** add less and less: $g$ rises by a smaller step with each of up to"
        " four strong letters, hands-on counting more than observing and a late one"
        " less. $L$ is the expected number of letters, $L_0$ that of an average"
        " applicant. These steps are guesses.",
        r"\text{letters} = g(L) - g(L_0)",
    ),
    (
        "**What we do not know.** That is the model in the middle of our beliefs. The"
        " cautious one is plainer: letters still to come add nothing, and a rotation"
        " multiplies the odds to match there by $\\rho$, 3.22 for a hands-on one, as"
        " measured in US students of surgery (for an observership a guess). Middle"
        " takes the mean of both values, since nobody will learn which is true.",
        r"\frac{q_j(1)}{1 - q_j(1)} = \rho\, \frac{q_j(0)}{1 - q_j(0)}",
    ),
    (
        "**Signals and places on your list.** A rotation at a program without a signal"
        " takes the signal that is worth least, if it is worth more there. One at a"
        " program off your list takes the place of the last one.",
        "",
    ),
    (
        "**Refusals.** A rotation takes place only if the host accepts you, with"
        " probability $\\alpha_j$. Chances “if all accept” set $\\alpha_j = 1$;"
        " that happens with the product of the $\\alpha_j$ of the plan.",
        r"\begin{aligned} q_j ={}& (1 - \alpha_j)\, q_j(R_j = 0) \\"
        r" &+ \alpha_j\, q_j(R_j = 1) \end{aligned}",
    ),
    (
        "**Match chance**: at least one program takes you, averaged over $\\theta$.",
        r"P = 1 - \mathrm{E}_{\theta} \prod_j \bigl(1 - q_j(\theta)\bigr)",
    ),
    (
        "**Match value.** If it matters to you where you match, each program has a"
        " worth from your ratings. $v_1 > \\dots > v_K$ are the distinct worths,"
        " $v_{K+1} = 0$, and $P_k$ is the chance to match at a program worth at least"
        " $v_k$. The plan maximizes",
        r"V = \sum_k (v_k - v_{k+1})\, P_k",
    ),
    (
        "If it does not matter where, all worths are 1 and $V$ is the match chance.",
        "",
    ),
    (
        "**Cost** is arrival once, plus fees, room, food and transport of each"
        " rotation, plus travel and waiting between them. The budget holds even if"
        " every host accepts.",
        "",
    ),
    (
        "**Range**: the 10th to 90th percentile over 400 draws of all assumptions, the"
        " plan kept. Low and high are 10th and 90th percentiles too, no longer the ends"
        " of what is possible, so ranges are about twice as wide as they used to be.",
        "",
    ),
)

CALIBRATION = (
    "What the model says beside what is published, misses included. Most of it was used"
    " to set the model: it shows that the model fits, not that it is right. Places in a"
    " range are the average student's."
)

COVERAGE = (
    "**Known** means read on a page, estimated by a rule of the catalog, or general"
    " knowledge. **Assumed** means that nothing is on record and a usual value stands"
    " in. **Unknown** means empty, which is never taken for no or for 0."
)

IMG_LEVELS = (
    "**Why a program can look less open to US IMGs than to non-US IMGs.** Levels are"
    " buckets of interview rates of about the 2024 season, from a public data set of"
    " 97 programs that does not name its own source. There 50 programs reported no"
    " interview of a US IMG and 58 none of a non-US IMG. The mean rate was 2.8 % for"
    " US IMGs and 3.8 % for non-US IMGs. Few IMGs apply to each program,"
    " so one interview more or less moves a program by a level. Verify a level with"
    " the program before you rely on it."
)

READABLE = 800


def render(problem: Problem) -> None:
    """Draw the page, its text no wider than is good to read."""
    wrong = bool(st.query_params.get(links.WRONG))
    with st.container(width=READABLE):
        if wrong:
            promises.draw()
        st.header("How the answer is found", anchor=False)
        st.markdown(SUMMARY)
        if not problem.scenario.applicant.us_work_authorized:
            st.markdown(terms.NOT_LEGAL_ADVICE)
        _model()
        _rules()
        compared = st.container()
    _assumptions(problem.catalog)
    with st.container(width=READABLE):
        _data(problem.catalog)
        _limits()
        if not wrong:
            promises.draw()
    _calibration(problem, compared)  # last, since a list is searched for


def _model() -> None:
    st.subheader("The model", anchor=False)
    for text, formula in FORMULAS:
        st.markdown(text)
        if formula:
            st.markdown(f"$\\displaystyle {formula}$", text_alignment="center")


def _rules() -> None:
    st.subheader("The rules every plan obeys", anchor=False)
    st.markdown("\n".join(f"- {words.safe(rule.sentence)}" for rule in RULES))


def _calibration(problem: Problem, place: DeltaGenerator) -> None:
    place.subheader("Does it agree with what is published?", anchor=False)
    place.markdown(CALIBRATION)
    average = default_scenario(problem.catalog, problem.scenario.today)
    found = cached.calibration(Problem(problem.catalog, average))
    columns = ("What", "Published", "Model", "Allowed", "Verdict", "Of whom")
    place.dataframe(
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
    rows = compare_counts(coverage(catalog), before)
    chosen = decisive(rows)
    st.markdown(COVERAGE)
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


def _limits() -> None:
    st.subheader("What the model leaves out", anchor=False)
    st.markdown("\n".join(f"- {limit}" for limit in promises.LIMITS))
