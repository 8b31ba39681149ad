"""Catalogs of strangers: unpacked within bounds, read whole or refused in sentences."""

from __future__ import annotations

import csv
import io
import stat
import struct
import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace

import factories as make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.catalog_io import upload
from optimizer.catalog_io.upload import (
    FILE_BYTES,
    MEMBERS,
    README,
    ROWS,
    TOTAL_BYTES,
    UPLOAD_BYTES,
    catalog_from,
    missing_files,
    unpack_upload,
)
from optimizer.catalog_io.write import write_file, write_files, write_zip
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError

SOURCE = make.provenance("offerings.csv", "E1", "weeks")
SMALL = make.catalog(
    offerings=(make.offering("E1"), make.offering("E2", program_id="")),
    sources=(SOURCE, make.provenance("programs.csv", "P1", "visa_sponsorship")),
)
FILES = write_files(SMALL)
ONE = {"offerings.csv": FILES["offerings.csv"]}


def zipped(members: dict[str, bytes], **changes: object) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for field, value in changes.items():
                setattr(entry, field, value)
            archive.writestr(entry, content)
    return packed.getvalue()


def sentences(call, *given_: object) -> list[str]:
    with pytest.raises(DataError) as error:
        call(*given_)
    assert error.value.faults
    return [fault.sentence for fault in error.value.faults]


def unpacking(content: bytes, name: str = "mine.zip") -> list[str]:
    return sentences(unpack_upload, [(name, content)])


# --- unpacking --------------------------------------------------------------------


def test_a_zip_and_its_files_one_by_one_are_the_same_upload() -> None:
    assert unpack_upload([("mine.zip", write_zip(FILES))]) == FILES
    assert unpack_upload(list(FILES.items())) == FILES


@pytest.mark.parametrize("name", ["my catalog/offerings.csv", "Offerings.CSV"])
def test_one_folder_and_capital_letters_are_tolerated(name: str) -> None:
    assert unpack_upload([("mine.zip", zipped({name: b"x"}))]) == {
        "offerings.csv": b"x"
    }


@pytest.mark.parametrize(
    "name",
    [
        "offerings (1).csv",
        "offerings(12).csv",
        "Offerings - Copy.csv",
        "offerings - Copy (2).csv",
        "offerings copy 2.csv",
        "Copy of offerings.csv",
    ],
)
def test_a_numbered_or_copied_file_is_the_file(name: str) -> None:
    assert unpack_upload([(name, b"x")]) == {"offerings.csv": b"x"}
    twice = [(name, b"x"), ("offerings.csv", b"y")]
    assert "offerings.csv is there twice" in sentences(unpack_upload, twice)[0]


def test_what_our_zips_and_macs_add_is_left_out() -> None:
    members = {
        README: b"words",
        "a/.DS_Store": b"\0",
        "__MACOSX/a/._offerings.csv": b"\0",
        "a/offerings.csv": b"x",
        "a/": b"",
    }
    assert unpack_upload([("mine.zip", zipped(members))]) == {"offerings.csv": b"x"}


def test_a_zip_is_known_by_its_content_too() -> None:
    assert unpack_upload([("mine.csv", zipped({"places.csv": b"x"}))]) == {
        "places.csv": b"x"
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../offerings.csv", "this leads out of the zip"),
        ("a/../../offerings.csv", "this leads out of the zip"),
        ("..\\offerings.csv", "this leads out of the zip"),
        ("/etc/offerings.csv", "this leads out of the zip"),
        ("\\offerings.csv", "this leads out of the zip"),
        ("../" + README, "this leads out of the zip"),
        ("../__MACOSX/x", "this leads out of the zip"),
        ("a/b/offerings.csv", "this is too deep"),
        ("offerings.csv.zip", "this is no file of a catalog"),
        ("offerings (x).csv", "this is no file of a catalog"),
        ("offerings old.csv", "this is no file of a catalog"),
        ("C:offerings.csv", "this is no file of a catalog"),
        ("app.py", "this is no file of a catalog"),
    ],
)
def test_other_paths_are_refused_with_a_sentence(name: str, said: str) -> None:
    (found,) = unpacking(zipped({name: b"x", "places.csv": b"x"}))
    assert said in found


