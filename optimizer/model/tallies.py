"""Rules that count rotations by a key: at least so many, at most so many."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from optimizer.domain import replies as answers
from optimizer.domain import words
from optimizer.domain.block_id import offering_of
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog, Kind
from optimizer.domain.ways_out import Outside, WayOut, Wish, at_least, change, without
from optimizer.model.block_rules import RELEASED, paid
from optimizer.model.rotation import Visit, past_rotations
from optimizer.model.rule_kinds import CountLimits, Tally

KINDS: tuple[Kind, ...] = ("hands_on", "observership")
RECEPTIVE_LEVELS = ("mid", "high", "very_high")
ANY = "*"
MOST_ROTATIONS = 6

# ---- how many, and for whom -------------------------------------------------------


def _every(_: Problem, __: Visit, ___: bool) -> tuple[str, ...]:
    return ("rotations",)


def _number(problem: Problem) -> CountLimits:
    s = problem.scenario
    return CountLimits({"rotations": s.min_rotations}, {"rotations": s.max_rotations})


def _another_number(problem: Problem) -> Iterator[Wish]:
    s = problem.scenario
    fewest = max(1, len(problem.booked))  # a plan without any rotation helps nobody
    if s.min_rotations > fewest:
        least = s.min_rotations
        asked = words.count(least, "rotation")
        steps = tuple(
            change(
                f"Plan {words.count(k, 'rotation')} instead of {asked}.",
                min_rotations=k,
            )
            for k in range(least - 1, fewest - 1, -1)
        )
        yield Wish("number", f"at least {asked}", steps[-1], steps)
    if s.max_rotations < MOST_ROTATIONS:
        most = words.count(s.max_rotations, "rotation")
        steps = tuple(
            change(f"Allow {words.count(k, 'rotation')}.", max_rotations=k)
            for k in range(s.max_rotations + 1, MOST_ROTATIONS + 1)
        )
        yield Wish("most", f"at most {most}", steps[-1], steps)


def _host(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.key,)


def _once(problem: Problem) -> CountLimits:
    past = {r.visit.key: 0 for r in past_rotations(problem)}
    return CountLimits(high={ANY: 1} | past)


# ---- letters and kinds ------------------------------------------------------------


def _door(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    door = visit.offering.door if visit.offering else ""
    return (door,) if door else ()


def _visits(problem: Problem) -> CountLimits:
    return CountLimits(high=_most_visits(problem.catalog))


@lru_cache(maxsize=8)
def _most_visits(catalog: Catalog) -> dict[str, int]:
    """The most rotations of one visitor at each door that says so."""
    found: dict[str, int] = {}
    for offering in catalog.offerings:
        most = offering.max_per_visitor
        if offering.door and most is not None:
            found[offering.door] = min(most, found.get(offering.door, most))
    return found


def _on_time(_: Problem, __: Visit, on_time: bool) -> tuple[str, ...]:
    return ("letters",) if on_time else ()


def _letters(problem: Problem) -> CountLimits:
    return CountLimits({"letters": problem.scenario.min_letters - in_hand(problem)})


def in_hand(problem: Problem) -> int:
    """Letters in hand, and those on time of rotations that are over."""
    past = sum(r.letter_on_time for r in past_rotations(problem))
    return problem.scenario.applicant.us_letters + past


def _fewer_letters(problem: Problem) -> Iterator[Wish]:
    s, by, known = problem.scenario, problem.letters_by, in_hand(problem)
    if s.min_letters <= known:
        return
    n = words.count(s.min_letters, "letter")
    steps = tuple(
        change(
            f"Ask for {words.count(k, 'letter')} on time instead of {n}.", min_letters=k
        )
        for k in range(s.min_letters - 1, known - 1, -1)
    )
    yield Wish(
        "letters",
        f"at least {n} ready by {words.day(by)} (in hand: {known})",
        change("Drop the rule on letters.", min_letters=0),
        steps,
    )


def _kind(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.kind,)


def _one_kind(problem: Problem) -> CountLimits:
    wanted = problem.scenario.kind
    return CountLimits(high={k: 0 for k in KINDS if wanted not in (None, k)})


def _either_kind(problem: Problem) -> Iterator[Wish]:
    kind = problem.scenario.kind
    if kind:
        noun = "hands-on rotations" if kind == "hands_on" else "observerships"
        dropped = change("Allow either kind.", kind=None)
        yield Wish("kind", f"only {noun}", dropped, (dropped,))


def _hands_on(problem: Problem) -> CountLimits:
    return CountLimits({"hands_on": problem.scenario.min_hands_on})


# ---- where ------------------------------------------------------------------------


def _receptive(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    level = problem.receptiveness(visit.program) if visit.program else "unknown"
    return ("receptive",) if level in RECEPTIVE_LEVELS else ()


def _enough_receptive(problem: Problem) -> CountLimits:
    return CountLimits({"receptive": problem.scenario.min_receptive})


def _tied(problem: Problem, visit: Visit, _: bool) -> tuple[str, ...]:
    tied = problem.is_tied(visit.place.city, visit.place.state)
    return ("ties",) if tied else ()


def _enough_ties(problem: Problem) -> CountLimits:
    return CountLimits({"ties": problem.scenario.min_in_ties})


def _state(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.place.state,)


def _states(problem: Problem) -> CountLimits:
    return CountLimits(dict.fromkeys(problem.scenario.required_states, 1))


def _fewer_states(problem: Problem) -> Iterator[Wish]:
    states = problem.scenario.required_states
    if states:
        yield Wish(
            "states",
            f"a rotation in {words.listed(states)}",
            change("Require no state.", required_states=()),
            without(states, "required_states", "Do not require a rotation in {}."),
        )


def _region(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    return (visit.place.region,)


def _regions(problem: Problem) -> CountLimits:
    return CountLimits(high=dict(problem.scenario.max_per_region))


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


def _enough_areas(problem: Problem) -> CountLimits:
    return CountLimits(min_distinct=problem.scenario.min_focus_areas)


def _offering(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    chosen = visit.offering is not None and not visit.booked
    return (visit.offering.offering_id,) if visit.offering and chosen else ()


def _pinned(problem: Problem) -> CountLimits:
    ids = map(offering_of, answers.required(problem.scenario))
    return CountLimits(dict.fromkeys(ids, 1))


def _once_is_enough(_: Problem) -> Iterator[Outside]:
    yield Outside(
        "one per program",
        "one rotation at a program",
        "RotaMatch counts one rotation at a program: we know of no figure for a second"
        " one.",
        "Choose a rotation at another program.",
    )


def _doors_allow(problem: Problem) -> Iterator[Outside]:
    for offering in problem.catalog.offerings:
        most = _most_visits(problem.catalog).get(offering.door)
        if most is not None:
            yield Outside(
                "visits",
                f"at most {words.count(most, 'rotation')} at {offering.host}",
                "The host, for all its rotations together.",
                "Choose a rotation elsewhere, or ask whether one more is possible.",
            )
            return


# ---- all of them ------------------------------------------------------------------

TALLIES = (
    Tally(
        "number",
        "The number of rotations is as you asked.",
        _every,
        _number,
        WayOut(170, _another_number, (("min_rotations", 0),)),
    ),
    Tally(
        "one per program",
        "No two rotations at one program.",
        _host,
        _once,
        None,
        _once_is_enough,
    ),
    Tally(
        "visits",
        "No office that takes visitors has more of yours than it allows.",
        _door,
        _visits,
        None,
        _doors_allow,
    ),
    Tally(
        "letters",
        "Enough letters are ready on time.",
        _on_time,
        _letters,
        WayOut(160, _fewer_letters, (("min_letters", 0),)),
    ),
    Tally(
        "kind",
        "Every rotation is of the kind you want.",
        _kind,
        _one_kind,
        WayOut(120, _either_kind),
    ),
    Tally(
        "hands-on",
        "Enough rotations are hands-on.",
        _kind,
        _hands_on,
        at_least(140, "min_hands_on", "hands-on rotation{}"),
    ),
    Tally(
        "receptive",
        "Enough rotations are at programs that interview IMGs.",
        _receptive,
        _enough_receptive,
        at_least(20, "min_receptive", "rotation{} at IMG-receptive programs"),
    ),
    Tally(
        "ties",
        "Enough rotations are where you have ties.",
        _tied,
        _enough_ties,
        at_least(30, "min_in_ties", "rotation{} where you have ties"),
    ),
    Tally(
        "states",
        "Every state you require has a rotation.",
        _state,
        _states,
        WayOut(50, _fewer_states, (("required_states", ()),)),
    ),
    Tally(
        "regions",
        "No region has more than you allow.",
        _region,
        _regions,
        WayOut(40, _more_in_a_region),
    ),
    Tally(
        "focus",
        "Enough focus areas are covered.",
        _areas,
        _enough_areas,
        at_least(10, "min_focus_areas", "focus area{}"),
    ),
    Tally(
        "pins",
        "Everything you pinned or paid is in.",
        _offering,
        _pinned,
        RELEASED,
        paid,
    ),
)
