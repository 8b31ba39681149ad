"""A catalog written as files is read back equal, byte for byte the same each time."""

from __future__ import annotations

import io
import zipfile

import factories as make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.catalog_io.upload import catalog_from, unpack_upload
from optimizer.catalog_io.write import write_files, write_zip
from optimizer.domain.catalog import Catalog

# What a reader gives is never blank at the ends and never half a character.
TEXT = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    .map(str.strip)
    .map(lambda text: text[:200].strip())
)
NAME = TEXT.filter(bool)
WORD = NAME.filter(lambda text: ";" not in text)
DOLLARS = st.none() | st.integers(0, 100_000)
CATALOGS = st.builds(
    lambda host, title, url_less, focus, usd, share, lat, city: make.catalog(
        offerings=(
            make.offering(
                host=host,
                title=title,
                as_of=url_less,
                focus=tuple(focus),
                tuition_usd=usd,
                acceptance=share,
                city=city,
            ),
        ),
        places=(make.place(city, lat=lat), make.place()),
        sources=(make.provenance("offerings.csv", "E1", "host", source=title),),
    ),
    host=NAME,
    title=NAME,
    url_less=TEXT,
    focus=st.lists(WORD, max_size=3),
    usd=DOLLARS,
    share=st.none() | st.floats(0, 1),
    lat=st.floats(-90, 90),
    city=NAME.filter(lambda text: text != "Houston"),
)


@settings(max_examples=80)
@given(made=CATALOGS)
def test_what_is_written_is_read_back_equal(made: Catalog) -> None:
    files = write_files(made)
    found = catalog_from(files)
    assert make.versioned(found) == make.versioned(made)
    assert write_files(found) == files
    assert unpack_upload([("mine.zip", write_zip(files))]) == files
    assert catalog_from(write_files(found)) == found


@pytest.mark.parametrize("host", ["a\rb", "a\nb", "a\r\nb", 'a "b", c', "a;b", "=1+1"])
def test_every_cell_comes_back(host: str) -> None:
    files = write_files(make.catalog(offerings=(make.offering("E1", host=host),)))
    assert catalog_from(files).offering["E1"].host == host


def test_the_shipped_catalog_comes_back_equal(shipped: Catalog) -> None:
    files = unpack_upload([("mine.zip", write_zip(write_files(shipped)))])
    assert catalog_from(files) == shipped


def test_the_same_files_make_the_same_zip() -> None:
    files = write_files(make.catalog())
    again = dict(reversed(files.items()))
    assert write_zip(files) == write_zip(again)
    with zipfile.ZipFile(io.BytesIO(write_zip(files))) as archive:
        assert archive.namelist() == sorted(files)
