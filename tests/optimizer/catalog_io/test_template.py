"""The template is a valid catalog, and its words explain every column."""

from __future__ import annotations

import factories as make
import pytest

from optimizer.catalog_io.own import dictionary, pack_files, readme, template
from optimizer.catalog_io.read import DATA, RECORDS, check
from optimizer.catalog_io.upload import catalog_from, unpack_upload
from optimizer.catalog_io.write import columns_of
from optimizer.domain.catalog import Catalog
from optimizer.domain.starts import parse_starts

COLUMNS = dictionary((DATA / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", RECORDS)
def test_the_dictionary_explains_every_column_in_order(file: str) -> None:
    assert tuple(column.name for column in COLUMNS[file]) == columns_of(file)
    assert all(column.allowed and column.meaning for column in COLUMNS[file])


def test_the_template_passes_the_check(shipped: Catalog, tmp_path) -> None:
    for name, content in template(shipped).items():
        (tmp_path / name).write_bytes(content)
    assert check(tmp_path) == []


def test_the_template_is_small_and_shows_each_case(shipped: Catalog) -> None:
    found = catalog_from(
        unpack_upload([("t.zip", pack_files(template(shipped), COLUMNS))])
    )
    assert 2 <= len(found.offerings) <= 3
    assert len(found.programs) <= 3
    assert {o.kind for o in found.offerings} == {"hands_on", "observership"}
    assert "dates" in {parse_starts(o.starts).pattern for o in found.offerings}
    assert any(not o.program_id for o in found.offerings)
    assert (found.seasons, found.assumptions) == (shipped.seasons, shipped.assumptions)
    assert {p.file for p in found.provenance} == {p.file for p in shipped.provenance}


def test_any_catalog_has_a_template() -> None:
    bare = make.catalog(programs=(), offerings=(), places=(make.place(),))
    assert not catalog_from(template(bare)).offerings


def test_the_words_name_every_column_and_no_markup() -> None:
    text = readme(COLUMNS).decode()
    assert all(f"  {c.name}: " in text for each in COLUMNS.values() for c in each)
    assert not {"`", "|", "**"} & set(text)
    assert "\r\n" in text
