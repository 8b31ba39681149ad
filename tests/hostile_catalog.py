"""A catalog whose every name carries script, markup, a link, a formula or an icon."""

from __future__ import annotations

from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import factories as make

from optimizer.domain.catalog import Catalog

ROOT = Path(__file__).parents[1]
SCRIPT = "<script>window.pwned=1</script>"
IMAGE = '<img src=x onerror="window.pwned=1">'
LINK = "[x](http://evil.example)"
SIGNS = "$x$ :material/bomb: :red[x] **b** `c` ~~d~~"
HOSTILE = f"{SCRIPT}{IMAGE}{LINK}{SIGNS}"
"""The whole of it; names below begin with another part each, as long ones are cut."""


def hostile_catalog() -> Catalog:
    """A few programs and offerings with a plan, and sources of some fields."""
    programs = tuple(
        make.program(
            f"P{i}",
            name=name,
            institution=f"{IMAGE}{i}",
            city=f"{SIGNS}{SCRIPT} {i}",
            focus=(f"{LINK} focus",),
            url=f"https://host.example/{i}",
            receptiveness_non_us="high",
        )
        for i, name in enumerate((HOSTILE, f"{LINK}{HOSTILE}", f"{SIGNS}{IMAGE}"), 1)
    )
    offerings = tuple(
        make.offering(
            f"E{i}{SCRIPT if i == 3 else ''}",
            f"P{i}",
            host=host,
            title=f"{SIGNS}{SCRIPT}",
            city=f"{SIGNS}{SCRIPT} {i}",
            focus=(f"{LINK} focus",),
            url=f"https://host.example/{i}?<script>",
            us_persons_only="unknown",
            tuition_usd=None if i == 2 else 200 * i,
        )
        for i, host in enumerate((SCRIPT, f"{LINK}{IMAGE}", f"{SIGNS}{SCRIPT}"), 1)
    )
    places = tuple(
        make.place(o.city, o.state, metro=f"{LINK} {i}", region=f"{SIGNS}{IMAGE}")
        for i, o in enumerate(offerings)
    )
    sources = tuple(
        make.provenance("offerings.csv", o.offering_id, "tuition_usd", source=HOSTILE)
        for o in offerings
    )
    return make.catalog(programs, offerings, places, sources=sources)


def hostile_app(folder: Path) -> Path:
    """The real app with this catalog as its data, in a folder of its own."""
    copy(ROOT / "app.py", folder)
    for name in (".streamlit", "optimizer", "charts", "views"):
        copytree(ROOT / name, folder / name, ignore=ignore_patterns("__pycache__"))
    # beside the catalog lies what is no part of one
    copytree(ROOT / "data", folder / "data", ignore=ignore_patterns("*.csv", "*.md"))
    copy(ROOT / "data" / "guide.csv", folder / "data")
    make.write_catalog(folder / "data", hostile_catalog())
    return folder / "app.py"
