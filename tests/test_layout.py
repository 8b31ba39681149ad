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
MOST_MODULES = 16
MOST_LINES = 300
MOST_LINES_OF_A_CLASS = 200
FILES = sorted(file for folder in FOLDERS for file in folder.glob("*.py"))


def modules(folder: Path) -> set[str]:
    """Modules of a folder but for the two that Python names."""
    return {file.stem for file in folder.glob("*.py")} - {"__init__", "__main__"}


def name(folder: Path) -> str:
    return str(folder.relative_to(ROOT))


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_folder_is_too_full_to_look_through(folder: Path) -> None:
    assert len(modules(folder)) <= MOST_MODULES


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_module_and_no_class_is_too_long_to_read(file: Path) -> None:
    text = file.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    for found in ast.walk(ast.parse(text)):
        if isinstance(found, ast.ClassDef) and found.end_lineno:
            length = found.end_lineno - found.lineno + 1
            assert length <= MOST_LINES_OF_A_CLASS, found.name


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_each_folder_says_what_each_of_its_modules_is_for(folder: Path) -> None:
    """In its docstring, one item each: neither a module too many nor one too few."""
    map_ = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    assert re.findall(r"^- ``(\w+)``: \w", map_, re.MULTILINE) == sorted(
        modules(folder)
    )


@pytest.mark.parametrize("top", ["optimizer", "views", "charts"])
def test_the_map_above_names_each_folder(top: str) -> None:
    map_ = ast.get_docstring(ast.parse((ROOT / top / "__init__.py").read_text())) or ""
    rooms = {file.parent.name for file in ROOT.glob(f"{top}/*/__init__.py")}
    assert set(re.findall(r"^- ``(\w+)/``: \w", map_, re.MULTILINE)) == rooms
