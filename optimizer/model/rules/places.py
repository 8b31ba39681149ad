"""Tallies of where rotations are, and of what they cover."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.domain import words
from optimizer.domain.problem import Problem
from optimizer.domain.ways_out import WayOut, Wish, at_least, change, without
from optimizer.model.rotation import Visit
from optimizer.model.rules.base import CountLimits, Tally

RECEPTIVE_LEVELS = ("mid", "high", "very_high")

# ---- where ------------------------------------------------------------------------


def _receptive(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    level = problem.receptiveness(visit.program) if visit.program else "unknown"
    return ("receptive",) if level in RECEPTIVE_LEVELS else ()


def _tie_keys(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    tied = problem.is_tied(visit.place.city, visit.place.state)
    return ("ties",) if tied else ()


def _fewer_states(problem: Problem) -> Iterator[Wish]:
    states = problem.scenario.required_states
    if states:
        yield Wish(
            "states",
            f"a rotation in {words.join_names(states)}",
            change("Require no state.", required_states=()),
            without(states, "required_states", "Do not require a rotation in {}."),
        )


def _more_in_a_region(problem: Problem) -> Iterator[Wish]:
    limits = dict(problem.scenario.max_per_region)
    if limits:
        steps = tuple(
            change(
                f"Allow one more rotation in {region} ({n + 1}).",
                max_per_region=tuple(sorted((limits | {region: n + 1}).items())),
            )
            for region, n in limits.items()
        )
        dropped = change("Drop the limits per region.", max_per_region=())
        yield Wish("regions", "your limits per region", dropped, (*steps, dropped))


# ---- what -------------------------------------------------------------------------


def _areas(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    wanted = problem.scenario.preferences.focus
    return tuple(a for a in dict.fromkeys(visit.focus) if not wanted or a in wanted)


PLACES = (
    Tally(
        "receptive",
        "Enough rotations are at programs that interview IMGs.",
        _receptive,
        lambda p: CountLimits({"receptive": p.scenario.min_receptive}),
        at_least(20, "min_receptive", "rotation{} at IMG-receptive programs"),
    ),
    Tally(
        "ties",
        "Enough rotations are where you have ties.",
        _tie_keys,
        lambda p: CountLimits({"ties": p.scenario.min_in_ties}),
        at_least(30, "min_in_ties", "rotation{} where you have ties"),
    ),
    Tally(
        "states",
        "Every state you require has a rotation.",
        lambda _, visit, __: (visit.place.state,),
        lambda p: CountLimits(dict.fromkeys(p.scenario.required_states, 1)),
        WayOut(50, _fewer_states, (("required_states", ()),)),
    ),
    Tally(
        "regions",
        "No region has more than you allow.",
        lambda _, visit, __: (visit.place.region,),
        lambda p: CountLimits(high=dict(p.scenario.max_per_region)),
        WayOut(40, _more_in_a_region),
    ),
    Tally(
        "focus",
        "Enough focus areas are covered.",
        _areas,
        lambda p: CountLimits(min_distinct=p.scenario.min_focus_areas),
        at_least(10, "min_focus_areas", "focus area{}"),
    ),
)
