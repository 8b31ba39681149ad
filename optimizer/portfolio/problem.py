"""The options, their chances and worths, the value of a choice, and bounds on all.

Every option is in one of three states: off, applied to, applied to with a signal. At
node z (a state of the world, such as how strong the applicant is) option j succeeds
with chance q_j(s, z) on its own. The best success counts:

    F = sum_z w_z sum_k (v_k - v_(k+1)) (1 - exp(S_kz)),
    S_kz = sum over j with u_j >= v_k of log(1 - q_j(s_j, z))

F is concave once states are mixed, so that the tangent at any mixture bounds every
choice (Frank-Wolfe). Going to the best choice under the tangent, as far as F rises,
lowers the bound step by step.

If gains add up, the best choice is that of a transportation problem with the bins
"signalled", "applied to" and "off". Its dual in the price mu of a signal is convex and
piecewise linear, and every mu gives a bound:

    D(mu) = mu K + the n largest of max(0, g_j1, g_j2 - mu)

An option that must not be off takes its place first.

Shapes: J options, 3 states, K distinct worths, Z nodes.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
Bools = NDArray[np.bool_]

OFF, APPLIED, SIGNALLED = 0, 1, 2
STATES = 3
_NEARLY_CERTAIN = 1 - 1e-12
"""A certain success counts as this, so that its logarithm is finite."""


@dataclass(frozen=True, eq=False)
class Portfolio:
    """What may be applied to.

    ``chance`` (J, 2, Z): success if applied to, and if signalled too. ``worth`` (J,),
    not negative; ``weights`` (Z,) of the nodes. At most ``most`` options are applied
    to and ``signals`` signalled. ``allowed`` (J, 3): states an option may be in.

    Raises ValueError for a chance outside 0 to 1.
    """

    chance: Floats
    worth: Floats
    weights: Floats
    most: int
    signals: int
    allowed: Bools

    def __post_init__(self) -> None:
        if not ((self.chance >= 0) & (self.chance <= 1)).all():
            raise ValueError("a chance lies outside 0 to 1")

    @cached_property
    def logs(self) -> Floats:
        """Log of the chance of no success in each state, (J, 3, Z)."""
        logs = np.zeros((len(self.worth), STATES, len(self.weights)))
        logs[:, APPLIED:] = np.log1p(-np.minimum(self.chance, _NEARLY_CERTAIN))
        return logs

    @cached_property
    def worths(self) -> Floats:
        """Distinct worths v_1 > ... > v_K, (K,)."""
        return np.unique(self.worth)[::-1]

    @cached_property
    def steps(self) -> Floats:
        """v_k - v_(k+1), (K,)."""
        return -np.diff(np.append(self.worths, 0.0))

    @cached_property
    def counted(self) -> Floats:
        """1 where option j is among those of worth v_k or better, (K, J)."""
        return np.asarray(self.worth >= self.worths[:, None], dtype=float)

    @cached_property
    def groups(self) -> Ints:
        """A number for each option, the same for those nothing tells apart, (J,)."""
        numbers: dict[Hashable, int] = {}
        return np.array(
            [
                numbers.setdefault(
                    (logs.tobytes(), worth, allowed.tobytes()), len(numbers)
                )
                for logs, worth, allowed in zip(
                    self.logs, self.worth.tolist(), self.allowed, strict=True
                )
            ],
            dtype=int,
        )

    # ---- a choice: the state of each option, (J,) -----------------------------------

    def none(self, choice: Ints) -> Floats:
        """Log of the chance of no success worth v_k or more, (K, Z).

        Of many choices (N, J) at once (N, K, Z).
        """
        return np.asarray(self.counted @ self.logs[np.arange(len(self.worth)), choice])

    def value(self, choice: Ints) -> float:
        """F of a choice."""
        return self.value_of(self.none(choice))

    def value_of(self, none: Floats) -> float:
        """F from the logs of no success, (K, Z)."""
        return float(-np.expm1(none) @ self.weights @ self.steps)

    def gains_at(self, none: Floats) -> Floats:
        """First-order gain of each state over being off, (J, 3)."""
        felt = self.counted.T @ (self.steps[:, None] * np.exp(none) * self.weights)
        return np.asarray(-np.einsum("jz,jsz->js", felt, self.logs))

    def is_allowed(self, choice: Ints) -> bool:
        """Whether a choice keeps every limit."""
        return bool(
            self.allowed[np.arange(len(choice)), choice].all()
            and (choice > OFF).sum() <= self.most
            and (choice == SIGNALLED).sum() <= self.signals
        )


_CROSSINGS = 60
_JUST_ABOVE = 2.0**-45
"""As a part of the dearest price: so far above the best price ties are decided."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A choice (J,), a bound on the gains of every choice, the price of a signal."""

    choice: Ints
    bound: float
    price: float


