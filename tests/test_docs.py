"""The documentation says what the code does: rules, assumptions, commands, version."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import optimizer
from docs import count_data, run_examples, take_pictures
from optimizer.__main__ import _parser
from optimizer.domain.catalog import OPTIONAL, PARAMETERS
from optimizer.model.rules.rules import RULES
from optimizer.scenario_io.json_file import schema
from views.kit import links
from views.method import paragraphs
from views.session import presenting
from views.teach import page

ROOT = Path(__file__).parents[1]
ASSUMPTIONS = sorted({*PARAMETERS, *OPTIONAL})
FOREIGN_URL = re.compile(r"https?://[^\s\"'<>)\]|]+")
INSTALLERS = ("requirements.txt", "requirements-dev.txt", "pyproject.toml")


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def section(path: str, title: str) -> str:
    """The part of a document under one heading."""
    return text(path).split(f"\n## {title}\n")[1].split("\n## ")[0]


# -------------------------------------------------------------------------- the model


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_the_model_document_names_every_rule(name: str) -> None:
    """In the first column of the table of rules."""
    rows = re.findall(r"^\| (.+?) \|", section("docs/model.md", "Rules"), re.MULTILINE)
    assert name in [part for row in rows for part in row.split(", ")]


def test_the_model_document_names_no_rule_that_is_not() -> None:
    rows = re.findall(r"^\| (.+?) \|", section("docs/model.md", "Rules"), re.MULTILINE)
    named = {part for row in rows[1:] for part in row.split(", ")}
    assert named - {"---"} == {rule.name for rule in RULES}


@pytest.mark.parametrize("name", ASSUMPTIONS)
def test_the_model_document_names_every_assumption(name: str) -> None:
    assert f"`{name}`" in text("docs/model.md")


def test_the_catalog_has_every_assumption(shipped) -> None:
    assert {a.name for a in shipped.assumptions} >= set(PARAMETERS)


# ------------------------------------------------------------------------ command line


CLI = text("docs/cli.md")
EXAMPLES = run_examples.examples(CLI)


def commands() -> set[str]:
    usage = re.search(r"\{(.+?)\}", _parser().format_usage())
    assert usage is not None
    return set(usage[1].split(","))


def form(shown: str) -> Any:
    """What of an output does not change with the catalog: fields, not figures."""
    with suppress(ValueError):
        return fields_of(json.loads(shown))
    with suppress(ValueError):
        return [fields_of(json.loads(line)) for line in shown.splitlines()]
    return re.sub(r"\d+", "#", shown.split("\n")[0])


def fields_of(found: Any) -> Any:
    """The names of the fields, in what they stand and of which first entry."""
    if isinstance(found, dict):
        return {name: fields_of(value) for name, value in found.items()}
    return [fields_of(found[0])] if isinstance(found, list) and found else None


def agree(one: Any, other: Any) -> bool:
    """Whether two forms are the same where both hold something."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = [agree(one[name], other[name]) for name in one.keys() & other.keys()]
        return one.keys() == other.keys() and all(both)
    if isinstance(one, list) and isinstance(other, list):
        return all(map(agree, one, other))
    return None in (one, other) or one == other


@pytest.mark.parametrize("said", EXAMPLES)
def test_an_example_of_the_command_line_prints_what_its_page_shows(said: str) -> None:
    with run_examples.folder(CLI):
        now = run_examples.run(said)
    assert bool(now) == bool(EXAMPLES[said])
    assert agree(form(now), form(EXAMPLES[said])), now


def test_every_command_has_a_section_with_an_example() -> None:
    sections = re.split(r"^### ", CLI, flags=re.MULTILINE)[1:]
    assert {part.split("\n")[0] for part in sections} == commands()
    for part in sections:
        name = part.split("\n")[0]
        (said,) = run_examples.examples(part)
        assert shlex.split(said)[3] == name


def test_the_changelog_names_every_command() -> None:
    assert all(f"`{name}`" in text("CHANGELOG.md") for name in commands())


LESSON = re.findall(r"\]\((/[^)]*)\)", text("docs/for-advisors.md"))
ANYONES = ("docs/for-advisors.md", "docs/for-applicants.md")
FORMS = {path.name: path.read_text() for path in (ROOT / ".github").rglob("*.yml")}


def test_the_lesson_has_five_links_that_open_slides_and_scenarios() -> None:
    assert len(LESSON) == len(set(LESSON)) == 5
    opened = [dict(parse_qsl(urlsplit(link).query)) for link in LESSON]
    assert sum(page.SLIDE in asked for asked in opened) >= 3


@pytest.mark.parametrize("link", LESSON)
def test_a_link_of_the_lesson_opens(link: str) -> None:
    """Its page is one of ours, and what reads each of its parts knows it."""
    found = urlsplit(link)
    assert found.path.strip("/") in ("", *links.PATHS)
    readers = {
        links.PRESET: links.preset_of,
        page.SLIDE: page.slide_of,
        presenting.PARAMETER: lambda said: said == presenting.ON or None,
    }
    asked = dict(parse_qsl(found.query, strict_parsing=True))
    assert links.PRESET in asked
    assert [name for name, said in asked.items() if readers[name](said) is None] == []


