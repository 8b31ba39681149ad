"""Spoil the files of a catalog, and hear what is said of them."""

from __future__ import annotations

import csv
from pathlib import Path

from optimizer.catalog_io.read import check


def sentences(folder: Path) -> list[str]:
    """Say every fault of the folder."""
    return [fault.sentence for fault in check(folder)]


def set_cell(folder: Path, file: str, column: str, cell: str, key: str = "") -> int:
    """Change a cell of the row that starts with ``key``; return the row's line."""
    with (folder / file).open(newline="", encoding="utf-8") as sheet:
        lines = list(csv.reader(sheet))
    line = next(i for i, row in enumerate(lines[1:], 2) if row[0].startswith(key))
    lines[line - 1][lines[0].index(column)] = cell
    with (folder / file).open("w", newline="", encoding="utf-8") as sheet:
        csv.writer(sheet).writerows(lines)
    return line


def replace_text(folder: Path, file: str, old: str, new: str) -> None:
    """Replace text of a file, which must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
