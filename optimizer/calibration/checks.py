"""Checks of the match value against what is published, one by one.

Each compares what the model says with a published figure, within a tolerance. Some of
the figures were used in the fit, so they show only that it worked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.calibration.population import (
    MOST_INTERVIEWS,
    PROFILE_LOGIT_SD,
    SCORE_LOGIT_SD,
    Invited,
    Ranked,
    levels_of,
    mean_and_quartiles,
)
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.value.at_programs import AS_IT_IS, AtPrograms, State
from optimizer.model.value.objective import values_of
from optimizer.model.value.profile import SCORE_STEP
from optimizer.model.value.rates import Floats, Parameters, RateKey, published_rate

NRMP = (
    "NRMP Charting Outcomes 2026, 39 non-US IMGs with PM&R first, second-hand"
    " (github.com/saieeshb/img-match-2026)"
)
REBUILT = "the same 39 people, worked out by us"
SURGERY = "US students, surgery, adjusted (Med Educ Online 2023)"
RATES = "2024 season, 97 programs, second-hand (github.com/datadoc1/signal-analysis)"
JGME = "several specialties, no IMGs (Romanoski, JGME 2025)"
FUNNEL = "general surgery, second-hand; not used in the fit"
NOTHING = "nothing is published"

US_STUDENT_RATES = {"very_high": 0.30, "high": 0.275, "low": 0.25}
"""Interview rates of US students, in place of those of three levels."""
LEVELS = ("very_high", "high", "mid", "low")
UNSIGNALLED = "low"
PUBLISHED_QUARTILES = (3, 5, 10, 1, 1.5, 4)

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what is published, and what the model says.

    Each value of ``model`` must lie in its ``tolerance``; None: it is only shown.
    """

    name: str
    published: str
    source: str
    model: tuple[float, ...]
    tolerance: tuple[Ends, ...] | None

    @property
    def met(self) -> bool | None:
        """Whether every value is within its tolerance; None if there is none."""
        if self.tolerance is None:
            return None
        pairs = zip(self.model, self.tolerance, strict=True)
        return all(low <= value <= high for value, (low, high) in pairs)


def checks(catalog: Catalog, scenario: Scenario) -> tuple[Check, ...]:
    """Every check of the catalog's assumptions; ``scenario``: the average student."""
    problem = Problem(catalog, replace(scenario, evidence="central"))
    parameters = values_of(problem)
    invited = Invited.of(parameters, levels_of(catalog.programs))
    found = Ranked.of(invited, parameters)
    return (
        *_who_matches(found),
        *_per_interview(found, problem, parameters),
        *_rotations(problem, parameters),
        *_inputs(catalog, parameters),
        _scores(found, parameters),
        _unfitted_check(found),
    )


def within(
    name: str, published: str, source: str, model: Sequence[float], ends: Ends
) -> Check:
    """A check whose values all keep the same tolerance."""
    values = tuple(float(value) for value in model)
    return Check(name, published, source, values, (ends,) * len(values))


# ---- who matches --------------------------------------------------------------------


def _who_matches(found: Ranked) -> Iterator[Check]:
    matched, unmatched = found.ranked
    mean, quartiles = mean_and_quartiles(matched)
    fewer, others = mean_and_quartiles(unmatched)
    share = [matched.sum()]
    name = "Matched, of those with any interview"
    yield within(name, "0.54 (0.39 to 0.68)", NRMP, share, (0.40, 0.65))
    name = "Programs ranked by those who matched, mean"
    yield within(name, "6.3 (4.2 to 8.4)", NRMP, [mean], (5, 8))
    name = "Programs ranked by those who did not, mean"
    yield within(name, "2.7 (1.5 to 3.9)", NRMP, [fewer], (2, 3.5))
    yield Check(
        "Quartiles of both",
        "3, 5, 10; 1, 1.5, 4",
        NRMP,
        (*quartiles, *others),
        tuple((q - 1, q + 1) for q in PUBLISHED_QUARTILES),
    )


def _per_interview(
    found: Ranked, problem: Problem, parameters: Parameters
) -> Iterator[Check]:
    numbers = np.arange(MOST_INTERVIEWS + 1)
    per_rank = found.ranked[0].sum() / (found.ranked.sum(axis=0) @ numbers)
    name = "Matches for each program ranked"
    yield within(name, "0.116 (0.08 to 0.16)", REBUILT, [per_rank], (0.09, 0.14))
    yield Check(
        "Chance to match with 1, 3, 5, 8 programs ranked",
        "0.18, 0.45, 0.63, 0.80",
        REBUILT,
        tuple(found.match_given(n, n) for n in (1, 3, 5, 8)),
        ((0.12, 0.29), (0.33, 0.64), (0.49, 0.82), (0.66, 0.93)),
    )
    at = _at_levels(problem, parameters)
    worth, invited = (
        (of(at.hand, AS_IT_IS)[0] @ at.weights).sum()
        for of in (at.chance, at.interview)
    )
    name = "Matches for each interview, average student"
    ends = (0.16, 0.26)
    yield within(name, "0.20 (0.125 to 0.289)", REBUILT, [worth / invited], ends)


