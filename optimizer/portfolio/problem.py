"""The options, their chances and worths, and the value of a choice.

Every option is in one of three states: off, applied to, applied to with a signal. At
node z (a state of the world, such as how strong the applicant is) option j succeeds
with chance q_j(s, z) on its own. The best success counts:

    F = sum_z w_z sum_k (v_k - v_(k+1)) (1 - exp(S_kz)),
    S_kz = sum over j with u_j >= v_k of log(1 - q_j(s_j, z))

F is concave once states are mixed, so that a tangent bounds it.

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
        """Log of the chance of no success worth v_k or more, (K, Z)."""
        return np.asarray(self.counted @ self.logs[np.arange(len(choice)), choice])

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
