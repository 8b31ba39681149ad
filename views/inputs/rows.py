"""Inputs with rows: days when one cannot, and rotations that are booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Dollars
from optimizer.domain.scenario import Booked
from views.inputs import widgets
from views.inputs.choices import CHOICES
from views.inputs.labels import help_text, label
from views.kit.names import block_name, offerings, program_name
from views.session import input_state

EditorRow = tuple[Any, ...]

SPAN = ("from", "to")
BOOKED = ("where", "kind", "start", "end", "cost_usd")
DAYS = {"from", "to", "start", "end"}
ISO_CHARACTERS = len("2027-03-01")
OFFERING, PROGRAM = "offering ", "program "


def spans(path: str) -> list[str]:
    """Draw the days when one can, or cannot; return what is missing."""
    rows = _rows(
        path,
        SPAN,
        input_state.rows(path),
        {
            "from": st.column_config.DateColumn(
                "First day", required=True, help="The first of these days."
            ),
            "to": st.column_config.DateColumn(
                "Last day", required=True, help="The last one; a single day: the same."
            ),
        },
    )
    input_state.put_rows(path, tuple(row for row in rows if None not in row))
    return _incomplete(path, rows, "a first and a last day")


def bookings(catalog: Catalog) -> list[str]:
    """Draw the booked rotations; return what is missing."""
    before = input_state.rows("booked")
    known = {_row_of(found): found for found in before}
    rows = _rows("booked", BOOKED, map(_row_of, before), _booked_columns(catalog))
    complete = (row for row in rows if None not in row[:-1])
    input_state.put_rows(
        "booked", tuple(known.get(row) or _booking_of(row) for row in complete)
    )
    return _incomplete("booked", rows, "a place, a kind and both days", optional=1)


def _rows(
    path: str,
    names: tuple[str, ...],
    rows: Iterable[EditorRow],
    columns: dict[str, Any],
) -> list[EditorRow]:
    st.markdown(label(path), help=help_text(path))
    edited = st.data_editor(
        pd.DataFrame(list(rows), columns=list(names), dtype="object"),
        num_rows="dynamic",
        hide_index=True,
        column_config=columns,
        key=input_state.editor_key(path),
    )
    return [
        tuple(
            _day(cell) if name in DAYS else _cell_value(cell)
            for name, cell in zip(names, row, strict=True)
        )
        for row in edited.itertuples(index=False)
    ]


def _cell_value(cell: Any) -> Any:
    return None if pd.isna(cell) else cell


def _day(cell: Any) -> dt.date | None:
    """Return a day, which a browser sends as text; None for what is no day."""
    if pd.isna(cell):
        return None
    try:
        return dt.date.fromisoformat(str(cell)[:ISO_CHARACTERS])
    except ValueError:
        return None


def _incomplete(
    path: str, rows: list[EditorRow], needs: str, optional: int = 0
) -> list[str]:
    return [
        f"{label(path)}, row {number}: fill in {needs}, or delete the row."
        for number, row in enumerate(rows, 1)
        if None in row[: len(row) - optional]
    ]


def _booked_columns(catalog: Catalog) -> dict[str, Any]:
    low, high = widgets.limits_of(Dollars)
    programs = sorted(catalog.program, key=lambda key: program_name(catalog, key))
    kinds = CHOICES["booked.kind"]
    return {
        "where": st.column_config.SelectboxColumn(
            "Where",
            options=[
                *(OFFERING + key for key in offerings(catalog)),
                *(PROGRAM + key for key in programs),
            ],
            format_func=lambda value: _place_name(catalog, str(value)),
            required=True,
            width="medium",
            help="The rotation, or only the program where it takes place.",
        ),
        "kind": st.column_config.SelectboxColumn(
            "Kind",
            options=[str(kind) for kind in kinds],
            format_func=lambda kind: kinds[kind],
            required=True,
            help="Hands-on: you examine patients. Observership: you watch.",
        ),
        "start": st.column_config.DateColumn(
            "First day", required=True, help="The day on which it begins."
        ),
        "end": st.column_config.DateColumn(
            "Last day", required=True, help="The day on which it ends."
        ),
        "cost_usd": st.column_config.NumberColumn(
            "Cost (US$)",
            min_value=low,
            max_value=high,
            step=1,
            help="All you still have to pay for it, room and food too. Empty: nothing.",
        ),
    }


def _place_name(catalog: Catalog, value: str) -> str:
    if value.startswith(OFFERING):
        return block_name(catalog, value.removeprefix(OFFERING))
    return program_name(catalog, value.removeprefix(PROGRAM))


def _row_of(found: Booked) -> EditorRow:
    where = (
        f"{OFFERING}{found.offering_id}"
        if found.offering_id
        else f"{PROGRAM}{found.program_id}"
    )
    return (where, found.kind, found.start, found.end, found.cost_usd)


def _booking_of(row: EditorRow) -> Booked:
    where, kind, start, end, cost = row
    offering = where.startswith(OFFERING)
    return Booked(
        start=start,
        end=end,
        kind=kind,
        offering_id=where.removeprefix(OFFERING) if offering else None,
        program_id=None if offering else where.removeprefix(PROGRAM),
        cost_usd=int(cost or 0),
    )