@pytest.mark.parametrize("path", ANYONES)
def test_what_the_lessons_quote_stands_on_the_page(path: str) -> None:
    quoted = re.findall(r'"([^"]+)"', text(path))
    pages = "".join(file.read_text() for file in (ROOT / "views").rglob("*.py"))
    pages += "".join(links.EXAMPLES)
    assert quoted
    assert [words for words in quoted if words not in pages] == []


@pytest.mark.parametrize("path", [*ANYONES, "CONTRIBUTING.md", "SECURITY.md"])
def test_links_within_the_repository_lead_somewhere(path: str) -> None:
    links = re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", text(path))
    inside = [link for link in links if link and "://" not in link and link[0] != "/"]
    home = (ROOT / path).parent
    assert [link for link in inside if not (home / link).exists()] == []


@pytest.mark.parametrize("said", ["Privacy", "Accessibility"])
def test_the_readme_promises_what_the_page_promises(said: str) -> None:
    assert paragraphs(said) == (section("README.md", said).strip(),)


def test_the_form_for_a_wrong_fact_has_what_its_address_fills_in() -> None:
    address = links.wrong_fact_form("https://github.com/o/r", "E1", "A & B", "v")
    asked = dict(parse_qsl(urlsplit(address).query))
    form = FORMS[asked.pop("template")]
    assert asked.pop("title").startswith("Wrong fact")
    assert asked["record"] == "E1 (A & B)"
    assert [name for name in asked if f"    id: {name}\n" not in form] == []


def test_the_form_for_a_reply_is_there_under_the_name_the_page_gives_it() -> None:
    assert "name: A host replied\n" in FORMS[links.HOST_REPLIED]
    pages = (ROOT / "views/sections/found_out.py").read_text()
    assert "“A host replied”" in pages


def test_an_address_of_the_project_is_on_record_or_none_is_used(
    tmp_path: Path,
) -> None:
    for url, taken in (
        ("https://github.com/o/r/", "https://github.com/o/r"),
        ("http://github.com/o/r", ""),
        ("https://example.org/o/r", ""),
    ):
        project = tmp_path / f"{urlsplit(url).scheme}{urlsplit(url).netloc}.toml"
        project.write_text(f'[project]\nurls.Repository = "{url}"\n')
        assert links.project_address(project) == taken
    assert links.project_address(tmp_path / "none.toml") == ""


def test_the_counts_of_the_data_are_written_anew_as_they_are(shipped) -> None:
    """A page that was counted stays; one that is off becomes it."""
    page = text("data/README.md")
    assert count_data.count(page, shipped) == page
    off = re.sub(r"(?m)^(\| (?:\w+\.csv|students) \| )\d", r"\g<1>9", page)
    assert off != page
    assert count_data.count(off, shipped) == page


def test_pictures_are_small_and_their_headlines_are_recorded() -> None:
    names = {picture.name for picture in take_pictures.PICTURES}
    taken = list(take_pictures.FOLDER.glob("*.png"))
    assert {file.stem for file in taken} == names == take_pictures.headlines().keys()
    assert sum(file.stat().st_size for file in taken) < 600_000


# Written in pieces, so that this file does not find itself.
MAKING = re.compile(
    "|".join(
        [
            r"\bproto" + r"types?\b",
            r"\bTO" + r"DO\b",
            r"\bFIX" + r"ME\b",
            r"\bclau" + r"de\b",
            r"\bco" + r"pilot\b",
            r"\bchat" + r"gpt\b",
            r"\blanguage " + r"model\b",
            r"\b(?:issue|issues show) #?" + r"\d",
            r"\bAI[ -](?:gene" + r"rated|assis" + r"ted)",
        ]
    ),
)


def test_no_tracked_file_speaks_of_how_it_was_made() -> None:
    assert lines_with(MAKING) == []


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert len(text("README.md").splitlines()) <= 120
    assert len(text("README.md").split()) < 700
    links = re.findall(r"\]\(([^)#]+)\)", text("README.md"))
    inside = [link for link in links if "://" not in link]
    assert inside
    assert [link for link in inside if not (ROOT / link).exists()] == []


@pytest.mark.parametrize(
    "path", ["docs/model.md", "docs/decisions.md", "docs/benchmarks.md", "README.md"]
)
def test_files_that_are_named_exist(path: str) -> None:
    """Names in backticks that end like a file of ours."""
    named = re.findall(r"`([\w./-]+\.(?:py|md|csv|toml|txt))`", text(path))
    homes = [ROOT, ROOT / "optimizer", ROOT / "tests", ROOT / "data", ROOT / "docs"]
    lost = [n for n in named if not any((home / n).exists() for home in homes)]
    assert set(lost) <= {"packages.txt"}  # named as what is not needed


