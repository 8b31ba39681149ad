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
from optimizer.domain.starts import usual_days


def letter_lag_days(problem: Problem, offering: Offering | None) -> int:
    """Days from the last day of a rotation until its letter can be read.

    The writer's time (``letter_days``, or the assumption where unknown) plus the
    processing of a foreign graduate's documents.
    """
    return _lag_days(problem.catalog, offering)


@lru_cache(maxsize=16)
def lags(catalog: Catalog) -> NDArray[np.int_]:
    """``letter_lag_days`` of each offering, in the catalog's order, (O,)."""
    return np.array([_lag_days(catalog, o) for o in catalog.offerings], dtype=int)


def _lag_days(catalog: Catalog, offering: Offering | None) -> int:
    stated = offering.letter_days if offering else None
    usual = catalog.assumption["letter_days_default"].value
    writing = usual if stated is None else stated
    return int(writing + catalog.assumption["letter_processing_days"].value)


def gives_letter(offering: Offering | None) -> bool:
    """Whether a letter may be hoped for: unknown counts as yes and is marked."""
    return offering is None or offering.gives_letter != "no"


def letter_ready(
    problem: Problem, offering: Offering | None, end: dt.date
) -> dt.date | None:
    """Day the letter is ready after a rotation that ends on ``end``; None if none."""
    if not gives_letter(offering):
        return None
    return end + dt.timedelta(days=letter_lag_days(problem, offering))


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
    lag = letter_lag_days(problem, offering) + length - 1
    return problem.letters_by - dt.timedelta(days=lag)
