"""What is published comes out; an assumption that leaves its tolerance shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import numpy as np
import pytest

from optimizer.calibration.checks import Check, checks
from optimizer.calibration.ranges import FIGURES, range_checks, spread
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS


@pytest.fixture(scope="module")
def average(shipped):
    return default_scenario(shipped, dt.date(2026, 11, 26))


def with_value(catalog, name: str, value: float):
    """The catalog with another value of an assumption."""
    changed = tuple(
        replace(a, value=value, low=min(a.low, value), high=max(a.high, value))
        if a.name == name
        else a
        for a in catalog.assumptions
    )
    return make.versioned(replace(catalog, assumptions=changed))


def test_every_published_figure_comes_out(shipped, average):
    found = checks(shipped, average)
    assert [c.name for c in found if c.met is False] == []
    assert len([c for c in found if c.met]) == 13


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kappa_base_odds", 0.4),
        ("kappa_base_odds", 2.0),
        ("r_match_per_rank", 0.12),
        ("r_match_per_rank", 0.35),
        ("sigma_quality", 0.1),
        ("or_interview_handson", 12),
        ("or_interview_handson", 2),
        ("or_match_given_interview_handson", 2.0),
        ("or_overall_handson", 5),
        ("signal_odds_on", 5),
        ("base_interview_nonUS_very_high", 0.7),
    ],
)
def test_an_assumption_that_leaves_a_tolerance_turns_a_check_red(
    shipped, average, name, value
):
    found = checks(with_value(shipped, name, value), average)
    assert any(c.met is False for c in found)


def test_a_check_is_met_if_every_value_is_within():
    ends = ((0.0, 1.0), (2.0, 3.0))
    assert Check("", "", "", (1.0, 2.0), ends).met is True
    assert Check("", "", "", (1.0, 3.1), ends).met is False
    assert Check("", "", "", (1.0, 3.1), None).met is None


def test_figures_lie_in_the_middle_of_their_ranges(shipped, average):
    """For every preset: chances in the middle 30 %, gains in the middle 40 %."""
    *figures, equal = range_checks(shipped, average)
    assert [len(c.model) for c in figures] == [len(PRESETS)] * len(FIGURES)
    assert [c.name for c in (*figures, equal) if not c.met] == []


@pytest.mark.parametrize("evidence", ["central", "cautious"])
def test_the_chance_is_in_the_middle_in_either_reading(shipped, average, evidence):
    found = range_checks(shipped, replace(average, evidence=evidence))
    assert found[0].met


def test_equal_programs_gain_equally_on_and_off_the_list(shipped, average):
    p = Problem(shipped, average)
    assert spread(p, listed=True) < 0.001
    assert spread(p, listed=None) < 0.001
    short = Problem(shipped, replace(average, applications=35))
    assert np.isfinite(spread(short, listed=None))
