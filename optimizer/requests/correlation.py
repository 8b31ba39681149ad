"""Answers that hang together: every host sees the same applicant.

Behind each answer stands a normal variable; a host says yes if it falls below the
quantile of its acceptance. These variables share a part z, so that the correlation of
any two is rho: given z they are independent, with

    p_i(z) = Phi((Phi^-1(p_i) + sqrt(rho) z) / sqrt(1 - rho)).

The mean over z is taken at 15 Gauss-Hermite nodes. Answers that are known tell about z,
by Bayes.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from optimizer.model.value.rates import Floats

NODES = 15
_NORMAL = NormalDist()
_z, _weights = np.polynomial.hermite_e.hermegauss(NODES)


def given_quality(acceptance: Sequence[float], correlation: float) -> Floats:
    """Chance of a yes of each host at each node, (nodes, hosts)."""
    rows = [[_at(p, correlation, float(z)) for p in acceptance] for z in _z]
    return np.array(rows, dtype=float).reshape(NODES, len(acceptance))


def node_weights(
    yes: Sequence[float], no: Sequence[float], correlation: float
) -> Floats:
    """Weight of each node after these hosts said yes and no, (nodes,); sum 1.

    ``yes`` and ``no`` are what their acceptances were before they answered.
    """
    weights = np.asarray(_weights, dtype=float).copy()
    weights *= given_quality(yes, correlation).prod(axis=1)
    weights *= (1 - given_quality(no, correlation)).prod(axis=1)
    if not weights.any():  # who never says no has: that tells nothing
        return node_weights((), (), correlation)
    return np.asarray(weights / weights.sum())


def _at(p: float, correlation: float, z: float) -> float:
    if p in (0.0, 1.0):
        return p
    shifted = _NORMAL.inv_cdf(p) + correlation**0.5 * z
    return _NORMAL.cdf(shifted / (1 - correlation) ** 0.5)
