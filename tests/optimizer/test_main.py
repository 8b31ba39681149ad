"""The command line: exit codes, JSON on stdout, one sentence per fault on stderr."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import factories as make
import pytest
from pypdf import PdfReader

from optimizer.__main__ import main
from optimizer.domain.applicant import Applicant, Preferences
from optimizer.domain.scenario import Scenario
from optimizer.export.calendar import read_earlier

ROOT = Path(__file__).parents[2]
RESULT = {
    "status",
    "value",
    "bound",
    "forgone",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "match_probability_if_all_accept",
    "baseline_match_probability",
    "chance_any_accepts",
    "chance_all_accept",
    "cost_usd",
    "expected_cost_usd",
    "cost_items",
    "letters_on_time",
    "rotations",
    "entry",
    "visits",
    "excluded",
    "conflicts",
    "fixes",
    "seconds",
}


@dataclass(frozen=True)
class Ran:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small catalog on disk: two offerings in Houston."""
    return make.two_hosts(tmp_path / "data")


@pytest.fixture
def run(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run ``solve`` on a scenario given as text, bytes or an object; or a command."""

    def ran(*arguments: str, scenario: Any = None) -> Ran:
        words = [*arguments]
        if scenario is not None:
            path = tmp_path / "scenario.json"
            if isinstance(scenario, bytes):
                path.write_bytes(scenario)
            else:
                text = scenario if isinstance(scenario, str) else json.dumps(scenario)
                path.write_text(text, encoding="utf-8")
            words = ["solve", str(path), *words]
        if "schema" not in words:
            words += ["--data", str(data)]
        try:
            code = main(words)
        except SystemExit as error:
            code = int(str(error.code))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran


WISH = {"season": 2028, "today": "2026-11-22"}


# ----------------------------------------------------------------------------- solve


def test_a_plan_exits_with_zero_and_every_field(run):
    ran = run(scenario=WISH)
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.result) == RESULT
    assert ran.result["status"] == "optimal"
    ids = [r["offering_id"] for r in ran.result["rotations"]]
    assert ids == ["E1", "E2"]
    assert sum(i["usd"] for i in ran.result["cost_items"]) == ran.result["cost_usd"]


def found_out(field: str, value: str) -> dict[str, Any]:
    one = {"record_id": "E2", "field": field, "value": value, "date": "2026-05-03"}
    return WISH | {"found_out": [one]}


def test_what_was_found_out_counts_in_every_command(run, tmp_path):
    """E2 takes no students, or asks for money that nobody has."""
    ran = run(scenario=found_out("students", "no"))
    assert ran.code == 0
    assert [r["offering_id"] for r in ran.result["rotations"]] == ["E1"]
    reason = "Takes no students of foreign schools: you asked on 3 May 2026."
    assert ran.result["excluded"] == [{"offering_id": "E2", "reasons": [reason]}]
    path = str(tmp_path / "scenario.json")
    asked = run("why", path, "E2").result
    assert asked["verdict"] == "impossible"
    assert asked["obstacles"][0]["sentence"] == reason
    run(scenario=found_out("tuition_usd", "90000"))
    sizes = run("returns", path).result
    proven = [r["size"] for r in sizes if r["with_refusals"]["status"] == "optimal"]
    assert proven == [0, 1]


def test_a_wrong_answer_is_refused_with_a_sentence(run):
    ran = run(scenario=found_out("students", "perhaps"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        'found_out[0]: "perhaps" for students of "E2": this does not fit;'
        " allowed: yes or no.\n"
    )


def test_no_plan_exits_with_one_and_every_field(run):
    ran = run(scenario=WISH | {"budget_usd": 2_999})
    assert (ran.code, ran.err) == (1, "")
    assert set(ran.result) == RESULT
    assert ran.result["status"] == "infeasible"
    assert "a budget of $2,999" in ran.result["conflicts"][0]
    assert {"budget_usd": 3_000} in [f["change"] for f in ran.result["fixes"]]


@pytest.mark.parametrize(
    "clash",
    [
        {"budget_usd": 100},
        {"months": [9]},
        {"kind": "observership"},
        {"required_states": ["TX", "IL"]},
        {"max_per_region": {"South": 0}},
        {"window_end": "2027-05-01"},
        {"blackouts": [["2027-05-01", "2027-08-01"]]},
        {"min_letters": 2, "letters_by": "2027-05-20"},
        {"pins": ["E1@2027-05-10"]},
        {"include_unverified": False, "applicant": {"entry_status": "none"}},
        {"max_stay_days": 9},
    ],
)
def test_each_fix_can_be_put_into_the_file(run, clash):
    ran = run(scenario=WISH | clash)
    assert ran.code == 1
    assert ran.result["fixes"]
    for fix in ran.result["fixes"]:
        fixed = run(scenario=WISH | clash | fix["change"])
        assert (fixed.code, fixed.err) == (0, ""), fix["sentence"]


def test_the_default_scenario_can_be_solved(run):
    ran = run(scenario="{}")
    assert ran.code in (0, 1)
    assert set(ran.result) == RESULT


def test_the_printed_scenario_feeds_solve(run):
    printed = run("scenario")
    assert printed.code == 0
    found = printed.result
    assert found.keys() == {f.name for f in fields(Scenario)}
    assert found["applicant"].keys() == {f.name for f in fields(Applicant)}
    assert found["preferences"].keys() == {f.name for f in fields(Preferences)}
    assert found["season"] == 2028
    assert run(scenario=printed.out).code == run(scenario="{}").code
    assert run(scenario=found | WISH).result["rotations"]


def test_the_scenario_is_of_today(run):
    assert run("scenario").result["today"] == dt.date.today().isoformat()


def test_a_byte_order_mark_is_forgiven(run):
    assert run(scenario=b"\xef\xbb\xbf" + json.dumps(WISH).encode()).code == 0


# ------------------------------------------------------------------------- bad input

DEEP = "[" * 100_000 + "]" * 100_000
BAD: dict[str, tuple[Any, list[str]]] = {
    "wrong type": ({"budget_usd": "much"}, ["budget_usd"]),
    "text for a number": ({"budget_usd": "5000"}, ["budget_usd"]),
    "fraction of a dollar": ({"budget_usd": 5000.5}, ["budget_usd"]),
    "true is no number": ({"budget_usd": True}, ["budget_usd"]),
    "negative": ({"budget_usd": -1}, ["budget_usd"]),
    "unknown field": ({"budget": 5000}, ["budget"]),
    "unknown field inside": ({"applicant": {"visa": "J-1"}}, ["applicant.visa"]),
    "impossible date": ({"today": "2027-02-30"}, ["today"]),
    "date in words": ({"window_start": "May"}, ["window_start"]),
    "month that is none": ({"months": [13]}, ["months[0]"]),
    "unknown offering": ({"pins": ["E77"]}, ["pins"]),
    "unknown season": ({"season": 2050}, ["season"]),
    "dates the wrong way": (
        {"blackouts": [["2027-05-09", "2027-05-01"]]},
        ["blackouts[0]"],
    ),
    "more at least than at most": (
        {"min_rotations": 4, "max_rotations": 2},
        ["min_rotations"],
    ),
    "three faults": (
        {"budget_usd": -1, "months": ["May"], "housing": "free"},
        ["budget_usd", "housing", "months[0]"],
    ),
    "null where none is allowed": ({"applicant": None}, ["applicant"]),
    "no object": ([1, 2], ["scenario"]),
    "a number": ("7", ["scenario"]),
    "no JSON": ("{'season': 2028}", ["scenario"]),
    "nothing": ("", ["scenario"]),
    "a field twice": ('{"budget_usd": 1, "budget_usd": 2}', ["scenario"]),
    "not a number": ('{"budget_usd": NaN}', ["scenario"]),
    "infinite": ('{"work_limit": 1e999}', ["scenario"]),
    "a number of 10,000 digits": ('{"budget_usd": ' + "9" * 10_000 + "}", ["scenario"]),
    "deep nesting": (DEEP, ["scenario"]),
    "deep objects": ('{"a":' * 5_000 + "1" + "}" * 5_000, ["scenario"]),
    "10 MB": (b" " * 10_000_000, ["scenario"]),
    "10 MB of text": (
        b'{"pins": ["' + b"x" * 10_000_000 + b'"]}',
        ["scenario"],
    ),
    "no UTF-8": (b'{"pins": ["\xff\xfe"]}', ["scenario"]),
    "half a character": ('{"pins": ["\\ud800"]}', ["scenario"]),
    "a zero byte": (b"\x00", ["scenario"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_per_fault_and_nothing_else(run, name):
    scenario, where = BAD[name]
    ran = run(scenario=scenario)
    assert ran.code == 2
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert sorted(line.partition(": ")[0] for line in lines) == sorted(where)
    assert all(line.endswith(".") for line in lines)
    assert "Traceback" not in ran.err
    assert len(ran.err) < 2_000


def test_a_file_that_is_not_there(run, tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        ran = run("solve", str(path))
        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err.splitlines()) == 1
        assert ran.err.startswith(str(path))


@pytest.mark.parametrize("arguments", [[], ["solve"], ["fly"], ["solve", "a", "b"]])
def test_unknown_commands_exit_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage" in err


# -------------------------------------------------------------- how a command can end


def test_a_failure_of_our_own_is_told_from_no_plan(run, monkeypatch):
    monkeypatch.setattr(
        "optimizer.commands.plans.standing_plan", lambda *_, **__: 1 / 0
    )
    ran = run(scenario=WISH)
    assert (ran.code, ran.out) == (3, "")
    assert len(ran.err.splitlines()) == 1
    assert "ZeroDivisionError" in ran.err
    assert "not that of your input" in ran.err


def test_an_interruption_is_quiet(run, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("optimizer.commands.plans.standing_plan", interrupted)
    assert run(scenario=WISH) == Ran(130, "", "")


def test_a_reader_that_goes_away_is_no_failure(data):
    """The schema is longer than a pipe holds, and nobody reads it."""
    asked = [sys.executable, "-m", "optimizer", "schema"]
    with subprocess.Popen(
        asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


def test_a_dash_reads_standard_input(run, monkeypatch):
    given = io.TextIOWrapper(io.BytesIO(json.dumps(WISH).encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert run("solve", "-").result["status"] == "optimal"


# ------------------------------------------------------------------- check and schema


def test_a_valid_catalog_is_said_to_be_valid(run):
    ran = run("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "The catalog is valid.\n"


def test_every_fault_of_a_catalog_is_listed(run, data):
    sheet = data / "offerings.csv"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(
        text.replace("hands_on", "handson").replace("2027-05-31", "2027-05-32"),
        encoding="utf-8",
    )
    ran = run("check")
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert len(lines) == 3  # two kinds and a day there is not
    assert all(line.startswith("offerings.csv") for line in lines)
    assert "handson" in ran.err
    for command in (["scenario"], None):
        again = run(*command) if command else run(scenario=WISH)
        assert (again.code, again.out) == (2, "")
        assert again.err == ran.err


def test_a_folder_that_is_not_there(run, data, tmp_path, capsys):
    assert main(["check", "--data", str(tmp_path / "nowhere")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "no such folder" in err


def test_the_schema_is_an_object_that_requires_nothing(run):
    ran = run("schema")
    assert (ran.code, ran.err) == (0, "")
    found = ran.result
    assert found["type"] == "object"
    assert found["properties"].keys() == {f.name for f in fields(Scenario)}
    assert "required" not in found


# --------------------------------------------------------------------- as a program


def test_it_runs_as_a_module(data, tmp_path):
    path = tmp_path / "scenario.json"
    path.write_text('{"budget_usd": "much"}', encoding="utf-8")
    refused = subprocess.run(
        [sys.executable, "-m", "optimizer", "solve", str(path), "--data", str(data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith("budget_usd: ")


def test_letters_beyond_ascii_do_not_stop_a_terminal_without_them(
    run, data, monkeypatch
):
    for name in ("offerings.csv", "places.csv", "programs.csv"):
        text = (data / name).read_text(encoding="utf-8")
        (data / name).write_text(text.replace("Houston", "Cañon"), encoding="utf-8")
    booked = {"program_id": "P2", "kind": "hands_on", "cost_usd": 1}
    booked |= {"start": "2027-07-05", "end": "2027-07-30"}
    output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", output)
    assert run(scenario=WISH | {"booked": [booked]}).code == 0
    output.seek(0)
    labels = [i["label"] for i in json.load(output)["cost_items"]]
    assert "Booked, Cañon" in labels


def test_the_shipped_catalog_can_be_solved(tmp_path, capsys):
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(WISH), encoding="utf-8")
    assert main(["solve", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "optimal"
    assert 0 < found["baseline_match_probability"] < found["match_probability"] < 1


def test_an_analysis_is_printed_as_json(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text('{"months": [7, 8], "max_rotations": 1}')
    assert main(["returns", str(asked)]) == 0
    steps = json.loads(capsys.readouterr().out)
    assert [step["size"] for step in steps] == list(range(7))
    assert steps[1]["with_refusals"]["status"] == "optimal"
    one = steps[1]["adds"]["with_refusals"]
    gain, usd = one["marginal"]["gain"]["value"], one["marginal"]["usd"]
    assert one["marginal"]["per_1000"]["value"] == pytest.approx(1_000 * gain / usd)
    assert usd == steps[1]["with_refusals"]["expected_cost_usd"]
    for counted in ("if_all_accept", "with_refusals"):
        found = [step["adds"].get(counted, {}) for step in steps]
        assert sum(adds.get("is_most", False) for adds in found) == 1


def test_backups_are_printed_as_json(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text('{"months": [7, 8], "max_rotations": 1}')
    assert main(["backups", str(asked)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"requests", "instead", "confirm", "outcomes", "by_number"}
    assert main(["ask", str(asked)]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert found == {name: listed[name] for name in found}


def test_where_to_apply_is_printed_and_written(tmp_path, capsys):
    asked, table = tmp_path / "mine.json", tmp_path / "list.csv"
    asked.write_text('{"applications": 25}')
    assert main(["list", str(asked), "--to", str(table)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "optimal"
    assert found["wishes_unmet"] == {}
    assert (found["applications"], found["signals_used"]) == (25, 20)
    assert found["value"] == found["baseline"] <= found["bound"]
    assert (found["fees_usd"], found["once_usd"]) == (25 * 11, 350)
    states = [p["state"] for p in found["programs"]]
    assert states.count("signal") == 20
    assert states.count("apply") == 5
    assert table.read_text("utf-8-sig").splitlines()[0].startswith("What to do,")
    assert main(["list", str(asked), "--curve"]) == 0
    curve = json.loads(capsys.readouterr().out)
    assert curve["points"][25]["value"] == found["value"]
    assert curve["stop"] == found["stop_at"]
    assert curve["rungs"][0]["per_1000"]["low"] > curve["rungs"][-1]["per_1000"]["low"]


def test_one_purse_and_invitations_are_printed(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text(
        '{"months": [7, 8], "max_requests": 3, "interviews": {"nymc": "invited"}}'
    )
    assert main(["list", str(asked), "--joint"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["joint"]["total_usd"] == 10_000 + 330 + 30 * 30
    assert found["joint"]["most"]["value"] >= found["joint"]["recommended"]["value"]
    assert len(found["joint"]["requests"]) == 3
    assert 0 <= found["redeciding_adds_pp"] < 0.05
    assert main(["list", str(asked), "--joint", "--total", "20000"]) == 0
    richer = json.loads(capsys.readouterr().out)["joint"]
    assert richer["total_usd"] == 20_000
    assert richer["most"]["value"] > found["joint"]["most"]["value"]
    assert main(["list", str(asked), "--joint", "--total", "-1"]) == 2
    assert "allowed: 0 or more" in capsys.readouterr().err
    assert main(["list", str(asked), "--interviews"]) == 0
    season = json.loads(capsys.readouterr().out)
    assert [i["program_id"] for i in season["interviews"]] == ["nymc"]
    assert 0 < season["chance"] < 1
    asked.write_text('{"interviews": {"nowhere": "invited"}}')
    assert main(["list", str(asked)]) == 2
    assert "interviews" in capsys.readouterr().err


def test_no_application_exits_with_one_and_a_wrong_file_with_two(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text('{"applications": 0}')
    assert main(["list", str(asked)]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "none"
    assert main(["list", str(asked), "--to", str(tmp_path / "list.doc")]) == 2
    assert "--to" in capsys.readouterr().err
    assert main(["list", str(asked), "--to", str(tmp_path / "none" / "a.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_analysis_without_a_plan_reports_why(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text('{"budget_usd": 10}')
    assert main(["returns", str(asked)]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "infeasible"


def test_why_an_offering_is_in_the_plan(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text(
        '{"months": [7, 8], "max_rotations": 1, "today": "2026-11-24",'
        ' "stop_points_per_request": 0}'
    )
    assert main(["solve", str(asked)]) == 0
    (chosen,) = json.loads(capsys.readouterr().out)["rotations"]
    assert main(["why", str(asked), chosen["offering_id"]]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "chosen"
    assert found["without"]["price_pp"] > 0


def test_why_refuses_an_unknown_offering_and_reports_where_there_is_no_plan(
    tmp_path, capsys
):
    asked = tmp_path / "mine.json"
    asked.write_text('{"budget_usd": 10}')
    assert main(["why", str(asked), "nowhere"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert main(["why", str(asked), "E043"]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "infeasible"


# -------------------------------------------------------------------------- coverage


def test_coverage_prints_each_field_now_and_before(run, data):
    header = "file,field,known,assumed,unknown,counted_on\n"
    (data / "coverage_before.csv").write_text(
        header + "programs.csv,visa_sponsorship,0,0,2,2026-11-24\n"
    )
    ran = run("coverage")
    assert ran.code == 0
    found = json.loads(ran.out)
    [now] = [c for c in found["now"] if c["field"] == "visa_sponsorship"]
    assert (now["known"], now["assumed"], now["unknown"]) == (2, 0, 0)
    [was] = found["before"]
    assert (was["unknown"], was["counted_on"]) == (2, "2026-11-24")


def test_coverage_of_a_folder_that_is_not_there_exits_with_two(tmp_path):
    assert main(["coverage", "--data", str(tmp_path / "nowhere")]) == 2


# ---------------------------------------------------------------------------- export


@pytest.fixture
def export(run, tmp_path: Path):
    """Run ``export`` on a scenario; the second argument is the name of the file."""

    def ran(scenario: dict[str, Any], name: str, *extra: str) -> tuple[Ran, Path]:
        (tmp_path / "wish.json").write_text(json.dumps(scenario), encoding="utf-8")
        to = tmp_path / name
        return run("export", str(tmp_path / "wish.json"), "--to", str(to), *extra), to

    return ran


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.ics", b"BEGIN:VCALENDAR"), ("a.XLSX", b"PK"), ("a.csv", b"\xef\xbb\xbfRow")],
)
def test_a_plan_is_written_as_its_name_says(export, name, start):
    ran, file = export(WISH, name)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_bytes().startswith(start)


def test_a_calendar_written_again_updates_the_one_it_replaces(export):
    _, file = export(WISH, "a.ics")
    before = read_earlier(file.read_bytes())
    ran, _ = export(WISH, "a.ics")
    after = read_earlier(file.read_bytes())
    assert ran.code == 0
    assert (after.key, after.version > before.version) == (before.key, True)
    file.write_text("not ours")
    assert export(WISH, "a.ics")[0].code == 0
    assert read_earlier(file.read_bytes()).key != before.key


@pytest.mark.parametrize("name", ["a.docx", "plan", "lost/a.ics"])
def test_a_file_that_cannot_be_written_is_told_in_a_sentence(export, name):
    ran, file = export(WISH, name)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert not file.exists()


@pytest.mark.parametrize(
    ("wanted", "told", "hidden"),
    [
        ("profile", ["USMLE Step 1"], ["On average"]),
        ("chances", ["On average"], ["USMLE Step 1"]),
        ("profile,chances", ["USMLE Step 1", "On average"], []),
        (None, [], ["USMLE Step 1", "On average"]),
    ],
)
def test_a_pdf_tells_of_the_applicant_only_what_is_wanted(export, wanted, told, hidden):
    extra = ("--with", wanted) if wanted else ()
    ran, file = export(WISH, "a.pdf", *extra)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert all(words in text for words in told)
    assert not any(words in text for words in hidden)


@pytest.mark.parametrize(("name", "wanted"), [("a.ics", "profile"), ("a.pdf", "name")])
def test_what_a_file_cannot_tell_is_refused(export, name, wanted):
    ran, file = export(WISH, name, "--with", wanted)
    assert (ran.code, ran.out) == (2, "")
    assert not file.exists()


def test_without_a_plan_nothing_is_written(export):
    ran, file = export(WISH | {"budget_usd": 100}, "a.ics")
    assert ran.code == 1
    assert ran.result["status"] == "infeasible"
    assert not file.exists()


# --------------------------------------------------------------------------- correct

PAGE = ("--source", "https://example.org/visitors", "--as-of", "2026-05")


def test_a_correction_says_which_plans_change(run, data):
    """E1 takes no students any more: theirs change, those of graduates do not."""
    ran = run("correct", "E1", "students", "no", *PAGE)
    assert (ran.code, ran.err) == (0, "")
    first, head, *plans = ran.out.splitlines()
    assert first == (
        "offerings.csv, E1, students: was yes, is no."
        " Source: https://example.org/visitors (2026-05)."
    )
    assert head == "Best plans of the typical applicants:"
    assert plans[0] == "- Average student: changed"
    assert "(E1) from 3 May 2027" in plans[1]
    assert "(E1)" not in plans[2]
    assert "(E2) from 31 May 2027" in plans[2]
    assert "- US citizen graduate: unchanged" in plans
    assert run("check").code == 0
    assert "no" in (data / "offerings.csv").read_text().splitlines()[1].split(",")


def test_a_confirmed_cell_gets_its_source(run, data):
    ran = run("correct", "E1", "students", "yes", *PAGE, "--listing")
    assert "students: stays yes." in ran.out
    assert ran.out.count("unchanged") == 6
    assert "example.org/visitors" in (data / "provenance.csv").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ("E9", "students", "no", *PAGE),
        ("E1", "student", "no", *PAGE),
        ("E1", "students", "maybe", *PAGE),
        ("E1", "students", "no", "--source", "x", "--as-of", "2026"),
        ("E1", "students", "no", "--source", "https://x.org", "--as-of", "soon"),
    ],
)
def test_a_correction_that_does_not_fit_writes_nothing(run, data, words):
    before = {path: path.read_bytes() for path in data.iterdir()}
    ran = run("correct", *words)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert {path: path.read_bytes() for path in data.iterdir()} == before


def test_check_lists_what_was_read_longer_ago(capsys):
    assert main(["check"]) == 0
    assert "It decides" not in capsys.readouterr().out
    assert main(["check", "--age", "18"]) == 0
    found = capsys.readouterr().out
    assert "Older than 18 months or undated:" in found
    for decides in ("whom a host takes", "when", "the price"):
        assert f"It decides {decides}: " in found
    assert main(["check", "--age", "1200"]) == 0  # then only what has no date
    ages = {line.split(": ")[1].split()[0] for line in _facts(capsys.readouterr().out)}
    assert ages == {"undated"}


def test_check_lists_what_to_look_at_once_a_year(capsys):
    assert main(["check"]) == 0
    assert "once a year" not in capsys.readouterr().out
    assert main(["check", "--yearly"]) == 0
    found = capsys.readouterr().out
    for file in ("seasons", "assumptions", "entry_rules"):
        assert f"\n- {file}.csv " in found


def _facts(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("  ")]


def test_cpsat_alone_finds_the_same_plan(run):
    found = [run(*how, scenario=WISH).result for how in ((), ("--engine", "cpsat"))]
    assert found[0]["rotations"] == found[1]["rotations"]
    assert {f["status"] for f in found} == {"optimal"}
    assert run("--engine", "luck", scenario=WISH).code == 2


def test_the_year_is_printed_as_json(tmp_path, capsys):
    asked = tmp_path / "mine.json"
    asked.write_text('{"months": [7, 8], "max_rotations": 1, "today": "2026-11-24"}')
    assert main(["year", str(asked)]) == 0
    found = json.loads(capsys.readouterr().out)
    first = found["items"][0]
    fields = {"day", "until", "what", "host", "kind", "state", "late", "slack_days"}
    assert fields < first.keys()
    assert first["day"] <= first["until"]
    ids = {item["item_id"] for item in found["items"]}
    assert set(found["this_week"]) | set(found["late"]) <= ids
