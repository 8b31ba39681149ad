"""Inputs with rows: days when one cannot, rotations that are booked, letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import astuple, fields
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.domain.applicant import Booked, Letter
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import bounds_of
from optimizer.domain.records import Dollars
from views.inputs.labels import CHOICES, help_text, label
from views.kit.terms import block_name, offerings, program_name
from views.session import input_state

EditorRow = tuple[Any, ...]

SPAN = ("from", "to")
BOOKED = ("where", "kind", "start", "end", "cost_usd", "specialty", "letters_expected")
LETTERS = tuple(field.name for field in fields(Letter))
_NEEDED = 4
"""Columns of a booked rotation that must be filled in."""
DAYS = {"from", "to", "start", "end"}
ISO_CHARACTERS = len("2027-03-01")
OFFERING, PROGRAM, CITY = "offering ", "program ", "city "


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
    complete = (row for row in rows if None not in row[:_NEEDED])
    input_state.put_rows(
        "booked", tuple(known.get(row) or _booking_of(row) for row in complete)
    )
    return _incomplete("booked", rows, "a place, a kind and both days", _NEEDED)


def letters() -> list[str]:
    """Draw the other letters in hand; return what is missing."""
    found = (astuple(letter) for letter in input_state.rows("letters"))
    rows = _rows("letters", LETTERS, found, _letter_columns())
    told = [row for row in rows if row[0] is not None]
    input_state.put_rows("letters", tuple(map(_letter_of, told)))
    return _incomplete("letters", rows, "who wrote it", 1)


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
    path: str, rows: list[EditorRow], needs: str, needed: int | None = None
) -> list[str]:
    return [
        f"{label(path)}, row {number}: fill in {needs}, or delete the row."
        for number, row in enumerate(rows, 1)
        if None in row[:needed]
    ]


def _booked_columns(catalog: Catalog) -> dict[str, Any]:
    low, high = bounds_of(Dollars)
    programs = sorted(catalog.program, key=lambda key: program_name(catalog, key))
    return {
        "where": st.column_config.SelectboxColumn(
            "Where",
            options=[
                *(OFFERING + key for key in offerings(catalog)),
                *(PROGRAM + key for key in programs),
                *(CITY + name for name in sorted(catalog.place)),
            ],
            format_func=lambda value: _place_name(catalog, str(value)),
            required=True,
            width="medium",
            help="The rotation, or only the program where it takes place. In another"
            " specialty: the nearest city.",
        ),
        "kind": _choice_column(
            "Kind",
            "booked.kind",
            "Hands-on: you examine patients. Observership: you watch.",
            needed=True,
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
        "specialty": _choice_column(
            "Specialty",
            "booked.specialty",
            "Another one than PM&R counts as US experience. Empty: PM&R.",
        ),
        "letters_expected": st.column_config.NumberColumn(
            "Letters",
            min_value=0,
            max_value=4,
            step=1,
            help="How many letters you expect of it. Empty: one.",
        ),
    }


def _choice_column(name: str, path: str, meaning: str, needed: bool = False) -> Any:
    options = CHOICES[path]
    return st.column_config.SelectboxColumn(
        name,
        options=[str(option) for option in options],
        format_func=lambda option: options[option],
        required=needed,
        help=meaning,
    )


def _letter_columns() -> dict[str, Any]:
    return {
        "kind": _choice_column(
            "Written by", "letters.kind", "Of whom it is, or on what.", needed=True
        ),
        "last_cycle": st.column_config.CheckboxColumn(
            "Last season", default=False, help="Written for the season before."
        ),
        "form": _choice_column(
            "Form", "letter_form", "A plain letter is in the writer's own words."
        ),
        "same_program": st.column_config.CheckboxColumn(
            "Same program",
            default=False,
            help="Another letter you have is from the same program.",
        ),
    }


def _letter_of(row: EditorRow) -> Letter:
    """The letter of a row; what is empty takes the default."""
    told = dict(zip(LETTERS, row, strict=True))
    return Letter(**{name: value for name, value in told.items() if value is not None})


def _place_name(catalog: Catalog, value: str) -> str:
    if value.startswith(OFFERING):
        return block_name(catalog, value.removeprefix(OFFERING))
    if value.startswith(CITY):
        return value.removeprefix(CITY)
    return program_name(catalog, value.removeprefix(PROGRAM))


def _row_of(found: Booked) -> EditorRow:
    if found.city:
        where = f"{CITY}{found.city}"
    elif found.offering_id:
        where = f"{OFFERING}{found.offering_id}"
    else:
        where = f"{PROGRAM}{found.program_id}"
    return (where, *(getattr(found, name) for name in BOOKED[1:]))


def _booking_of(row: EditorRow) -> Booked:
    where, kind, start, end, cost, specialty, letters = row
    places = {OFFERING: "offering_id", PROGRAM: "program_id", CITY: "city"}
    named = {
        field: where.removeprefix(prefix)
        for prefix, field in places.items()
        if where.startswith(prefix)
    }
    return Booked(
        start=start,
        end=end,
        kind=kind,
        cost_usd=int(cost or 0),
        specialty=specialty or "pmr",
        letters_expected=1 if letters is None else int(letters),
        **named,
    )
