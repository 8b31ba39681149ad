"""The footer: which version, how old the catalog is, where to read why."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import optimizer
from charts.words import full_day
from optimizer.browse.known import newest
from optimizer.catalog_io.read import DATA, read_catalog
from views import pages
from views.kit import links


def page(data):  # AppTest takes its source out of this module: no names of it here
    from optimizer.catalog_io.read import read_catalog
    from views.pages import footer

    footer(read_catalog(data))


@pytest.fixture
def footer() -> AppTest:
    at = AppTest.from_function(page, kwargs={"data": DATA}, default_timeout=60).run()
    assert not at.exception
    return at


def test_it_says_version_and_age_and_that_nothing_is_stored(footer: AppTest) -> None:
    (said,) = footer.markdown
    assert f"RotaMatch {optimizer.__version__}" in said.value
    last = newest(read_catalog(DATA))
    assert last
    assert full_day(last) in said.value
    assert "Nothing you type is stored" in said.value


def test_the_method_is_reached_from_it(footer: AppTest) -> None:
    first, _ = footer.get("page_link")
    assert first.proto.page == links.METHOD
    assert first.proto.label == "Method"


def test_it_offers_the_forms_only_where_the_project_has_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stranger is sent nowhere that is not on record, but always to what helps."""
    offered, here = {}, {}
    for known in ("", "https://github.com/o/r"):
        monkeypatch.setattr(links, "project_address", lambda known=known: known)
        at = AppTest.from_function(page, kwargs={"data": DATA}, default_timeout=60)
        at.run()
        assert not at.exception
        offered[known] = [link.proto.url for link in at.get("link_button")]
        here[known] = [link.proto.label for link in at.get("page_link")]
    assert list(offered.values()) == [[], ["https://github.com/o/r/issues/new/choose"]]
    assert list(here.values()) == [["Method", pages.WRONG], ["Method"]]
