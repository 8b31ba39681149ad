"""Where to stop, what $1,000 buys, and how many invitations to expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

import streamlit as st

from charts import words
from charts.by_number import curve_chart, invitations_chart, ladder_chart
from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.domain.records import MOST_USD
from optimizer.residency_list.answer import PP, Curve, ResidencyList, Rung
from optimizer.residency_list.curve import CHEAP_APPLICATIONS
from views.inputs import callbacks
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.kit.parts import drawer
from views.session import cached
from views.where_to_apply import residency_words

LINE_KEY = "where to apply line"
AS_TABLE = "The same as a table"
STEP = 10
MOST_ENDS = 15
"""Ends of groups that the table shows."""
CURVE_WORDS = (
    "The area holds 8 in 10 draws of the assumptions. A tick on the line: the next"
    " application goes to another group of programs."
)
SOME = (
    *((0, 1, "none"), (1, 3, "1 or 2"), (3, 6, "3 to 5"), (6, 10, "6 to 9")),
    (10, None, "10 or more"),
)
"""Numbers of invitations that are told together: from, up to but not, name."""
LINE_HELP = (
    "What one more point of your chance in 100 is worth to you. An application is worth"
    " its fee as long as a point costs less."
)


def stop(problem: Problem, now: int) -> None:
    """Draw where to stop: the sentence, the line, the curve and its table."""
    st.subheader("How many applications?", anchor=False)
    curve = cached.curve(problem)
    st.markdown(words.safe(verdict(curve, now)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.number_input(
            "One point is worth (US$)",
            0,
            MOST_USD,
            problem.scenario.stop_usd_per_point,
            step=500,
            key=f"{LINE_KEY} {problem.scenario.stop_usd_per_point}",
            help=LINE_HELP,
            on_change=_draw_the_line,
            args=(problem.scenario.stop_usd_per_point,),
            width=220,
        )
        if curve.stop not in (None, now):
            st.button(
                f"Apply to {curve.stop}",
                on_click=callbacks.apply_to,
                args=(curve.stop,),
                help="Takes this number into your inputs.",
            )
    measure, some = terms.measure(problem), _some(curve, now)
    draw(
        curve_chart(curve, now=now, fee_step=CHEAP_APPLICATIONS, dark=is_dark()),
        alt=f"{words.sentence(measure).rstrip('.')} by number of applications, with the"
        " range of 8 in 10 draws of the assumptions. "
        + " ".join(f"{n}: {_range(curve, n)}." for n in some),
    )
    st.markdown(CURVE_WORDS)
    name = words.sentence(measure).rstrip(".")
    columns = ("Applications", name, "It may be", "Fees")
    rows = [_row(curve, n) for n in some]
    drawer(AS_TABLE, "where to apply curve", partial(table, columns, rows))


def verdict(curve: Curve, now: int) -> str:
    """Say how many applications are enough, and what the others add."""
    if curve.stop is None:
        return "What applications cost is not known here, so there is no stop."
    line = f"at {words.money(curve.usd_per_point)} a point"
    many = words.sentence(words.counted(curve.stop, "application")).rstrip(".")
    enough = f"{many} {'is' if curve.stop == 1 else 'are'} enough {line}"
    if curve.stop == now:
        return f"{enough}: one more adds too little."
    few, more = sorted(
        (curve.at(now), curve.at(curve.stop)), key=lambda p: p.applications
    )
    gain = residency_words.points(PP * (more.value - few.value))
    usd = (more.usd or 0) - (few.usd or 0)
    count = more.applications - few.applications
    price = f"{gain} for {words.money(usd)}"
    if curve.stop < now:
        last = "last one adds" if count == 1 else f"last {count} add"
        return f"{enough}. The {last} {price}."
    worth = f"{'is' if count == 1 else 'are'} worth it"
    return f"{count} more {worth} {line}: {price}."


def _some(curve: Curve, now: int) -> list[int]:
    """Numbers of applications that the table shows."""
    last = len(curve.points) - 1
    marked = {now, last, *([curve.stop] if curve.stop else [])}
    ends = curve.ends if len(curve.ends) <= MOST_ENDS else ()
    return sorted({*range(0, last + 1, STEP), *marked, *ends})


def _row(curve: Curve, number: int) -> tuple[str, ...]:
    point = curve.at(number)
    usd = "not known" if point.usd is None else words.money(point.usd)
    spread = words.percent_range(point.low, point.high)
    return str(number), words.percent(point.value, 1), spread, usd


def _range(curve: Curve, number: int) -> str:
    """Write a value with its range."""
    point = curve.at(number)
    spread = words.percent_range(point.low, point.high)
    return f"{words.percent(point.value, 1)}, it may be {spread}"


def _draw_the_line(before: int) -> None:
    """Take what a point is worth into the inputs (a callback)."""
    line = st.session_state.get(f"{LINE_KEY} {before}")
    if line is not None:
        callbacks.line(int(line))


def invitations(found: ResidencyList) -> None:
    """Say how many interviews to expect, and how much that varies."""
    st.subheader("How many interviews?", anchor=False)
    st.markdown(
        f"Their number varies: by about {found.invitations.sd:.0f} either way.",
        help="Invitations hang together: whoever gets one gets others. So the number"
        " varies much more than the average says.",
    )
    shares = list(_shares(found.invitations.distribution))
    draw(
        invitations_chart(shares, dark=is_dark()),
        alt="Chance of each number of invitations. "
        + " ".join(f"{name}: {words.percent(share)}." for name, share in shares),
    )
    cells = [(name, words.percent(share)) for name, share in shares]
    columns = ("Invitations", "Chance")
    drawer(AS_TABLE, "where to apply shares", partial(table, columns, cells))


def _shares(distribution: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Chances of none, of a few and of many invitations."""
    for first, last, name in SOME:
        if first < len(distribution):
            yield name, sum(distribution[first:last])


