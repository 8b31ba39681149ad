"""A JSON object from text that anyone may have written: strict and bounded."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from optimizer.domain.faults import DataError, Fault, shown

# What is larger or deeper than this is refused unread.
JSON_BYTES = 1_000_000
DEPTH = 20

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[{\]}]")


def load_object(text: str | bytes) -> dict[str, Any]:
    """Read a JSON object; a field given twice, NaN and Infinity are refused.

    Raises
    ------
    DataError
        With one sentence.
    """
    found = _loaded(_decoded(text))
    if not isinstance(found, dict):
        raise refused(f"{shown(found)} is no object", "an object in curly brackets")
    return found


def refused(what: str, allowed: str) -> DataError:
    """Refuse the whole text for one reason."""
    return DataError([Fault("scenario", what, allowed)])


def _decoded(text: str | bytes) -> str:
    if len(text) > JSON_BYTES:
        raise refused("this is too large", "up to 1 MB")
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not UTF-8"
        raise refused(what, "text saved as UTF-8") from None


def _loaded(text: str) -> object:
    if _depth(text) > DEPTH:
        raise refused("this is nested too deeply", f"up to {DEPTH} levels")
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        what = f"this is not JSON ({error.msg}, line {error.lineno})"
        raise refused(what, "a JSON object") from None
    except ValueError:  # an integer of thousands of digits
        raise refused("a number is too long", "numbers people use") from None


def _depth(text: str) -> int:
    """Deepest nesting of brackets outside strings, without recursion."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise refused(f"the field {shown(twice)} is there twice", "each field once")
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise refused(f"{shown(text)} is no finite number", "finite numbers")
    return number
