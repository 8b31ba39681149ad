"""What strangers can send, and what must hold whatever they send.

An input is refused with the documented error, in few and short sentences, or accepted;
what is accepted is valid and survives being written and read again.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import mutations
from benchmarks.class_table import write_applicants
from optimizer.catalog_io.read import read_catalog
from optimizer.catalog_io.upload import catalog_from, unpack_upload
from optimizer.domain.applicant import Booked, Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.explain.reasons import parse_block
from optimizer.export.applicants import read_applicants
from optimizer.model import plan_chances
from optimizer.scenario_io.checks import scenario_faults
from optimizer.scenario_io.json_file import (
    default_scenario,
    plain,
    read_scenario,
    scenario_of,
    write_scenario,
)
from optimizer.scenario_io.share import (
    VERSION,
    Saved,
    Shared,
    link_fields,
    open_several,
    read_link,
    several_query,
    share_query,
)
from optimizer.solver.solve import solve
from views.kit import links
from views.session import presenting

DATA = Path(__file__).parents[1] / "data"
TODAY = dt.date(2026, 11, 24)
SENTENCE_CHARACTERS = 500
ANSWER_CHARACTERS = 400_000
SOLVE_S = 0.2
FEW_ROWS = 6
UNCHANGED = 0.1
"""Share of catalogs that are sound, to see that these are accepted."""


@dataclass(frozen=True, slots=True)
class Target:
    """One way in: how an input is made, and what is tried with it.

    ``attempt`` returns whether the input was accepted, lets ``DataError`` through and
    fails where something does not hold. ``share``: how many of 1,000 inputs it gets;
    ``most``: how many faults one input may be told.
    """

    name: str
    make: Callable[[Random], Any]
    attempt: Callable[[Any], bool]
    share: int
    most: int = 1


def targets() -> tuple[Target, ...]:
    """Every way in."""
    world = _World(read_catalog(DATA))
    return (
        Target("link", world.link, world.open_link, 250),
        Target("link of several", world.several, world.open_several, 150),
        Target("scenario file", world.scenario, world.open_scenario, 300, 101),
        Target("class table", world.table, world.open_table, 40, 201),
        Target("why", world.asked, world.open_why, 100),
        Target("preset, view", world.asked, world.open_address, 50),
        Target("solving", world.sound, world.solved, 5),
        Target("catalog folder", world.files, world.open_folder, 35, 7_000),
        Target("upload", world.upload, world.open_upload, 40, 7_000),
    )


def refusal(error: DataError, most: int) -> None:
    """Check that a refusal is something to read: few, short sentences in one line."""
    assert 1 <= len(error.faults) <= most, f"{len(error.faults)} faults"
    for fault in error.faults:
        said = fault.sentence
        assert len(said) <= SENTENCE_CHARACTERS, f"{len(said)} characters: {said[:99]}"
        assert said.isprintable(), f"not printable: {said!r}"
        assert "Traceback" not in said, said
        said.encode()
    assert len(str(error)) <= ANSWER_CHARACTERS, "too much to read"


class _World:
    """The catalogs and the valid inputs that hostile ones are made from."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.seeds = [plain(s) for s in _scenarios(catalog)]
        self.told = [
            link_fields(Problem(catalog, s), include_profile=profile)
            for s in _scenarios(catalog)
            for profile in (True, False)
        ]
        self.small = _few(DATA)

    # --- links

    def link(self, random: Random) -> str:
        """A link, damaged at one of its layers."""
        ids = [o.offering_id for o in self.catalog.offerings[:3]]
        content = {
            "scenario": random.choice(self.told),
            "catalog": self.catalog.version,
            "blocks": [f"{i}@2027-05-03" for i in ids],
        }
        return self._packed(content, random)

    def several(self, random: Random) -> str:
        """A link of several scenarios, damaged at one of its layers."""
        kept = [
            {
                "name": random.choice(mutations.TEXTS),
                "scenario": random.choice(self.told),
            }
            for _ in range(random.randint(1, 4))
        ]
        return self._packed({"catalog": "x", "several": kept}, random)

    def _packed(self, content: Any, random: Random) -> str:
        layer = random.random()
        tree = mutations.grown(content, random) if layer < 0.7 else content
        text = _utf8(mutations.as_json(tree, random))
        if 0.7 <= layer < 0.8:
            text = mutations.damaged(text, random)
        if layer > 0.997:
            text = b'{"scenario": "' + b" " * mutations.BOMB_BYTES + b'"}'
        short = zlib.compress(text)
        if 0.8 <= layer < 0.85:
            short = mutations.damaged(short, random)
        link = VERSION + base64.urlsafe_b64encode(short).decode().rstrip("=")
        return mutations.damaged_text(link, random) if 0.85 <= layer < 0.997 else link

    def open_link(self, text: str) -> bool:
        """Open a link; what is opened can be shared again and is then the same."""
        found = read_link(text, self.catalog, TODAY)
        self._check(found.scenario)
        try:
            once = self._shared_again(found)
            # Without a profile what hosts answered is left out; then nothing more is.
            assert self._shared_again(once).scenario == once.scenario
        except DataError as error:  # too large for a link: save it as a file
            refusal(error, 1)
        else:
            same = once.scenario == found.scenario
            assert same or not found.has_profile, "not the same after it was shared"
        return True

    def _shared_again(self, found: Shared) -> Shared:
        problem = Problem(self.catalog, found.scenario)
        profile = found.has_profile
        query = share_query(problem, found.block_ids, include_profile=profile)
        return read_link(query, self.catalog, TODAY)

    def open_several(self, text: str) -> bool:
        """Open a link of several; what is opened can be shared again."""
        found = open_several(text, self.catalog, TODAY)
        for kept in found:
            self._check(kept.scenario)
            assert kept.name.isprintable(), kept.name
            assert kept.name.strip(), "a name to read"
        try:
            again = several_query(self.catalog, found, include_profile=True)
        except DataError as error:
            refusal(error, 1)
            return True
        same: tuple[Saved, ...] = open_several(again, self.catalog, TODAY)
        for kept, again_kept in zip(found, same, strict=True):
            # Without a profile what hosts answered is left out.
            alike = kept.scenario == again_kept.scenario
            assert alike or not kept.has_profile, "not the same after it was shared"
        return True

    # --- scenarios

    def scenario(self, random: Random) -> bytes:
        """A scenario file, changed as a tree or as bytes."""
        tree = random.choice(self.seeds)
        if random.random() < 0.75:
            return _utf8(mutations.as_json(mutations.grown(tree, random), random))
        return mutations.damaged(_utf8(mutations.as_json(tree, random)), random)

    def open_scenario(self, content: bytes) -> bool:
        """Read a scenario file; what is read can be written and read again."""
        self._check(read_scenario(content, self.catalog, TODAY))
        return True

    def _check(self, scenario: Scenario) -> None:
        assert not [*scenario_faults(scenario, self.catalog)], "it has faults"
        again = read_scenario(write_scenario(scenario), self.catalog, TODAY)
        assert again == scenario, "not the same after it was written and read"

    def sound(self, random: Random) -> Scenario:
        """A scenario that is accepted, however odd it is."""
        while True:
            tree = mutations.grown(random.choice(self.seeds), random)
            try:
                return scenario_of(tree, self.catalog, TODAY)
            except (DataError, ValueError):  # ValueError: not even JSON can hold it
                continue

    def solved(self, scenario: Scenario) -> bool:
        """Solve what was accepted: a plan, or why there is none, and no failure."""
        problem = Problem(self.catalog, replace(scenario, work_limit=SOLVE_S))
        outcome = solve(problem)
        if isinstance(outcome, Plan):
            plan_chances.chances(problem, outcome)
            plan_chances.rotation_details(problem, outcome)
        return True

    # --- a class

    def table(self, random: Random) -> bytes:
        """A table of two applicants, changed as a table or as bytes."""
        people = zip(("A", "B"), _scenarios(self.catalog), strict=True)
        sheet = write_applicants(people)
        if random.random() < UNCHANGED:
            return sheet
        change = mutations.damaged if random.random() < 0.2 else mutations.mixed_up
        return change(sheet, random)

    def open_table(self, sheet: bytes) -> bool:
        """Read a class; each row that is sound reads the same when written again."""
        found = []
        for row in read_applicants("class.csv", sheet):
            assert row.name.isprintable(), row.name
            try:
                found.append((row.name, row.scenario(self.catalog, TODAY)))
            except DataError as error:
                refusal(error, 101)
        again = read_applicants("class.csv", write_applicants(found)) if found else ()
        same = [row.scenario(self.catalog, TODAY) for row in again]
        assert same == [scenario for _, scenario in found], "not the same again"
        return bool(found)

    # --- addresses

    def asked(self, random: Random) -> str:
        """What an address may ask for: an offering, a date, a person, a view."""
        names = ("E043", "E043@2027-05-03", "texas-ties", "1", *mutations.TEXTS)
        text = random.choice(names)
        return mutations.damaged_text(text, random) if random.random() < 0.8 else text

    def open_why(self, text: str) -> bool:
        """Find the offering that is asked about."""
        offering, _ = parse_block(self.catalog, text)
        assert offering.offering_id in self.catalog.offering
        return True

    def open_address(self, text: str) -> bool:
        """Find the typical applicant that is asked for; there is no error to refuse."""
        return links.preset_of(text) is not None or text == presenting.ON

    # --- catalogs

    def files(self, random: Random) -> dict[str, bytes]:
        """The files of a small catalog, some of them changed."""
        files = dict(self.small)
        if random.random() < UNCHANGED:
            return files
        for name in random.sample(sorted(files), random.randint(1, 2)):
            change = mutations.damaged if random.random() < 0.3 else mutations.mixed_up
            files[name] = change(files[name], random)
        return files

    def open_folder(self, files: Mapping[str, bytes]) -> bool:
        """Read a catalog from a folder."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            self._sound(read_catalog(Path(folder)))
        return True

    def upload(self, random: Random) -> list[tuple[str, bytes]]:
        """What may be uploaded as a catalog: a zip, or files under any name."""
        files = self.files(random)
        if random.random() < 0.5:
            content = mutations.zipped(files, random)
            if random.random() < 0.5:
                content = mutations.damaged(content, random)
            return [("catalog.zip", content)]
        return [
            (
                random.choice(mutations.PATHS) if random.random() < 0.03 else name,
                content,
            )
            for name, content in files.items()
        ]

    def open_upload(self, uploads: list[tuple[str, bytes]]) -> bool:
        """Unpack and read a catalog of one's own."""
        self._sound(catalog_from(unpack_upload(uploads), self.catalog))
        return True

    def _sound(self, catalog: Catalog) -> None:
        """An accepted catalog can be planned with."""
        assert catalog.version
        scenario = default_scenario(catalog, TODAY)
        assert not [*scenario_faults(scenario, catalog)]
        hash(Problem(catalog, scenario))


