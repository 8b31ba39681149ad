"""Linear upper bounds on the match value of every set within an interval of letters.

Both touch the concave bound of ``worth`` at one set. docs/model.md derives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.solver.sets.offer_arrays import Floats, Indices, Mask, distinct
from optimizer.solver.sets.worth import Ends, Worth


@dataclass(frozen=True, eq=False)
class Cut:
    """v <= ``constant`` + sum over the members of ``choice`` (N,) + ``slope`` letters.

    Letters are those that the members add; ``choice`` leaves them out.
    """

    constant: float
    choice: Floats
    slope: float

    def at(self, letters: Floats) -> Floats:
        """What each offer adds with the letters it gives, (N,)."""
        return np.asarray(self.choice + self.slope * letters)

    def only(self, kept: Indices | Mask) -> Cut:
        """The same for some of the offers."""
        return replace(self, choice=self.choice[kept])


def cuts(
    worth: Worth, ends: Ends, touched: Sequence[int], kept: Indices, most: int
) -> tuple[Cut, ...]:
    """Bounds for the offers in ``kept``, tangent at the set ``touched``.

    With effects as at the better end of the interval; and, where letters vary, with
    effects as at its lower end and letters paid the most that ``most`` effects rise.
    """
    members = np.array(touched, dtype=int)
    x = _point(worth, ends, members)
    slope = worth.weights * np.exp(-x)
    value = float(worth.value(x))
    kinds, _, which = distinct(worth.type[kept])
    low, high = (effects[kinds] @ slope for effects in ends.effects)
    top = np.maximum(*ends.effects[:, kinds]) @ slope
    width = ends.width
    per_letter = (
        float((ends.nobody[1] - ends.nobody[0]) @ slope) / width if width else 0.0
    )
    at_low = value + float((ends.nobody[0] + ends.margin - x) @ slope)

    def cut(choice: Floats, more: float) -> Cut:
        paid = per_letter + more
        constant = at_low + paid * (worth.base_letters - ends.low)
        return Cut(constant, choice[which] - worth.handicap[kept], paid)

    if not width:
        return (cut(top, 0.0),)
    rises = np.sort((high - low)[which])[::-1][:most]
    return cut(top, 0.0), cut(low, float(np.maximum(rises, 0).sum()) / width)


def _point(worth: Worth, ends: Ends, members: Indices) -> Floats:
    """X of a set at its letters, on the line between the ends of the interval, (X,)."""
    kinds = worth.type[members]
    x = ends.nobody + ends.effects[:, kinds].sum(axis=1)
    if not ends.width:
        return np.asarray(x[0])
    letters = worth.base_letters + float(worth.best[members].sum())
    share = min(max((letters - ends.low) / ends.width, 0.0), 1.0)
    return np.asarray(x[0] + share * (x[1] - x[0]))
