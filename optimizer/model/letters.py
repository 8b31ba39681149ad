"""The letter clock: when a letter is ready and whether that is on time."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import starts
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog, Offering
from optimizer.domain.starts import WEEKEND_DAYS


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


def rotation_days(offering: Offering) -> int:
    """Calendar days from the first Monday to the last Friday, both counted."""
    return 7 * offering.weeks - WEEKEND_DAYS


def end_of(offering: Offering, start: dt.date) -> dt.date:
    """The last day of the offering started on ``start``."""
    return starts.end_of(offering.starts, offering.weeks, start)


def last_on_time_start(problem: Problem, offering: Offering) -> dt.date | None:
    """The latest day one could start and still have the letter on time."""
    if not gives_letter(offering):
        return None
    lag = letter_lag_days(problem, offering) + rotation_days(offering) - 1
    return problem.letters_by - dt.timedelta(days=lag)