def _scenarios(catalog: Catalog) -> list[Scenario]:
    """A default scenario, and one in which every list holds something."""
    default = default_scenario(catalog, TODAY)
    first, second, third = (o.offering_id for o in catalog.offerings[:3])
    place = catalog.places[0]
    programs = tuple((p.program_id, 4) for p in catalog.programs[:2])
    full = replace(
        default,
        applicant=replace(default.applicant, ties=("TX", place.place)),
        free_housing=(place.place,),
        months=(4, 5, 6, 7),
        blackouts=((dt.date(2027, 5, 1), dt.date(2027, 5, 9)),),
        required_states=("NY",),
        max_per_region=((place.region, 2),),
        pins=(first,),
        exclusions=(f"{second}@2027-05-03",),
        answers=((first, "accepted"), (f"{third}@2027-06-07", "asked")),
        booked=(Booked(dt.date(2027, 7, 5), dt.date(2027, 7, 30), "hands_on", second),),
        preferences=Preferences(0.5, programs, (("TX", 5),), ("stroke",)),
    )
    tree = {**plain(full), "found_out": _found_out(first)}
    return [default, scenario_of(tree, catalog, TODAY)]


def _found_out(record_id: str) -> list[dict[str, str]]:
    """What an applicant may have found out about an offering."""
    found = {"graduates": "yes", "tuition_usd": "750", "starts": "2027-05-03"}
    return [
        {"record_id": record_id, "field": field, "value": value, "date": "2026-11-24"}
        for field, value in found.items()
    ]


