"""The days that things to do are counted from.

Each anchor is a span; of a single day, first and last are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from optimizer.domain.block_id import offering_of
from optimizer.domain.problem import Problem
from optimizer.model.eligibility import apply_from
from optimizer.model.letters import asking_day
from optimizer.model.rotation import Rotation
from optimizer.requests.request import Request
from optimizer.year.guide import shift_day

T = TypeVar("T")
Span = tuple[dt.date, dt.date]
ASKING = "-6m"
"""From half a year before its last day a request is there to be written."""


def of_season(problem: Problem, requests: Sequence[Request]) -> dict[str, Span]:
    """Those of the season; ``papers`` is the last day of the first request to write."""
    s = problem.season
    found = {
        "season": (s.submit_open, s.program_access),
        "opens": (s.submit_open, s.submit_open),
        "read": (s.program_access, s.program_access),
        "invited": (s.interviews_start, s.interviews_start),
        "interviews": (s.interviews_start, s.interviews_end),
        "rank": (s.interviews_end, s.rank_deadline),
        "match": (s.match_day, s.match_day),
    }
    days = [request.ask_by for request in requests if not request.sent]
    if days:
        found["papers"] = (min(days), min(days))
    return found


def of_request(problem: Problem, request: Request) -> dict[str, Span]:
    """Those of a request that is to be written, waits, or has to be confirmed."""
    found = {"starts": (request.starts[0], request.starts[-1])}
    if not request.sent:
        found["ask"] = (_opens(request), request.first_by)
    asked = _noted_day(problem.scenario.reply_days, request)
    if request.sent and not request.certain and asked and asked.asked:
        found["asked"] = (asked.asked, asked.asked)
    until = _noted_day(problem.scenario.answer_by, request)
    if request.terms.answer == "accepted" and until:
        found["confirm"] = (until, until)
    return found


def of_rotation(problem: Problem, rotation: Rotation) -> dict[str, Span]:
    """Those of a rotation; a letter that comes late is due when it comes."""
    found = {
        "start": (rotation.start, rotation.start),
        "end": (rotation.end, rotation.end),
    }
    if ready := rotation.letter_ready:
        due = max(ready, problem.letters_by)
        asking = asking_day(problem, rotation.start, rotation.end)
        found |= {"letter": (ready, ready), "due": (due, due)}
        found |= {"asking": (asking, asking)}
    return found


def _opens(request: Request) -> dt.date:
    """The first day to write: that of the host, or half a year before the last.

    It is no later than the last day for the first start.
    """
    first = request.candidates[0]
    opens = apply_from(first.offering, dt.date.fromordinal(first.starts[0]))
    return min(opens or shift_day(request.ask_by, ASKING), request.first_by)


def _noted_day(days: Sequence[tuple[str, T]], request: Request) -> T | None:
    names = request.offering_ids
    return next((day for name, day in days if offering_of(name) in names), None)
