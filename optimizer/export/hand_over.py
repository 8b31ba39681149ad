"""What the PDF tells: the rows of its tables, and what is told only if wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.domain.applicant import WAYS
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import offering_of
from optimizer.domain.words import KINDS, count, day_in_words, dollars
from optimizer.export.appointments import CLAUSE, PRIVATE
from optimizer.export.sheets import ANSWERS, state_in_words
from optimizer.model.rotation import Rotation
from optimizer.requests.ask_list import AskList
from optimizer.year.guide import usual_papers
from optimizer.year.timeline import year

LEFT_OUT = ("prepare", "hosts")
"""Kinds of things to do that are for the applicant alone."""
MOST_DATES, MOST_REQUESTS, MOST_COSTS = 20, 16, 18
"""Lines that fit onto the two pages."""
PROFILE_ROOM, CHANCES_ROOM = 10, 7
"""Lines that give way to the applicant's profile, and to the chances."""
NAME = 34
"""Characters of a host's name where something stands beside it."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes into the file only if the applicant wants it there."""

    name: str = ""
    profile: bool = False
    chances: bool = False


NOTHING = Extras()
"""The plan alone."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is handed over: a plan, with what may be told beside it."""

    problem: Problem
    plan: Plan
    rotations: tuple[Rotation, ...]
    extras: Extras
    asked: AskList | None

    def visits(self) -> Iterator[tuple[str, ...]]:
        """The rotations of the plan."""
        for rotation in self.rotations:
            state = state_in_words(self.problem, rotation)
            dates = f"{short(rotation.start)} to {short(rotation.end)}"
            yield rotation.visit.host, dates, KINDS[rotation.visit.kind], state

    def requests(self) -> Iterator[tuple[str, ...]]:
        """Requests outside the plan: answered ones first, then those still to write."""
        planned = {b.offering.offering_id for b in self.plan.blocks}
        hosts = self.problem.catalog.offering
        rows = [
            (hosts[offering_of(name)].host, ANSWERS[answer])
            for name, answer in self.problem.scenario.answers
            if offering_of(name) not in planned
        ]
        for one in self.asked.requests if self.asked else ():
            request = one.request
            if not request.sent and not request.names(planned):
                host = request.candidates[0].offering.host
                rows.append((host, f"to write by {day_in_words(request.first_by)}"))
        most = MOST_REQUESTS - PROFILE_ROOM * self.extras.profile
        yield from rows[:most]

    def profile(self) -> Iterator[tuple[str, ...]]:
        """Who applies, if that is wanted."""
        if not self.extras.profile:
            return
        who = self.problem.scenario.applicant
        graduation = who.graduation_date
        yield (
            "Status",
            who.status + (f", {day_in_words(graduation)}" if graduation else ""),
        )
        yield (
            "USMLE Step 1",
            _exam("passed" if who.step1_passed else "not yet", who.step1_failures),
        )
        score = str(who.step2_ck or "not yet")
        yield "USMLE Step 2 CK", _exam(score, who.step2_failures)
        yield "ECFMG certificate", who.ecfmg.replace("_", " ")
        way = WAYS[who.entry_status].name
        yield "Visa for rotations", "none needed" if who.us_work_authorized else way
        yield "US letters in hand", str(self.problem.letters_in_hand)

    def chances(self) -> Iterator[tuple[str, ...]]:
        """The figures of the page: on average first, then the best case."""
        found = self.asked
        if found is None or not self.extras.chances:
            return
        yield "No new rotation", percent(found.baseline)
        yield "On average, once these hosts are asked", percent(found.value)
        rare = f"Every host says yes, a chance of {percent(found.chance_of_all)}"
        yield rare, percent(self.plan.value)

    def dates(self) -> Iterator[tuple[str, ...]]:
        """What to do, and when."""
        items = year(self.problem, (), self.rotations).items
        hidden = LEFT_OUT if self.extras.profile else (*LEFT_OUT, *PRIVATE)
        ahead = [i for i in items if i.state in ("late", "now", "later", "if yes")]
        shown = [i for i in ahead if i.kind not in hidden][:MOST_DATES]
        for item in shown:
            begin = CLAUSE.split(item.what)[0]
            what = f"{shorten(item.host, NAME)}: {begin}" if item.host else begin
            yield short(item.day), short(item.until), what

    def papers(self) -> Iterator[tuple[str, ...]]:
        """The usual papers; whose diploma or enrolment is not said."""
        for paper in usual_papers():
            yield (paper,)

    def costs(self) -> Iterator[tuple[str, ...]]:
        """Each line of the bill, and the total."""
        lines: dict[str, int] = {}
        for item in self.plan.cost_items:
            lines[item.label] = lines.get(item.label, 0) + item.usd
        most = MOST_COSTS - CHANCES_ROOM * self.extras.chances
        for label, usd in list(lines.items())[:most]:
            yield label, dollars(usd)
        if others := sum(list(lines.values())[most:]):
            yield "Other lines", dollars(others)
        yield "Total", dollars(self.plan.cost_usd)


def _exam(result: str, failures: int) -> str:
    return f"{result}, {count(failures, 'failure')}" if failures else result


def percent(share: float) -> str:
    """A chance as a whole percentage, never none."""
    whole = round(share * 100)
    return f"{whole} %" if whole or not share else "under 1 %"


def short(date: dt.date) -> str:
    """A date where room is short: 22 Sep 2027."""
    return f"{date.day} {date:%b %Y}"


def shorten(text: str, most: int) -> str:
    """A text on one line, cut where it is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
