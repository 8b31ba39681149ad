"""Hostile inputs made from valid ones: bits, text, JSON trees, tables and zips."""

from __future__ import annotations

import copy
import csv
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

TEXTS = (
    "",
    " ",
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "[x](javascript:alert(1))",
    "![x](http://example.com/x.png)",
    "$x^2$ :material/home: :red[x] `code` **b** # h",
    "\u202egnp.exe",
    "\u200b\u2060\ufeff",
    "\ud800",
    "\udfff\ud800",
    "a\0b",
    "line\nbreak\r\n\ttab",
    "../../etc/passwd",
    "C:\\windows\\system32",
    "=HYPERLINK(1)",
    "+1+1",
    "'; DROP TABLE programs; --",
    "{{7*7}}${7*7}",
    "%s%n{0}{x!r}",
    "é" * 300,
    "A" * 5_000,
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 北京 عربى",
    "E043@2027-05-03",
    "E043@9999-99-99",
    "@",
    "yes",
    "unknown",
    "NaN",
    "2027-02-30",
    "0001-01-01",
    "9999-12-31",
    "-1",
    "1e9",
    "٣",
)
NUMBERS: tuple[Any, ...] = (
    0,
    -1,
    1,
    2**31,
    2**63,
    -(2**64),
    10**40,
    1e308,
    1e-320,
    -0.0,
    0.1,
    float("nan"),
    float("inf"),
    float("-inf"),
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"": None},
    *NUMBERS,
    *TEXTS,
)
PATHS = (
    "../programs.csv",
    "/etc/passwd",
    "a/b/c/programs.csv",
    "..\\programs.csv",
    "programs.csv/",
    "PROGRAMS.CSV",
    "__MACOSX/programs.csv",
    "evil\0.csv",
    "<script>.csv",
    "x" * 300,
)
BOMB_BYTES = 8_000_000
DEEP = 5_000


# --- bytes


def damaged(content: bytes, random: Random) -> bytes:
    """Flip, cut, repeat or splice in a few places."""
    for _ in range(random.randint(1, 4)):
        content = random.choice(_DAMAGE)(content, random)
    return content


def _flip(content: bytes, random: Random) -> bytes:
    found = bytearray(content)
    for _ in range(random.randint(1, 8) if found else 0):
        found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randint(0, len(content))]


def _drop(content: bytes, random: Random) -> bytes:
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    return content[:start] + content[end:]


def _repeat(content: bytes, random: Random) -> bytes:
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    return content[:end] + content[start:]


def _insert(content: bytes, random: Random) -> bytes:
    at = random.randint(0, len(content))
    foreign = random.choice((*(_encoded(text) for text in TEXTS), random.randbytes(9)))
    return content[:at] + foreign + content[at:]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_DAMAGE: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _cut,
    _drop,
    _repeat,
    _insert,
)


def damaged_text(text: str, random: Random) -> str:
    """Damage a text in the same way; it may then hold half characters."""
    content = damaged(_encoded(text), random)
    return content.decode("utf-8", random.choice(("surrogateescape", "replace")))


# --- JSON ---------------------------------------------------------------------


def grown(tree: Any, random: Random) -> Any:
    """Change a JSON tree in one to five places; it stays a tree."""
    tree = copy.deepcopy(tree)
    for _ in range(random.randint(1, 5)):
        places = [*_places(tree)]
        if places:
            holder, key = random.choice(places)
            random.choice(_GROWTH)(holder, key, random)
    return tree


def as_json(tree: Any, random: Random) -> str:
    """Write a tree as JSON, now and then with a key twice or nested very deeply."""
    text = json.dumps(tree, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.05:
        text = text.replace("{", '{"budget_usd": 1, "budget_usd": 2, ', 1)
    if random.random() < 0.02:
        deep = random.choice(("[", '{"a":')) * random.choice((19, 20, 21, DEEP))
        text = text.replace(": ", f": {deep}", 1)
    return text


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every value in a tree, as what holds it and its key there."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in [*items]:
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _replace(holder: Any, key: Any, random: Random) -> None:
    holder[key] = copy.deepcopy(random.choice(VALUES))


def _nudge(holder: Any, key: Any, random: Random) -> None:
    value = holder[key]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return
    if isinstance(value, str):
        holder[key] = damaged_text(value, random)
    else:
        holder[key] = value + random.choice((-1, 1, 0.5, 100, -10_000))


def _lengthen(holder: Any, key: Any, random: Random) -> None:
    value = holder[key]
    many = random.choices((2, 7, 51, 201, 301, 2_000), (20, 20, 20, 20, 20, 1))[0]
    if isinstance(value, list) and value:
        holder[key] = [copy.deepcopy(value[i % len(value)]) for i in range(many)]
    elif isinstance(value, dict):
        foreign = [copy.deepcopy(v) for v in random.choices(VALUES, k=many)]
        value.update({f"X{i}": found for i, found in enumerate(foreign)})


def _rename(holder: Any, key: Any, random: Random) -> None:
    if isinstance(holder, dict):
        holder[random.choice((*TEXTS, f"{key}_"))] = holder.pop(key)


def _remove(holder: Any, key: Any, random: Random) -> None:
    del holder[key]


def _wrap(holder: Any, key: Any, random: Random) -> None:
    holder[key] = random.choice(([holder[key]], {"a": holder[key]}, str(holder[key])))


_GROWTH: tuple[Callable[[Any, Any, Random], None], ...] = (
    _replace,
    _replace,
    _nudge,
    _nudge,
    _lengthen,
    _rename,
    _remove,
    _wrap,
)


# --- tables and zips


def mixed_up(sheet: bytes, random: Random) -> bytes:
    """Change cells, rows or columns of a CSV file."""
    rows = [*csv.reader(io.StringIO(sheet.decode(), newline=""))]
    for _ in range(random.randint(1, 4)):
        row = random.choice(rows)
        match random.randrange(8):
            case 0:
                rows.append(copy.copy(row))
            case 1 if len(rows) > 1:
                rows.remove(row)
            case 2:
                row.append(random.choice(TEXTS))
            case 3 if row:
                row.pop()
            case 4:
                rows.extend([row] * random.choice((2, 50)))
            case _ if row:
                at = random.randrange(len(row))
                row[at] = _cell(row[at], random)
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return _encoded(written.getvalue())


def _cell(cell: str, random: Random) -> str:
    match random.randrange(3):
        case 0:
            return random.choice(TEXTS)
        case 1:
            return str(random.choice(NUMBERS))
    return damaged_text(cell, random)


def zipped(files: dict[str, bytes], random: Random) -> bytes:
    """Pack files into a zip, now and then under odd names, twice or as a bomb."""
    packed = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),  # of a name that is there twice
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in files.items():
            odd = random.random() < 0.1
            archive.writestr(random.choice(PATHS) if odd else name, content)
        if random.random() < 0.02:
            archive.writestr(next(iter(files)), b"x" * BOMB_BYTES)
        if random.random() < 0.03:
            for place in range(random.choice((31, 500))):
                archive.writestr(f"{place}.csv", b"")
    return packed.getvalue()


def shrunk(found: Any, fails: Callable[[Any], bool]) -> Any:
    """Leave out of a text or of bytes what is not needed for it to fail."""
    size = len(found) // 2
    while size:
        at = 0
        while at < len(found):
            shorter = found[:at] + found[at + size :]
            if fails(shorter):
                found = shorter
            else:
                at += size
        size //= 2
    return found
