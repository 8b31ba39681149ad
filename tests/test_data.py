"""The shipped catalog is valid, and its dictionary says what is in it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from optimizer.browse.known import EARLIER, Coverage, before, coverage, on_record
from optimizer.catalog_io.read import check
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import (
    Assumption,
    EntryRule,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)

DATA = Path(__file__).parents[1] / "data"
RECORDS = {
    "programs.csv": Program,
    "offerings.csv": Offering,
    "places.csv": Place,
    "seasons.csv": Season,
    "assumptions.csv": Assumption,
    "entry_rules.csv": EntryRule,
    "provenance.csv": Provenance,
}
COUNTS = re.compile(
    r"^\| (\w+) \| " + r" \| ".join([r"(\d+)"] * 6) + r" \|$", re.MULTILINE
)
COLUMN = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", re.MULTILINE)


def section(file: str) -> str:
    """The part of the dictionary about one file."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    return text.split(f"\n## {file}\n")[1].split("\n## ")[0]


def header(file: str) -> list[str]:
    """The columns of a shipped file."""
    with (DATA / file).open(encoding="utf-8", newline="") as sheet:
        return next(csv.reader(sheet))


def test_the_shipped_catalog_has_no_fault() -> None:
    assert [fault.sentence for fault in check(DATA)] == []


@pytest.mark.parametrize("file", RECORDS)
def test_the_dictionary_names_every_column_in_order(file: str) -> None:
    documented = [name for name, _, _ in COLUMN.findall(section(file))]
    assert documented == [field.name for field in fields(RECORDS[file])]
    optional = {f.name for f in fields(RECORDS[file]) if f.default is not MISSING}
    kept = header(file)
    assert kept == [name for name in documented if name in kept]
    assert set(documented) - set(kept) <= optional


@pytest.mark.parametrize("file", RECORDS)
def test_the_dictionary_names_every_allowed_value(file: str) -> None:
    kinds = get_type_hints(RECORDS[file])
    for name, allowed, meaning in COLUMN.findall(section(file)):
        if get_origin(kinds[name]) is Literal and "as above" not in allowed:
            words = set(re.findall(r"`([^`]+)`", f"{allowed} {meaning}"))
            assert set(get_args(kinds[name])) <= words, name


@pytest.mark.parametrize("file", RECORDS)
def test_the_dictionary_counts_the_rows(file: str) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    counted = re.search(rf"^\| {file} \| ([\d,]+) \|", text, re.MULTILINE)
    assert counted
    with (DATA / file).open(encoding="utf-8", newline="") as sheet:
        rows = sum(1 for _ in csv.DictReader(sheet))
    assert int(counted[1].replace(",", "")) == rows


def test_a_blank_does_not_look_free(shipped: Catalog) -> None:
    names = {
        "unknown_application_fee_usd",
        "unknown_tuition_usd",
        "unknown_other_fees_usd",
        "unknown_transport_week_usd",
    }
    for name in names:
        item = shipped.assumption[name]
        assert 0 < item.value < item.high, name


def test_every_program_can_be_rotated_at(shipped: Catalog) -> None:
    """A program without an offering on record has the two to ask for by e-mail."""
    found = Counter(offering.program_id for offering in shipped.offerings)
    without = [p.program_id for p in shipped.programs if not found[p.program_id]]
    assert without == []


def test_by_email_offerings_come_in_pairs_and_are_marked(shipped: Catalog) -> None:
    asked = [o for o in shipped.offerings if o.offering_id.startswith("M-")]
    kinds = Counter((o.program_id, o.kind) for o in asked)
    programs = {o.program_id for o in asked}
    assert len(asked) == 2 * len(programs)
    assert set(kinds.values()) == {1}
    assert {(o.status, o.weeks, o.starts) for o in asked} == {("assumed", 4, "mondays")}


def test_what_is_sourced_has_an_address(shipped: Catalog) -> None:
    bare = [p for p in shipped.provenance if p.status == "sourced" and not p.url]
    assert bare == []


@pytest.mark.parametrize("name", ["programs", "offerings", "places", "provenance"])
def test_a_correction_writes_no_other_line_anew(name: str) -> None:
    """These files are kept as ``correct`` writes them, down to the quotes."""
    kept = (DATA / f"{name}.csv").read_bytes().decode()
    sheet = io.StringIO(newline="")
    csv.writer(sheet, lineterminator="\n").writerows(csv.reader(io.StringIO(kept)))
    assert kept.splitlines() == sheet.getvalue().splitlines()


def test_no_source_stands_twice(shipped: Catalog) -> None:
    """Two sources of a field are two pages; a bad merge copies one over another."""
    twice = [one for one, count in Counter(shipped.provenance).items() if count > 1]
    assert twice == []


