"""Draws of the assumptions: the value is the median, low and high the 10th and 90th.

Each side of the value is half a normal distribution on the scale of the number (log
of odds, logit of chances), so that a range need not be symmetric. Shapes: D draws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from optimizer.domain.catalog import (
    OPTIONAL,
    PARAMETERS,
    Catalog,
    ParameterRange,
    Scale,
)
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.model.value.rates import SCORE_TO_COME, Floats, Parameters

DRAWS = 400
SEED = 0
NINETIETH = 1.2816
"""Standard deviations from the median of a normal number to its 90th percentile."""
TOGETHER: Mapping[str, Mapping[str, float]] = {
    "quality_loading_match": {"r_match_per_rank": 0.55, "sigma_quality": -0.3},
    "sigma_quality": {
        "base_interview_nonUS_very_high": 0.2,
        "base_interview_nonUS_mid": -0.1,
        "signal_odds_off": -0.15,
    },
    "kappa_base_odds": {
        "base_interview_nonUS_very_high": -0.25,
        "base_interview_nonUS_high": -0.25,
        "base_interview_nonUS_mid": -0.15,
        "signal_odds_on": -0.45,
        "signal_odds_off": -0.15,
        "sigma_quality": -0.15,
    },
}
"""How a fitted assumption moves with others, in standard deviations for one of theirs.

The people of the fit say how many interviews come and who matches, not what each
number is: where rates or signals are higher than assumed, kappa is lower.
``python -m benchmarks.calibration`` measures it.
"""

Transform = Callable[[Floats], Floats]
_SCALES: Mapping[Scale, tuple[Transform, Transform]] = {
    "plain": (np.asarray, np.asarray),
    "log": (np.log, np.exp),
    "logit": (lambda x: np.log(x / (1 - x)), lambda y: 1 / (1 + np.exp(-y))),
    "log1p": (np.log1p, np.expm1),
}
_NO_BOUND = ParameterRange(-np.inf, np.inf)


def draws(problem: Problem) -> Parameters:
    """``DRAWS`` draws of every assumption, the same for every problem of a catalog.

    So is a Step 2 CK score that is still to come, in standard deviations: it widens a
    range as what is not known of the world does.
    """
    found = dict(_of_assumptions(problem.catalog))
    if problem.scenario.applicant.step2_ck is None:
        found[SCORE_TO_COME] = _normal(SCORE_TO_COME)
    return found


@lru_cache(maxsize=4)
def _of_assumptions(catalog: Catalog) -> dict[str, Floats]:
    found = {a.name: _draw_assumption(a) for a in catalog.assumptions}
    for drawn in found.values():
        drawn.flags.writeable = False
    return found


def _draw_assumption(a: Assumption) -> Floats:
    if a.low == a.high:
        return np.full(DRAWS, float(a.value))
    bound = (PARAMETERS | OPTIONAL).get(a.name, _NO_BOUND)
    there, back = _SCALES[_scale(a, bound)]
    low, middle, high = there(np.array([a.low, a.value, a.high], dtype=float))
    z = _normal(a.name)
    side = np.where(z > 0, high - middle, middle - low)
    return np.asarray(
        np.clip(back(middle + z * side / NINETIETH), bound.low, bound.high)
    )


def _scale(a: Assumption, bound: ParameterRange) -> Scale:
    """The scale of a number; a plain one where its range touches the scale's end."""
    touches = {
        "log": a.low <= 0,
        "logit": a.low <= 0 or a.high >= 1,
        "log1p": a.low < 0,
        "plain": False,
    }
    return "plain" if touches[bound.scale] else bound.scale


def _normal(name: str) -> Floats:
    """Standard normal numbers of an assumption, from a stream of its own, (D,)."""
    digest = hashlib.sha256(f"{SEED} {name}".encode()).digest()
    own = np.random.default_rng(int.from_bytes(digest[:8], "big")).standard_normal(
        DRAWS
    )
    others = TOGETHER.get(name, {})
    alone = np.sqrt(1 - sum(r**2 for r in others.values()))
    return np.asarray(alone * own + sum(r * _normal(o) for o, r in others.items()))
