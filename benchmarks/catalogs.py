"""Catalogs many times as large as one, or smaller; seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Offering, Program, Receptiveness

LEVELS: tuple[Receptiveness, ...] = ("none_reported", "low", "mid", "high", "very_high")


def catalog_times(catalog: Catalog, factor: int) -> Catalog:
    """A catalog ``factor`` times as large: the original and jittered copies.

    Copies have their own programs, hosts and offerings with slightly other fees,
    acceptances, letter times and levels; places are shared. Unknown numbers of a
    copy are drawn near the assumption that stands in for them.
    """
    if factor == 1:
        return catalog
    rng = Random(factor)
    programs, offerings = list(catalog.programs), list(catalog.offerings)
    for copy in range(1, factor):
        programs += [_program(p, copy, rng) for p in catalog.programs]
        offerings += [_offering(catalog, o, copy, rng) for o in catalog.offerings]
    return replace(
        catalog,
        programs=tuple(sorted(programs, key=lambda p: p.program_id)),
        offerings=tuple(sorted(offerings, key=lambda o: o.offering_id)),
        version=f"{catalog.version}x{factor}",
    )


def _program(program: Program, copy: int, rng: Random) -> Program:
    return replace(
        program,
        program_id=f"{program.program_id}~{copy}",
        name=f"{program.name} {copy}",
        receptiveness_non_us=_level(program.receptiveness_non_us, rng),
        receptiveness_us=_level(program.receptiveness_us, rng),
    )


def _level(level: Receptiveness, rng: Random) -> Receptiveness:
    """The same level, or now and then a neighbouring one; unknown stays unknown."""
    step = rng.choice((-1, 0, 0, 0, 0, 0, 0, 1))
    if level not in LEVELS:
        return level
    return LEVELS[min(max(LEVELS.index(level) + step, 0), len(LEVELS) - 1)]


def _offering(catalog: Catalog, offering: Offering, copy: int, rng: Random) -> Offering:
    def near(value: float | None, assumption: str) -> float:
        known = catalog.assumption[assumption].value if value is None else value
        return known * rng.uniform(0.7, 1.4)

    fee = near(offering.application_fee_usd, "unknown_application_fee_usd")
    tuition = near(offering.tuition_usd, "unknown_tuition_usd")
    other = near(offering.other_fees_usd, "unknown_other_fees_usd")
    accepts = near(offering.acceptance, "p_rotation_accept_per_application")
    return replace(
        offering,
        offering_id=f"{offering.offering_id}~{copy}",
        program_id=f"{offering.program_id}~{copy}" if offering.program_id else "",
        host=f"{offering.host} {copy}",
        application_fee_usd=round(fee),
        tuition_usd=round(tuition),
        other_fees_usd=round(other),
        letter_days=round(near(offering.letter_days, "letter_days_default")),
        acceptance=round(min(accepts, 1.0), 3),
    )


def small_catalog(catalog: Catalog, offerings: int, seed: int) -> Catalog:
    """A catalog with a random few of the offerings, everything else the same."""
    few = Random(seed).sample(range(len(catalog.offerings)), offerings)
    kept: Sequence[Offering] = [catalog.offerings[i] for i in sorted(few)]
    version = f"{catalog.version}-{offerings}-{seed}"
    return replace(catalog, offerings=tuple(kept), version=version)
