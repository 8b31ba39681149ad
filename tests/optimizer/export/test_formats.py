"""The files a plan is taken away as, each read again by another library."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from dataclasses import fields, replace

import factories as make
import openpyxl
import pandas as pd
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.faults import DataError
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Place, Program, Season
from optimizer.export.appointments import appointments
from optimizer.export.calendar import calendar_file, read_earlier
from optimizer.export.formats import EXPORTS, kind_of
from optimizer.export.workbook import csv_file, tabbed_file, workbook
from optimizer.scenario_io.json_file import default_scenario
from optimizer.solver.solve import solve

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 22, 14, 30, tzinfo=dt.UTC)
MADE_ONCE = calendar_file(make.problem(), solve(make.problem()), now=NOW)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TABLES = (".csv", ".tab.csv", ".xlsx")
SHEETS = ["Plan", "Costs", "Dates", "Sources", "Assumptions"]
HOSTILE = st.one_of(
    st.builds(
        str.__add__,
        st.sampled_from(FORMULA_STARTS),
        st.text(max_size=30),
    ),
    st.sampled_from(
        [
            '=HYPERLINK("http://example.org","x")',
            "@SUM(1;2)",
            "https://example.org",
            "mailto:a@example.org",
            "0012",
            "1e5",
            "2027-05-03",
            "a\r\nBEGIN:VALARM\r\nX:1",
            "a;b,c\\n\\, \"d\" 'e'",
            "x" * 200,
            "ü\u2028é\x0b\x85ø🧭",
            "_x0041_",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60),
)


@pytest.fixture(scope="module")
def problem(shipped) -> Problem:
    """The default applicant on the shipped catalog."""
    return Problem(shipped, default_scenario(shipped, make.TODAY))


@pytest.fixture(scope="module")
def plan(problem) -> Plan:
    found = solve(problem)
    assert isinstance(found, Plan)
    return found


@pytest.fixture(scope="module")
def book(problem, plan):
    return openpyxl.load_workbook(io.BytesIO(workbook(problem, plan)))


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def table(sheet) -> list[dict[str, object]]:
    """Rows under the header, up to the first one that is empty."""
    head, *rows = sheet.iter_rows(values_only=True)
    full = [row for row in rows if any(cell is not None for cell in row[1:])]
    return [dict(zip(head, row, strict=True)) for row in full]


def events(content: bytes) -> dict[str, object]:
    found = vobject.readOne(content.decode())
    by_id = {event.uid.value: event for event in found.vevent_list}
    assert len(by_id) == len(found.vevent_list)
    return by_id


def ids(content: bytes) -> set[str]:
    return set(events(content))


def without_ids(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if not line.startswith(b"UID:")]


def version(content: bytes) -> int:
    (found,) = {int(event.sequence.value) for event in events(content).values()}
    return found


def updated(problem, plan, made: bytes, now=None) -> bytes:
    return calendar_file(problem, plan, read_earlier(made), now or NOW + 2 * DAY)


def calendar_of(problem, plan, made: bytes) -> bytes:
    """The file of a plan by itself, with the key of another file."""
    empty = replace(read_earlier(made), entries=())
    return calendar_file(problem, plan, empty, NOW)


def fee_lines(problem: Problem, plan: Plan) -> list[tuple[str | None, str, int]]:
    hosts = problem.catalog.offering
    return [
        (hosts[i.offering_id].host if i.offering_id else None, i.label, i.usd)
        for i in plan.cost_items
    ]


# ----------------------------------------------------------------------------- CSV


def test_the_table_holds_each_rotation_and_each_cost(problem, plan):
    rows = lines(csv_file(problem, plan))
    rotations = [row for row in rows if row["Row"] == "rotation"]
    costs = [row for row in rows if row["Row"] == "cost"]
    assert [
        (r["Host"], r["Start"], r["End"], r["Letter ready"]) for r in rotations
    ] == [
        (b.offering.host, str(b.start), str(b.end), str(b.letter_ready or ""))
        for b in plan.blocks
    ]
    assert [(c["Host"] or None, c["Line"], int(c["US$"])) for c in costs] == fee_lines(
        problem, plan
    )
    assert len(rows) == len(rotations) + len(costs)


def test_pandas_reads_the_table_and_its_dollars_add_up(problem, plan):
    content = csv_file(problem, plan)
    assert content.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(content))
    assert frame.columns[0] == "Row"
    assert frame["US$"].sum() == plan.cost_usd
    starts = pd.to_datetime(frame["Start"].dropna()).dt.date
    assert list(starts) == [block.start for block in plan.blocks]


def test_the_table_with_tabs_is_the_same_and_needs_no_country(problem, plan):
    content = tabbed_file(problem, plan)
    assert content.startswith(b"\xff\xfe")  # the mark of what Excel calls Unicode text
    text = content.decode("utf-16")
    found = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))
    assert found == lines(csv_file(problem, plan))
    numbers = re.compile(r"-?\d*[.,]\d+")  # read anew where a comma is decimal
    assert not [c for row in found for c in row.values() if numbers.fullmatch(c)]
    assert list(pd.read_csv(io.BytesIO(content), sep="\t", encoding="utf-16")["Row"])


@pytest.mark.parametrize(
    ("name", "ending"),
    [("plan.csv", ".csv"), ("Plan.TAB.CSV", ".tab.csv"), ("a.tab.ics", ".ics")],
)
def test_a_kind_is_told_by_the_longest_ending(name, ending):
    assert kind_of(name) is EXPORTS[ending]
    assert kind_of("plan.tab") is None


# ---------------------------------------------------------------------------- XLSX


def test_the_workbook_has_its_sheets_with_a_frozen_header(book):
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(sheet.column_dimensions[c.column_letter].width > 5 for c in sheet[1])


def test_days_and_dollars_are_cells_of_their_own_kind(book, plan):
    rows = table(book["Plan"])
    assert [row["Start"].date() for row in rows] == [b.start for b in plan.blocks]
    assert [row["End"].date() for row in rows] == [b.end for b in plan.blocks]
    for row in rows:
        assert isinstance(row["Apply by"], dt.datetime)
        assert isinstance(row["Fees and living, US$"], int)
        assert isinstance(row["Link"], str | None)
    assert book["Plan"]["F2"].number_format == "yyyy-mm-dd"
    assert book["Costs"]["C2"].number_format == "#,##0"


def test_the_costs_add_up_by_formula_and_by_value(problem, plan, book):
    sheet = book["Costs"]
    last = len(plan.cost_items) + 2
    rows = [(r["Host"], r["Line"], r["US$"]) for r in table(sheet)][: last - 2]
    assert rows == fee_lines(problem, plan)
    assert sheet.cell(last, 3).value == f"=SUM(C2:C{last - 1})"
    stored = openpyxl.load_workbook(
        io.BytesIO(workbook(problem, plan)), data_only=True
    )["Costs"]
    assert stored.cell(last, 3).value == plan.cost_usd == sum(r[2] for r in rows)


def test_the_dates_are_those_of_the_calendar(problem, plan, book):
    rows = [(r["From"].date(), r["To"].date(), r["What"]) for r in table(book["Dates"])]
    assert rows == [(a.first, a.last, a.title) for a in appointments(problem, plan)]


def test_every_field_behind_the_plan_has_its_source(problem, plan, book):
    rows = table(book["Sources"])
    offering = plan.blocks[0].offering
    known = problem.catalog.source_of["offerings.csv", offering.offering_id, "weeks"]
    mine = [r for r in rows if r["About"] == offering.host and r["Field"] == "weeks"]
    assert (mine[0]["Value"], mine[0]["Source"]) == (offering.weeks, known.source)
    assert (mine[0]["Link"] or "") == known.url
    named = Counter(row["Field"] for row in rows)
    for record in (Offering, Program, Place, Season):
        for field in fields(record):
            if field.name not in ("offering_id", "program_id", "season"):
                assert named[field.name]
    assert named["match_day"] == 1
    unknown = [r for r in rows if r["Value"] == "not known"]
    assert unknown


def test_every_assumption_is_there_with_its_range(problem, book):
    rows = table(book["Assumptions"])
    shown = {r["Name in the data"]: (r["Low"], r["Value"], r["High"]) for r in rows}
    assert shown == {
        a.name: (a.low, a.value, a.high) for a in problem.catalog.assumptions
    }


def test_the_properties_of_the_workbook_name_no_person(problem, plan, book):
    found = book.properties
    assert found.creator == "RotaMatch"
    assert found.created.date() == problem.scenario.today
    assert (found.keywords, found.description, found.category) == (None, None, None)


def test_nothing_in_the_workbook_links_or_runs(problem, plan):
    with zipfile.ZipFile(io.BytesIO(workbook(problem, plan))) as parts:
        names = parts.namelist()
        sheets = b"".join(parts.read(n) for n in names if "worksheets/sheet" in n)
    assert not [n for n in names if "vba" in n.lower() or "external" in n.lower()]
    assert b"hyperlink" not in sheets
    assert len(re.findall(b"<f>", sheets)) == 1  # the total


# ----------------------------------------------------------------------------- ICS


def test_the_calendar_holds_every_day_and_ends_exclusively(problem, plan):
    found = events(calendar_file(problem, plan)).values()
    assert sorted(
        (e.dtstart.value, e.dtend.value, e.summary.value) for e in found
    ) == sorted((a.first, a.last + DAY, a.title) for a in appointments(problem, plan))
    for event in found:
        assert type(event.dtstart.value) is type(event.dtend.value) is dt.date


def test_lines_are_folded_at_75_bytes_and_end_as_they_must(problem, plan):
    content = calendar_file(problem, plan)
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
    required = ("VERSION:2.0", "PRODID:", "CALSCALE:GREGORIAN")
    assert all(name in content.decode() for name in required)
    assert b"METHOD" not in content


def test_reminders_come_at_nine_on_the_day(problem, plan):
    wanted = {a.title: set(a.reminders) for a in appointments(problem, plan)}
    assert any(wanted.values())
    for event in events(calendar_file(problem, plan)).values():
        alarms = event.contents.get("valarm", [])
        rung = {
            event.dtstart.value + alarm.trigger.value // DAY * DAY for alarm in alarms
        }
        days = {(event.dtstart.value - day).days for day in rung}
        assert days == wanted[event.summary.value]
        for alarm in alarms:
            assert alarm.action.value == "DISPLAY"
            assert alarm.trigger.value % DAY == dt.timedelta(hours=9)


def test_the_same_plan_is_the_same_table_and_workbook(problem, plan):
    for ending in TABLES:
        write = EXPORTS[ending].write
        assert write(problem, plan) == write(problem, plan)


def test_no_two_files_share_an_id_and_ids_do_not_tell_whose_they_are(problem, plan):
    one, other = (calendar_file(problem, plan, now=NOW) for _ in range(2))
    assert not ids(one) & ids(other)
    assert len(ids(one)) == len(appointments(problem, plan))
    assert without_ids(one) == without_ids(other)


def test_a_file_made_from_an_earlier_one_is_the_newer_of_the_same(problem, plan):
    first = calendar_file(problem, plan, now=NOW)
    second = updated(problem, plan, first, NOW + dt.timedelta(hours=2))
    before, after = events(first), events(second)
    assert before.keys() == after.keys()
    for uid, event in before.items():
        new = after[uid]
        assert event.dtstamp.value == event.last_modified.value == NOW
        assert new.dtstamp.value == new.last_modified.value == NOW.replace(hour=16)
        assert int(new.sequence.value) > int(event.sequence.value)
    clock_went_back = updated(problem, plan, second, NOW - DAY)
    assert version(clock_went_back) == version(second) + 1


def two_plans():
    """Two plans at the same host on other dates, each with one host of its own."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = tuple(make.offering(f"E{i}", f"P{i}") for i in (1, 2, 3))
    problem = make.problem(make.catalog(programs, offerings))
    pins = (
        ("E1@2027-04-05", "E2@2027-05-10"),
        ("E1@2027-06-07", "E3@2027-05-03"),
    )
    first, second = (solve(problem.having(pins=p, max_rotations=2)) for p in pins)
    return problem, first, second