def best_linear(
    gains: Floats, allowed: Bools, most: int, signals: int
) -> Linear | None:
    """Choose states of the highest gains (J, 3); None if no choice is allowed."""
    plain, signalled = np.where(allowed, gains, -np.inf)[:, APPLIED:].T
    forced = ~allowed[:, OFF]
    must_signal = forced & ~allowed[:, APPLIED]
    if forced.sum() > most or must_signal.sum() > signals:
        return None

    must = np.flatnonzero(forced)

    def at(price: float) -> tuple[Ints, float, int]:
        """Those that must, and the best that add something; the bound; signals lacking.

        The bound falls by what is lacking for each unit of the price.
        """
        best = np.maximum(plain, signalled - price)
        free = np.flatnonzero(~forced & (best > 0))
        order = np.argsort(-best[free], kind="stable")[: most - len(must)]
        taken = np.concatenate([must, free[order]])
        asked = int((signalled[taken] - price > plain[taken]).sum())
        bound = price * signals + float(best[taken].sum())
        return taken, bound, asked - signals

    price = 0.0
    taken, bound, lacking = at(price)
    if lacking > 0:
        dearest = _dearest(plain, signalled, forced)
        low, high = (price, bound, lacking), (dearest, *at(dearest)[1:])
        for _ in range(_CROSSINGS):
            (a, above_a, falls), (b, above_b, rises) = low, high
            price = (above_a + falls * a - above_b - rises * b) / (falls - rises)
            if not a < price < b:
                break
            found = (price, *at(price)[1:])
            low, high = (found, high) if found[2] > 0 else (low, found)
            bound = min(bound, found[1])
        nearly = dearest * _JUST_ABOVE
        while lacking > 0:
            taken, _, lacking = at(price := price + nearly)
            nearly *= 2
    return Linear(_choice(plain, signalled, must_signal, taken, signals), bound, price)


def _dearest(plain: Floats, signalled: Floats, forced: Bools) -> float:
    """A price at which nobody wants a signal who can do without."""
    without = np.where(forced, plain, np.maximum(plain, 0.0))
    wanted = signalled[np.isfinite(without)] - without[np.isfinite(without)]
    return float(wanted.max(initial=0.0)) + 1e-12


def _choice(
    plain: Floats, signalled: Floats, must_signal: Bools, taken: Ints, signals: int
) -> Ints:
    """Signals to those taken that gain most by them, as far as there are any."""
    choice = np.full(len(plain), OFF)
    can_do_without = np.isfinite(plain[taken])
    choice[taken[can_do_without]] = APPLIED
    more = signalled[taken] - np.where(can_do_without, plain[taken], 0.0)
    more[must_signal[taken]] = np.inf
    order = np.argsort(-more, kind="stable")[:signals]
    choice[taken[order[more[order] > 0]]] = SIGNALLED
    return choice


_ROUNDS = 60
_STEP_HALVINGS = 30
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound, the mixture (J, 3) it was last looked at from, the price of a signal."""

    value: float
    mixture: Floats
    price: float


def bound(
    problem: Portfolio, allowed: Bools, choice: Ints, enough: float
) -> Bound | None:
    """Bound every choice in the allowed states (J, 3); None if there is none.

    It stops once the bound is at most ``enough``, or can no longer get there.
    ``choice`` is where to start.
    """
    mixture = _pure(choice)
    best, price = np.inf, 0.0
    for _ in range(_ROUNDS):
        none = problem.counted @ np.einsum("js,jsz->jz", mixture, problem.logs)
        gains = problem.gains_at(none)
        found = best_linear(gains, allowed, problem.most, problem.signals)
        if found is None:
            return None
        here = problem.value_of(none)
        tangent = here - float((gains * mixture).sum()) + found.bound
        if tangent < best:
            best, price = tangent, found.price
        inside = not mixture[~allowed].any()
        if best <= enough or (inside and here > enough):
            break
        toward = _pure(found.choice) - mixture
        step = _step(problem, none, toward) if inside else 1.0
        if step < _STILL:
            break
        mixture = mixture + step * toward
    return Bound(best, mixture, price)


def _pure(choice: Ints) -> Floats:
    return np.eye(STATES)[choice]


def _step(problem: Portfolio, none: Floats, toward: Floats) -> float:
    """How far F rises in a direction, from 0 to 1; F is concave."""
    change = problem.counted @ np.einsum("js,jsz->jz", toward, problem.logs)
    low, high = 0.0, 1.0
    for _ in range(_STEP_HALVINGS):
        middle = (low + high) / 2
        slope = -(np.exp(none + middle * change) * change)
        rises = float(slope @ problem.weights @ problem.steps) > 0
        low, high = (middle, high) if rises else (low, middle)
    return high if high == 1.0 else low
