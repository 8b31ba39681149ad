"""Section: a catalog of one's own, looked at before use; its offerings one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import streamlit as st

from charts import words
from optimizer.catalog_io.own import (
    dictionary,
    drop_offering,
    own_offerings,
    pack_files,
    put_offering,
    template,
)
from optimizer.catalog_io.read import DATA
from optimizer.catalog_io.write import SOURCES, FileChanges, write_files
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.scenario_io.fitting import fit
from views.inputs import input_words
from views.kit.figures import table
from views.programs import own_offering_form
from views.session import catalogs
from views.session.session import Preview, session

READABLE = 800
UPLOAD_MEGABYTES = 5
SHOWN = 20
"""So many faults, or rows that differ, are listed at once."""
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
        offerings_of_own(problem.catalog)
        _upload(problem)


def _in_use(catalog: Catalog) -> None:
    st.subheader("In use now", anchor=False)
    found = catalogs.own()
    own = f"Your own catalog, {words.safe(found.name)}" if found else ""
    places = words.counted(len(catalog.places), "place")
    seasons = ", ".join(str(season.season) for season in catalog.seasons)
    st.markdown(
        f"{own or 'The shipped catalog'}: {catalogs.counts(catalog)}, {places};"
        f" seasons {seasons}. Version {catalogs.version(catalog)}."
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
    for label, file, icon, files, told in (
        (
            "Download this catalog",
            "rotamatch-catalog.zip",
            "download",
            write_files,
            "Six tables as CSV, with a README on every column. Change them in any"
            " spreadsheet and upload them below.",
        ),
        (
            "Download a template",
            "rotamatch-template.zip",
            "note_add",
            template,
            "The same tables with two or three example rows, to fill in for your own"
            " students.",
        ),
    ):
        st.download_button(
            label,
            data=partial(_pack, files, catalog),
            file_name=file,
            mime="application/zip",
            icon=f":material/{icon}:",
            help=told,
            on_click="ignore",
        )


def _pack(files: Callable[[Catalog], dict[str, bytes]], catalog: Catalog) -> bytes:
    """Pack files with the words on their columns, only when someone asks for it."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    return pack_files(files(catalog), dictionary(text))


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
    table(columns, rows[:SHOWN])
    if more := rows[SHOWN:]:
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
        what: sum(len(getattr(each, what)) for each in changes)
        for what in ("added", "changed", "removed")
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
        more = f", the first {SHOWN}" if len(rows) > SHOWN else ""
        with st.expander(f"{each.file}: {len(rows):,} differ{more}"):
            table(("Row", "What", "Cells"), rows[:SHOWN])


def _change_rows(found: FileChanges) -> Iterator[tuple[str, str, str]]:
    for changed in found.changed:
        cells = "; ".join(
            f"{column}: {input_words.cut(old)} → {input_words.cut(new)}"
            for column, old, new in changed.cells
        )
        yield input_words.cut(changed.key), "changed", cells
    for what, keys in (("added", found.added), ("removed", found.removed)):
        yield from ((input_words.cut(key), what, "–") for key in keys)


NO_CITY = "“City”: choose one, or fill in one that is not in the list."
OWN_NAME = "with your own offerings"


def offerings_of_own(catalog: Catalog) -> None:
    """Draw the offerings of one's own and the form."""
    st.subheader("Offerings of your own", anchor=False)
    for offering in own_offerings(catalog):
        _row(offering)
    edited = catalog.offering.get(catalogs.editing())
    if said := session().wrong_in_form:
        st.error(" ".join(map(words.safe, said)), icon=":material/error:")
    title = f"Change {edited.offering_id}" if edited else "Add an offering"
    with st.expander(
        title,
        icon=":material/edit:" if edited else ":material/add:",
        expanded=bool(edited or said),
        key=catalogs.key("form panel"),
    ):
        own_offering_form.draw(catalog, edited, _save, partial(catalogs.edit, ""))


def _row(offering: Offering) -> None:
    name = offering.offering_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        called = f"{words.short(offering.host, 60)}: {words.short(offering.title, 60)}"
        weeks = words.counted(offering.weeks, "week")
        told = words.safe(f"{called}, {weeks}, {offering.place}")
        st.markdown(f"**{name}** {told}", width="content")
        for label, icon, about, change in (
            ("Edit", "edit", f"Change {name} in the form below.", catalogs.edit),
            ("Remove", "delete", f"Take {name} out of your catalog.", _remove),
        ):
            st.button(
                label,
                key=f"{label.lower()} {name}",
                icon=f":material/{icon}:",
                type="tertiary",
                help=about,
                on_click=change,
                args=(name,),
            )


def _save() -> None:
    """Put what the form says into the catalog in use (a callback)."""
    catalog = catalogs.current()
    offering, place = own_offering_form.cells(catalog)
    if not offering["city"]:
        session().wrong_in_form = (NO_CITY,)
        return
    try:
        found = put_offering(catalog, offering, place, catalogs.known_catalogs())
    except DataError as error:
        session().wrong_in_form = tuple(dict.fromkeys(map(_fault_words, error.faults)))
        return
    _use(found)


def _remove(offering_id: str) -> None:
    """Take an offering out of the catalog in use (a callback)."""
    _use(drop_offering(catalogs.current(), offering_id, catalogs.known_catalogs()))


def _use(catalog: Catalog) -> None:
    own = catalogs.own()
    catalogs.edit("")
    catalogs.use(own.name if own else OWN_NAME, catalog)


def _fault_words(fault: Fault) -> str:
    column = fault.where.rpartition("column ")[2]
    label = own_offering_form.LABELS.get(column)
    where = f"“{label}”" if label else fault.where
    return f"{where}: {fault.what}. Allowed: {fault.allowed}."
