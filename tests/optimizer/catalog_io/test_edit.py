"""Offerings of one's own: rows like any other, kept through download and upload."""

from __future__ import annotations

import factories as make
import pytest

from optimizer.catalog_io.own import (
    drop_offering,
    next_id,
    own_offerings,
    put_offering,
)
from optimizer.catalog_io.upload import catalog_from, unpack_upload
from optimizer.catalog_io.write import cells_of, write_files, write_zip
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.problem import Problem
from optimizer.solver.solve import solve

MINE = {
    "offering_id": "U001",
    "host": "Dr. Lee's clinic",
    "title": "PM&R observership",
    "city": "Houston",
    "state": "TX",
    "kind": "observership",
    "channel": "direct",
    "weeks": "4",
    "starts": "mondays",
    "status": "user",
}
WACO = cells_of(make.place("Waco"))


@pytest.fixture
def base() -> Catalog:
    return catalog_from(write_files(make.catalog()))


def test_a_row_is_added_and_the_rest_stays(base: Catalog) -> None:
    found = put_offering(base, MINE)
    (mine,) = own_offerings(found)
    assert (mine.offering_id, mine.host, mine.status) == ("U001", MINE["host"], "user")
    # What is not given is unknown, never no and never free.
    assert (mine.students, mine.tuition_usd, mine.acceptance) == ("unknown", None, None)
    assert found.offering["E1"] == base.offering["E1"]
    assert found.version != base.version


def test_ids_go_on_from_the_highest(base: Catalog) -> None:
    assert next_id(base) == "U001"
    found = put_offering(base, MINE | {"offering_id": "U007"})
    assert next_id(found) == "U008"
    assert next_id(put_offering(found, MINE | {"offering_id": "U999"})) == "U1000"


def test_editing_replaces_the_row_and_removing_takes_it_out(base: Catalog) -> None:
    added = put_offering(base, MINE)
    edited = put_offering(added, MINE | {"weeks": "2"})
    assert [o.weeks for o in own_offerings(edited)] == [2]
    removed = drop_offering(edited, "U001")
    assert removed == base


def test_a_new_place_comes_with_it(base: Catalog) -> None:
    found = put_offering(base, MINE | {"city": "Waco"}, WACO)
    assert found.place["Waco, TX"] == make.place("Waco")
    problem = Problem(found, make.scenario(pins=("U001",), budget_usd=20_000))
    plan = solve(problem)
    assert "U001" in {block.offering.offering_id for block in plan.blocks}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"weeks": "many"}, "column weeks"),
        ({"host": ""}, "column host"),
        ({"starts": "2027-05-32"}, "column starts"),
        ({"city": "Waco"}, "column city"),
        ({"program_id": "P9"}, "column program_id"),
    ],
)
def test_what_does_not_fit_is_named(
    base: Catalog, changes: dict[str, str], where: str
) -> None:
    with pytest.raises(DataError) as error:
        put_offering(base, MINE | changes)
    (fault,) = error.value.faults
    assert fault.where.endswith(where)


def test_a_place_that_is_there_already_is_refused(base: Catalog) -> None:
    with pytest.raises(DataError, match="is already in row"):
        put_offering(base, MINE, cells_of(make.place("Houston")))


def test_it_survives_as_a_file(base: Catalog) -> None:
    found = put_offering(base, MINE)
    again = catalog_from(
        unpack_upload([("mine.zip", write_zip(write_files(found)))]), base
    )
    assert again == found
    assert own_offerings(again) == own_offerings(found)
