"""The list of the default scenario, searched for once."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain.problem import Problem
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.requests.whom_to_ask import Finder
from optimizer.scenario_io.json_file import default_scenario

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def default(shipped):
    return default_scenario(shipped, TODAY)


@pytest.fixture(scope="session")
def shipped_list(shipped, default):
    """The finder and the best list of eight."""
    problem = Problem(shipped, default)
    values = SetValues(problem, requests_of(problem))
    finder = Finder(values, ())
    return finder, finder.by_number(8)[-1]
