"""A scenario with the chosen blocks, or several by name, in one URL parameter.

The value is ``1.`` and then compressed JSON in base64url. It comes from strangers, so
opening is bounded before anything is unpacked.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from optimizer.domain.applicant import Applicant
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import BlockId
from optimizer.scenario_io.fitting import Omission, fit_names
from optimizer.scenario_io.json_file import (
    coherent,
    default_scenario,
    load_object,
    plain,
    read_fields,
)

VERSION = "1."
ENCODED_CHARACTERS = 8_000
JSON_BYTES = 64_000
LISTED_TEXTS = 200
# Without a profile a link shows dates and costs: answers about other fields would add
# nothing to it, and may hint at who asked.
DATES_AND_COSTS = (
    *("weeks", "starts", "kind", "letter_days", "gives_letter"),
    *("application_fee_usd", "fee_due", "tuition_usd", "other_fees_usd"),
)
REPLIES = ("answers", "answer_by", "reply_days", "took_place")
PERSONAL = (*REPLIES, "done", "interviews", "rank_order")
"""What was said and when, what is done: only a link with the profile tells."""
AGAIN = "so please ask for it again"
DAMAGED = f"it is damaged or cut off, {AGAIN}"


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link holds.

    Without ``has_profile`` the applicant in the scenario is only the default one:
    schedule and cost may be shown, chances and eligibility may not. ``dropped`` names
    what the link asks for and this catalog does not know (any more).
    """

    scenario: Scenario
    block_ids: tuple[str, ...]
    has_profile: bool
    same_catalog: bool
    dropped: tuple[str, ...] = ()


def share_query(
    problem: Problem, plan_block_ids: tuple[str, ...], *, include_profile: bool
) -> str:
    """Write the value of the URL parameter.

    ``DataError`` if the scenario is too large for a link.
    """
    content = {
        "scenario": link_fields(problem, include_profile=include_profile),
        "catalog": problem.catalog.shipped.version,
        "blocks": plan_block_ids,
    }
    if query := pack(content):
        return query
    raise link_error("this scenario is too large for a link, so save it as a file")


def read_link(text: str, catalog: Catalog, today: dt.date) -> Shared:
    """Read the value of the URL parameter; ``DataError`` with exactly one sentence."""
    content = content_of(text)
    found, blocks = content.get("scenario"), _texts(content.get("blocks"))
    if not isinstance(found, dict) or blocks is None:
        raise link_error(DAMAGED)
    scenario, dropped = link_scenario(found, catalog, today)
    known = [block for block in blocks if is_block(block, catalog)]
    return Shared(
        scenario=scenario,
        block_ids=tuple(known),
        has_profile="applicant" in found,
        same_catalog=content.get("catalog") == catalog.shipped.version,
        dropped=(*dropped, *(block for block in blocks if block not in known)),
    )


