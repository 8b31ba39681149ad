"""What every test may use: the shipped catalog, and calm property tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from hypothesis import settings

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.records import Catalog

# The same examples on every run, on slow machines too.
settings.register_profile("calm", derandomize=True, deadline=None)
settings.load_profile("calm")
# Visitors are not shown what failed inside; whoever reads a failed test is.
st.set_option("client.showErrorDetails", "full")


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    """The catalog in ``data/``."""
    return read_catalog(Path(__file__).parents[1] / "data")
