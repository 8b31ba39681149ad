"""A catalog of one's own: from files that anyone may have sent, in memory alone.

Both functions are bounded in time and memory, write nothing and raise ``DataError``.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from stat import S_ISLNK

from optimizer.catalog_io.read import RECORDS, catalog_of, read_tables
from optimizer.catalog_io.tables import KEYS, Tables, key_of
from optimizer.catalog_io.write import by_key, records_of, write_file
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault, quote_value
from optimizer.domain.records import Provenance

UPLOAD_BYTES = 5_000_000
FILE_BYTES = 4_000_000
TOTAL_BYTES = 6_000_000
MEMBERS = 30
# A search lists every start of every offering: what is larger would take too long.
ROWS = {
    "programs.csv": 1_000,
    "offerings.csv": 1_500,
    "places.csv": 2_000,
    "seasons.csv": 20,
    "assumptions.csv": 300,
    "entry_rules.csv": 500,
    "provenance.csv": 40_000,
}
README = "README.txt"

_LEVELS = 2  # a folder and a file
_HEAD, _EMPTY, _CENTRAL = b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
# offerings (1).csv, offerings - Copy.csv, offerings copy 2.csv, Copy of offerings.csv
_COPY = re.compile(r"^copy of | ?\(\d{1,3}\)(?=\.)|( -)? copy( \d{1,3})?(?=\.| \()")
_FILES = f"only {', '.join(RECORDS)}"
_UPLOAD = "the upload"


def catalog_from(files: Mapping[str, bytes], *known: Catalog) -> Catalog:
    """Read and validate a catalog of one's own from the content of its files.

    A file that is missing is that of the first known catalog, if there is one. A source
    that a known catalog gives for a value that is no longer the same is left out:
    nothing would vouch for the new value. ``DataError`` with every fault of every file.
    """
    if faults := [*_size_faults(files)]:
        raise DataError(faults)
    absent = missing_files(files) if known else ()
    whole = {**files, **{file: write_file(known[0], file) for file in absent}}
    tables = _without_stale_sources(read_tables(whole, _ids(known)), known)
    catalog = catalog_of(tables)
    if faults := [*_row_faults(catalog)]:
        raise DataError(faults)
    return catalog


def missing_files(files: Iterable[str]) -> tuple[str, ...]:
    """Name the files of a catalog that are not among these."""
    return tuple(file for file in RECORDS if file not in set(files))


def unpack_upload(uploads: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """Unpack an upload, given as names and contents: one zip, or CSV files.

    A zip may hold the files in one folder; its own words on sizes are not trusted.
    ``DataError`` with every reason.
    """
    size = sum(len(content) for _, content in uploads)
    if not uploads:
        raise _upload_error("there is no file", "a zip, or CSV files")
    if size > UPLOAD_BYTES:
        raise _upload_error(
            "there is too much in it", f"up to {_megabytes(UPLOAD_BYTES)}"
        )
    if len(uploads) > MEMBERS:
        raise _upload_error(f"there are {len(uploads)} files", f"up to {MEMBERS}")
    if not any(_is_zip(*each) for each in uploads):
        names = _map_names([name for name, _ in uploads])
        return {names[name]: content for name, content in uploads if name in names}
    if len(uploads) > 1:
        raise _upload_error(
            "a zip came with other files", "one zip alone, or CSV files"
        )
    return _from_zip(uploads[0][1])


def _is_zip(name: str, content: bytes) -> bool:
    return name.lower().endswith(".zip") or content.startswith((_HEAD, _EMPTY))


def _from_zip(content: bytes) -> dict[str, bytes]:
    # Counted before zipfile builds an object for each.
    if content.count(_CENTRAL) > MEMBERS:
        raise _upload_error("there are too many files in the zip", f"up to {MEMBERS}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [
                m for m in archive.infolist() if not m.orig_filename.endswith("/")
            ]
            if faults := [*_member_faults(members)]:
                raise DataError(faults)
            names = _map_names([m.orig_filename for m in members])
            wanted = {
                names[m.orig_filename]: m for m in members if m.orig_filename in names
            }
            return dict(_contents(archive, wanted))
    except _DAMAGED:
        raise _upload_error("the zip is damaged", "a zip of CSV files") from None


def _contents(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    """Unpack no more than is allowed, whatever the zip says about sizes."""
    left = TOTAL_BYTES
    for name, member in members.items():
        most = min(left, FILE_BYTES)
        with archive.open(member) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise DataError([_too_large(name)])
        left -= len(content)
        yield name, content


def _member_faults(members: Iterable[zipfile.ZipInfo]) -> Iterator[Fault]:
    for member in members:
        name = quote_value(member.orig_filename)
        if S_ISLNK(member.external_attr >> 16):
            yield Fault(name, "this is a link to another file", "plain files")
        elif member.flag_bits & _ENCRYPTED:
            yield Fault(name, "this is encrypted", "a zip without a password")
        elif member.compress_type not in _METHODS:
            yield Fault(name, "this is packed in a rare way", "an ordinary zip")


def _map_names(paths: Sequence[str]) -> dict[str, str]:
    """Map paths to the files of a catalog they are; what is of no use is left out.

    ``DataError`` with every path that is no such file, leads elsewhere or is there
    twice.
    """
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for path in paths:
        parts = PurePosixPath(path.replace("\\", "/")).parts
        name = _copied_from(parts[-1].lower()) if parts else ""
        if ".." in parts or path.startswith(("/", "\\")) or "\0" in path:
            faults.append(Fault(quote_value(path), "this leads out of the zip", _FILES))
        elif _is_of_no_use(parts):
            continue
        elif len(parts) > _LEVELS:
            faults.append(
                Fault(quote_value(path), "this is too deep", "at most one folder")
            )
        elif name not in RECORDS:
            faults.append(
                Fault(quote_value(path), "this is no file of a catalog", _FILES)
            )
        elif name in found.values():
            faults.append(
                Fault(quote_value(path), f"{name} is there twice", "each once")
            )
        else:
            found[path] = name
    if not faults and not found:
        faults = [Fault(_UPLOAD, "there is no file of a catalog in it", _FILES)]
    if faults:
        raise DataError(faults)
    return found


def _copied_from(name: str) -> str:
    """Name of the file that a browser or a desktop numbered or copied."""
    return _COPY.sub("", name)


def _is_of_no_use(parts: Sequence[str]) -> bool:
    """Whether it is our README, or what a Mac adds to a zip."""
    name = parts[-1] if parts else ""
    return (
        "__MACOSX" in parts[:1]
        or name.startswith("._")
        or name.lower() in (README.lower(), ".ds_store")
    )


def _size_faults(files: Mapping[str, bytes]) -> Iterator[Fault]:
    for name, content in files.items():
        if name not in RECORDS:
            yield Fault(quote_value(name), "this is no file of a catalog", _FILES)
        elif len(content) > FILE_BYTES:
            yield _too_large(name)
    if sum(map(len, files.values())) > TOTAL_BYTES:
        allowed = f"up to {_megabytes(TOTAL_BYTES)} in all"
        yield Fault("the files", "together they are too large", allowed)


def _too_large(name: str) -> Fault:
    allowed = f"up to {_megabytes(FILE_BYTES)}, {_megabytes(TOTAL_BYTES)} in all"
    return Fault(name, "the file is too large", allowed)


def _row_faults(catalog: Catalog) -> Iterator[Fault]:
    for file, records in records_of(catalog).items():
        if len(records) > ROWS[file]:
            what = f"there are {len(records):,} rows"
            yield Fault(file, what, f"up to {ROWS[file]:,} in a catalog of one's own")


def _ids(known: Sequence[Catalog]) -> dict[tuple[str, str], str]:
    """Ids of programs elsewhere, which spreadsheets take for numbers and cut."""
    return {
        (program.program_id, "acgme_id"): program.acgme_id
        for catalog in reversed(known)  # the first has the last word
        for program in catalog.programs
    }


def _without_stale_sources(tables: Tables, known: Sequence[Catalog]) -> Tables:
    """Leave out the known catalogs' sources of values that have changed since."""
    values = [by_key(catalog) for catalog in known]
    sources = [set(catalog.provenance) for catalog in known]
    now = {
        (table.file, keys[line]): record
        for table in tables
        if table.file in KEYS
        for keys in [{row.line: key_of(table.file, row) for row in table.rows}]
        for line, record in table.records
    }

    def is_stale(source: Provenance) -> bool:
        where = source.file, source.record_id
        told = [v[where] for v, of in zip(values, sources, strict=True) if source in of]
        value = getattr(now.get(where), source.field, None)
        return bool(told) and all(
            where not in now or getattr(old, source.field) != value for old in told
        )

    table = tables.provenance
    stale = {line for line, source in table.records if is_stale(source)}
    kept = replace(
        table,
        rows=tuple(row for row in table.rows if row.line not in stale),
        records=tuple(each for each in table.records if each[0] not in stale),
    )
    return replace(tables, provenance=kept)


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"


def _upload_error(what: str, allowed: str) -> DataError:
    return DataError([Fault(_UPLOAD, what, allowed)])
