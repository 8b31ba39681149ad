"""A reader can guess where a thing lives: small folders, each with a map of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(
    {
        file.parent
        for top in ("optimizer", "charts", "views")
        for file in ROOT.glob(f"{top}/**/*.py")
    }
)
MODULES = sorted(file for folder in FOLDERS for file in folder.glob("*.py"))
MOST_MODULES = 16
MOST_LINES = 300
MOST_LINES_OF_A_CLASS = 200


def modules(folder: Path) -> set[str]:
    """Modules of a folder but for the two that Python names."""
    return {file.stem for file in folder.glob("*.py")} - {"__init__", "__main__"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_folder_is_too_full_to_look_through(folder: Path) -> None:
    assert len(modules(folder)) <= MOST_MODULES


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_each_folder_says_what_each_of_its_modules_is_for(folder: Path) -> None:
    """In its docstring, one item each: neither a module too many nor one too few."""
    map_ = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    assert re.findall(r"^- ``(\w+)``: \w", map_, re.MULTILINE) == sorted(
        modules(folder)
    )


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_module_is_too_long_to_read(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_class_is_too_long_to_read(module: Path) -> None:
    """Decorators included."""
    classes = (
        node
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.ClassDef)
    )
    lines = {c.name: c.end_lineno - _first_line(c) + 1 for c in classes}
    assert not {n: k for n, k in lines.items() if k > MOST_LINES_OF_A_CLASS}


def _first_line(found: ast.ClassDef) -> int:
    return min([found.lineno, *(d.lineno for d in found.decorator_list)])


@pytest.mark.parametrize("top", ["optimizer", "views", "charts"])
def test_the_map_above_names_each_folder(top: str) -> None:
    map_ = ast.get_docstring(ast.parse((ROOT / top / "__init__.py").read_text())) or ""
    rooms = {file.parent.name for file in ROOT.glob(f"{top}/*/__init__.py")}
    assert set(re.findall(r"^- ``(\w+)/``: \w", map_, re.MULTILINE)) == rooms


def _definitions(kind: type[ast.stmt]) -> list[tuple[Path, ast.stmt]]:
    return [
        (module, found)
        for module in MODULES
        for found in ast.walk(ast.parse(module.read_text()))
        if isinstance(found, kind)
    ]


def test_no_two_classes_share_a_name() -> None:
    """One word, one thing: a reader who searches for a class finds it."""
    where: dict[str, list[str]] = {}
    for module, found in _definitions(ast.ClassDef):
        where.setdefault(found.name, []).append(name(module))
    assert not {a: b for a, b in where.items() if len(b) > 1}


# Lone participles say what was done, not what comes back.
PARTICIPLE = re.compile(
    "told|kept|drawn|said|given|found|held|left|made|built|shown|known|taken|.*ed"
)
NO_PARTICIPLES = ("need", "seed", "feed", "speed", "embed", "hundred")


def test_what_returns_a_thing_is_called_by_a_noun_or_a_verb() -> None:
    """Predicates may be participles, and methods adjectives of their object."""
    lone = [
        f"{name(module)}: {found.name}"
        for module in MODULES
        for found in ast.parse(module.read_text()).body
        if isinstance(found, ast.FunctionDef)
        and ast.unparse(found.returns or ast.Constant(None)) not in ("bool", "None")
        and _is_participle(found.name.rsplit("_", 1)[-1])
    ]
    assert not lone


def _is_participle(word: str) -> bool:
    return bool(PARTICIPLE.fullmatch(word)) and word not in NO_PARTICIPLES
