"""What every test may use: the shipped catalog, and calm property tests.

Two processes share the tests, a file at a time.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadFileScheduling

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.catalog import Catalog
from views.session.caching import WORKER

# The same examples on every run, on slow machines too.
settings.register_profile("calm", derandomize=True, deadline=None)
settings.load_profile("calm")
# Visitors are not shown what failed inside; whoever reads a failed test is.
st.set_option("client.showErrorDetails", "full")
# Pages under test search where a test can look on.
os.environ[WORKER] = "0"
# Each new AppTest searches all installed packages for components: once will do.
find = manifest_scanner.scan_component_manifests
manifest_scanner.scan_component_manifests = cache(find)
SERVED = ("tests/browser/", "tests/test_served.py")


class OneServes(LoadFileScheduling):
    """A file is one process's, and so are all that serve the app.

    One server and one Chromium at a time: what they wait for comes in time.
    """

    def _split_scope(self, nodeid: str) -> str:
        served = nodeid.startswith(SERVED)
        return SERVED[0] if served else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneServes:
    """Deal out the tests in their order: those that serve the app take longest."""
    config.option.loadscopereorder = False
    return OneServes(config, log)


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    """The catalog in ``data/``."""
    return read_catalog(Path(__file__).parents[1] / "data")