def _few(folder: Path) -> dict[str, bytes]:
    """The files of a catalog, cut to a few offerings and what these rest on."""
    sheets = {
        file.name: [*csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]
        for file in folder.glob("*.csv")
    }
    offerings = sheets["offerings.csv"][:FEW_ROWS]
    of = {row["program_id"] for row in offerings}
    programs = [row for row in sheets["programs.csv"] if row["program_id"] in of]
    cities = {(row["city"], row["state"]) for row in (*offerings, *programs)}
    places = sheets["places.csv"]
    sheets |= {
        "offerings.csv": offerings,
        "programs.csv": programs,
        "places.csv": [row for row in places if (row["city"], row["state"]) in cities],
    }
    known = of | {row["offering_id"] for row in offerings}
    sources = [r for r in sheets["provenance.csv"] if r["record_id"] in known]
    sheets["provenance.csv"] = sources[:FEW_ROWS]
    return {name: _sheet(rows) for name, rows in sheets.items()}


def _sheet(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO(newline="")
    sheet = csv.DictWriter(written, [*rows[0]])
    sheet.writeheader()
    sheet.writerows(rows)
    return written.getvalue().encode()


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def as_text(found: Any) -> str:
    """Write an input so that it can be put into a test."""
    return json.dumps(found) if isinstance(found, str) else repr(found)
