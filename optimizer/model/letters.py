"""The letter clock: when a letter is ready and whether that is on time."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import starts
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import WEEK, usual_days

Days = NDArray[np.int_]
YEAR_DAYS = 365


def days_to_letter(problem: Problem, offering: Offering | None, days: int) -> int:
    """Days from the first day of a block of so many until its letter can be read."""
    writing = np.array(_writing_days(problem.catalog, offering))
    return int(days_until_ready(problem, writing, np.array(days)))


def days_until_ready(problem: Problem, writing: Days, days: Days) -> Days:
    """The same for writing times and lengths of blocks, of any shape.

    The writer's time from the day of asking, but never before the last day; then the
    processing of a foreign graduate's documents.
    """
    written = np.maximum(days - 1, _asked_after(problem, days) + writing)
    return np.asarray(written + processing_days(problem))


def _asked_after(problem: Problem, days: Days) -> Days:
    """Days from the first day of a block of so many to that of asking for a letter."""
    early = problem.scenario.letter_asked == "first_week"
    return np.asarray(np.minimum(days, WEEK.days) - 1 if early else days - 1)


def asking_day(problem: Problem, start: dt.date, end: dt.date) -> dt.date:
    """The day on which a rotation's writer is asked for a letter."""
    days = _asked_after(problem, np.array((end - start).days + 1))
    return start + dt.timedelta(days=int(days))


def processing_days(problem: Problem) -> int:
    """Days from upload until a letter can be read: the applicant's, or the guess."""
    said = problem.scenario.processing_days
    return int(problem.parameter("letter_processing_days")) if said is None else said


@lru_cache(maxsize=16)
def writing_days(catalog: Catalog) -> Days:
    """Days that the writer at each offering takes, in the catalog's order, (O,)."""
    return np.array([_writing_days(catalog, o) for o in catalog.offerings], dtype=int)


def _writing_days(catalog: Catalog, offering: Offering | None) -> int:
    stated = offering.letter_days if offering else None
    usual = catalog.assumption["letter_days_default"].value
    return int(usual if stated is None else stated)


def gives_letter(offering: Offering | None) -> bool:
    """Whether a letter may be hoped for: unknown counts as yes and is marked."""
    return offering is None or offering.gives_letter != "no"


def letter_ready(
    problem: Problem, offering: Offering | None, start: dt.date, end: dt.date
) -> dt.date | None:
    """Day the letter of a rotation on these days is ready; None if it gives none."""
    if not gives_letter(offering):
        return None
    length = (end - start).days + 1
    return start + dt.timedelta(days=days_to_letter(problem, offering, length))


def is_of_last_cycle(problem: Problem, ready: dt.date) -> bool:
    """Whether a letter was there when programs read a year before.

    A letter's age hangs on when programs read, not on an own, earlier ``letters_by``.
    """
    return (problem.season.letters_by - ready).days >= YEAR_DAYS


def days_of(offering: Offering, start: dt.date) -> int:
    """Calendar days of the block that starts on a day, first and last counted."""
    return (end_of(offering, start) - start).days + 1


def end_of(offering: Offering, start: dt.date) -> dt.date:
    """The last day of the offering started on ``start``."""
    return starts.block_end(offering.starts, offering.weeks, start)


def last_on_time_start(
    problem: Problem, offering: Offering, days: int | None = None
) -> dt.date | None:
    """The latest day one could start and still have the letter on time.

    With a block of so many ``days``; not said: of whole weeks from a Monday.
    """
    if not gives_letter(offering):
        return None
    length = usual_days(offering.weeks) if days is None else days
    ready = dt.timedelta(days=days_to_letter(problem, offering, length))
    return problem.letters_by - ready