def test_text_that_others_captured_is_not_called_read_on_the_page(
    shipped: Catalog,
) -> None:
    captured = [p for p in shipped.provenance if "captured by" in p.source]
    assert captured
    assert {p.status for p in captured} == {"aggregator", "estimated"}


def test_no_address_to_visit_is_a_test_copy_of_a_site(shipped: Catalog) -> None:
    records = (*shipped.programs, *shipped.offerings)
    hosts = [r.url.split("/")[2] for r in records if r.url]
    assert [h for h in hosts if re.search(r"stag|test|\bdev\.", h)] == []


AS_OF = re.compile(r"20\d\d(-(0[1-9]|1[0-2])(-[0-3]\d)?)?")


def test_every_page_that_was_read_has_a_date_or_is_called_undated(
    shipped: Catalog,
) -> None:
    read = [p for p in shipped.provenance if p.status in ("sourced", "aggregator")]
    assert read
    odd = [p for p in read if p.as_of != "undated" and not AS_OF.fullmatch(p.as_of)]
    assert odd == []


def deciding(catalog: Catalog, offering: Offering) -> Provenance:
    """Source of whom it takes; of its title if that is unknown or asked by e-mail."""
    on_record = not offering.offering_id.startswith("M-")
    says = [f for f in ("students", "graduates") if getattr(offering, f) != "unknown"]
    field = says[0] if says and on_record else "title"
    return catalog.source_of["offerings.csv", offering.offering_id, field]


def test_date_and_standing_of_an_offering_follow_from_its_sources(
    shipped: Catalog,
) -> None:
    for offering in shipped.offerings:
        source = deciding(shipped, offering)
        as_of = "" if source.as_of == "undated" else source.as_of
        assert (offering.as_of, offering.status) == (as_of, source.status), offering


def test_rows_by_email_are_not_counted_as_experiences(shipped: Catalog) -> None:
    """Counted by their ids here; the README and the method page say the same."""
    rows = [o for o in shipped.offerings if o.offering_id.startswith("M-")]
    asked = [o for o in rows if (o.students, o.graduates) != ("no", "no")]
    recorded = len(shipped.offerings) - len(rows)
    further = len({o.program_id for o in asked})
    assert on_record(shipped) == (recorded, further)
    text = (DATA.parent / "README.md").read_text(encoding="utf-8")
    assert (
        f"{recorded} visiting experiences on record and {further} further programs"
    ) in text


def numbers(count: Coverage) -> tuple[int, int, int]:
    return count.known, count.assumed, count.unknown


def test_the_coverage_tables_hold_what_the_files_hold(shipped: Catalog) -> None:
    """Now and before, field by field; ``-m optimizer coverage`` prints the same."""
    printed = [
        (row[0], *map(int, row[1:])) for row in COUNTS.findall(section("Coverage"))
    ]
    earlier = before(EARLIER)
    assert printed == [
        (now.field, *numbers(now), *numbers(was))
        for now, was in zip(coverage(shipped), earlier, strict=True)
    ]
    days = {str(was.counted_on) for was in earlier}
    assert all(day in section("Coverage") for day in days)


def test_the_coverage_tables_are_headed_by_what_there_is(shipped: Catalog) -> None:
    recorded = [o for o in shipped.offerings if not o.offering_id.startswith("M-")]
    takes = [{o.students, o.graduates} for o in recorded]
    is_open = sum("yes" in answers for answers in takes)
    closed = sum(answers == {"no"} for answers in takes)
    text = section("Coverage")
    assert f"Programs ({len(shipped.programs)})" in text
    assert (
        f"Offerings ({len(shipped.offerings)}: {len(recorded)} on record, of which"
        f" {is_open} open to students or graduates of foreign schools, {closed} closed"
        f" to both, {len(recorded) - is_open - closed} unclear;"
        f" {len(shipped.offerings) - len(recorded)} by e-mail;"
    ) in text


def test_a_column_that_may_be_missing_is_known_of_five_records(
    shipped: Catalog,
) -> None:
    newer = {
        (file, field.name)
        for file, record in RECORDS.items()
        for field in fields(record)
        if record in (Program, Offering)
        and field.default is not MISSING
        and field.name in header(file)
    }
    known = {(c.file, c.field): c.known for c in coverage(shipped)}
    heads = {file: (DATA / file).read_text().partition("\n")[0] for file, _ in newer}
    there = {(file, name) for file, name in newer if name in heads[file].split(",")}
    assert there
    assert [column for column in there if known[column] < 5] == []
