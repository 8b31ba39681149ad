"""The population of the fit: its lists as published, its sums as played out."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from benchmarks.calibration import MATCHED_RANKS, UNMATCHED_RANKS
from optimizer.calibration.population import (
    PROFILE_LOGIT_SD,
    SIGNALS,
    Invited,
    Ranked,
    levels_of,
    mean_and_quartiles,
)
from optimizer.model.value.rates import match_intercept, recentre


@pytest.fixture(scope="module")
def values(shipped):
    return {a.name: np.array([a.value], float) for a in shipped.assumptions}


def test_the_rebuilt_lists_have_the_published_figures():
    # NRMP 2026: mean 6.3 and 2.7, quartiles 3, 5, 10 and 1, 1.5, 4, ranges 1-14, 1-8
    for ranks, mean, quartiles, most in (
        (MATCHED_RANKS, 6.3, (3, 5, 10), 14),
        (UNMATCHED_RANKS, 2.7, (1, 1.5, 4), 8),
    ):
        assert np.mean(ranks) == pytest.approx(mean, abs=0.05)
        assert np.percentile(ranks, [25, 50, 75]) == pytest.approx(quartiles, abs=0.55)
        assert (min(ranks), max(ranks)) == (1, most)


def test_receptive_programs_are_applied_to_first(shipped):
    levels = levels_of(shipped.programs)
    assert len(levels) == len(shipped.programs)
    assert levels[0] == "very_high"
    assert levels[-1] == "none_reported"
    assert levels.index("mid") > levels.index("high")


def test_the_sums_agree_with_the_population_played_out(values):
    levels = ["very_high"] * 3 + ["high"] * 8 + ["mid"] * 12 + ["low"] * 10
    found = Ranked.of(Invited.of(values, levels, {10: 0.4, 33: 0.6}), values)
    dice, people = np.random.default_rng(3), 200_000
    sigma = values["sigma_quality"][0]
    theta = sigma * dice.standard_normal(people)
    profile = PROFILE_LOGIT_SD * dice.standard_normal(people)
    sent = np.where(dice.random(people) < 0.4, 10, 33)
    numbers = np.zeros(people, int)
    nodes = sigma * np.polynomial.hermite_e.hermegauss(31)[0]
    for i, level in enumerate(levels):
        rate = values[f"base_interview_nonUS_{level}"]
        odds = values["kappa_base_odds"] * rate / (1 - rate)
        a = recentre((odds / (1 + odds))[None, :], nodes[None, :])[0, 0]
        signal = values["signal_odds_on" if i < SIGNALS else "signal_odds_off"][0]
        p = 1 / (1 + np.exp(-(a + np.log(signal) + theta + profile)))
        numbers += (i < sent) & (dice.random(people) < p)
    felt = values["quality_loading_match"][0] * theta
    match = 1 / (1 + np.exp(-(match_intercept(values)[0] + felt)))
    matched = dice.random(people) < 1 - (1 - match) ** numbers
    some = numbers > 0
    assert found.ranked[0].sum() == pytest.approx(matched[some].mean(), abs=0.006)
    mean, quartiles = mean_and_quartiles(found.ranked[0])
    assert mean == pytest.approx(numbers[matched].mean(), abs=0.06)
    assert quartiles == tuple(np.percentile(numbers[matched], [25, 50, 75]))
    three = numbers == 3
    assert found.match_given(3, 3) == pytest.approx(matched[three].mean(), abs=0.02)
    better, worse = found.mean_profile()
    assert better == pytest.approx(profile[matched].mean(), abs=0.01)
    assert worse == pytest.approx(profile[some & ~matched].mean(), abs=0.01)


def test_more_matches_are_likelier_where_an_interview_is_worth_more(values):
    levels = ["high"] * 30
    shares = [
        Ranked.of(
            Invited.of(values, levels), {**values, "r_match_per_rank": np.array([r])}
        )
        .ranked[0]
        .sum()
        for r in (0.1, 0.2, 0.4)
    ]
    assert shares == sorted(shares)


def test_nobody_applies_to_more_programs_than_there_are(values):
    found = Invited.of(values, ["high"] * 5, {3: 0.5, 20: 0.3, 50: 0.2})
    assert found.count.sum(axis=1) == pytest.approx(1)
    assert (found.count[:, 6:] == 0).all()


def test_more_ranks_than_programs_have_no_chance_and_no_warning(values):
    found = Ranked.of(Invited.of(values, ["high"] * 4), values)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(found.match_given(10, 20))
