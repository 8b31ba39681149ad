"""The match value of a set of rotations (docs/model.md has the formulas).

Programs that look the same to this applicant (same receptiveness level, tie, gate,
worth, place on the application list and signal) share one row, so the arrays stay
small. Shapes: D draws of the parameters (1 for their values), R rows, K distinct
worths, Z quadrature nodes, O visits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import replies as answers
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.model.hosts.trust import GENERAL, acceptance_name
from optimizer.model.rotation import Rotation, Visit
from optimizer.model.rules import KINDS

Floats = NDArray[np.float64]
Parameters = Mapping[str, Floats]

NODES = 31
LONG_SINCE_GRADUATION_YEARS = 5
SCORE_STEP = 10
_SUFFIX: Mapping[Kind, str] = {"hands_on": "handson", "observership": "observership"}
_LEVELS = ("closed", "low", "mid", "high", "very_high", "mean")
_CLOSE = 1e-15

_hermite, _weights = np.polynomial.hermite_e.hermegauss(NODES)
NODE_WEIGHTS: Floats = _weights / _weights.sum()


def sigmoid(x: Floats) -> Floats:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)))


def recentre(rate: Floats, theta: Floats) -> Floats:
    """Intercepts a with E_theta sigmoid(a + theta) = rate.

    ``rate`` (D, R) in (0, 1), ``theta`` (D, Z); Newton's method on a function that
    rises everywhere, with steps of at most 1.
    """
    a = np.log(rate / (1 - rate))
    for _ in range(100):
        p = sigmoid(a[:, :, None] + theta[:, None, :])
        miss = p @ NODE_WEIGHTS - rate
        a = a - np.clip(miss / ((p * (1 - p)) @ NODE_WEIGHTS), -1, 1)
        if np.abs(miss).max() < _CLOSE:
            break
    return np.asarray(a)


def values_of(problem: Problem) -> Parameters:
    """Every assumption at its value, as one draw."""
    return {a.name: np.array([a.value]) for a in problem.catalog.assumptions}


@dataclass(frozen=True, slots=True)
class Row:
    """What makes two programs alike for this applicant."""

    level: str
    tied: bool
    open: bool
    worth: float
    listed: bool
    signalled: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Visits as arrays: row, kind, whether there is a program (O,); chance (D, O)."""

    row: NDArray[np.int_]
    kind: NDArray[np.int_]
    audition: Floats
    acceptance: Floats