def _scores(found: Ranked, parameters: Parameters) -> Check:
    """Step 2 CK of those who matched less that of those who did not."""
    first, second = found.mean_profile()
    share = (SCORE_LOGIT_SD / PROFILE_LOGIT_SD) ** 2
    slope = max(float(parameters["step2ck_logit_per_10"][0]), np.finfo(float).tiny)
    points = (first - second) * share * SCORE_STEP / slope
    name = "Step 2 CK, matched less unmatched, points"
    return within(name, "2 (-11 to 15)", NRMP, [points], (-11, 15))


def _unfitted_check(found: Ranked) -> Check:
    ranges = ((3, 5), (6, 9), (10, MOST_INTERVIEWS))
    return Check(
        "Chance to match with 3-5, 6-9, 10 or more interviews",
        "0.40, 0.73, 0.91",
        FUNNEL,
        tuple(found.match_given(*span) for span in ranges),
        None,
    )


# ---- rotations, rates, signals ------------------------------------------------------


def _rotations(problem: Problem, parameters: Parameters) -> Iterator[Check]:
    """The odds to match there after a hands-on rotation, against without."""
    adjusted, ends = "3.22 (2.75 to 3.78)", (2.75, 3.78)
    name = "Odds ratio of a hands-on rotation at interview rates of US students"
    usual = _odds_ratios(_at_us_rates(problem, parameters))
    yield within(name, adjusted, SURGERY, usual, ends)
    name = "The same where very many, many, some, few IMGs are interviewed"
    yield within(
        name, "none", NOTHING, _odds_ratios(_at_levels(problem, parameters)), (2, 7)
    )
    careful = _at_levels(problem.having(evidence="cautious"), parameters)
    name = "The same, in the cautious setting"
    yield within(name, adjusted, SURGERY, _odds_ratios(careful), ends)


def _inputs(catalog: Catalog, parameters: Parameters) -> Iterator[Check]:
    levels = [p.receptiveness_non_us for p in catalog.programs]
    rates = [published_rate(parameters, "nonUS", x) for x in levels if x != "unknown"]
    scaled = [parameters["kappa_base_odds"] * b / (1 - b) for b in rates]
    mean = np.mean([odds / (1 + odds) for odds in scaled]) if scaled else np.nan
    name = "Interview rate, mean over programs"
    yield within(name, "0.038", RATES, [float(mean)], (0.025, 0.05))
    ratio = parameters["signal_odds_on"] / parameters["signal_odds_off"]
    name = "Odds of an interview with a signal, against without"
    yield within(name, "2.71 to 9.07", JGME, [float(ratio[0])], (2.71, 9.07))


def _at_levels(problem: Problem, parameters: Parameters) -> AtPrograms:
    """One program of each level, its policy on record, signalled but at the lowest."""
    return AtPrograms(problem, parameters, tuple(map(_program, LEVELS)))


def _at_us_rates(problem: Problem, parameters: Parameters) -> AtPrograms:
    """Programs that interview as often as those of US students, all of one strength.

    The published odds ratio is adjusted for strength, and knows of no signals.
    """
    odds = parameters["kappa_base_odds"] * _odds(parameters["base_interview_nonUS_mid"])
    changed = {
        **parameters,
        **dict.fromkeys(("kappa_base_odds", "signal_odds_on", "signal_odds_off"), _ONE),
        "base_interview_nonUS_mid": odds / (1 + odds),
        "sigma_quality": np.zeros(1),
        **{
            f"base_interview_nonUS_{level}": np.array([rate])
            for level, rate in US_STUDENT_RATES.items()
        },
    }
    return AtPrograms(problem, changed, tuple(map(_program, US_STUDENT_RATES)))


def _program(level: str) -> RateKey:
    return RateKey(level, None, "", False, True, 1.0, True, level != UNSIGNALLED)


def _odds_ratios(at: AtPrograms) -> list[float]:
    """Overall odds ratio of a hands-on rotation at each program, over all strengths."""
    rotated: State = ("own", "hands_on")
    before, after = (
        at.chance(at.hand, state)[0] @ at.weights for state in (AS_IT_IS, rotated)
    )
    return [float(ratio) for ratio in _odds(after) / _odds(before)]


def _odds(chance: Floats) -> Floats:
    return chance / (1 - chance)


_ONE = np.ones(1)
