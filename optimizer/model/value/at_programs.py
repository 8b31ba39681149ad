"""The chances at one program, by the strength of the applicant and the evidence.

Two readings of the evidence. *Central*: letters and rotations raise the odds of an
interview everywhere as guessed. *Cautious*: later letters add nothing, and a rotation
multiplies the odds to match there by what was measured of US students. *Blended* is
both, each with half the weight of the nodes. docs/model.md has the formulas.

Shapes: D draws, R rows, Z nodes (31, or 62 if both readings count).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.domain.scenario import Evidence
from optimizer.model.value.profile import letters_in_hand, profile, strength
from optimizer.model.value.rates import (
    NODE_WEIGHTS,
    STANDARD_NODES,
    Fixed,
    Floats,
    Memory,
    Parameters,
    RateKey,
    match_intercept,
    recentre,
    row_rates,
    sigmoid,
)

Signal = Literal["own", "on", "off"]
State = tuple[Signal, Kind | None]
"""The signal a program gets, and the rotation there."""
AS_IT_IS: State = ("own", None)
Index = NDArray[np.int_] | slice
ALL = slice(None)
_AT_A_KINK = 1e-9
"""A sum of letters that is short of a whole number by less is one."""

SUFFIX: Mapping[Kind, str] = {"hands_on": "handson", "observership": "observership"}
Reading = Literal["central", "cautious"]
_READINGS: Mapping[Evidence, tuple[Reading, ...]] = {
    "central": ("central",),
    "cautious": ("cautious",),
    "blended": ("central", "cautious"),
}


class AtPrograms:
    """Chances of an interview and of a match at each row, given the strength."""

    def __init__(
        self, problem: Problem, parameters: Parameters, rows: tuple[RateKey, ...]
    ) -> None:
        self.problem, self.parameters, self.rows = problem, Fixed.of(parameters), rows
        self.readings = _READINGS[problem.scenario.evidence]
        self.weights = np.tile(NODE_WEIGHTS, len(self.readings)) / len(self.readings)
        """Weight of each node, (Z,)."""
        self._by_state, self._effects = dict[State, Floats](), Memory()

    def __getitem__(self, name: str) -> Floats:
        """A parameter, (D,)."""
        return self.parameters[name]

    # ---- strength and profile -----------------------------------------------------

    @cached_property
    def theta(self) -> Floats:
        """Strength as programs see it, a score still to come included, (D, 31)."""
        return strength(self.problem, self.parameters)

    @cached_property
    def _profile(self) -> Floats:
        """What score, failures and years since graduation add to the logit, (D,)."""
        return profile(self.problem, self.parameters)

    @cached_property
    def base(self) -> Floats:
        """Interview logit of each row without letters, signal, rotation; (D, R)."""
        kinds = [(r.level, r.us_level, r.sponsor) for r in self.rows]
        of_kind = dict(zip(kinds, self.rows, strict=True))
        a = recentre(row_rates(self.parameters, tuple(of_kind.values())), self.theta)
        place = [*map([*of_kind].index, kinds)]
        tied = np.array([row.tied for row in self.rows])
        ties = tied * np.log(self["or_geo_preference_or_tie"])[:, None]
        return np.asarray(a[:, place] + ties + self._profile[:, None])

    @cached_property
    def gate(self) -> Floats:
        """Chance that policy lets the applicant in, by row, (D, R)."""
        free = self.problem.scenario.applicant.us_work_authorized
        one = np.ones_like(self["kappa_base_odds"])
        gates = [one if free or not r.sponsor else self[r.sponsor] for r in self.rows]
        open_ = np.array([row.open for row in self.rows], dtype=float)
        return np.asarray(np.stack(gates, axis=1) * open_)

    @cached_property
    def signals(self) -> dict[Signal, Floats]:
        """Logit of a signal by row, (D, R)."""
        shape = len(self.hand), len(self.rows)
        odds = (self[f"signal_odds_{which}"] for which in ("on", "off"))
        on, off = (np.broadcast_to(np.log(each)[:, None], shape) for each in odds)
        sent = np.array([row.signalled for row in self.rows])
        return {"on": on, "off": off, "own": np.where(sent, on, off)}

    # ---- letters ------------------------------------------------------------------

    @cached_property
    def hand(self) -> Floats:
        """Letters in hand, in letters of physiatrists, (D,)."""
        return letters_in_hand(self.problem, self.parameters)

    def letter_effect(self, letters: Floats) -> Floats:
        """g(L) - g(reference): logit of L strong letters, shape (D,)."""
        return self._effects.once(
            letters.tobytes(), lambda: self._g(letters) - self._g_reference
        )

    @cached_property
    def _g_reference(self) -> Floats:
        return self._g(self["letters_reference"])

    def letter_slope(self, letters: float) -> float:
        """Slope of g just above ``letters`` (first draw); 0 where letters add nothing.

        It is that of the central reading, the only one in which later letters count.
        """
        step = int(np.floor(letters + _AT_A_KINK))
        most = int(self["letters_max_per_program"][0])
        if step >= most or "central" not in self.readings:
            return 0.0
        return float(self[f"letter_logit_{step + 1}"][0])

    @cached_property
    def _letter_logits(self) -> Floats:
        """What each further letter adds, (D, letters)."""
        most = int(self["letters_max_per_program"][0])
        each = [self[f"letter_logit_{i + 1}"] for i in range(most)]
        return np.stack(each, axis=1) if each else np.zeros((len(self.hand), 0))

    def _g(self, letters: Floats) -> Floats:
        before = np.arange(self._letter_logits.shape[1])
        share = np.minimum(np.maximum(letters[:, None] - before, 0), 1)
        return np.asarray((self._letter_logits * share).sum(axis=1))

    # ---- chances ------------------------------------------------------------------

    def interview(self, letters: Floats, state: State) -> Floats:
        """P(interview | strength) by row if applied to; once if readings agree."""
        found = self._interview(letters, state, ALL)
        if state[1] is None and np.array_equal(letters, self.hand):
            return found
        still = self._interview(self.hand, _still(state), ALL)
        return self.blend(lambda: found, lambda: self._measured(state, still))

    def chance(self, letters: Floats, state: State, rows: Index = ALL) -> Floats:
        """q_j: P(match there | strength) by row if it is applied to, (D, R, Z)."""
        central = partial(self.central, letters, state, rows)
        return self.blend(central, partial(self.cautious, state, rows))

    def blend(self, *of: Callable[[], Floats]) -> Floats:
        """What the central and the cautious reading say, as far as they count."""
        every = zip(_READINGS["blended"], of, strict=True)
        found = [say() for reading, say in every if reading in self.readings]
        if len(found) > 1 and len(found[1]) < len(found[0]):  # one at many levels
            found[1] = np.broadcast_to(found[1], found[0].shape)
        return np.concatenate(found, axis=2) if len(found) > 1 else found[0]

    def central(self, letters: Floats, state: State, rows: Index) -> Floats:
        """``chance`` in the central reading, (D, R, 31)."""
        found = self._interview(letters, state, rows)
        found *= self.match(state)
        return np.multiply(found, self.gate[:, rows, None], out=found)

    def cautious(self, state: State, rows: Index = ALL) -> Floats:
        """``chance`` in the cautious reading; of one draw it is kept at all rows."""
        some = rows if len(self.hand) > 1 else ALL
        if state not in self._by_state:
            still = self._interview(self.hand, _still(state), some)
            still *= self.match(_still(state))
            found = self.gate[:, some, None] * self._measured(state, still)
            if some is not ALL:
                return found
            self._by_state[state] = found
        return self._by_state[state][:, rows]

    def extremes(
        self, low: Floats, high: Floats, state: State, rows: Index
    ) -> tuple[Floats, ...]:
        """q_j at two letter levels, least and greatest dq_j/dt between, (D, R, Z) each.

        t is the logit that letters add. I' = I (1 - I) has one peak, at I = 1/2.
        """
        a, b = (self._interview(level, state, rows) for level in (low, high))
        gate, match = self.gate[:, rows, None], self.match(state)
        still = partial(self.cautious, state, rows)
        return (
            *(self.blend(partial(np.multiply, gate, i * match), still) for i in (a, b)),
            self.flat(gate * (match * np.minimum(a * (1 - a), b * (1 - b)))),
            self.flat(gate * greatest_rise(match, a, b)),
        )

    def flat(self, slope: Floats) -> Floats:
        """A slope in the central reading; later letters add nothing in the other."""
        return self.blend(lambda: slope, lambda: np.zeros_like(slope))

    def _interview(self, letters: Floats, state: State, rows: Index) -> Floats:
        signal, kind = state
        logit = self.base[:, rows] + self.signals[signal][:, rows]
        logit = logit + self.letter_effect(letters)[:, None]
        if kind is not None:
            logit = logit + np.log(self[f"or_interview_{SUFFIX[kind]}"])[:, None]
        return self.by_strength(logit)

    def by_strength(self, logit: Floats) -> Floats:
        """sigmoid(logit + theta), with no exponential for each row at each node."""
        many = len(self._weakness) > 1  # draws: in memory those of a row in one piece
        odds = np.exp(-logit).T if many else np.exp(-logit)
        found = odds[:, :, None] * self._weakness
        found = np.moveaxis(found, 0, 1) if many else found
        found += 1  # in place: fresh memory takes longer than the sum
        return np.divide(1, found, out=found)

    @cached_property
    def _weakness(self) -> Floats:
        """The odds of strength against, exp(-theta), (D, 31)."""
        return np.exp(-self.theta)

    def match(self, state: State) -> Floats:
        """P(match | interview, strength), the same at every program, (D, 1, 31)."""
        kind = state[1]
        return self.parameters.kept.once(("match", kind), lambda: self._match(kind))

    def _match(self, kind: Kind | None) -> Floats:
        given = self.parameters
        c = given.kept.once("match intercept", lambda: match_intercept(given))
        if kind is not None:
            c = c + np.log(self[f"or_match_given_interview_{SUFFIX[kind]}"])
        loading = self["quality_loading_match"] * self["sigma_quality"]
        felt = loading[:, None, None] * STANDARD_NODES  # what an interview shows
        return sigmoid(c[:, None, None] + felt)

    def _measured(self, state: State, chance: Floats) -> Floats:
        """A chance after a rotation: its odds times the measured overall ratio."""
        if (kind := state[1]) is None:
            return chance
        ratio = self[f"or_overall_{SUFFIX[kind]}"][:, None, None]
        return np.asarray(ratio * chance / (1 - chance + ratio * chance))


def greatest_rise(match: Floats, low: Floats, high: Floats) -> Floats:
    """Greatest I' between two chances of an interview, times that of a match."""
    peak = np.clip(0.5, low, high)
    return np.asarray(match * peak * (1 - peak))


def _still(state: State) -> State:
    """The same program without a rotation there."""
    return state[0], None