def test_a_changed_plan_updates_the_same_events():
    problem, first, second = two_plans()
    made = calendar_file(problem, first, now=NOW)
    changed = updated(problem, second, made)
    before = events(made)
    after = {u: e for u, e in events(changed).items() if e.status.value != "CANCELLED"}
    shared = before.keys() & after.keys()
    season = {a.title for a in appointments(problem, first) if not a.about}
    kinds = [e.summary.value for uid, e in before.items() if uid in shared]
    assert sorted(k for k in kinds if k not in season) == sorted(
        a.title for a in appointments(problem, first) if a.about == "P1"
    )
    moved = next(
        u for u in shared if before[u].summary.value == "Rotation (planned): Host E1"
    )
    assert before[moved].dtstart.value == dt.date(2027, 4, 5)
    assert after[moved].dtstart.value == dt.date(2027, 6, 7)
    gone = {e.summary.value for u, e in before.items() if u not in shared}
    assert gone
    assert all("Host E2" in title for title in gone)


def cancelled(content: bytes) -> dict[str, str]:
    found = events(content).items()
    return {u: e.summary.value for u, e in found if e.status.value == "CANCELLED"}


def test_what_left_the_plan_is_cancelled_until_it_comes_back():
    problem, first, second = two_plans()
    made = calendar_file(problem, first, now=NOW)
    assert not cancelled(made)
    changed = updated(problem, second, made)
    ahead = {
        u for u, e in events(made).items() if e.dtend.value > (NOW + 2 * DAY).date()
    }
    gone = ahead - ids(calendar_of(problem, second, made))
    assert cancelled(changed).keys() == gone
    assert "Cancelled: Rotation (planned): Host E2" in cancelled(changed).values()
    assert all("Host E2" in title for title in cancelled(changed).values())
    for uid, event in events(changed).items():
        assert (
            event.dtstart.value
            == (events(made)[uid] if uid in gone else event).dtstart.value
        )
        if uid in gone:
            assert event.transp.value == "TRANSPARENT"
            assert "valarm" not in event.contents
    skipped = updated(problem, second, changed)  # someone may not have imported it
    assert cancelled(skipped) == cancelled(changed)
    back = updated(problem, first, skipped)
    assert cancelled(back).keys().isdisjoint(gone)
    assert ids(made) <= ids(back)


