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
