"""When each dollar is due, until when it comes back, and what would be lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from charts import words
from charts.year import cash_flow_chart
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import PlannedList
from optimizer.year.cash_flow import (
    Loss,
    Payment,
    dearest_day,
    loss,
    payments,
    turning_days,
)
from views.kit.figures import draw, is_dark, table
from views.sections import answer

ABOUT = (
    "Days are rules of thumb; the host's own count. What is not on record counts as"
    " gone: ask before you pay."
)


def render(problem: Problem, found: PlannedList) -> None:
    """Draw when each dollar is due if all say yes, and what could be lost."""
    due = payments(problem, found)
    if all(payment.paid for payment in due):
        st.markdown("Nothing more is to be paid.")
        return
    dearest = dearest_day(due)
    total = sum(payment.usd for payment in due)
    paid = sum(payment.usd for payment in due if payment.paid)
    already = f", {words.money(paid)} of it paid already" if paid else ""
    said = (
        f"If all say yes, {words.money(total)} in all{already}."
        f" Most falls due on {words.full_day(dearest[0])}: {words.money(dearest[1])}."
    )
    st.markdown(words.safe(said))
    most = found.cost_quantiles_usd[2]
    if max(most, found.high_usd) > total:
        other = f"The dearest outcome, as on Plan: {words.money(most)}"
        st.markdown(words.safe(answer.total(other, most, found)))
    by_day = [
        (day, sum(p.usd for p in group))
        for day, group in groupby(due, key=lambda p: p.day)
    ]
    gone = [(day, loss(due, day).gone_usd) for day in turning_days(due)]
    today = problem.scenario.today
    draw(
        cash_flow_chart(by_day, gone, dearest, today=today, dark=is_dark()),
        alt=f"Dollars paid by each day, and gone if you cancel then. {said} The table"
        " below has every payment.",
        key="cash flow",
    )
    _on_a_day(due, today)
    st.markdown(ABOUT)
    table(("Due", "What", "US$", "Comes back", "Gone if you cancel then"), _rows(due))


def _on_a_day(due: Sequence[Payment], today: dt.date) -> None:
    """Say what would be lost on a day that the visitor picks."""
    last = max(turning_days(due)[-1], today)
    day = st.date_input(
        "Cancelled, or visa refused, on",
        dearest_day(due)[0],
        min_value=today,
        max_value=last,
        key="lost on",
        help="What is paid by then, less what comes back.",
    )
    if isinstance(day, dt.date):
        st.markdown(words.safe(loss_words(due, day)))


def loss_words(due: Sequence[Payment], day: dt.date) -> str:
    """Say what is lost on a day, by cancelling and by a refused visa."""
    cancelled, refused = loss(due, day), loss(due, day, visa_refused=True)
    if not cancelled.gone_usd:
        return "Nothing is lost on that day."
    said = _loss_words("you cancel or your visa is refused", cancelled)
    if refused != cancelled:
        parts = (("you cancel", cancelled), ("your visa is refused", refused))
        said = " ".join(_loss_words(when, found) for when, found in parts)
    if not cancelled.unknown_usd:
        return said
    unknown = words.money(cancelled.unknown_usd)
    return f"{said} For {unknown} of it no terms are on record: some may come back."


def _loss_words(when: str, found: Loss) -> str:
    return f"If {when}, {words.money(found.gone_usd)} is gone."


def _rows(due: Sequence[Payment]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    by_row = groupby(due, key=lambda p: (p.paid, p.day, p.host))
    for (paid, day, host), group in by_row:
        parts = list(group)
        what = words.sentence(", ".join(p.what for p in parts)).rstrip(".")
        name = f"{words.short(host)}: {what}" if host else what
        back = "; ".join(dict.fromkeys(comes_back(p, len(parts) > 1) for p in parts))
        usd, gone = sum(p.usd for p in parts), loss(due, day).gone_usd
        when = "paid" if paid else words.full_day(day)
        rows.append((when, name, words.money(usd), back, words.money(gone)))
    return rows


def comes_back(payment: Payment, named: bool) -> str:
    """Say what comes back of a payment, and until which day."""
    terms, start = payment.refunds, payment.start
    if terms is None or start is None:
        return "not on record"
    what = f"{payment.what.lower()}: " if named else ""
    steps = [(p, d, "") for d, p in terms.steps(visa_refused=False)]
    also = sorted({*terms.visa_refused} - {*terms.cancelled}, reverse=True)
    steps += [(p, d, " if the visa is refused") for d, p in also]
    parts = [
        f"{percent} % until {words.full_day(start - dt.timedelta(days=days))}{why}"
        for percent, days, why in steps
    ]
    return what + (", ".join(parts) or "no")