def test_every_wrong_member_is_named_at_once() -> None:
    found = unpacking(zipped({"../x.csv": b"", "app.py": b"", "places.csv": b""}))
    assert len(found) == 2


def test_the_same_file_twice_is_refused() -> None:
    said = "offerings.csv is there twice"
    (found,) = unpacking(zipped({"a/offerings.csv": b"x", "offerings.csv": b"y"}))
    assert said in found
    twice = [("offerings.csv", b"x"), ("offerings.csv", b"y")]
    assert said in sentences(unpack_upload, twice)[0]
    # Under one name in both headers, which zipfile would not write.
    again = zipped({"offerings.csv": b"x", "offerings.csw": b"y"})
    assert said in unpacking(again.replace(b"offerings.csw", b"offerings.csv"))[0]


def test_a_link_to_another_file_is_refused() -> None:
    link = zipped(
        {"offerings.csv": b"/etc/passwd"},
        create_system=3,
        external_attr=(stat.S_IFLNK | 0o777) << 16,
    )
    assert "this is a link to another file" in unpacking(link)[0]


def test_an_encrypted_zip_is_refused() -> None:
    content = bytearray(zipped({"offerings.csv": b"x" * 50}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark) + offset
        content[at : at + 2] = struct.pack("<H", 1)
    assert "this is encrypted" in unpacking(bytes(content))[0]


def test_packing_that_cannot_be_bounded_is_refused() -> None:
    found = zipped({"offerings.csv": b"x" * 500}, compress_type=zipfile.ZIP_LZMA)
    assert "this is packed in a rare way" in unpacking(found)[0]


def told_size(content: bytes, size: int) -> bytes:
    """Let both headers of the one member lie about its size."""
    lying = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = lying.find(mark) + offset
        lying[at : at + 4] = struct.pack("<I", size)
    return bytes(lying)


def test_a_zip_bomb_is_never_unpacked() -> None:
    bomb = zipped({"offerings.csv": b"0" * 100_000_000})
    assert len(bomb) < UPLOAD_BYTES
    tracemalloc.start()
    for size in (100_000_000, 5, 2**32 - 2):
        assert unpacking(told_size(bomb, size))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * FILE_BYTES + 2 * len(bomb)


def test_the_sum_of_all_files_is_bounded() -> None:
    half = b"0" * (TOTAL_BYTES // 2 - 1)
    two = {"offerings.csv": half, "programs.csv": half}
    assert set(unpack_upload([("mine.zip", zipped(two))])) == set(two)
    (found,) = unpacking(zipped({**two, "places.csv": b"0" * 10}))
    assert "places.csv: the file is too large" in found


def test_a_bomb_of_zips_in_zips_is_no_file_of_a_catalog() -> None:
    nested = zipped({"offerings.csv": b"0" * 1_000_000})
    for _ in range(5):
        nested = zipped({"next.zip": nested})
    assert "no file of a catalog" in unpacking(nested)[0]


def test_too_many_members_are_refused_before_they_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = zipped({f"{i}.csv": b"" for i in range(MEMBERS + 1)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert "too many files" in unpacking(many)[0]


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([], "there is no file"),
        ([("a.csv", b"x" * (UPLOAD_BYTES + 1))], "there is too much in it"),
        ([("offerings.csv", b"")] * (MEMBERS + 1), f"there are {MEMBERS + 1} files"),
        ([("a.zip", b"PK\x03\x04")], "the zip is damaged"),
        ([("a.zip", b"")], "the zip is damaged"),
        ([("a.zip", zipped({}))], "there is no file of a catalog in it"),
        ([("a.zip", zipped(ONE)), ("b.zip", zipped(ONE))], "came with other files"),
        ([("a.zip", zipped(ONE)), ("places.csv", b"")], "came with other files"),
        ([("table.xlsx", b"x")], "this is no file of a catalog"),
    ],
)
def test_a_wrong_upload_is_told_in_one_sentence(
    uploads: list[tuple[str, bytes]], said: str
) -> None:
    (found,) = sentences(unpack_upload, uploads)
    assert said in found


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_zip_is_refused_or_read_within_bounds(
    data: st.DataObject,
) -> None:
    content = bytearray(zipped(dict.fromkeys(FILES, b"name,value\na,1\n" * 9)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    end = data.draw(st.integers(0, len(content)))
    try:
        found = unpack_upload(
            [("mine.zip", bytes(content[:end] if end % 3 else content))]
        )
    except DataError:
        return
    assert set(found) <= set(FILES)
    assert sum(map(len, found.values())) <= TOTAL_BYTES


# --- reading ----------------------------------------------------------------------


def test_six_files_need_no_known_catalog() -> None:
    found = catalog_from(FILES)
    assert make.versioned(found) == SMALL
    assert catalog_from(write_files(found)) == found


def test_missing_files_are_those_of_the_known_catalog() -> None:
    known = catalog_from(FILES)
    changed = replace(SMALL, offerings=(make.offering("E9"),))
    found = catalog_from({"offerings.csv": write_file(changed, "offerings.csv")}, known)
    assert [o.offering_id for o in found.offerings] == ["E9"]
    assert found.programs == known.programs
    assert missing_files(ONE) == tuple(f for f in FILES if f != "offerings.csv")


def test_without_a_known_catalog_missing_files_are_named() -> None:
    found = sentences(catalog_from, ONE)
    assert len(found) == 4  # provenance.csv may be missing
    assert all("the file is missing" in sentence for sentence in found)


def own(files: dict[str, bytes], *known: Catalog) -> set[tuple[str, str]]:
    """Read a catalog and return what its sources speak of."""
    return {(p.record_id, p.field) for p in catalog_from(files, *known).provenance}


def test_a_source_goes_with_the_value_that_it_speaks_of() -> None:
    known = catalog_from(FILES)
    longer = FILES["offerings.csv"].replace(b",4,mondays", b",2,mondays")
    assert own({"offerings.csv": longer}, known) == {("P1", "visa_sponsorship")}
    # also where the old sources came along in the upload
    assert own({**FILES, "offerings.csv": longer}, known) == {
        ("P1", "visa_sponsorship")
    }
    assert own(dict(FILES), known) == {("P1", "visa_sponsorship"), ("E1", "weeks")}


def test_a_source_is_kept_if_one_known_catalog_has_its_value() -> None:
    known = catalog_from(FILES)
    longer = FILES["offerings.csv"].replace(b",4,mondays", b",2,mondays")
    other = catalog_from({**FILES, "offerings.csv": longer})
    told = {("P1", "visa_sponsorship"), ("E1", "weeks")}
    assert own(dict(FILES), other, known) == told
    assert own({**FILES, "offerings.csv": longer}, known, other) == told
    assert own({**FILES, "offerings.csv": longer}, known) < told


def test_a_row_may_be_deleted_with_its_sources_left_behind() -> None:
    known = catalog_from(FILES)
    rows = FILES["offerings.csv"].splitlines(keepends=True)
    without = b"".join(row for row in rows if not row.startswith(b"E1,"))
    assert own({**FILES, "offerings.csv": without}, known) == {
        ("P1", "visa_sponsorship")
    }
    # A source of its own that points nowhere is still a fault.
    assert (
        "record_id" in sentences(catalog_from, {**FILES, "offerings.csv": without})[0]
    )


def test_a_new_source_of_a_changed_value_is_kept() -> None:
    known = catalog_from(FILES)
    new = replace(SMALL, provenance=(replace(SOURCE, source="I asked the host"),))
    longer = FILES["offerings.csv"].replace(b",4,mondays", b",2,mondays")
    files = {
        "offerings.csv": longer,
        "provenance.csv": write_file(new, "provenance.csv"),
    }
    assert own(files, known) == {("E1", "weeks")}


def test_all_faults_of_all_files_come_at_once() -> None:
    wrong = {
        "offerings.csv": FILES["offerings.csv"].replace(b",4,mondays", b",x,daily"),
        "places.csv": FILES["places.csv"].replace(b"29.76", b"north"),
    }
    found = sentences(catalog_from, {**FILES, **wrong})
    where = {sentence.split(":")[0] for sentence in found}
    assert where == {
        "offerings.csv, row 2, column weeks",
        "offerings.csv, row 2, column starts",
        "offerings.csv, row 3, column weeks",
        "offerings.csv, row 3, column starts",
        "places.csv, row 2, column lat",
    }


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"app.py": b""}, "this is no file of a catalog"),
        ({"places.csv": b" " * (FILE_BYTES + 1)}, "the file is too large"),
        (
            dict.fromkeys(FILES, b" " * (TOTAL_BYTES // len(FILES) + 1)),
            "together they are too large",
        ),
        ({"places.csv": "city\nM\xfcnchen".encode("latin-1")}, "is not UTF-8"),
        ({"places.csv": "city,state".encode("utf-16-le")}, "binary data"),
        ({"places.csv": b"\xff\xfe\x00\xd8"}, "is not UTF-16"),
        ({"places.csv": b""}, "the file is empty"),
        ({"places.csv": b"PK\x03\x04\0\0"}, "binary data"),
    ],
)
def test_unreadable_files_are_told(files: dict[str, bytes], said: str) -> None:
    assert any(said in sentence for sentence in sentences(catalog_from, files))


def excel(content: bytes, separator: str) -> bytes:
    """A file as Excel saves it: with a mark, its own separator and line ends."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


@pytest.mark.parametrize("separator", [",", ";"])
def test_files_saved_by_excel_are_read(separator: str) -> None:
    listed = replace(SMALL.offerings[0], focus=("sci", "tbi"), host='A, "B"; C')
    catalog = replace(SMALL, offerings=(listed, SMALL.offerings[1]))
    files = write_files(catalog)
    found = {name: excel(content, separator) for name, content in files.items()}
    assert catalog_from(found) == catalog_from(files)


def many(count: int) -> dict[str, bytes]:
    places = tuple(make.place(f"City {i}") for i in range(count))
    return write_files(make.catalog(places=(make.place(), *places[1:])))


def test_more_rows_than_a_search_can_take_are_refused() -> None:
    most = ROWS["places.csv"]
    assert len(catalog_from(many(most)).places) == most
    (found,) = sentences(catalog_from, many(10_000))
    assert found == (
        "places.csv: there are 10,000 rows; allowed: up to 2,000 in a catalog of one's"
        " own."
    )


def test_two_contents_never_share_a_version() -> None:
    first = catalog_from(FILES)
    other = catalog_from(
        {**FILES, "places.csv": FILES["places.csv"].replace(b",300,", b",301,")}
    )
    assert first.version != other.version
    assert len(first.version) == 32  # 128 bits: none can be made to measure
    assert first == catalog_from(FILES)


@settings(max_examples=60)
@given(
    content=st.binary(max_size=400) | st.text(max_size=400).map(str.encode),
    file=st.sampled_from(sorted(FILES)),
    head=st.booleans(),
)
def test_no_content_breaks_the_reader(content: bytes, file: str, head: bool) -> None:
    header = FILES[file].splitlines(keepends=True)[0] if head else b""
    with suppress(DataError):
        catalog_from({**FILES, file: header + content})


def test_nothing_is_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    catalog_from(unpack_upload([("mine.zip", write_zip(FILES))]))
    assert not list(tmp_path.iterdir())
    assert not any(name in vars(upload) for name in ("Path", "open", "tempfile"))
