"""The schedule of a plan, or several on one axis; what it costs, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import streamlit as st

from charts import words
from charts.schedule import (
    Titled,
    schedule_chart,
    schedule_legend,
    schedules_chart,
    summary,
    summary_of_all,
)
from charts.timeline import HostDates, TimelineRow, rows, season_dates
from optimizer.browse.known import is_assumed
from optimizer.domain.plan import Block, CostItem
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.model import cost
from optimizer.model.cost import CostRange, cost_range
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.model.travel import visits
from views.kit.figures import bill, draw, is_dark, table
from views.kit.parts import drawer
from views.kit.terms import offering_names, short_names

COLUMNS = ("Rotation", "Dates", "Apply by", "Letter ready", "Last start*")
AS_TABLE, DATES = "Dates as a table", "schedule.dates"
OTHERS = ("Other host", "Possible dates", "Done in the end")


def render(problem: Problem, blocks: tuple[Block, ...]) -> None:
    """Draw the schedule with its heading, its legend and its table."""
    st.subheader("The schedule", anchor=False)
    picture(problem, blocks)


def picture(
    problem: Problem, blocks: tuple[Block, ...], others: Sequence[HostDates] = ()
) -> None:
    """Draw the schedule with its legend and its table; ``others`` faint below it.

    A last day to apply that is over is said before all else.
    """
    for row in rows(problem, blocks):
        if row.over:
            st.markdown(f":material/warning: **{words.safe(row.name)}.** {row.over}")
    draw(
        schedule_chart(problem, blocks, dark=is_dark(), others=others),
        alt=summary(problem, blocks),
    )
    st.html(schedule_legend(rows(problem, blocks), dark=is_dark()))
    st.markdown(visits_sentence(problem, blocks))
    drawer(AS_TABLE, DATES, partial(_dates, problem, blocks, others))


def _dates(
    problem: Problem, blocks: tuple[Block, ...], others: Sequence[HostDates]
) -> None:
    table(COLUMNS, [_cells(row) for row in rows(problem, blocks)])
    st.markdown("\\* Last start from which a letter is still ready in time.")
    if others:
        _hosts(others)
    _season(problem)


def visits_sentence(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say when one is in the US, where it is more than one visit; else nothing."""
    found = visits(problem, rotations_of(problem, blocks))
    if len(found) < 2:
        return ""
    spans = [words.days(visit[0].start, max(r.end for r in visit)) for visit in found]
    return (
        f"You are in the US {len(found)} times: {join_names(spans)}."
        " In between you go home. Each time an officer at the border decides whether"
        " you may enter."
    )


def average_dates(problem: Problem, hosts: Sequence[HostDates]) -> None:
    """Offer the dates of all hosts, and how often each is visited, as a table."""

    def draw_dates() -> None:
        _hosts(hosts)
        _season(problem)

    drawer(AS_TABLE, DATES, draw_dates)


def _hosts(hosts: Sequence[HostDates]) -> None:
    table(OTHERS, [_possible(host) for host in hosts])


def _season(problem: Problem) -> None:
    """Draw the dates that every plan works towards as a table."""
    dated = season_dates(problem)
    table(
        ("Season", "Date"),
        [(words.sentence(n).rstrip("."), words.full_day(day)) for day, n in dated],
    )
    if problem.season.estimated == "yes":
        st.markdown(
            f"The dates of the {problem.season.season} season are projected from"
            " earlier seasons. The official ones are not out yet."
        )


def _possible(host: HostDates) -> tuple[str, ...]:
    spans = ", ".join(words.days(*span) for span in host.spans)
    return host.name, spans, f"{words.in_hundred(host.use)}"


def _cells(row: TimelineRow) -> tuple[str, ...]:
    assumed = " (typical)" if row.lead_assumed else ""
    return (
        f"{row.over} {row.name}, {_kind(row)}".strip(),
        words.days(row.start, row.end),
        _day(row.apply_by) + assumed,
        _letter(row),
        _day(row.last_start),
    )


def _kind(row: TimelineRow) -> str:
    return f"{row.kind}, booked" if row.booked else row.kind


