"""A whole class in one call of ``batch``, by each verb.

``python -m benchmarks.many --write`` puts into docs/benchmarks.md how long
``python -m optimizer batch class.csv --verb VERB --jobs 2`` takes for the made-up class
of ``benchmarks.class_table``, start of all processes included.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.class_table import made_up, write_applicants
from benchmarks.report import met, table
from benchmarks.written import circumstances, load, rewrite
from optimizer.commands.common import FOUND, NOT_FOUND

AIM_S = 60.0
"""For a thousand applicants on two cores."""
COLUMNS = ("verb", "s by the clock", "processor s", "each, s", "aim, s", "")


def main() -> None:
    """Run what the command line asks for."""
    args, before = _arguments(), load()
    with tempfile.TemporaryDirectory() as folder:
        applicants = Path(folder) / "class.csv"
        applicants.write_bytes(write_applicants(made_up(args.applicants)))
        rows = [row(applicants, verb, args) for verb in args.verbs]
    measured = circumstances("benchmarks.many", before)
    written = f"{measured}\n\n{table(COLUMNS, rows)}"
    if args.write:
        rewrite("benchmarks.many", written)
    else:
        print(written)


def row(applicants: Path, verb: str, args: argparse.Namespace) -> tuple[str, ...]:
    """Answer a class by one verb; what it took, beside the aim."""
    call = ("batch", str(applicants), "--verb", verb, "--jobs", str(args.jobs))
    began, spent = time.perf_counter(), _processor_s()
    run = subprocess.Popen(
        [sys.executable, "-m", "optimizer", *call], stdout=subprocess.PIPE
    )
    _listen(run)
    clock, spent = time.perf_counter() - began, _processor_s() - spent
    aim = AIM_S * args.applicants / 1_000
    each = args.jobs * clock / args.applicants
    cells = (f"{clock:.0f}", f"{spent:.0f}", f"{each:.3f}", f"{aim:.0f}")
    return f"`{verb}`", *cells, met(clock, aim)


def _listen(run: subprocess.Popen[bytes]) -> None:
    """Read all answers; raises AssertionError if a line was not answered."""
    assert run.stdout
    codes = {json.loads(answer)["exit"] for answer in run.stdout}
    assert run.wait() in (FOUND, NOT_FOUND), codes


def _processor_s() -> float:
    """Processor seconds of all processes begun here that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.many", description=__doc__)
    parser.add_argument("--applicants", type=int, default=1_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbs", nargs="+", default=["solve", "list", "ask"])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
