"""Run the examples of docs/cli.md; as a program, write what they print below them.

An example is a block that begins with ``$ python -m optimizer``; ``$ cat NAME`` shows a
file that the others read. JSON is cut to what shows its form: the first entry of a
list, the first fields of what is deep inside; a part in dots tells what is left out.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizer.__main__ import main
from optimizer.catalog_io.read import DATA

PAGE = Path(__file__).parent / "cli.md"
BLOCK = re.compile(r"```console\n\$ (.+)\n((?:.*\n)*?)```")
COMMAND = "python -m optimizer "
FIELDS, LINES, CHARACTERS = 8, 8, 72
NEVER_THE_SAME = ("seconds", "mark")


def examples(page: str) -> dict[str, str]:
    """What each command of the page prints there."""
    found = BLOCK.findall(page)
    return {said: out for said, out in found if said.startswith(COMMAND)}


@contextlib.contextmanager
def folder(page: str) -> Iterator[None]:
    """A folder with the files of the page and ``my-data``, a copy of the catalog."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        for said, content in BLOCK.findall(page):
            if said.startswith("cat "):
                Path(said.removeprefix("cat ")).write_text(content, encoding="utf-8")
        shutil.copytree(DATA, "my-data")
        yield


def run(said: str) -> str:
    """Run a command, and shorten what it prints to standard output."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        main(shlex.split(said.removeprefix(COMMAND)))
    return shortened(out.getvalue())


def shortened(printed: str) -> str:
    """Shorten JSON, lines of JSON, or text."""
    with contextlib.suppress(ValueError):
        return _a_line_each(_cut(json.loads(printed), 0))
    lines = printed.splitlines()
    with contextlib.suppress(ValueError):
        found = sorted(map(json.loads, lines), key=lambda one: int(one["line"]))
        return "".join(f"{_line(_cut(one, 0))}\n" for one in found)
    more = [f"… {len(lines) - LINES} more lines"] if len(lines) > LINES else []
    return "".join(f"{line}\n" for line in [*lines[:LINES], *more])


def _a_line_each(found: Any) -> str:
    """JSON with a line for each field or entry."""
    if isinstance(found, list):
        rows = [_line(one) for one in found]
        return "[\n  " + ",\n  ".join(rows) + "\n]\n"
    rows = [f"{_line(name)}: {_line(value)}" for name, value in found.items()]
    return "{\n  " + ",\n  ".join(rows) + "\n}\n"


def _line(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def _cut(found: Any, depth: int) -> Any:
    if isinstance(found, dict):
        kept = {k: v for k, v in found.items() if k not in NEVER_THE_SAME}
        shown = [*kept][: max(FIELDS >> depth, 1) if depth else None]
        cut = {name: _cut(kept[name], depth + 1) for name in shown}
        more = len(kept) - len(cut)
        return cut | ({"…": f"{more} more"} if more else {})
    if isinstance(found, list):
        rest = [f"… {len(found) - 1} more"] if len(found) > 1 else []
        return [_cut(found[0], depth + 1), *rest] if found else []
    if isinstance(found, str) and len(found) > CHARACTERS:
        return f"{found[:CHARACTERS]}…"
    return round(found, 4) if isinstance(found, float) else found


def rewrite() -> None:
    """Run every example and write what it prints below it."""
    page = PAGE.read_text(encoding="utf-8")
    with folder(page):
        for said in examples(page):
            print(said, flush=True)
            old, new = f"$ {said}\n{examples(page)[said]}", f"$ {said}\n{run(said)}"
            page = page.replace(f"```console\n{old}```", f"```console\n{new}```")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
