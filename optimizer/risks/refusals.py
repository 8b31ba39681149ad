"""How many of several requests come through, refusals being independent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def chances_of_at_least(acceptances: Sequence[float]) -> tuple[float, ...]:
    """Chance that at least 0, 1, ... all of the requests are accepted.

    The number accepted is Poisson binomial: its distribution is the convolution of
    those of the single requests.
    """
    exactly = np.ones(1)
    for p in acceptances:
        exactly = np.convolve(exactly, (1 - p, p))
    return tuple(float(c) for c in np.minimum(np.cumsum(exactly[::-1])[::-1], 1.0))


def requests_needed(
    acceptances: Sequence[float], at_least: int, wanted: float
) -> int | None:
    """How many requests, in this order, bring the chance of that many to ``wanted``.

    None if all of them are too few.
    """
    for n in range(at_least, len(acceptances) + 1):
        if chances_of_at_least(acceptances[:n])[at_least] >= wanted:
            return n
    return None
