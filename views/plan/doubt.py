"""How sure the list is, host by host; what more requests or fewer would bring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import streamlit as st

from charts import words
from charts.by_number import gain_chart, more
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import people_of_thousand
from optimizer.requests.ask_list import Asked, AskList, PlannedList
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.kit.terms import request_names, short_names
from views.sections import answer, found_out, trust
from views.session import cached

COLUMNS = ("Host", "Says yes", "Then done", "Lost without it, of 1,000")
STATUS = {
    "exchange_proven": (
        "Proven: for this number, and with hosts on record kept, no exchange of one"
        " host is better."
    ),
    "exchange_truncated": (
        "No exchange of one host was found to be better. Unlikely answers were left"
        " out of the search."
    ),
    "limit": "Time was up before every number of requests was tried.",
}
KNOWN_FIRST = (
    "Hosts on record stay on the list. A cold one instead would add at most {more}."
    " Once a cold host has said yes, it counts like any other."
)
ON_RECORD = (
    "Hosts on record are put on it before cold ones. Longer lists here are without that"
    " rule, so they may add more."
)
GUESSES = (
    "How often a host says yes is a guess by how much is known of it. So is what a"
    " letter is worth. What a hands-on rotation is worth was measured in US students"
    " of surgery."
)


def render(problem: Problem, asked: AskList) -> None:
    """Draw what is proven, what is assumed, and the chances by host."""
    planned = cached.with_plan(problem, asked)
    st.markdown("\n".join(f"- {words.safe(line)}" for line in proven(planned)))
    st.markdown("\n".join(f"- {words.safe(line)}" for line in gain_sentences(asked)))
    names = short_names(request_names([one.request for one in asked.requests]))
    table(COLUMNS, [_cells(one, names[one.request.name]) for one in asked.requests])
    st.markdown(GUESSES)
    _known(problem, asked)
    if not problem.scenario.applicant.us_work_authorized:
        st.markdown(terms.NOT_LEGAL_ADVICE)


def _known(problem: Problem, asked: AskList) -> None:
    """Say of one host what is known of it, and what is to be asked."""
    open_ = {r.name: r for r in answer.open_requests(asked)}
    called = request_names([*open_.values()])
    chosen = st.selectbox(
        "What is known of one host",
        list(called),
        index=None,
        format_func=called.__getitem__,
        key="plan.known",
        help="What its answer rests on, how old that is, and what to ask the host.",
    )
    if chosen in open_:
        first = open_[chosen].candidates[0]
        start = dt.date.fromordinal(first.starts[0])
        trust.basis(problem, first.offering, start)
        offering = first.offering
        found_out.wrong_fact(problem, offering.offering_id, offering.host, "plan.known")


def proven(asked: PlannedList) -> Iterator[str]:
    """Say of which figure how well it is known."""
    if answer.open_requests(asked):
        yield STATUS[asked.status]
        line = asked.scenario.stop_points_per_request
        yield KNOWN_FIRST.format(more=words.more_of_thousand(line))
    plan = asked.if_all_say_yes
    if isinstance(plan, Plan):
        best = plan.proof.status == "optimal"
        which = "if all say yes" if answer.open_requests(asked) else "shown"
        yield (
            f"The schedule {which} is proven best."
            if best
            else f"The schedule {which} is the best found; time was up."
        )


def gain_sentences(asked: AskList) -> Iterator[str]:
    """Say what the gain becomes if less lucky things are assumed."""
    yield f"The list adds {words.of_thousand(asked.gain_pp)} on average."
    low, high = people_of_thousand(asked.gain.low), words.of_thousand(asked.gain.high)
    yield f"In 8 of 10 draws of all guesses it adds {low} to {high}."
    if answer.open_requests(asked):
        yield _if_alike(asked)
        at_once = words.of_thousand(asked.at_once_pp)
        yield f"If every yes must be taken at once, it is {at_once}."


def _if_alike(asked: AskList) -> str:
    case, worst = "If hosts tend to answer you alike", asked.correlated.high
    if people_of_thousand(worst) >= people_of_thousand(asked.gain_pp):
        return f"{case}, it stays about the same."
    return f"{case}, it may be only {words.of_thousand(worst)}."


def _cells(one: Asked, name: str) -> tuple[str, ...]:
    request = one.request
    return (
        name,
        "has said yes" if request.certain else words.frequency(request.acceptance),
        words.in_hundred(one.use_if_yes),
        str(people_of_thousand(one.adds_pp)),
    )


def more_requests(asked: AskList) -> None:
    """Draw the curve, and the same as a table."""
    st.markdown(words.safe(list_end(asked)))
    draw(
        gain_chart(asked.by_number, asked.stop_at, dark=is_dark()),
        alt="Gain by number of requests. " + " ".join(_sentences(asked)),
        key="gain by number",
    )
    gains = asked.by_number
    columns = ("Requests", what(asked), "To pay now")
    cells = [(str(g.requests), str(more(g)), words.money(g.fees_usd)) for g in gains]
    table(columns, cells)


def what(asked: AskList) -> str:
    """What the curve counts."""
    wishes = terms.measure(asked) == terms.VALUE
    return "Match value, more of 1,000" if wishes else "More who match, of 1,000"


def list_end(asked: AskList) -> str:
    """Say where the list ends, and why."""
    ends = f"Your list ends at {words.counted(asked.stop_at, 'request')}"
    own, *longer = (g for g in asked.by_number if g.requests >= asked.stop_at)
    if not longer:
        return (
            f"{ends}, the most that you want to write. You may allow more among your"
            " inputs."
        )
    if longer[0].gain_pp - own.gain_pp < asked.scenario.stop_points_per_request:
        return f"{ends}: one more adds too little for the work."
    return f"{ends}. {ON_RECORD}"


def at_most(asked: AskList) -> str:
    """Say what requests would bring that are not worth it, and what may help."""
    best = max(asked.by_number, key=more)
    told = (
        f"All together would bring {more(best)} more of 1,000. " if more(best) else ""
    )
    return f"{told}More money, more free months or fewer rules may help."


def _sentences(asked: AskList) -> Iterator[str]:
    for gain in asked.by_number:
        yield f"{words.counted(gain.requests, 'request')}: {more(gain)} of 1,000."
