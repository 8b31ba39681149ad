"""What else a host asks of a visitor: a place in PM&R, a sponsor, a visa, a licence.

Each column speaks where its catalog has it; what is not known of it closes nothing.
Only whether PM&R takes visitors is a question wherever it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.domain import words
from optimizer.domain.columns.columns import OFFERING
from optimizer.domain.plan import Reason, Verdict
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.replies import accepts
from optimizer.domain.visas import VISITORS, WAYS
from optimizer.model.hosts.entry_rules import entering


def reason(field: str, found: Verdict, said: str, ask: str = "") -> Reason:
    """A reason that lies in the catalog; the question is for what must be checked."""
    return Reason(found, field, said, "", ask if found == "check" else "")


def conditions(problem: Problem, offering: Offering, student: bool) -> Iterator[Reason]:
    """What these columns say to the applicant about an offering."""
    yield from _pmr(offering)
    yield from _entry(problem, offering)
    yield from _requirements(offering, student)
    yield from _sponsor(offering)
    yield from _english(problem, offering)


def _pmr(offering: Offering) -> Iterator[Reason]:
    ask = OFFERING["pmr_available"].ask
    if offering.pmr_available == "no":
        yield reason("pmr_available", "closed", "Takes no visitors in PM&R.")
    elif offering.pmr_available == "unknown":
        said = "Not known whether PM&R takes visitors."
        yield reason("pmr_available", "check", said, ask)


def _entry(problem: Problem, offering: Offering) -> Iterator[Reason]:
    """Closed to a visitor where only students' and exchange visas are taken.

    Who would enter on one of those may still come on another, if the host sends papers.
    """
    who, taken = problem.scenario.applicant, offering.entry_statuses
    yours = entering(who)
    ways = VISITORS if yours == "not_needed" else {yours}
    if who.us_work_authorized or not taken or ways & {*taken}:
        return
    closed = yours in (*VISITORS, "not_needed") and not VISITORS & {*taken}
    other = "you have not said how" if yours == "none" else f"you on {WAYS[yours].name}"
    said = f"Takes visitors who enter on {words.join_names(taken)}; {other}."
    found: Verdict = "closed" if closed else "check"
    yield reason("entry_statuses", found, said, OFFERING["entry_statuses"].ask)


def closed_to_visitors(problem: Problem) -> tuple[str, ...]:
    """Offerings that take no visitor on a B-1 visa or a waiver; not those accepted."""
    return tuple(
        o.offering_id
        for o in problem.catalog.offerings
        if o.entry_statuses and not VISITORS & {*o.entry_statuses}
        if not accepts(problem.scenario, o.offering_id)
    )


def _requirements(offering: Offering, student: bool) -> Iterator[Reason]:
    """What is asked of graduates; of students the column on students speaks."""
    if student or not offering.requirements:
        return
    asked = words.join_names([words.REQUIREMENTS[one] for one in offering.requirements])
    ask = f"Do you take me, and is what I have enough? You ask for {asked}."
    yield reason("requirements", "check", f"Asks for {asked}.", ask)


def _sponsor(offering: Offering) -> Iterator[Reason]:
    if offering.sponsor_first == "yes":
        said = "A physician there must agree first to take you."
        ask = "Would a physician of PM&R take me as a visitor?"
        yield reason("sponsor_first", "check", said, ask)


def _english(problem: Problem, offering: Offering) -> Iterator[Reason]:
    """Proof of English is the applicant's to bring: it leaves the host no doubt."""
    if offering.min_english and problem.scenario.applicant.img_type == "non_us_img":
        said = f"Wants proof of English: {offering.min_english}."
        yield reason("min_english", "open", said)
