"""The catalog of a visit: the shipped one or one's own, kept in the session alone.

A session holds at most one catalog of its own and one that is being looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from charts import words
from optimizer.browse.known import is_old, newest
from optimizer.catalog_io.read import DATA
from optimizer.catalog_io.upload import catalog_from, missing_files, unpack_upload
from optimizer.catalog_io.write import FileChanges, catalog_changes
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.problem import Problem
from views.session import cached
from views.session.session import Own, Preview, session

NAME_CHARACTERS = 40
VERSION_CHARACTERS = 12


def shipped_catalog() -> Catalog:
    """The catalog that everybody starts with."""
    return cached.catalog(DATA)


def own() -> Own | None:
    """The catalog of this visitor's own that is in use, if any."""
    return session().own_catalog


def current() -> Catalog:
    """The catalog in use."""
    found = own()
    return found.catalog if found else shipped_catalog()


def known_catalogs() -> tuple[Catalog, ...]:
    """The catalog in use and the shipped one, whose sources are known."""
    return tuple(dict.fromkeys((current(), shipped_catalog())))


def use(name: str, catalog: Catalog) -> None:
    """Use a catalog in place of the present one (a callback)."""
    forget_upload()
    now = session()
    now.catalog_edition += 1
    now.own_catalog = (
        None if catalog == shipped_catalog() else Own(short_name(name), catalog)
    )


def back() -> None:
    """Use the shipped catalog again (a callback)."""
    use("", shipped_catalog())


def key(name: str) -> str:
    """Key of a widget that starts anew with every catalog."""
    return f"catalog {session().catalog_edition} {name}"


def value(name: str) -> Any:
    """What such a widget is set to."""
    return st.session_state.get(key(name))


def short_name(name: str) -> str:
    """Write a name in one line of bounded length, of what can be printed."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    cut = len(plain) > NAME_CHARACTERS
    return f"{plain[: NAME_CHARACTERS - 1]}…" if cut else plain


def look_at(uploads: Sequence[tuple[str, bytes]]) -> Preview | DataError:
    """Read an upload, once as long as neither it nor the catalog in use changes."""
    asked = hashlib.sha256(current().version.encode())
    for name, content in uploads:
        asked.update(repr((name, len(content))).encode(errors="replace"))
        asked.update(content)
    before = session().upload
    if before is None or before[0] != asked.hexdigest():
        before = session().upload = asked.hexdigest(), _preview(uploads)
    return before[1]


def _preview(uploads: Sequence[tuple[str, bytes]]) -> Preview | DataError:
    try:
        files = unpack_upload(uploads)
        catalog = catalog_from(files, *known_catalogs())
    except DataError as error:
        return error
    first, *others = (name for name, _ in uploads)
    more = f" and {len(others)} more" if others else ""
    return Preview(Own(f"{short_name(first)}{more}", catalog), missing_files(files))


def forget_upload() -> None:
    """Let go of a catalog that was only looked at."""
    session().upload = None


def changes(catalog: Catalog) -> tuple[FileChanges, ...]:
    """What is different from the shipped catalog, worked out once."""
    asked = shipped_catalog().version, catalog.version
    before = session().differences
    if before is None or before[0] != asked:
        before = session().differences = (
            asked,
            catalog_changes(shipped_catalog(), catalog),
        )
    return before[1]


def banner() -> None:
    """Say on every page that a catalog of one's own is in use."""
    if found := own():
        st.markdown(
            f"**Your own catalog is in use** ({words.safe(found.name)}):"
            f" {counts(found.catalog)}. It is gone when you reload or close this page;"
            " see **Programs**, “Your own catalog”."
        )


def age(problem: Problem) -> None:
    """Say on every page that nothing in the catalog was read in the last year."""
    if not is_old(problem.catalog, problem.scenario.today):
        return
    if last := newest(problem.catalog):
        st.warning(
            f"The newest page behind this catalog is of {words.full_day(last)}. Fees,"
            " dates and rules may have changed since: ask each host before you count"
            " on anything here.",
            icon=":material/history:",
        )


def counts(catalog: Catalog) -> str:
    """How much there is in a catalog."""
    return (
        f"{words.counted(len(catalog.programs), 'program')},"
        f" {words.counted(len(catalog.offerings), 'offering')}"
    )


def version(catalog: Catalog) -> str:
    """The beginning of a version, enough to tell catalogs apart by eye."""
    return catalog.version[:VERSION_CHARACTERS]


# --- the form of an own offering ---------------------------------------------------


def editing() -> str:
    """Id of the offering that the form changes; "" for a new one."""
    found = session().edited_offering
    return found if found in current().offering else ""


def edit(offering_id: str) -> None:
    """Show an offering in the form, or an empty form with "" (a callback)."""
    now = session()
    now.catalog_edition += 1
    now.edited_offering, now.wrong_in_form = offering_id, ()