ROTATIONS = "Rotations, beyond your budget"
LADDER = ("What $1,000 goes into", "Points", "It may be", "A point costs")
NOTE = (
    "Each grey line holds 8 in 10 draws of the assumptions. Rotations have none: their"
    " figure comes from new lists of hosts, which are not drawn. Applications count"
    " before any new rotation."
)


def ladder(curve: Curve, rotations_pp: float) -> None:
    """Draw the sentence, the figure and its table; nothing without known prices."""
    if not curve.rungs:
        return
    rungs = [(_name(rung), rung.per_1000) for rung in curve.rungs]
    one = Estimate(rotations_pp, rotations_pp, rotations_pp)
    usd = curve.usd_per_point
    st.markdown(words.safe(ladder_verdict(curve.rungs, rotations_pp)))
    draw(
        ladder_chart(
            [*rungs, (ROTATIONS, one)],
            line=1_000 / usd if usd else None,
            dark=is_dark(),
        ),
        alt="Points of your chance in 100 that $1,000 buys. "
        + " ".join(
            f"{name}: {rate(found.value)}, it may be {_rate_range(found)}."
            for name, found in rungs
        )
        + f" {ROTATIONS}: {rate(rotations_pp)}.",
    )
    st.markdown(NOTE)
    rows = [(name, rate(e.value), _rate_range(e), price(e.value)) for name, e in rungs]
    rows.append((ROTATIONS, rate(rotations_pp), "not worked out", price(rotations_pp)))
    drawer(AS_TABLE, "where to apply ladder", partial(table, LADDER, rows))


def ladder_verdict(rungs: Sequence[Rung], rotations_pp: float) -> str:
    """Say up to which application the money buys more than in rotations."""
    better = list(takewhile(lambda rung: rung.per_1000.value >= rotations_pp, rungs))
    here = f"$1,000 more in rotations buys {residency_words.points(rotations_pp)}"
    if not better:
        return f"{here}: more than in any stretch of applications."
    if len(better) == len(rungs):
        return f"{here}: less than in any stretch of applications."
    return (
        f"{here}. Up to application {better[-1].last} money buys more in applications."
    )


def rate(points: float) -> str:
    """Write points for $1,000: as many digits as say something."""
    if points < residency_words.SEEN:
        return "less than 0.01"
    return f"{points:.{0 if points >= 10 else 1 if points >= 1 else 2}f}"


def price(points: float) -> str:
    """Write what one point costs at so many points for $1,000, to two digits."""
    least = "over " if points < residency_words.SEEN else ""
    usd = float(f"{1_000 / max(points, residency_words.SEEN):.2g}")
    return f"{least}{words.money(round(usd))}"


def _name(rung: Rung) -> str:
    if rung.first == rung.last:
        return f"Application {rung.first}"
    return f"Applications {rung.first} to {rung.last}"


def _rate_range(found: Estimate) -> str:
    return f"{rate(found.low)} to {rate(found.high)}"