class MatchModel:
    """The match value as a function of visits and letters, for one problem."""

    def __init__(
        self, problem: Problem, parameters: Parameters, rows: Mapping[str, Row]
    ) -> None:
        self.problem = problem
        self.parameters = parameters
        self.rows: tuple[Row, ...] = tuple(dict.fromkeys(rows.values()))
        index = {row: i for i, row in enumerate(self.rows)}
        self.row_of = {name: index[row] for name, row in rows.items()}
        self.count = np.bincount(list(self.row_of.values()), minlength=len(index))
        self.theta = self["sigma_quality"][:, None] * _hermite[None, :]

    def __getitem__(self, name: str) -> Floats:
        """A parameter, shape (D,)."""
        return self.parameters[name]

    # ---- worths -----------------------------------------------------------------

    @cached_property
    def worths(self) -> Floats:
        """Distinct worths v_1 > ... > v_K, shape (K,)."""
        found = {row.worth for row in self.rows} or {1.0}
        return np.array(sorted(found, reverse=True))

    @cached_property
    def worth_steps(self) -> Floats:
        """v_k - v_(k+1), shape (K,)."""
        return -np.diff(np.append(self.worths, 0.0))

    @cached_property
    def counted(self) -> Floats:
        """1 where row r is among the programs of worth v_k or better, (K, R)."""
        worth = np.array([row.worth for row in self.rows])
        return np.asarray(worth[None, :] >= self.worths[:, None], dtype=float)

    # ---- logits -----------------------------------------------------------------

    @cached_property
    def _levels(self) -> dict[str, Floats]:
        """Intercept of each receptiveness level, and "match" for c; (D,)."""
        who = self.problem.scenario.applicant.img_type
        prefix = "base_interview_USIMG_" if who == "us_img" else "base_interview_nonUS_"
        odds = {k: self[prefix + k] / (1 - self[prefix + k]) for k in _LEVELS}
        scaled = {k: self["kappa_base_odds"] * v for k, v in odds.items()}
        rates = {k: v / (1 + v) for k, v in scaled.items()}
        rates["match"] = self["r_match_per_rank"]
        a = recentre(np.stack(list(rates.values()), axis=1), self.theta)
        found = {name: a[:, i] for i, name in enumerate(rates)}
        found["none_reported"] = found["closed"]
        found["unknown"] = np.minimum(found["mean"], found["low"])
        return found

    @cached_property
    def _profile(self) -> Floats:
        """What scores, failures and years since graduation add, shape (D,)."""
        who = self.problem.scenario.applicant
        logit = np.zeros_like(self["kappa_base_odds"])
        if who.step2_ck is not None:
            above = (who.step2_ck - self["step2ck_reference"]) / SCORE_STEP
            logit = logit + self["step2ck_logit_per_10"] * above
        if who.step1_failures + who.step2_failures > 0:
            logit = logit + np.log(self["exam_failure_odds"])
        if graduated_long_ago(self.problem):
            logit = logit + np.log(self["grad_over_5y_odds"])
        return np.asarray(logit)

    @cached_property
    def _base(self) -> Floats:
        """Interview logit of each row without letters, signal, rotation; (D, R)."""
        tie = np.log(self["or_geo_preference_or_tie"])
        logits = [self._levels[r.level] + r.tied * tie for r in self.rows]
        return np.asarray(np.stack(logits, axis=1) + self._profile[:, None])

    @cached_property
    def _signal(self) -> Floats:
        """Signal term of each row where one does not rotate, (D, R)."""
        on, off = np.log(self["signal_odds_on"]), np.log(self["signal_odds_off"])
        return np.stack([on if r.signalled else off for r in self.rows], axis=1)

    # ---- letters ----------------------------------------------------------------

    def letter_effect(self, letters: Floats) -> Floats:
        """g(L) - g(reference): logit of L strong letters, shape (D,)."""
        return self._g(letters) - self._g(self["letters_reference"])

    def letter_slope(self, letters: float) -> float:
        """Slope of g just above ``letters`` (first draw)."""
        step = int(np.floor(letters))
        most = int(self["letters_max_per_program"][0])
        return float(self[f"letter_logit_{step + 1}"][0]) if step < most else 0.0

    def _g(self, letters: Floats) -> Floats:
        found = np.zeros(np.broadcast(letters, self["letter_logit_1"]).shape)
        for i in range(int(self["letters_max_per_program"][0])):
            found = found + self[f"letter_logit_{i + 1}"] * np.clip(letters - i, 0, 1)
        return np.asarray(found)

    def letter_share(self, kind: Kind, *, late: bool) -> Floats:
        """Strong letters expected of an accepted rotation that gives one, (D,)."""
        share = self["p_strong_letter_handson"]
        if kind == "observership":
            share = share * self["observership_letter_weight"]
        return share * self["late_letter_weight"] if late else share

    def letters_of(self, rotations: Sequence[Rotation], certain: bool) -> Floats:
        """L: letters in hand plus those expected of the rotations, (D,)."""
        total = np.full_like(self["kappa_base_odds"], self.us_letters)
        for r in rotations:
            if r.letter_ready is not None:
                share = self.letter_share(r.visit.kind, late=not r.letter_on_time)
                total = total + self.acceptance(r.visit, certain) * share
        return total

    @property
    def us_letters(self) -> float:
        """Letters in hand."""
        return float(self.problem.scenario.applicant.us_letters)

    def acceptance(self, visit: Visit, certain: bool) -> Floats:
        """Chance that the visit happens, (D,); drawn where an assumption sets it."""
        if certain or visit.booked or visit.offering is None:
            return np.ones_like(self["kappa_base_odds"])
        name = acceptance_assumption(self.problem, visit)
        if name is None:
            return np.full_like(self["kappa_base_odds"], visit.acceptance)
        return self[name]

    # ---- chances at a program ---------------------------------------------------

    def interview(self, letters: Floats, kind: Kind | None) -> Floats:
        """P(interview | theta) by row, after a rotation of ``kind`` or none, (D, R, Z).

        A program one rotates at has a signal.
        """
        logit = self._base + self.letter_effect(letters)[:, None]
        if kind is None:
            logit = logit + self._signal
        else:
            lift = np.log(self[f"or_interview_{_SUFFIX[kind]}"])
            logit = logit + (lift + np.log(self["signal_odds_on"]))[:, None]
        return sigmoid(logit[:, :, None] + self.theta[:, None, :])

    def match_after(self, kind: Kind | None) -> Floats:
        """P(match | interview, theta) by row, 0 where it is ruled out, (D, R, Z).

        Without a rotation (``kind`` None) only the programs applied to count.
        """
        c = self._levels["match"]
        if kind is not None:
            c = c + np.log(self[f"or_match_given_interview_{_SUFFIX[kind]}"])
        possible = [r.open and (r.listed or kind is not None) for r in self.rows]
        match = sigmoid(c[:, None] + self.theta)
        return np.asarray(np.array(possible, dtype=float)[:, None] * match[:, None, :])

    def unrotated(self, letters: Floats) -> Floats:
        """q_j(0) by row: match there without rotating, (D, R, Z)."""
        return self.interview(letters, None) * self.match_after(None)

    def rotated(self, letters: Floats, kind: Kind) -> Floats:
        """q_j(1) by row: match there after a rotation of that kind, (D, R, Z)."""
        return self.interview(letters, kind) * self.match_after(kind)

    def columns(self, visits: Sequence[Visit], certain: bool) -> Columns:
        """Visits as arrays; a visit without a program points at row 0, open 0."""
        names = [v.program.program_id if v.program else None for v in visits]
        p = [self.acceptance(v, certain) for v in visits]
        return Columns(
            row=np.array([self.row_of[n] if n else 0 for n in names], dtype=int),
            kind=np.array([KINDS.index(v.kind) for v in visits], dtype=int),
            audition=np.array([n is not None for n in names], dtype=float),
            acceptance=np.stack(p, axis=1) if p else np.zeros((len(self.theta), 0)),
        )

    def auditions(self, letters: Floats, columns: Columns) -> Floats:
        """Change of log(1 - q_j) by each visit at its program, (D, O, Z); <= 0."""
        stay = self.unrotated(letters)[:, columns.row]
        every = np.stack([self.rotated(letters, kind) for kind in KINDS], axis=1)
        go = every[:, columns.kind, columns.row]
        p = (columns.acceptance * columns.audition)[:, :, None]
        return np.asarray(np.log1p(-(1 - p) * stay - p * go) - np.log1p(-stay))

    def none_unrotated(self, letters: Floats) -> Floats:
        """Log P(no match among programs of worth >= v_k | theta), (D, K, Z)."""
        logs = np.log1p(-self.unrotated(letters))
        return np.asarray(np.einsum("kr,drz->dkz", self.counted * self.count, logs))

    # ---- the value --------------------------------------------------------------

    def none_matched(
        self, rotations: Sequence[Rotation], certain: bool, letters: Floats
    ) -> Floats:
        """As ``none_unrotated``, with these rotations; (D, K, Z)."""
        columns = self.columns([r.visit for r in rotations], certain)
        counted = self.counted[:, columns.row]
        effects = self.auditions(letters, columns)
        added = np.einsum("ko,doz->dkz", counted, effects)
        return np.asarray(self.none_unrotated(letters) + added)

    def value(
        self,
        rotations: Sequence[Rotation],
        certain: bool,
        letters: Floats | None = None,
    ) -> Floats:
        """Match value of rotations, (D,); ``letters`` overrides their letters."""
        found = self.letters_of(rotations, certain) if letters is None else letters
        none = self.none_matched(rotations, certain, found)
        by_worth = -np.expm1(none) @ NODE_WEIGHTS
        return np.asarray(by_worth @ self.worth_steps)

    def probability(self, rotations: Sequence[Rotation], certain: bool) -> Floats:
        """Chance to match anywhere, (D,): every program counts the same."""
        letters = self.letters_of(rotations, certain)
        none = self.none_matched(rotations, certain, letters)[:, -1]
        return np.asarray(-np.expm1(none) @ NODE_WEIGHTS)


def acceptance_assumption(problem: Problem, visit: Visit) -> str | None:
    """Name of the assumption an offering's acceptance comes from, if any.

    What the host has answered itself comes from none.
    """
    offering = visit.offering
    if offering and answers.accepts(problem.scenario, offering.offering_id):
        return None
    if offering is None:
        return GENERAL
    if offering.acceptance is None:
        return acceptance_name(problem, offering)
    key = ("offerings.csv", offering.offering_id, "acceptance")
    known = problem.catalog.source_of.get(key)
    name = known.source.removeprefix("assumptions.csv: ") if known else ""
    assumption = problem.catalog.assumption.get(name)
    stated = offering.acceptance
    return name if assumption is not None and assumption.value == stated else None


def graduated_long_ago(problem: Problem) -> bool:
    """More than five years between graduation and 1 July of the season."""
    day = problem.scenario.applicant.graduation_date
    if day is None:
        return False
    return (day.year + LONG_SINCE_GRADUATION_YEARS, day.month, day.day) < (
        problem.scenario.season,
        7,
        1,
    )
