"""The scenario as JSON: default, reading with every fault named, writing, schema.

``docs/scenario.md`` is the dictionary of the fields.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import ValidationError

from optimizer.domain.applicant import Applicant, Booked, Letter, Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import (
    UNKNOWN_FIELD,
    DataError,
    Fault,
    faults_of,
    first_faults,
    nearest,
    path,
    quote_value,
)
from optimizer.domain.records import FoundOut
from optimizer.domain.scenario import PARTS, SCENARIO, Scenario
from optimizer.scenario_io.checks import scenario_faults

# What is larger or deeper than this is refused unread.
JSON_BYTES = 1_000_000
DEPTH = 20

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[{\]}]")


def load_object(text: str | bytes) -> dict[str, Any]:
    """Read a JSON object; a field given twice, NaN and Infinity are refused.

    ``DataError`` with one sentence.
    """
    found = _parse(_decode(text))
    if not isinstance(found, dict):
        raise text_error(
            f"{quote_value(found)} is no object", "an object in curly brackets"
        )
    return found


def text_error(what: str, allowed: str) -> DataError:
    """Refuse the whole text for one reason."""
    return DataError([Fault("scenario", what, allowed)])


def _decode(text: str | bytes) -> str:
    if len(text) > JSON_BYTES:
        raise text_error("this is too large", "up to 1 MB")
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not UTF-8"
        raise text_error(what, "text saved as UTF-8") from None


def _parse(text: str) -> object:
    if _depth(text) > DEPTH:
        raise text_error("this is nested too deeply", f"up to {DEPTH} levels")
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        what = f"this is not JSON ({error.msg}, line {error.lineno})"
        raise text_error(what, "a JSON object") from None
    except ValueError:  # an integer of thousands of digits
        raise text_error("a number is too long", "numbers people use") from None


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
        raise text_error(
            f"the field {quote_value(twice)} is there twice", "each field once"
        )
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise text_error(f"{quote_value(text)} is no finite number", "finite numbers")
    return number


LISTED_FAULTS = 100


def default_scenario(catalog: Catalog, today: dt.date) -> Scenario:
    """Build the scenario of someone who has changed nothing yet."""
    return Scenario(season=_season_planned_on(catalog, today), today=today)


def read_scenario(text: str | bytes, catalog: Catalog, today: dt.date) -> Scenario:
    """Read a scenario; what it leaves out takes the default.

    ``DataError`` with one sentence per fault.
    """
    return scenario_of(load_object(text), catalog, today)


def scenario_of(found: dict[str, Any], catalog: Catalog, today: dt.date) -> Scenario:
    """Build a scenario from a JSON object that has been loaded already."""
    return coherent(read_fields(found, catalog, today), catalog)


def coherent(scenario: Scenario, catalog: Catalog) -> Scenario:
    """The scenario itself; ``DataError`` if it does not fit the catalog or itself."""
    if faults := list(scenario_faults(scenario, catalog)):
        raise _data_error(faults)
    return scenario


def read_fields(found: dict[str, Any], catalog: Catalog, today: dt.date) -> Scenario:
    """Build a scenario of the right form, whether its names are known or not."""
    values = {"today": today.isoformat()} | found
    if "season" not in values:
        values["season"] = _season_planned_on(catalog, _day(values["today"], today))
    try:
        encoded = json.dumps(values, ensure_ascii=False).encode()
        return SCENARIO.validate_json(encoded, strict=True)
    except UnicodeEncodeError:
        raise text_error("a text holds half a character", "whole characters") from None
    except ValidationError as error:
        raise _data_error(_field_faults(error)) from None


def write_scenario(scenario: Scenario) -> str:
    """Write every field of a scenario as indented JSON, always in the same order."""
    return json.dumps(plain(scenario), indent=2, ensure_ascii=False) + "\n"


def plain(scenario: Scenario) -> dict[str, Any]:
    """Every field of a scenario as a JSON object."""
    found: dict[str, Any] = SCENARIO.dump_python(scenario, mode="json")
    return found


def schema() -> dict[str, Any]:
    """Build the JSON Schema of a scenario file; no field is required."""
    found = SCENARIO.json_schema()
    found.pop("required")  # the reader fills season and today
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


@cache
def meaning(path: str) -> str:
    """What a field means, as it stands under the field itself."""
    return _descriptions()[path]


@cache
def _descriptions() -> dict[str, str]:
    schema = SCENARIO.json_schema()
    parts = {"": schema} | {
        f"{part}.": schema["$defs"][kind.__name__] for part, kind in PARTS.items()
    }
    return {
        f"{part}{name}": " ".join(found["description"].split())
        for part, of in parts.items()
        for name, found in of["properties"].items()
    }


def _season_planned_on(catalog: Catalog, today: dt.date) -> int:
    open_seasons = [s.season for s in catalog.seasons if s.window_end >= today]
    return min(open_seasons) if open_seasons else catalog.seasons[-1].season


def _day(text: object, otherwise: dt.date) -> dt.date:
    """Read the file's own today; a wrong one is reported with the other fields."""
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return otherwise


def _data_error(faults: Iterable[Fault]) -> DataError:
    return DataError(first_faults(faults, LISTED_FAULTS, "scenario"))


def _field_faults(error: ValidationError) -> list[Fault]:
    return [
        Fault(
            where, what, _known_fields(location) if what == UNKNOWN_FIELD else allowed
        )
        for location, what, allowed in faults_of(error)
        for where in [path(location) or "scenario"]
    ]


def _known_fields(location: tuple[str | int, ...]) -> str:
    owners = {
        "applicant": Applicant,
        "preferences": Preferences,
        "booked": Booked,
        "letters": Letter,
        "found_out": FoundOut,
    }
    owner = owners.get(str(location[0])) if len(location) > 1 else Scenario
    names = [field.name for field in fields(owner or Scenario)]
    return nearest(str(location[-1]), names)
