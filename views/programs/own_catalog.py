"""Section: a catalog of one's own, looked at before it is used, for this visit only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from charts import words
from optimizer.catalog_io.own import dictionary, pack_files, template
from optimizer.catalog_io.read import DATA
from optimizer.catalog_io.write import SOURCES, FileChanges, write_files
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.scenario_io.fitting import fit
from views.inputs import input_words
from views.kit.figures import table
from views.programs import own_offerings
from views.session import catalogs
from views.session.session import Preview

READABLE = 800
UPLOAD_MEGABYTES = 5
SHOWN_FAULTS = 20
SHOWN_ROWS = 20
NONE = "none"


def render(problem: Problem) -> None:
    """Draw what is in use, the upload and the offerings of one's own."""
    with st.container(width=READABLE):
        st.markdown(
            "Work with a catalog of your own: correct a fee, add a host, or load the"
            " list of your school. It is used for you alone, in this browser tab, and"
            " nothing is stored here: download it to keep it."
        )
        _in_use(problem.catalog)
        own_offerings.render(problem.catalog)
        _upload(problem)


def _in_use(catalog: Catalog) -> None:
    st.subheader("In use now", anchor=False)
    found = catalogs.own()
    name = (
        f"Your own catalog, {words.safe(found.name)}"
        if found
        else "The shipped catalog"
    )
    places = words.counted(len(catalog.places), "place")
    seasons = ", ".join(str(season.season) for season in catalog.seasons)
    st.markdown(
        f"{name}: {catalogs.counts(catalog)}, {places}; seasons {seasons}. Version"
        f" {catalogs.version(catalog)}."
    )
    if found:
        st.markdown(_differences(catalogs.changes(catalog)))
    with st.container(horizontal=True, gap="small"):
        _downloads(catalog)
        if found:
            st.button(
                "Back to the shipped catalog",
                icon=":material/undo:",
                help="Your own catalog is dropped: download it first to keep it.",
                on_click=catalogs.back,
            )


def _downloads(catalog: Catalog) -> None:
    st.download_button(
        "Download this catalog",
        data=lambda: _pack(write_files(catalog)),
        file_name="rotamatch-catalog.zip",
        mime="application/zip",
        icon=":material/download:",
        help="Six tables as CSV, with a README on every column. Change them in any"
        " spreadsheet and upload them below.",
        on_click="ignore",
    )
    st.download_button(
        "Download a template",
        data=lambda: _pack(template(catalog)),
        file_name="rotamatch-template.zip",
        mime="application/zip",
        icon=":material/note_add:",
        help="The same tables with two or three example rows, to fill in for your own"
        " students.",
        on_click="ignore",
    )


def _pack(files: dict[str, bytes]) -> bytes:
    """Pack files with the words on their columns, only when someone asks for it."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    return pack_files(files, dictionary(text))


def _upload(problem: Problem) -> None:
    st.subheader("Use files of your own", anchor=False)
    st.markdown(
        "Upload a zip, or only the CSV files you changed: the others stay as they are"
        " in use now. You see what differs before anything is used."
    )
    files = st.file_uploader(
        "A zip or CSV files",
        type=["zip", "csv"],
        accept_multiple_files=True,
        max_upload_size=UPLOAD_MEGABYTES,
        key=catalogs.key("upload"),
        help="Read and checked in memory, for this visit alone; nothing is stored.",
    )
    if not files:
        catalogs.forget_upload()
        return
    with st.spinner("Reading your files …"):
        found = catalogs.look_at([(file.name, file.getvalue()) for file in files])
    if isinstance(found, DataError):
        _faults(found.faults)
    else:
        _preview(problem, found)


def _faults(faults: tuple[Fault, ...]) -> None:
    """List what is wrong, the first ones at once."""
    many = words.counted(len(faults), "thing")
    st.error(
        f"Nothing was used: there {'is' if len(faults) == 1 else 'are'} {many} to mend"
        " first. Row 1 is the header.",
        icon=":material/error:",
    )
    rows = [(fault.where, fault.what, fault.allowed or "–") for fault in faults]
    columns = ("Where", "What is wrong", "Allowed")
    table(columns, rows[:SHOWN_FAULTS])
    if more := rows[SHOWN_FAULTS:]:
        with st.expander(f"{len(more)} more"):
            table(columns, more)


def _preview(problem: Problem, found: Preview) -> None:
    name, catalog = found.own
    if catalog == problem.catalog:
        st.info("This is the catalog in use: nothing differs.", icon=":material/check:")
        return
    changes = catalogs.changes(catalog)
    st.markdown(
        f"**{words.safe(name)}** is in order: {catalogs.counts(catalog)}."
        f" {_differences(changes)}"
    )
    if found.taken:
        st.markdown(f"Not in your upload, so as in use now: {', '.join(found.taken)}.")
    table(
        ("File", "Rows", "Of which differ"),
        [(each.file, f"{each.rows:,}", _count_words([each])) for each in changes],
    )
    _rows(changes)
    _, left = fit(problem.scenario, catalog)
    if left:
        st.warning(input_words.omission_notice(left), icon=":material/content_cut:")
    st.button(
        "Use it",
        type="primary",
        icon=":material/check:",
        on_click=catalogs.use,
        args=(name, catalog),
    )


def _differences(changes: tuple[FileChanges, ...]) -> str:
    """Say how many rows differ from the shipped catalog; sources are no news."""
    told = _count_words([each for each in changes if each.file != SOURCES])
    if told == NONE:
        return "All rows are those of the shipped catalog."
    return f"Rows that differ from the shipped catalog: {told}."


def _count_words(changes: Sequence[FileChanges]) -> str:
    numbers = {
        "added": sum(len(each.added) for each in changes),
        "changed": sum(len(each.changed) for each in changes),
        "removed": sum(len(each.removed) for each in changes),
    }
    return ", ".join(f"{n:,} {what}" for what, n in numbers.items() if n) or NONE


def _rows(changes: tuple[FileChanges, ...]) -> None:
    """Show the first rows that differ in each file; of sources only their number."""
    for each in changes:
        rows = list(_change_rows(each))
        if each.file == SOURCES and each.removed:
            lost = words.counted(len(each.removed), "source")
            st.markdown(
                f"Without {lost} of the shipped catalog: what it stood for is not"
                " there or not the same any more."
            )
        if each.file == SOURCES or not rows:
            continue
        more = f", the first {SHOWN_ROWS}" if len(rows) > SHOWN_ROWS else ""
        with st.expander(f"{each.file}: {len(rows):,} differ{more}"):
            table(("Row", "What", "Cells"), rows[:SHOWN_ROWS])


def _change_rows(found: FileChanges) -> Iterator[tuple[str, str, str]]:
    for changed in found.changed:
        cells = "; ".join(
            f"{column}: {input_words.cut(old)} → {input_words.cut(new)}"
            for column, old, new in changed.cells
        )
        yield input_words.cut(changed.key), "changed", cells
    for key in found.added:
        yield input_words.cut(key), "added", "–"
    for key in found.removed:
        yield input_words.cut(key), "removed", "–"
