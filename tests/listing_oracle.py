"""What a list shows and counts, read a second time, record by record."""

from __future__ import annotations

import random
from typing import Any

from oracle import level_of, world_of

from optimizer.browse.entries import ACCEPTANCE_BANDS, COST_BANDS_USD, FACETS
from optimizer.domain.problem import Problem
from optimizer.model.candidates import availability


def band(value: float, ends: tuple[int, ...]) -> str:
    return str(max(end for end in ends if end <= value))


def price(problem: Problem, o: Any) -> int:
    """Fees and weeks of living, from the files' own columns."""
    s, place = problem.scenario, problem.catalog.place[f"{o.city}, {o.state}"]

    def known(value: int | None, name: str) -> int:
        assumed = problem.catalog.assumption[name]
        highest = assumed.high if s.budget_counts == "cautious" else assumed.value
        return round(highest) if value is None else value

    bed = {
        "low": place.housing_week_low,
        "mid": None,
        "high": place.housing_week_high,
    }[s.housing]
    bed = place.housing_week_usd if bed is None else bed
    bed = 0 if f"{o.city}, {o.state}" in s.free_housing else bed
    week = bed + place.food_week_usd
    week += known(place.transport_week_usd, "unknown_transport_week_usd")
    fees = (
        known(o.application_fee_usd, "unknown_application_fee_usd"),
        known(o.tuition_usd, "unknown_tuition_usd"),
        known(o.other_fees_usd, "unknown_other_fees_usd"),
    )
    return sum(fees) + o.weeks * week


def pairs(problem: Problem, listing: str) -> list[tuple[Any, Any]]:
    """Each program or offering with each of its rotations or its program."""
    catalog = problem.catalog
    found = [(catalog.program.get(o.program_id), o) for o in catalog.offerings]
    if listing == "offerings":
        return found
    silent = {p.program_id for p in catalog.programs}
    silent -= {o.program_id for o in catalog.offerings}
    alone = [(catalog.program[name], None) for name in sorted(silent)]
    return [(p, o) for p, o in found if p] + alone


def options(problem: Problem, listing: str, p: Any, o: Any) -> dict[str, set[str]]:
    """What a pair has of every facet, written down a second time."""
    s = problem.scenario
    here = p if listing == "programs" else o
    place = problem.catalog.place[f"{here.city}, {here.state}"]
    found: dict[str, set[str]] = {name: set() for name in FACETS}
    found["state"], found["region"] = {here.state}, {place.region}
    if p:
        us = s.applicant.img_type == "us_img"
        found["receptiveness"] = {level_of(p, us)}
        found["visa"] = set(p.visa_sponsorship) or {"unknown"}
        found["policy"] = {policy(problem, p)}
        if p.program_id in dict(s.preferences.programs):
            found["marks"].add("rated")
    else:
        for name in ("receptiveness", "visa", "policy"):
            found[name] = {"no_program"}
    areas = set(p.focus) if listing == "programs" else set()
    areas |= set(o.focus) if o else set()
    found["focus"] = areas or {"unknown"}
    if o:
        found["kind"], found["channel"] = {o.kind}, {o.channel}
        found["record"], found["stand"] = {o.status}, {availability(problem, o).stand}
        found["cost"] = {band(price(problem, o), COST_BANDS_USD)}
        yes = {n.split("@")[0] for n, a in s.answers if a in ("accepted", "paid")}
        found["trust"] = {grade := world_of(problem).grade(o)}
        known = {a.name: a.value for a in problem.catalog.assumptions}
        general = known["p_rotation_accept_per_application"]
        chance = 1.0 if o.offering_id in yes else o.acceptance
        if chance is None:
            chance = known.get(f"acceptance_{grade}", general)
        found["acceptance"] = {band(round(100 * chance, 6), ACCEPTANCE_BANDS)}
        paid = [n for n, a in s.answers if a == "paid"]
        for mark, names in (
            ("pinned", [*s.pins, *paid]),
            ("excluded", s.exclusions),
            ("answered", [n for n, _ in s.answers]),
        ):
            if any(
                n == o.offering_id or n.startswith(o.offering_id + "@") for n in names
            ):
                found["marks"].add(mark)
    return found


def policy(problem: Problem, p: Any) -> str:
    """Whether a stated policy rules the applicant out, or an unknown one might."""
    s, who = problem.scenario, problem.scenario.applicant
    failures = who.step1_failures + who.step2_failures
    day, years = who.graduation_date, p.graduation_years_limit
    score, least = who.step2_ck, p.min_step2_ck
    out = (
        (p.visa_sponsorship == ("none",) and not who.us_work_authorized)
        or p.accepts_img == "no"
        or (day and years is not None and s.season - day.year > years)
        or (score is not None and least is not None and score < least)
        or (p.max_exam_failures is not None and failures > p.max_exam_failures)
    )
    if out:
        return "ruled_out"
    unsure = p.accepts_img == "unknown"
    unsure = unsure or (not p.visa_sponsorship and not who.us_work_authorized)
    return "unknown" if unsure else "possible"


def keys(
    problem: Problem, listing: str, chosen: dict[str, tuple[str, ...]]
) -> set[str]:
    """Ids of what has one of the chosen options in every facet, pair by pair."""
    return {
        p.program_id if listing == "programs" else o.offering_id
        for p, o in pairs(problem, listing)
        if all(
            not wanted or set(wanted) & options(problem, listing, p, o)[facet]
            for facet, wanted in chosen.items()
        )
    }


def some_choice(
    problem: Problem, listing: str, seed: int
) -> dict[str, tuple[str, ...]]:
    """A few options of a few facets, often such as occur."""
    chance = random.Random(seed)
    every = [options(problem, listing, p, o) for p, o in pairs(problem, listing)]
    chosen = {}
    for facet in chance.sample(sorted(FACETS), chance.randint(0, 4)):
        known = sorted({o for found in every for o in found[facet]} | {"no such"})
        chosen[facet] = tuple(
            chance.sample(known, min(len(known), chance.randint(0, 3)))
        )
    return chosen
