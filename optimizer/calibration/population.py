"""Non-US IMGs who put PM&R first: how many interviews they get, and who matches.

The population behind the parameters of the match value. Its make-up is a guess where
nothing is published: so many applications each, to the most receptive programs first,
a signal to each of the first twenty, no rotations, every interview ranked.

Shapes: Z nodes of strength and profile, N + 1 numbers of interviews, C classes by the
number of applications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.domain.records import Program
from optimizer.model.value.rates import (
    NODE_WEIGHTS,
    STANDARD_NODES,
    Floats,
    Parameters,
    match_intercept,
    published_rate,
    recentre,
    sigmoid,
)

APPLICATIONS: Mapping[int, float] = {20: 0.2, 35: 0.25, 50: 0.25, 75: 0.2, 113: 0.1}
"""Number of applications, and the share of applicants who send so many; a guess."""
SIGNALS = 20
SCORE_LOGIT_SD, OTHER_LOGIT_SD = 0.32, 0.22
"""Spread of Step 2 CK (SD 16) and of letters (0 to 3) on the interview logit."""
PROFILE_LOGIT_SD = float(np.hypot(SCORE_LOGIT_SD, OTHER_LOGIT_SD))
PROFILE_NODES = 7
MOST_INTERVIEWS = 60
ORDER = ("very_high", "high", "mid", "low", "unknown", "none_reported")

_profile, _profile_weights = np.polynomial.hermite_e.hermegauss(PROFILE_NODES)


@dataclass(frozen=True)
class Invited:
    """How many interviews come, given strength and profile.

    ``count`` (Z, N + 1): chance of each number; ``weights`` (Z,); ``theta`` and
    ``profile`` (Z,): logits of the nodes.
    """

    count: Floats
    weights: Floats
    theta: Floats
    profile: Floats

    @classmethod
    def of(
        cls,
        parameters: Parameters,
        levels: Sequence[str],
        applications: Mapping[int, float] = APPLICATIONS,
    ) -> Invited:
        """For programs of these levels in the order in which they are applied to."""
        quality = parameters["sigma_quality"][0] * STANDARD_NODES
        theta = np.repeat(quality, PROFILE_NODES)
        profile = np.tile(PROFILE_LOGIT_SD * _profile, len(quality))
        weights = np.outer(NODE_WEIGHTS, _profile_weights / _profile_weights.sum())
        logits = _logits(parameters, levels)
        chances = sigmoid(logits[:, None] + theta + profile)
        count = _interview_counts(chances, applications)
        return cls(count, weights.ravel(), theta, profile)


@dataclass(frozen=True)
class Ranked:
    """Who matches among those invited, by the number of programs ranked."""

    invited: Invited
    match: Floats
    """Chance to match at one program after an interview there, (Z,)."""

    @classmethod
    def of(cls, invited: Invited, parameters: Parameters) -> Ranked:
        """With the match after an interview as these parameters say."""
        loading = parameters["quality_loading_match"][0]
        c = match_intercept(parameters)[0]
        return cls(invited, sigmoid(c + loading * invited.theta))

    @cached_property
    def joint(self) -> Floats:
        """Chance of a number of ranks, and to match or not, (2, N + 1)."""
        numbers = np.arange(self.invited.count.shape[1])
        unmatched = (1 - self.match[:, None]) ** numbers
        seen = self.invited.weights[:, None] * self.invited.count
        return np.stack([(seen * (1 - unmatched)).sum(0), (seen * unmatched).sum(0)])

    @cached_property
    def ranked(self) -> Floats:
        """As ``joint``, of those with at least one rank, (2, N + 1)."""
        found = self.joint.copy()
        found[:, 0] = 0
        return np.asarray(found / found.sum())

    def match_given(self, low: int, high: int) -> float:
        """Chance to match with at least ``low`` and at most ``high`` ranks.

        Not a number where a catalog has too few programs for so many.
        """
        matched, unmatched = self.joint[:, low : high + 1].sum(axis=1)
        both = matched + unmatched
        return float(matched / both) if both else float("nan")

    def mean_profile(self) -> tuple[float, float]:
        """Mean profile logit of those who match and of those who rank and do not."""
        numbers = np.arange(self.invited.count.shape[1])
        unmatched = (1 - self.match[:, None]) ** numbers
        seen = self.invited.weights[:, None] * self.invited.count
        seen[:, 0] = 0
        sides = [(seen * (1 - unmatched)).sum(1), (seen * unmatched).sum(1)]
        first, second = (float(s @ self.invited.profile / s.sum()) for s in sides)
        return first, second


def levels_of(programs: Sequence[Program]) -> list[str]:
    """Levels of the programs in the order in which this population applies."""
    return sorted((p.receptiveness_non_us for p in programs), key=ORDER.index)


def mean_and_quartiles(chances: Floats) -> tuple[float, tuple[int, int, int]]:
    """Of a distribution over 0, 1, 2 ..., which need not sum to 1."""
    share = chances / chances.sum()
    steps = np.cumsum(share)
    first, second, third = (int(np.searchsorted(steps, q)) for q in (0.25, 0.5, 0.75))
    return float(share @ np.arange(len(share))), (first, second, third)


def _logits(parameters: Parameters, levels: Sequence[str]) -> Floats:
    """Interview logit of each program without strength and profile."""
    theta = parameters["sigma_quality"][:1, None] * STANDARD_NODES
    known = list(dict.fromkeys(levels))
    rates = [published_rate(parameters, "nonUS", level)[0] for level in known]
    kappa = parameters["kappa_base_odds"][0]
    odds = kappa * np.array(rates) / (1 - np.array(rates))
    a = dict(zip(known, recentre((odds / (1 + odds))[None, :], theta)[0], strict=True))
    on, off = (np.log(parameters[f"signal_odds_{s}"][0]) for s in ("on", "off"))
    return np.array(
        [a[level] + (on if i < SIGNALS else off) for i, level in enumerate(levels)]
    )


def _interview_counts(chances: Floats, applications: Mapping[int, float]) -> Floats:
    """Number of interviews over the classes of applicants: Poisson binomial, (Z, N)."""
    classes: dict[int, float] = {}
    for sent, share in applications.items():
        most = min(sent, len(chances))  # nobody applies to more programs than there are
        classes[most] = classes.get(most, 0.0) + share
    found = np.zeros((chances.shape[1], MOST_INTERVIEWS + 1))
    mixed = np.zeros_like(found)
    found[:, 0] = 1
    for sent, p in enumerate(chances[: max(classes)], start=1):
        found[:, 1:] = found[:, 1:] * (1 - p[:, None]) + found[:, :-1] * p[:, None]
        found[:, 0] *= 1 - p
        if sent in classes:
            mixed += classes[sent] * found
    return mixed
