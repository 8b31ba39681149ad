"""Many scenarios, a line each: all answered, whatever one is; and gone on with."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import factories as make
import pytest
from distributed import LocalCluster

from optimizer.__main__ import main
from optimizer.commands import batch

WISH = {"today": "2026-11-02", "season": 2028, "min_letters": 0, "max_rotations": 2}
LINES = [
    WISH,
    WISH | {"budget_usd": 10},
    WISH | {"budget_usd": "much", "free_month": 7},
    WISH | {"max_rotations": 1},
]
EXITS = {1: 0, 2: 1, 3: 2, 5: 0}
"""Exit code of each line of the file below, whose fourth line is blank."""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    make.two_hosts(tmp_path / "data")
    lines = [json.dumps(line) for line in LINES]
    (tmp_path / "many.jsonl").write_text("\n".join([*lines[:3], "", lines[3]]) + "\n")
    return tmp_path


def run(folder: Path, *words: str, verb: str = "solve", jobs: int = 1) -> int:
    asked = ["batch", str(folder / "many.jsonl"), "--verb", verb, "--jobs", str(jobs)]
    return main([*asked, "--data", str(folder / "data"), *words])


def read(text: str) -> dict[int, dict[str, Any]]:
    found = {answer["line"]: answer for answer in map(json.loads, text.splitlines())}
    assert len(found) == len(text.splitlines())
    return found


def timeless(found: Any) -> Any:
    """The same without what a clock says."""
    if isinstance(found, dict):
        return {k: timeless(v) for k, v in found.items() if k != "seconds"}
    return [timeless(one) for one in found] if isinstance(found, list) else found


@pytest.mark.parametrize("verb", batch.VERBS)
def test_each_line_is_answered_as_its_verb_answers_it_alone(many, verb, capsys):
    assert run(many, verb=verb) == 2
    found = timeless(read(capsys.readouterr().out))
    assert found.keys() == EXITS.keys()
    for line, wish in zip(EXITS, LINES, strict=True):
        (many / "one.json").write_text(json.dumps(wish))
        one = [verb, str(many / "one.json"), "--data", str(many / "data")]
        assert main(one) == found[line]["exit"]
        out, err = capsys.readouterr()
        if EXITS[line] == 2:
            assert found[line]["faults"] == err.splitlines()
            continue
        alone = timeless(json.loads(out))
        alone.pop("excluded", None)  # long, and left out
        assert found[line]["answer"] == alone


def test_several_processes_find_the_same(many, capsys):
    run(many)
    out, err = capsys.readouterr()
    alone = timeless(read(out))
    assert {line: answer["exit"] for line, answer in alone.items()} == EXITS
    assert err.endswith("4 of 4: 2 with a plan, 1 without, 1 with faults\n")
    assert run(many, jobs=2) == 2
    assert timeless(read(capsys.readouterr().out)) == alone


def test_a_cluster_of_two_workers_finds_the_same(many, capsys, monkeypatch):
    # A page tested earlier in this process stays __main__; a worker would run it.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    run(many)
    alone = timeless(read(capsys.readouterr().out))
    workers = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**workers) as cluster:
        assert run(many, "--dask", cluster.scheduler_address) == 2
        assert timeless(read(capsys.readouterr().out)) == alone


def test_no_scheduler_is_bad_input(many, capsys):
    assert run(many, "--dask", "nowhere://at-all") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("--dask: ")


def test_an_interrupted_run_goes_on_where_it_was(many, capsys, monkeypatch):
    out = many / "answers.jsonl"
    assert run(many, "--out", str(out)) == 2
    whole = out.read_bytes()
    assert timeless(read(whole.decode())).keys() == EXITS.keys()
    out.write_bytes(whole[: whole.rindex(b'"line": 5') + 30])
    asked = []
    verbs = {"solve": lambda problem: asked.append(problem) or (0, {"new": True})}
    monkeypatch.setattr(batch, "VERBS", verbs)
    assert run(many, "--out", str(out)) == 2
    assert len(asked) == 1
    again = read(out.read_text())
    assert again[5]["answer"] == {"new": True}
    assert [again[n] for n in (1, 2, 3)] == [read(whole.decode())[n] for n in (1, 2, 3)]
    assert run(many, "--out", str(out)) == 2
    assert len(asked) == 1


def test_what_was_changed_is_asked_again(many, capsys):
    out = many / "answers.jsonl"
    run(many, "--out", str(out))
    before = read(out.read_text())
    lines = (many / "many.jsonl").read_text().splitlines()
    lines[2] = json.dumps(WISH | {"max_rotations": 1})
    (many / "many.jsonl").write_text("\n".join(lines))
    assert run(many, "--out", str(out)) == 1
    after = read(out.read_text())
    assert after[3]["exit"] == 0
    assert {n for n in after if after[n] != before[n]} == {3}
    run(many, "--out", str(out), verb="ask")
    assert all("requests" in read(out.read_text())[n]["answer"] for n in (1, 5))


def test_a_line_that_breaks_us_is_told_and_tried_again(many, capsys, monkeypatch):
    out = many / "answers.jsonl"

    def broken(problem):
        if problem.scenario.max_rotations == 1:
            raise ZeroDivisionError("no luck")
        return 0, {}

    monkeypatch.setattr(batch, "VERBS", {"solve": broken})
    assert run(many, "--out", str(out)) == 3
    assert read(out.read_text())[5]["failed"] == "ZeroDivisionError: no luck"
    assert capsys.readouterr().err.endswith("1 with faults, 1 failed\n")
    monkeypatch.setattr(batch, "VERBS", {"solve": lambda problem: (0, {})})
    assert run(many, "--out", str(out)) == 2
    assert read(out.read_text())[5]["exit"] == 0


@pytest.mark.parametrize("there", [json.dumps(WISH), json.dumps(WISH) + "\n", "a\nb\n"])
def test_a_file_of_something_else_is_left_alone(many, capsys, there):
    out = many / "answers.jsonl"
    out.write_text(there)
    assert run(many, "--out", str(out)) == 2
    assert out.read_text() == there
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_to_answer_and_nowhere_to_write_are_bad_input(many, capsys):
    assert run(many, "--out", str(many / "lost" / "answers.jsonl")) == 2
    (many / "many.jsonl").write_text("\n\n")
    assert run(many) == 2
    (many / "many.jsonl").unlink()
    assert run(many) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 3)


def test_another_catalog_on_a_worker_is_told(many):
    setting = batch.Setting("solve", many / "data", "another", make.TODAY)
    found = batch.answer_line(setting, batch.Question(1, b"{}", "0"))
    assert found["exit"] == 2
    assert "another catalog" in found["faults"][0]


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_jobs_are_a_number_of_processes(many, jobs):
    with pytest.raises(SystemExit) as refused:
        main(["batch", str(many / "many.jsonl"), "--jobs", jobs])
    assert refused.value.code == 2


def test_a_table_of_applicants_is_answered_row_by_row(many, capsys):
    table = many / "many.csv"
    rows = ["today,season,min_letters,max_rotations,budget_usd"]
    rows += [
        f"2026-11-02,2028,0,{most},{usd}" for most, usd in ((2, ""), (2, 10), (1, "x"))
    ]
    table.write_text("\n".join(rows))
    run(many)
    lines = timeless(read(capsys.readouterr().out))
    asked = ["batch", str(table), "--verb", "solve", "--jobs", "1"]
    assert main([*asked, "--data", str(many / "data")]) == 2
    found = timeless(read(capsys.readouterr().out))
    assert [found[n]["exit"] for n in (2, 3, 4)] == [0, 1, 2]
    assert found[2]["answer"] == lines[1]["answer"]
    assert found[4]["faults"][0].startswith("budget_usd: ")