def _letter(row: TimelineRow) -> str:
    late = row.letter_ready and not row.letter_on_time
    return _day(row.letter_ready) + (", too late" if late else "")


def _day(date: dt.date | None) -> str:
    return words.full_day(date) if date else "none"


SEVERAL = ("Plan", "Rotation", "Dates", "Letter ready")


def several(plans: tuple[Titled, ...]) -> None:
    """Draw the schedules with their legend and their table."""
    draw(schedules_chart(plans, dark=is_dark()), alt=summary_of_all(plans))
    every = [row for plan in plans for row in rows(plan.problem, plan.blocks)]
    st.html(schedule_legend(every, dark=is_dark(), waiting=False))
    drawer(AS_TABLE, "schedules.dates", partial(_several_dates, plans))


def _several_dates(plans: tuple[Titled, ...]) -> None:
    table(SEVERAL, [row for plan in plans for row in _plan_rows(plan)])


def _plan_rows(plan: Titled) -> Iterator[tuple[str, ...]]:
    timeline = rows(plan.problem, plan.blocks)
    for row in timeline:
        days = words.days(row.start, row.end)
        yield plan.title, f"{row.name}, {_kind(row)}", days, _letter(row)
    if not timeline:
        yield plan.title, plan.note, "–", "–"


def render_costs(
    problem: Problem, rotations: tuple[Rotation, ...], case: str = "If all say yes"
) -> None:
    """Draw the short bill with its total and its range, then the long one.

    ``case`` says when it comes to this.
    """
    items = cost.bill(problem, rotations)
    hosts = hosts_of(problem, items)
    lines = bill_lines(items, hosts)
    bill((case, "US$"), [(name,) for name in lines], [*lines.values()])
    told = (how_sure(cost_range(problem, rotations)), rises_most(problem, rotations))
    st.markdown(words.safe(" ".join(told)))
    with st.expander("Every line"):
        bill(
            ("Line", "Where", "US$"),
            [(_label(problem, i), hosts.get(i.offering_id or "", "")) for i in items],
            [item.usd for item in items],
        )
        st.markdown("“Assumed” marks what is not on record.")


def how_sure(found: CostRange) -> str:
    """Say what of a total is known and assumed, and how far it could go."""
    if not found.unknown:
        return "Every price in it is on record or worked out from records."
    return (
        f"{words.money(found.known_usd)} of it is on record or worked out from records,"
        f" {words.money(found.assumed_usd)} is assumed."
        f" With every unknown price high it would be {words.money(found.high_usd)}."
    )


def rises_most(problem: Problem, rotations: tuple[Rotation, ...]) -> str:
    """Name the unknown price that could rise most, if there is one."""
    usual, high = (
        {(i.label, i.offering_id): i.usd for i in cost.bill(counted, rotations)}
        for counted in (
            problem.having(budget_counts="assumed"),
            problem.having(budget_counts="cautious"),
        )
    )
    rises = {line: high[line] - usual.get(line, 0) for line in high}
    line = max(rises, key=rises.__getitem__, default=None)
    if line is None or not rises[line]:
        return ""
    low, most = words.money(usual.get(line, 0)), words.money(high[line])
    return f"What may rise most: {line[0].lower()}, from {low} to {most}."


def bill_lines(items: Sequence[CostItem], hosts: Mapping[str, str]) -> dict[str, int]:
    """One line per rotation (fees, room, food, transport) and one per common item.

    ``hosts``: short names of where it is paid, by offering.
    """
    sums: dict[str, int] = {}
    for item in items:
        name = hosts.get(item.offering_id or "", item.label)
        sums[name] = sums.get(name, 0) + item.usd
    return sums


def hosts_of(problem: Problem, items: Iterable[CostItem]) -> dict[str, str]:
    """Short names of where it is paid, by offering."""
    known = problem.catalog.offering
    ids = dict.fromkeys(i.offering_id for i in items if i.offering_id in known)
    return short_names(offering_names({i: known[i] for i in ids if i}))


def _label(problem: Problem, item: CostItem) -> str:
    return f"{item.label} (assumed)" if is_assumed(problem, item) else item.label