def test_decisions_are_numbered_once_and_stand_under_headings() -> None:
    """Numbers are kept when a decision is reversed, so that others may cite them."""
    found = text("docs/decisions.md")
    numbers = [int(n) for n in re.findall(r"^(\d+)\. ", found, re.MULTILINE)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    parts = found.split("\n## ")[1:]
    assert len(parts) == 8
    for part in parts:
        inside = [int(n) for n in re.findall(r"^(\d+)\. ", part, re.MULTILINE)]
        assert inside
        assert inside == sorted(inside)


MEASURED = re.split(r"^## ", text("docs/benchmarks.md"), flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("part", MEASURED, ids=lambda part: part.split("\n")[0])
def test_what_was_measured_names_date_machine_and_command(part: str) -> None:
    for needed in (r"\d{1,2} \w+ 20\d\d", r"\b\d+ cores", r"`(?:python -m |pytest)"):
        assert re.search(needed, part), needed


def test_decisions_say_of_when_their_figures_are() -> None:
    head = text("docs/decisions.md").split("\n## ")[0]
    assert re.search(r"\w+ 20\d\d on a machine with \d+ cores", head)


def test_the_model_begins_with_what_reads_in_ten_minutes() -> None:
    """At 150 words a minute, and without a formula."""
    title, first = re.findall(
        r"^## (.+)\n((?:(?!## ).*\n)*)", text("docs/model.md"), re.MULTILINE
    )[0]
    assert title == "In ten minutes"
    assert len(first.split()) < 1_500
    assert "    " not in first
    told = re.findall(r"^##+ (.+)$", text("docs/model.md"), re.MULTILINE)
    quoted = re.findall(r'"([A-Z][^"]+)"', first)
    assert quoted
    assert [name for name in quoted if name not in told] == []


# ----------------------------------------------------------------------------- version


def test_the_version_is_that_on_top_of_the_changelog() -> None:
    top = re.search(r"^## \[(.+?)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert top is not None
    assert top[1] == optimizer.__version__


# ---------------------------------------------- nothing of the machine it was made on


def tracked() -> list[Path]:
    """Text files under version control; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [f for f in files if f.is_file() and b"\0" not in f.read_bytes()[:8_000]]


# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    r"(?<![\w./:~-])/(?:"
    + "|".join(["work", "opt", "root", "home", "Users", "mnt"])
    + r")/\w"
)
REGISTRIES = re.compile(
    "|".join(
        [
            "artifac" + "tory",
            "nexus" + "[./:]",
            "index" + "-url",
            "trusted" + "-host",
            "dev" + "pi",
            r"(?:\d{1,3}\.){3}\d{1,3}:\d{2,5}" + "/",
            r"https?://[^/\s]*(?:internal|corp|local)\b" + "[/:]",
        ]
    ),
    re.IGNORECASE,
)


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in tracked()
        for number, line in enumerate(
            file.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if pattern.search(line)
    ]


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    assert lines_with(MACHINE_PATHS) == []


def test_no_tracked_file_names_a_private_registry() -> None:
    assert lines_with(REGISTRIES) == []


@pytest.mark.parametrize("path", INSTALLERS)
def test_packages_come_from_nowhere_in_particular(path: str) -> None:
    """No address of a package in what pip reads: the user's own index is used."""
    hosts = {urlsplit(url).netloc for url in FOREIGN_URL.findall(text(path))}
    assert hosts <= {"github.com"}


# ------------------------------------------------------------------- the scenario file

SCHEMA = schema()
PARTS = {"Scenario": SCHEMA, **SCHEMA["$defs"]}
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| .+ \| (.+?) \|$", re.MULTILINE)


@pytest.mark.parametrize("part", PARTS)
def test_the_scenario_document_says_of_each_field_what_its_definition_says(
    part: str,
) -> None:
    """The sentence under the field is the help, the description and the meaning."""
    defined = {
        name: " ".join(found["description"].split())
        for name, found in PARTS[part]["properties"].items()
    }
    rows = ROW.findall(section("docs/scenario.md", part))
    assert {name: meaning for name, meaning, _ in rows} == defined


@pytest.mark.parametrize("part", PARTS)
def test_the_scenario_document_gives_each_default(part: str) -> None:
    """As JSON in backticks, where the default is a plain value."""
    rows = ROW.findall(section("docs/scenario.md", part))
    plain = {name: found[1:-1] for name, _, found in rows if found.startswith("`")}
    defined = PARTS[part]["properties"]
    assert plain.keys() == {
        name
        for name, found in defined.items()
        if "default" in found and "$ref" not in found
    }
    for name, found in plain.items():
        empty_map_as_list = found.replace("{}", "[]")
        assert json.loads(empty_map_as_list) == defined[name]["default"], name
