"""A catalog in files, to be spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import catalog, provenance, write_catalog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A valid catalog of one record each, in files."""
    source = provenance("programs.csv", "P1", "visa_sponsorship")
    return write_catalog(tmp_path, catalog(sources=(source,)))
