"""How many invitations to expect, and what those that came mean for the chance.

Given the strength of the applicant programs decide independently of each other, so the
number of invitations is Poisson binomial; mixed over the strength it is wide. Each
answer reweights the nodes (w'_z ~ w_z prod_{invited} I_j prod_{no} (1 - g_j I_j)): an
invitation shows that the gate was open. A program that is silent says nothing until
interviews are over; then it has said no.

The order of a rank list is not worked out from chances: with the algorithm of the
Match no order does better than that of one's wishes (Roth 1982). Shapes: D draws, J
programs applied to, Z nodes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import INTERVIEWED, Interview
from optimizer.model.plan_chances import estimate
from optimizer.model.value.application_list import rating_of
from optimizer.model.value.rates import Floats
from optimizer.portfolio.problem import APPLIED, OFF, Bools, Ints
from optimizer.residency_list.answer import Invitations
from optimizer.residency_list.tables import ChanceTables, decide


def expected_invitations(
    nominal: ChanceTables, drawn: ChanceTables, choice: Ints
) -> Invitations:
    """What to expect of a choice, with ranges over the draws."""
    weights = nominal.model.weights
    each = chances(nominal, choice)
    share = distribution(each[0]) @ weights
    number = np.arange(len(share))
    mean = float(share @ number)
    (means, none), drawn_ends = (_mean_and_none(t, choice) for t in (nominal, drawn))
    return Invitations(
        mean=estimate(means, drawn_ends[0]),
        sd=float(np.sqrt(share @ (number - mean) ** 2)),
        none=estimate(none, drawn_ends[1]),
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


def _mean_and_none(tables: ChanceTables, choice: Ints) -> tuple[Floats, Floats]:
    """How many invitations on average, and the chance of none, (D,) each."""
    mean = np.zeros(len(tables.letters))
    for state, kind, members in tables.cells(choice):
        mean += tables.expected_there(state, kind)[:, tables.row[members]].sum(axis=1)
    none = tables.nobody(choice, tables.invited_there)
    return mean, none @ tables.model.weights


INVITED = (*INTERVIEWED, "declined")


@dataclass(frozen=True, slots=True)
class Interviewed:
    """One program that invited: what its interview is worth.

    ``alone``: chance to match there if it were the only one; ``adds``: what it adds to
    the others, as a share of 1.
    """

    program_id: str
    alone: float
    adds: float


@dataclass(frozen=True, slots=True)
class Rank:
    """One place of the rank order: chance to match at its program, or not below it."""

    program_id: str
    here: float
    so_far: float


@dataclass(frozen=True, slots=True)
class SeasonSoFar:
    """The season as far as it is known.

    ``before``: the chance before any answer; ``chance``: to match with the interviews
    so far; ``one_more``: what another interview like these would add. ``not_listed``:
    programs that answered though they are not on the list, counted as applied to;
    ``closed``: those that cannot match on record, not counted. ``ranks``: the rank
    order as it was entered; ``against_wish``: programs in it that follow one with a
    lower rating of the applicant's own.
    """

    before: float
    chance: float
    one_more: float
    interviews: tuple[Interviewed, ...]
    over: bool
    not_listed: tuple[str, ...]
    closed: tuple[str, ...]
    ranks: tuple[Rank, ...]
    against_wish: tuple[str, ...]


def season_so_far(problem: Problem) -> SeasonSoFar:
    """Chance to match with the invitations that have come, every program counting."""
    decision = decide(problem)
    tables, choice = decision.tables, decision.chosen.choice.copy()
    came = dict(problem.scenario.interviews)
    closed = decision.closed
    heard = np.array([name in came for name in tables.ids], dtype=bool)
    outside = heard & ~closed & (choice == OFF)
    choice[outside] = APPLIED
    over = problem.scenario.today > problem.season.interviews_end
    weights = _posterior_weights(tables, choice, came, over)
    match = {
        tables.ids[j]: _match_there(tables, choice, j)
        for j in np.flatnonzero(choice != OFF).tolist()
        if came.get(tables.ids[j]) in INTERVIEWED
    }
    chance = _chance(match.values(), weights)
    return SeasonSoFar(
        before=float(tables.probability(decision.chosen.choice)[0]),
        chance=chance,
        one_more=_one_more(tables, match.values(), weights),
        interviews=tuple(
            Interviewed(name, float(here @ weights), chance - _chance(rest, weights))
            for name, here in match.items()
            for rest in [[m for n, m in match.items() if n != name]]
        ),
        over=over,
        not_listed=_ids_where(tables, outside),
        closed=_ids_where(tables, heard & closed),
        ranks=_ranks(problem, match, weights),
        against_wish=_against_wish(problem),
    )


def _ranks(
    problem: Problem, match: Mapping[str, Floats], weights: Floats
) -> tuple[Rank, ...]:
    """Chance to match at each rank, as no program above took the applicant."""
    found: list[Rank] = []
    for name in problem.scenario.rank_order:
        if name in match:
            above = [match[rank.program_id] for rank in found]
            so_far = _chance([*above, match[name]], weights)
            found.append(Rank(name, so_far - _chance(above, weights), so_far))
    return tuple(found)


def _against_wish(problem: Problem) -> tuple[str, ...]:
    """Programs that stand right below one that the applicant rates lower."""
    programs = [problem.catalog.program[p] for p in problem.scenario.rank_order]
    return tuple(
        lower.program_id
        for upper, lower in pairwise(programs)
        if rating_of(problem, lower) > rating_of(problem, upper)
    )


def _posterior_weights(
    tables: ChanceTables, choice: Ints, came: Mapping[str, Interview], over: bool
) -> Floats:
    """Weights of the nodes after what has come, (Z,)."""
    log = np.log(tables.model.weights)
    for place in np.flatnonzero(choice != OFF).tolist():
        answer = came.get(tables.ids[place])
        if answer is None and not over:
            continue
        interview = _invitation_chance(tables, choice, place)
        # The gate is the same at every node: given an invitation it cancels.
        log = log + (np.log(interview) if answer in INVITED else np.log1p(-interview))
    found = np.exp(log - log.max())
    return np.asarray(found / found.sum())


def _invitation_chance(tables: ChanceTables, choice: Ints, place: int) -> Floats:
    """P(invitation | node), the gate included, (Z,)."""
    found = tables.invited(int(choice[place]), np.array([place]))
    return np.asarray(found[0, 0])


def _gate(tables: ChanceTables, place: int) -> float:
    return float(tables.model.gate[0, tables.row[place]])


def _match_there(tables: ChanceTables, choice: Ints, place: int) -> Floats:
    """P(match there | interview, not matched higher, node), (Z,)."""
    chance = tables.chance_at(int(choice[place]), place)
    return np.asarray(chance / _invitation_chance(tables, choice, place))


def _chance(match: Iterable[Floats], weights: Floats) -> float:
    """Chance to match at any of the programs interviewed at, (Z,) each."""
    none = np.prod([np.ones_like(weights), *(1 - m for m in match)], axis=0)
    return float((1 - none) @ weights)


def _one_more(
    tables: ChanceTables, match: Collection[Floats], weights: Floats
) -> float:
    """What another interview, at a program without a rotation, would add."""
    usual = next(
        (
            j
            for j, name in enumerate(tables.ids)
            if name not in tables.kinds and _gate(tables, j)
        ),
        None,
    )
    if usual is None:
        return 0.0
    one = _match_there(tables, np.full(len(tables.ids), APPLIED), usual)
    return _chance([*match, one], weights) - _chance(match, weights)


def _ids_where(tables: ChanceTables, which: Bools) -> tuple[str, ...]:
    return tuple(i for i, is_it in zip(tables.ids, which, strict=True) if is_it)