def test_what_is_over_is_not_cancelled():
    problem, first, second = two_plans()
    made = calendar_file(problem, first, now=NOW)
    later = dt.datetime(2027, 6, 10, tzinfo=dt.UTC)  # the rotation at E2 has ended
    kept = cancelled(updated(problem, second, made, later)).values()
    assert "Cancelled: Rotation (planned): Host E2" not in kept
    assert "Cancelled: Letter should be in: Host E2" in kept


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: b"",
        lambda made: b"\xff\xfe",
        lambda made: made[:200],
        lambda made: made.replace(b"RotaMatch", b"Mine"),
        lambda made: made.replace(b"\r\nUID:", b"\r\nX-UID:"),
        lambda made: made.replace(b"SEQUENCE:", b"SEQUENCE:x"),
        lambda made: made.replace(b"DTEND;VALUE=DATE:2", b"DTEND;VALUE=DATE:1"),
        lambda made: re.sub(rb";VALUE=DATE:(\d+)", rb":\1T090000Z", made),
        lambda made: made + b" " * 1_000_000,
    ],
)
def test_another_calendar_or_a_damaged_one_is_refused(problem, plan, spoil):
    made = calendar_file(problem, plan, now=NOW)
    with pytest.raises(DataError) as refusal:
        read_earlier(spoil(made))
    assert str(refusal.value).startswith("Calendar file: it ")
    assert len(refusal.value.faults) == 1


