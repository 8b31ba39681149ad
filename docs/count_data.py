"""Write the counts of data/README.md anew, from the files as they are.

    python -m docs.count_data

It counts the rows of each file, how much of each column is known, and the offerings
by whom they take. What was before stays as it is printed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from optimizer.browse.known import coverage
from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.catalog import Catalog

README = DATA / "README.md"
ROWS = re.compile(r"^\| (\w+\.csv) \| \d+ \|", re.MULTILINE)
COLUMN = re.compile(r"^\| (\w+) \| \d+ \| \d+ \| \d+ \|", re.MULTILINE)
PROGRAMS = re.compile(r"^Programs \(\d+\)", re.MULTILINE)
OFFERINGS = re.compile(r"^Offerings \(.*?(?=; before)", re.MULTILINE)


def count(page: str, catalog: Catalog) -> str:
    """Return the page with the counts of a catalog; its files are the shipped ones."""
    head, tail = page.split("\n## Coverage\n")
    counts = _columns(catalog)
    head = ROWS.sub(lambda row: f"| {row[1]} | {_rows(row[1])} |", head)
    tail = COLUMN.sub(lambda _: next(counts), tail)
    tail = PROGRAMS.sub(f"Programs ({len(catalog.programs)})", tail)
    return f"{head}\n## Coverage\n{OFFERINGS.sub(_offerings(catalog), tail)}"


def _rows(file: str) -> int:
    with (DATA / file).open(encoding="utf-8", newline="") as sheet:
        return sum(1 for _ in csv.DictReader(sheet))


def _columns(catalog: Catalog) -> Iterator[str]:
    for one in coverage(catalog):
        yield f"| {one.field} | {one.known} | {one.assumed} | {one.unknown} |"


def _offerings(catalog: Catalog) -> str:
    """How many there are, on record and by whom they take, and by e-mail."""
    recorded = [o for o in catalog.offerings if not o.offering_id.startswith("M-")]
    takes = [{o.students, o.graduates} for o in recorded]
    is_open = sum("yes" in answers for answers in takes)
    closed = sum(answers == {"no"} for answers in takes)
    every = len(catalog.offerings)
    return (
        f"Offerings ({every}: {len(recorded)} on record, of which {is_open} open to"
        f" students or graduates of foreign schools, {closed} closed to both,"
        f" {len(recorded) - is_open - closed} unclear; {every - len(recorded)} by"
        " e-mail"
    )


if __name__ == "__main__":
    counted = count(README.read_text(encoding="utf-8"), read_catalog(DATA))
    README.write_text(counted, encoding="utf-8")
