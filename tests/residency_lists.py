"""The value of a residency list, one program after the other."""

from __future__ import annotations

import numpy as np

from optimizer.model.value.rates import Floats
from optimizer.portfolio.problem import OFF, Ints
from optimizer.residency_list.tables import SIGNALS, ChanceTables


def list_value(tables: ChanceTables, choice: Ints) -> Floats:
    """Match value of a list in each draw, (D,)."""
    model = tables.model
    shape = len(tables.letters), len(model.worths), len(model.weights)
    none = np.ones(shape)
    for j in np.flatnonzero(choice != OFF):
        at = SIGNALS[int(choice[j])], tables.kinds.get(tables.ids[j])
        q = model.chance(tables.letters, at, tables.row[[j]])
        reached = model.rows[tables.row[j]].worth >= np.array(model.worths)
        none[:, reached] *= 1 - q
    return np.asarray((1 - none) @ model.weights @ model.worth_steps)