@given(
    at=st.integers(0, 4_000),
    byte=st.integers(0, 255),
    cut=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_earlier_file_holds_it_is_refused_or_gone_on_from(at, byte, cut):
    problem = make.problem()
    made = MADE_ONCE[at % len(MADE_ONCE) :] if cut else bytearray(MADE_ONCE)
    if not cut:
        made[at % len(made)] = byte
    try:
        earlier = read_earlier(bytes(made))
    except DataError:
        return
    assert events(calendar_file(problem, solve(problem), earlier, NOW))


def test_a_rotation_keeps_its_event_when_it_is_booked():
    problem, first, _ = two_plans()
    block = first.blocks[0]
    booked = make.booked(block.start, offering_id="E1")
    asked = replace(problem.scenario, booked=(booked,))
    kept = replace(first, blocks=first.blocks[1:])
    made = calendar_file(problem, first, now=NOW)
    before = events(made)
    after = events(updated(Problem(problem.catalog, asked), kept, made))
    uid = next(u for u, e in before.items() if e.summary.value.endswith("d): Host E1"))
    assert before[uid].status.value == "TENTATIVE"
    assert after[uid].status.value == "CONFIRMED"


# ------------------------------------------------------- text of anyone, and privacy


@pytest.fixture(scope="module")
def usual() -> Plan:
    """The plan at the one host of the small catalog."""
    found = solve(make.problem())
    assert isinstance(found, Plan)
    return found


@given(host=HOSTILE, title=HOSTILE, url=HOSTILE, source=HOSTILE)
@settings(max_examples=60, deadline=None)
def test_hostile_names_stay_text_in_every_file(usual, host, title, url, source):
    offering = make.offering(host=host, title=title, url=url)
    told = make.provenance("offerings.csv", "E1", "weeks", source=source, url=url)
    problem = make.problem(make.catalog(offerings=(offering,), sources=(told,)))
    plan = replace(usual, blocks=(replace(usual.blocks[0], offering=offering),))

    row = lines(csv_file(problem, plan))[0]
    assert [row[name] for name in ("Host", "What", "Link")] == [
        shown(text) for text in (host, title, url)
    ]

    book = openpyxl.load_workbook(io.BytesIO(workbook(problem, plan)))
    for sheet in book:
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            assert cell.hyperlink is None
            if cell.data_type == "f":
                assert (sheet.title, cell.value[:5]) == ("Costs", "=SUM(")
            if isinstance(cell.value, str) and cell.data_type != "f":
                assert not cell.value.startswith(FORMULA_STARTS)
    if host.isprintable():  # XML has no place for the rest
        assert book["Plan"]["A2"].value == shown(host)

    content = calendar_file(problem, plan)
    expected = {plain(a.title) for a in appointments(problem, plan)}
    assert {e.summary.value for e in events(content).values()} == expected
    assert content.count(b"BEGIN:VEVENT") == len(appointments(problem, plan))


def shown(text: str) -> str:
    return "'" + text if text[0] in "=+-@\t\r" else text


def plain(text: str) -> str:
    """On one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def test_no_file_tells_who_the_applicant_is(problem, plan):
    """Nothing but the plan, its prices and its days goes in: not even a chance."""
    scenario = problem.scenario
    other = replace(
        scenario.applicant,
        step2_ck=263,
        step1_failures=2,
        entry_status="J-1",
        graduation_date=dt.date(2028, 2, 29),
        ties=("TX",),
        us_letters=3,
    )
    asked = replace(scenario, applicant=other, budget_usd=54_321)
    same = replace(plan, scenario=asked)
    changed = Problem(problem.catalog, asked)
    for ending in TABLES:
        write = EXPORTS[ending].write
        assert write(changed, same) == write(problem, plan)
    mine, other = (
        calendar_file(*of, now=NOW) for of in ((problem, plan), (changed, same))
    )
    assert without_ids(mine) == without_ids(other)
