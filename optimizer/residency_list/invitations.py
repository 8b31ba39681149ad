"""How many invitations to expect, and what those that came say.

Given the strength of the applicant programs invite independently of each other, so the
number is Poisson binomial; mixed over the strength it is wide. Shapes: D draws, J
programs applied to, Z nodes.
"""

from __future__ import annotations

import numpy as np

from optimizer.model.plan_chances import estimate
from optimizer.model.value.rates import Floats
from optimizer.portfolio.problem import Ints
from optimizer.residency_list.answer import Invitations
from optimizer.residency_list.tables import ChanceTables


def expected_invitations(
    nominal: ChanceTables, drawn: ChanceTables, choice: Ints
) -> Invitations:
    """What to expect of a choice, with ranges over the draws."""
    weights = nominal.model.weights
    each = chances(nominal, choice)
    share = distribution(each[0]) @ weights
    number = np.arange(len(share))
    mean = float(share @ number)
    drawn_each = chances(drawn, choice)
    return Invitations(
        mean=estimate(_mean(each, weights), _mean(drawn_each, weights)),
        sd=float(np.sqrt(share @ (number - mean) ** 2)),
        none=estimate(_none(each, weights), _none(drawn_each, weights)),
        distribution=tuple(float(s) for s in share),
    )


def chances(tables: ChanceTables, choice: Ints) -> Floats:
    """P(invitation | node) of each program applied to, by state, (D, J, Z)."""
    found = [tables.invited(s, members) for s, _, members in tables.cells(choice)]
    nobody = np.zeros((len(tables.letters), 0, len(tables.model.weights)))
    return np.concatenate([nobody, *found], axis=1)


def distribution(each: Floats) -> Floats:
    """P(0, 1, ..., J invitations | node), (J + 1, Z), from the chances (J, Z)."""
    share = np.zeros((len(each) + 1, each.shape[1]))
    share[0] = 1
    for p in each:
        share[1:] = share[1:] * (1 - p) + share[:-1] * p
        share[0] *= 1 - p
    return share


def _mean(each: Floats, weights: Floats) -> Floats:
    return np.asarray(each.sum(axis=1) @ weights)


def _none(each: Floats, weights: Floats) -> Floats:
    return np.asarray(np.prod(1 - each, axis=1) @ weights)
