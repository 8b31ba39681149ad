"""How often programs interview, and how often an interview ends in a match.

Of an assumption the value is the median of its draws, low and high are the 10th and
90th percentile. Each side of the value is half a normal distribution on the scale of
the number (log of odds, logit of chances), so that a range need not be symmetric.

Shapes: D draws of the parameters, R rows (programs that look alike), Z nodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.catalog import (
    OPTIONAL,
    PARAMETERS,
    Catalog,
    ParameterRange,
    Scale,
)
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption

Floats = NDArray[np.float64]
Parameters = Mapping[str, Floats]
T = TypeVar("T")
SCORE_TO_COME = "score to come"
"""Name beside the assumptions under which a score is drawn; absent: averaged over."""

NODES = 31
_CLOSE = 1e-15
_NAMES = {"none_reported": "closed"}

_hermite, _weights = np.polynomial.hermite_e.hermegauss(NODES)
STANDARD_NODES: Floats = _hermite
NODE_WEIGHTS: Floats = _weights / _weights.sum()


class Memory(dict[Hashable, Any]):
    """What was worked out; all of it is forgotten once it is ``most``."""

    most = 256

    def once(self, what: Hashable, find: Callable[[], T]) -> T:
        """What ``find`` finds, which ``what`` names, worked out once."""
        try:  # looked up once: another thread may clear it
            return cast(T, self[what])
        except KeyError:
            found = find()
        if len(self) >= self.most:
            self.clear()
        self[what] = found
        return found


class Fixed(dict[str, Floats]):
    """Parameters that stay as they are; what follows from them alone is kept."""

    def __init__(self, found: Parameters) -> None:
        super().__init__(found)
        self.kept = Memory()

    @classmethod
    def of(cls, parameters: Parameters) -> Fixed:
        """These; those of a catalog keep what follows for every problem."""
        return parameters if isinstance(parameters, Fixed) else cls(parameters)


class RateKey(NamedTuple):
    """What makes two programs alike for this applicant; hashed for every program.

    ``level``: receptiveness to non-US IMGs; ``us_level``: to US IMGs, None for an
    applicant who is none. ``sponsor``: the assumption that says how likely the program
    sponsors a visa, "" where its policy is on record.
    """

    level: str
    us_level: str | None
    sponsor: str
    tied: bool
    open: bool
    worth: float
    listed: bool
    signalled: bool


def sigmoid(x: Floats) -> Floats:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)))


def recentre(rate: Floats, theta: Floats, weights: Floats = NODE_WEIGHTS) -> Floats:
    """Intercepts a with sum_z w_z sigmoid(a + theta_z) = rate.

    ``rate`` (D, R) in (0, 1), ``theta`` (D, Z), ``weights`` (Z,) or (D, Z); Newton's
    method on a function that rises everywhere, with steps of at most 1.
    """
    at = _same(theta.tobytes()), _same(np.ascontiguousarray(weights).tobytes())
    every = [_intercept(column.tobytes(), *at) for column in rate.T]
    return np.stack(every, axis=1) if every else np.zeros_like(rate)


@lru_cache(maxsize=16)
def _same(numbers: bytes) -> bytes:
    """The first of equal ones: what is kept of all rows holds them once."""
    return numbers


@lru_cache(maxsize=512)
def _intercept(rates: bytes, thetas: bytes, node_weights: bytes) -> Floats:
    """As ``recentre`` of one row, (D,), kept for others who ask the same."""
    rate = np.frombuffer(rates)
    theta = np.frombuffer(thetas).reshape(len(rate), -1)
    weights = np.frombuffer(node_weights).reshape(-1, theta.shape[1])
    w = np.broadcast_to(weights, theta.shape)
    a = np.log(rate / (1 - rate))
    for _ in range(100):
        p = sigmoid(a[:, None] + theta)
        miss = (p * w).sum(axis=1) - rate
        a = a - np.clip(miss / (p * (1 - p) * w).sum(axis=1), -1, 1)
        if np.abs(miss).max() < _CLOSE:
            break
    return np.asarray(a)


def row_rates(parameters: Fixed, rows: tuple[RateKey, ...]) -> Floats:
    """Interview rate of each row before letters, signal and rotation, (D, R)."""

    def rate(row: RateKey) -> Floats:
        key = "rate", row.level, row.us_level, row.sponsor
        return parameters.kept.once(key, lambda: sigmoid(_row_logit(parameters, row)))

    return np.stack(list(map(rate, rows)), axis=1)


def match_intercept(parameters: Parameters) -> Floats:
    """C with a mean chance r to match over those interviewed at a `mid` program, (D,).

    Those interviewed are better than all: their weights are the normal ones times
    the chance of that interview, at the non-US rate and without a signal.
    """
    theta = parameters["sigma_quality"][:, None] * STANDARD_NODES
    mid = sigmoid(_level_logit(parameters, "nonUS", "mid"))[:, None]
    seen = NODE_WEIGHTS * sigmoid(recentre(mid, theta) + theta)
    seen = seen / seen.sum(axis=1, keepdims=True)
    loading = parameters["quality_loading_match"][:, None]
    rate = parameters["r_match_per_rank"][:, None]
    return np.asarray(recentre(rate, loading * theta, seen)[:, 0])


def open_share(parameters: Parameters, sponsor: str) -> Floats:
    """Share of the applicants behind a published rate to whom it was open, (D,).

    s g + 1 - s: of those who need a visa (share s) only where the program sponsors.
    """
    needing = parameters["share_needing_visa"]
    return np.asarray(needing * parameters[sponsor] + 1 - needing)


def _row_logit(parameters: Parameters, row: RateKey) -> Floats:
    """Of someone to whom the program is open; US IMGs are pooled with the others."""
    logit = _level_logit(parameters, "nonUS", row.level)
    if row.sponsor:
        logit = logit - np.log(open_share(parameters, row.sponsor))
    if row.us_level is None:
        return logit
    pool = parameters["us_img_pooling"]
    american = _level_logit(parameters, "USIMG", row.us_level)
    return np.asarray(pool * logit + (1 - pool) * american)


def published_rate(parameters: Parameters, who: str, level: str) -> Floats:
    """Interview rate on record for a level, unknown the smaller of mean and low, (D,).

    ``who``: nonUS or USIMG.
    """
    names = ("mean", "low") if level == "unknown" else (_NAMES.get(level, level),)
    rates = [parameters[f"base_interview_{who}_{name}"] for name in names]
    return np.asarray(np.min(rates, axis=0))


def _level_logit(parameters: Parameters, who: str, level: str) -> Floats:
    """Logit of a level's published rate, its odds times kappa, (D,)."""
    b = published_rate(parameters, who, level)
    return np.asarray(np.log(parameters["kappa_base_odds"] * b / (1 - b)))


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
    return _draws(problem.catalog, problem.scenario.applicant.step2_ck is None)


@lru_cache(maxsize=8)
def _draws(catalog: Catalog, score_to_come: bool) -> Fixed:
    found = {a.name: _draw_assumption(a) for a in catalog.assumptions}
    if score_to_come:
        found[SCORE_TO_COME] = _normal(SCORE_TO_COME)
    for drawn in found.values():
        drawn.flags.writeable = False
    return Fixed(found)


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
