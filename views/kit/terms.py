"""Words the pages share: what is measured, the help behind it, names in menus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from charts import words
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Grade, Scenario
from optimizer.domain.starts import BlockId, offering_of
from optimizer.requests.request import Request

RANGE = (
    "The model rests on assumptions that are known only roughly. Drawn 400 times"
    " from their ranges, the chance fell into this range 8 times out of 10."
)
COST = (
    "At most: every host accepts, so everything is paid. Expected: averaged over who"
    " accepts; a refused application costs only its fee."
)
CHANCE, VALUE = "match chance", "match value"
MEASURED = "measured in US surgery students"
NOT_LEGAL_ADVICE = (
    "What is said here on visas is a summary of public rules and not legal advice."
    " The host's international office and the consulate decide."
)


TRUST: dict[Grade, tuple[str, str]] = {
    "confirmed": (
        "Confirmed",
        "Confirmed: a page of the host of the last 18 months says that it takes people"
        " of your status, in PM&R too.",
    ),
    "likely": (
        "Likely",
        "Likely: that is on record, but from an older or another page.",
    ),
    "unclear": (
        "Unclear",
        "Unclear: one of the two is on record, the other is not.",
    ),
    "cold": ("Cold", "Cold: neither is on record, so you can only ask."),
}
"""What each grade of trust is called, and what it means."""


class HasScenario(Protocol):
    """What is asked by a scenario, or answers one: a problem, a plan, an ask list."""

    @property
    def scenario(self) -> Scenario:
        """What the applicant has and wants."""


def measure(asked: HasScenario) -> str:
    """What gains are gains of: the match value once it matters where one matches."""
    return VALUE if asked.scenario.preferences.where_matters > 0 else CHANCE


def more_or_fewer(asked: HasScenario) -> str:
    """What a difference of 1,000 counts: people, or match value."""
    if measure(asked) == VALUE:
        return f"{VALUE}, more or less of 1,000"
    return "who match, more or fewer of 1,000"


def program_name(catalog: Catalog, program_id: str) -> str:
    """Name a program: its own name and city."""
    program = catalog.program.get(program_id)
    return f"{program.name}, {program.city}" if program else program_id


def block_name(catalog: Catalog, block_id: str) -> str:
    """Name an offering, or an offering on a date, as an option among others."""
    return _block_name(catalog, block_id, f" ({offering_of(block_id)})")


def rotation_name(catalog: Catalog, block_id: str) -> str:
    """Name an offering, or an offering on a date, in a sentence: without its id."""
    return _block_name(catalog, block_id)


def _block_name(catalog: Catalog, block_id: str, mark: str = "") -> str:
    block = BlockId.parse(block_id)
    offering = catalog.offering.get(block.offering_id)
    if offering is None:
        return block_id
    name = f"{offering.host}: {offering.title}, {offering.weeks} weeks{mark}"
    return f"{name}, from {words.full_day(block.start)}" if block.start else name


def request_names(requests: Sequence[Request]) -> dict[str, str]:
    """What each request is called in a menu: no two alike."""
    return offering_names({r.name: r.candidates[0].offering for r in requests})


def offering_names(found: Mapping[str, Offering]) -> dict[str, str]:
    """The same for offerings by an id: the host, and more only where that is alike."""
    hosts = Counter(o.host for o in found.values())
    full = {key: f"{o.host}, {o.city}, {o.title}" for key, o in found.items()}
    count = Counter(full.values())
    return {
        key: o.host
        if hosts[o.host] == 1
        else full[key] + (f" ({key})" if count[full[key]] > 1 else "")
        for key, o in found.items()
    }


def short_names(names: Mapping[str, str], most: int = 30) -> dict[str, str]:
    """Names by an id where there is little room: no two alike."""
    short = words.short_names(names.values(), most)
    return {key: short[name] for key, name in names.items()}


def states(catalog: Catalog) -> list[str]:
    """States in which there is a place."""
    return sorted({place.state for place in catalog.places})


def regions(catalog: Catalog) -> list[str]:
    """Regions in which there is a place."""
    return sorted({place.region for place in catalog.places})


def focus_areas(catalog: Catalog) -> list[str]:
    """Fields of PM&R that some program or offering names."""
    areas = [p.focus for p in catalog.programs] + [o.focus for o in catalog.offerings]
    return sorted({area for found in areas for area in found})


def offerings(catalog: Catalog) -> list[str]:
    """Offerings by the name they have in a menu."""
    return sorted(catalog.offering, key=lambda key: block_name(catalog, key))
