"""What the records of a catalog are called in menus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from charts import words
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Offering
from optimizer.domain.starts import BlockId, offering_of
from optimizer.requests.request import Request


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
