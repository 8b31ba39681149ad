"""How much the Plan page says at once, and how: for every typical applicant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest
from visits import ran, remember

from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.sections import schedule

MOST_WORDS, MOST_BUTTONS = 350, 25
LONGEST = 20
BUTTONS = ("button", "button_group", "download_button", "menu_button", "popover")
SECTIONS = (
    "requests",
    "pick",
    "The cost",
    "More requests?",
    "How sure?",
    "Map",
    "Take it along",
)
FORBIDDEN = (
    r"worlds",
    r"marginal",
    r"dominated",
    r"binding",
    r"optimal",
    r"infeasible",
    r"expected value",
    r"probability",
    r"for nothing",
    r"\bpp\b",
    r"all two",
    r"best plan",
    r"refusals counted",
    r"no plan",
    r"– for",
    r"together they add",
    r"exactly one of",
    r"\(\s*\)",
    r"(?-i:\bNone\b)",
    r"\bnan\b",
)
"""What tired readers stumbled over; "best" and "proven" are not said of a list."""
RAW = (r"\('", r"',\s*'", r"\('[^)]*',\)", r"\[\'")
DECIMALS = r"\d\.\d"


def page(problem):
    from views.plan import page as plan

    plan.render(problem)


@cache
def shown(name: str, *, unfolded: bool) -> AppTest:
    catalog = read_catalog(DATA)
    scenario = PRESETS[name](default_scenario(catalog, dt.date(2026, 11, 26)))
    problem = Problem(catalog, scenario)
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=90)
    keys = (schedule.DATES, *(f"plan.{section}" for section in SECTIONS))
    opened = dict.fromkeys(keys, True) if unfolded else {}
    remember(at, scenario, **opened)
    return ran(at)


def plain(text: str) -> str:
    """Markdown as it is read: links, icons and marks left out."""
    text = re.sub(r"\]\(<[^>]*>\)", "", text)
    text = re.sub(r":[a-z]+-badge\[|:material/\w+:", "", text)
    return re.sub(r"[\\#*\[\]\u2060]", "", text).replace("\u00a0", " ")


def told(at: AppTest) -> Iterator[str]:
    """Every text outside of tables."""
    for item in (*at.header, *at.subheader, *at.markdown, *at.caption):
        yield plain(item.value)


def cells(at: AppTest) -> Iterator[str]:
    for table in at.table:
        yield from (plain(str(c)) for c in table.value.columns)
        yield from (plain(str(c)) for row in table.value.values.tolist() for c in row)


def labels(at: AppTest) -> Iterator[str]:
    for kind in BUTTONS:
        for item in at.get(kind):
            proto = item.proto
            yield from (
                o.content
                for o in getattr(proto, "options", ())
                if kind == "button_group"
            )
            if label := getattr(proto, "label", ""):
                yield plain(label)
    yield from (e.label for e in at.expander)
    yield from (t.label for t in at.toggle)


def before_unfolding(at: AppTest) -> list[str]:
    """What is read before anything unfolds: nothing that lies in an expander."""
    hidden = [i.value for e in at.expander for i in e.markdown]
    texts = [plain(m.value) for m in at.markdown if m.value not in hidden]
    heads = [plain(h.value) for h in (*at.header, *at.subheader)]
    return [*heads, *texts, *labels(at), *drawn(at)]


def drawn(at: AppTest) -> Iterator[str]:
    """What is written on figures and in their legends."""
    for item in at.get("html"):
        yield re.sub(r"<[^>]+>", " ", item.proto.body)
    for chart in at.get("plotly_chart"):
        yield from re.findall(r'"text":"([^"]+)"', chart.proto.spec)


@pytest.mark.parametrize("name", PRESETS)
def test_little_is_said_and_asked_before_anything_unfolds(name):
    at = shown(name, unfolded=False)
    words = " ".join(before_unfolding(at)).split()
    assert 100 < len(words) <= MOST_WORDS
    groups = at.get("button_group")
    choices = sum(len(g.proto.options) for g in groups)
    found = sum(len(at.get(kind)) for kind in BUTTONS) - len(groups) + choices
    assert 5 < found <= MOST_BUTTONS


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("unfolded", [False, True])
def test_no_sentence_is_long(name, unfolded):
    at = shown(name, unfolded=unfolded)
    for text in (*told(at), *cells(at)):
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
            assert len(sentence.split()) <= LONGEST, sentence


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("unfolded", [False, True])
def test_no_jargon_no_ids_no_decimals(name, unfolded):
    at = shown(name, unfolded=unfolded)
    every = "\n".join((*told(at), *cells(at), *labels(at)))
    for pattern in (*FORBIDDEN, *RAW):
        found = re.search(pattern, every, re.IGNORECASE)
        assert found is None, every[max(found.start() - 60, 0) : found.end() + 20]
    ids = sorted(read_catalog(DATA).offering, key=len, reverse=True)
    assert not [i for i in ids if re.search(rf"\b{re.escape(i)}\b", every)]
    assert not re.findall(DECIMALS, every)


@pytest.mark.parametrize("name", PRESETS)
def test_best_and_proven_stand_beside_no_list(name):
    at = shown(name, unfolded=False)
    assert not re.search(r"\b(best|proven)\b", " ".join(told(at)), re.IGNORECASE)
    at = shown(name, unfolded=True)
    assert re.search(r"\bproven\b", " ".join(told(at)), re.IGNORECASE)
