"""The command line: solve a scenario, ask about its plan, print forms, check data.

Exit codes: 0 with a plan (or a valid catalog), 1 without one, 2 for bad input, 3 where
the program itself failed; 130 after Ctrl-C, 141 where the reader of a pipe has gone.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from optimizer.commands import batch, catalogs, plans, requests
from optimizer.commands.common import BAD_INPUT, CLOSED_PIPE, CRASHED, INTERRUPTED
from optimizer.domain.faults import DataError

GROUPS = (plans, requests, batch, catalogs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    asked = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 on every terminal
    try:
        code = int(asked.command(asked))
        sys.stdout.flush()
    except DataError as error:
        for fault in error.faults:
            print(fault.sentence, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _stop_printing()
        return CLOSED_PIPE
    except Exception as error:
        # One sentence and a code of its own: a script must not take it for "no plan".
        print(_failure(error), file=sys.stderr)
        return CRASHED
    return code


def _stop_printing() -> None:
    """Keep Python from complaining at exit that nobody reads any more."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failure(error: Exception) -> str:
    return (
        f"RotaMatch itself failed ({type(error).__name__}: {error}). This is our fault,"
        " not that of your input: please report it with the scenario file."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m optimizer", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for group in GROUPS:
        group.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