def pack(content: dict[str, Any]) -> str:
    """Write what a link holds as its value; "" if it is too large for one."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    short = base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")
    fits = len(text) <= JSON_BYTES and len(VERSION + short) <= ENCODED_CHARACTERS
    return VERSION + short if fits else ""


def content_of(text: str) -> dict[str, Any]:
    """Read what the value of a link holds, of our version and of bounded size.

    ``DataError`` with exactly one sentence.
    """
    if len(text) > ENCODED_CHARACTERS:
        raise link_error("it is too long to be one of ours")
    if not text.startswith(VERSION):
        raise link_error(f"it is damaged or of another version of RotaMatch, {AGAIN}")
    try:
        return load_object(_unpack(text.removeprefix(VERSION)))
    except (DataError, ValueError, binascii.Error, zlib.error):
        raise link_error(DAMAGED) from None


def link_fields(problem: Problem, *, include_profile: bool) -> dict[str, Any]:
    """Collect what differs from the default; by itself it is a valid scenario file."""
    scenario = problem.given
    mine = plain(scenario)
    default = plain(default_scenario(problem.catalog, scenario.today))
    found = _differences(mine, default)
    found |= {"season": mine["season"], "today": mine["today"]}
    found.pop("applicant", None)
    replies = {name: found.pop(name, None) for name in PERSONAL}
    if "found_out" in found and not include_profile:
        asked = [f for f in found["found_out"] if f["field"] in DATES_AND_COSTS]
        found["found_out"] = asked
    if include_profile:
        # There even if it is empty: its presence is what says that there is a profile.
        found["applicant"] = _differences(mine["applicant"], default["applicant"])
        found |= {name: value for name, value in replies.items() if value}
    if "preferences" in found:
        wishes = _differences(mine["preferences"], default["preferences"])
        found["preferences"] = wishes
    return found


def link_scenario(
    found: dict[str, Any], catalog: Catalog, today: dt.date
) -> tuple[Scenario, list[str]]:
    """Build the scenario of a link, and name what the catalog does not know.

    ``DataError`` with exactly one sentence.
    """
    left: list[Omission] = []
    try:
        known = fit_names(read_fields(found, catalog, today), catalog, left)
        return coherent(known, catalog), [omission.name for omission in left]
    except DataError as error:
        raise link_error(_misfit(error.faults[0].where)) from None


def link_error(what: str) -> DataError:
    """Refuse a link for one reason."""
    return DataError([Fault("Shared link", what)])


def _differences(mine: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in mine.items() if value != default[name]}


def _unpack(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    short = base64.b64decode(padded, altchars=b"-_", validate=True)
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(short, JSON_BYTES)
    if not unpacker.eof:
        raise ValueError("cut off, or larger than a link may be")
    return found


def is_block(block: str, catalog: Catalog) -> bool:
    """Whether a text is the id of a block, offering@start, of a known offering."""
    try:
        found = BlockId.parse(block)
    except ValueError:
        return False
    return found.start is not None and found.offering_id in catalog.offering


def _texts(found: object) -> list[str] | None:
    """Take it for a list of texts; None if it is something else or very long."""
    if not isinstance(found, list) or len(found) > LISTED_TEXTS:
        return None
    return found if all(isinstance(item, str) for item in found) else None


def _misfit(where: str) -> str:
    """Name the field at fault, but echo nothing that a stranger wrote."""
    name = re.split(r"[.\[]", where)[0]
    known = name in {field.name for field in fields(Scenario)}
    return "its scenario does not fit this catalog" + (f" ({name})" if known else "")


MOST = 3
NAME_CHARACTERS = 40
FIELD = "several"


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario that was set aside under a name.

    Without ``has_profile`` its applicant is not who it was made for.
    """

    name: str
    scenario: Scenario
    has_profile: bool = True

    def seen_by(self, applicant: Applicant) -> Scenario:
        """The scenario as it is for whoever looks: a profile it lacks is theirs."""
        if self.has_profile:
            return self.scenario
        return replace(self.scenario, applicant=applicant)


def short_name(text: str) -> str:
    """Write a name in one line of bounded length, of what can be printed."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())[:NAME_CHARACTERS].strip()


def several_query(
    catalog: Catalog, kept: Sequence[Saved], *, include_profile: bool
) -> str:
    """Write the value of the URL parameter.

    ``DataError`` if the scenarios are too large for a link.
    """
    each = [kept_as_json(catalog, one, include_profile=include_profile) for one in kept]
    if query := pack({"catalog": catalog.shipped.version, FIELD: each}):
        return query
    raise link_error("these scenarios are too large for a link, so save them as files")


def open_several(text: str, catalog: Catalog, today: dt.date) -> tuple[Saved, ...]:
    """Read the value of the URL parameter: one to ``MOST`` scenarios.

    ``DataError`` with exactly one sentence.
    """
    found = content_of(text).get(FIELD)
    if not isinstance(found, list) or not 1 <= len(found) <= MOST:
        raise link_error(DAMAGED)
    return tuple(kept_of_json(one, catalog, today) for one in found)


def kept_as_json(
    catalog: Catalog, kept: Saved, *, include_profile: bool
) -> dict[str, Any]:
    """One named scenario as it stands in a link."""
    problem = Problem(catalog, kept.scenario)
    profile = include_profile and kept.has_profile
    return {
        "name": kept.name,
        "scenario": link_fields(problem, include_profile=profile),
    }


def kept_of_json(found: object, catalog: Catalog, today: dt.date) -> Saved:
    """Read one named scenario of a link; ``DataError`` with exactly one sentence."""
    if not isinstance(found, dict):
        raise link_error(DAMAGED)
    name, scenario = found.get("name"), found.get("scenario")
    if not isinstance(name, str) or not isinstance(scenario, dict):
        raise link_error(DAMAGED)
    opened, _ = link_scenario(scenario, catalog, today)
    return Saved(short_name(name) or "Unnamed", opened, "applicant" in scenario)
