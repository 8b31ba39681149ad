"""A fact is wrong: the form of the project if it has one, else the command."""

from __future__ import annotations

import shlex

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.__main__ import _parser
from optimizer.catalog_io.read import DATA
from views.kit import links


def page(data):  # AppTest takes its source out of this module: no names of it here
    import datetime as dt

    from optimizer.catalog_io.read import read_catalog
    from optimizer.domain.problem import Problem
    from optimizer.scenario_io.json_file import default_scenario
    from views.sections import found_out

    found = read_catalog(data)
    problem = Problem(found, default_scenario(found, dt.date(2026, 11, 22)))
    found_out._how(problem, "E029", "A [host](http://e.com)")


def drawn(monkeypatch: pytest.MonkeyPatch, address: str) -> AppTest:
    monkeypatch.setattr(links, "project_address", lambda: address)
    at = AppTest.from_function(page, kwargs={"data": DATA}, default_timeout=60).run()
    assert not at.exception
    return at


def test_with_an_address_the_form_opens_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (said,) = drawn(monkeypatch, "https://github.com/o/r").markdown
    start = "[Tell us](<https://github.com/o/r/issues/new?template=wrong-fact.yml&"
    assert said.value.startswith(start)
    assert "record=E029" in said.value
    assert "http://e.com" not in said.value


def test_without_one_the_card_says_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = drawn(monkeypatch, "")
    (code,) = at.code
    words = shlex.split(code.value)
    asked = _parser().parse_args(words[3:])
    assert (asked.record, asked.field) == ("E029", "FIELD")
    assert not any("github" in said.value for said in at.markdown)
