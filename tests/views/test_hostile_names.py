"""Script and markup in any name is shown as text, on every page and in every tab."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import factories as make
import pytest
from hostile_catalog import HOSTILE, hostile_catalog
from streamlit.testing.v1 import AppTest
from visits import remember

from optimizer.domain.catalog import Catalog
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.share import Saved, short_name
from views.inputs import panel, widgets
from views.pages import PAGES

# What would be markup, unless each of its signs is escaped.
LIVE = re.compile(
    r"(?<!\\)<(script|img)|(?<!\\)\]\(http://evil|(?<!\\)\$x(?<!\\)\$|:red\[|:material/bomb:"
    r"|\]\(<?javascript|\]\(<?https://evil\.example/\"|(?<!\\)\*\*b|(?<!\\)`c"
)
# A figure and a piece of HTML hold no Markdown.
MARKDOWN = re.compile(r"[$*`\]:]")
PANELS = (*panel.MORE, panel.SHARE)
# Streamlit shows these as they are: options of menus, code, and what is typed in.
PLAIN = {
    "selectbox": ("options", "raw_value"),
    "multiselect": ("options", "raw_values"),
    "code_block": ("code_text",),
    "text_input": ("default", "value"),
    "dataframe": ("columns",),  # an editor of rows
    "bidi_component": ("json",),  # what the tab keeps: nothing of it is drawn
}
UNSEEN = ("id", "user_key", "key", "url", "data", "element_id")


def page(catalog, title):  # AppTest takes its source out of this module: no names of it
    from optimizer.domain.problem import Problem
    from views.inputs import panel
    from views.pages import PAGES

    problem = Problem(catalog, panel.draw(catalog).scenario)
    next(found for found in PAGES if found.title == title).render(problem)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return hostile_catalog()


def opened(catalog: Catalog, title: str) -> AppTest:
    kwargs = {"catalog": catalog, "title": title}
    at = AppTest.from_function(page, kwargs=kwargs, default_timeout=120)
    one = Saved(short_name(HOSTILE), default_scenario(catalog, make.TODAY))
    remember(at, first_day=make.TODAY, kept={"A": one})
    at.session_state["slide"] = 1  # with names of hosts
    return at


def tabs(at: AppTest) -> Iterator[tuple[str, str]]:
    """Key and name of every tab that is not open."""
    names = [tab.label for tab in at.tabs]
    state = at.session_state._state.filtered_state
    for key, value in state.items():
        if isinstance(value, str) and value in names:
            yield from ((key, name) for name in names if name != value)


def shown(at: AppTest) -> Iterator[tuple[str, str]]:
    """Every text that Streamlit takes for Markdown or HTML, with where it stands."""
    for node in at._tree:
        proto = getattr(node, "proto", None)
        if node.type == "plotly_chart":
            yield from _drawn(json.loads(proto.spec))
        elif node.type in ("table", "arrow_table"):
            cells = node.value.astype(str).to_numpy().ravel()
            yield from (("table", cell) for cell in cells)
        elif node.type == "html":
            yield "html", MARKDOWN.sub("", proto.body)
        elif proto is not None and hasattr(proto, "ListFields"):
            yield from _texts(proto, node.type)


def _texts(proto: Any, kind: str) -> Iterator[tuple[str, str]]:
    skipped = (*UNSEEN, *PLAIN.get(kind, ()))
    for field, value in proto.ListFields():
        if field.name in skipped:
            continue
        for one in value if field.is_repeated else [value]:
            if isinstance(one, str):
                yield f"{kind}.{field.name}", one
            elif hasattr(one, "ListFields"):
                yield from _texts(one, kind)


def _drawn(spec: Any) -> Iterator[tuple[str, str]]:
    """Texts of a figure: its own signs are HTML, names in it must be escaped."""
    for value in spec.values() if isinstance(spec, dict) else spec:
        if isinstance(value, str):
            yield "figure", MARKDOWN.sub("", value)
        elif isinstance(value, dict | list):
            yield from _drawn(value)


def assert_inert(at: AppTest, where: str) -> int:
    assert not at.exception, at.exception
    found = [*shown(at)]
    for place, text in found:
        assert not LIVE.search(text), f"{where}, {place}: {text[:300]!r}"
    return sum("window.pwned" in text for _, text in found)


@pytest.mark.parametrize("title", [found.title for found in PAGES])
def test_names_are_text_on_every_page_and_tab(catalog, title):
    at = opened(catalog, title).run()
    seen = assert_inert(at, title)
    for key, name in [*tabs(at)]:
        at.session_state[key] = name
        at.run()
        seen += assert_inert(at, f"{title}, {name}")
    assert seen or title in ("Method",), "no hostile name was shown at all"


@pytest.mark.parametrize("name", PANELS)
def test_names_are_text_in_every_panel(catalog, name):
    at = opened(catalog, "Method")
    for opened_too in (panel.CHANGE, name):
        at.session_state[f"{widgets.PANEL_KEY}{opened_too}"] = True
    assert_inert(at.run(), name)


def test_what_is_looked_for_would_be_found():
    for live in (HOSTILE, "<img src=x>", "[x](http://evil.example)", "a $x$ b", "`c`"):
        assert LIVE.search(live), live
