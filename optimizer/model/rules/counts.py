"""Rules that count rotations by a key: at least so many, at most so many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.domain import replies, words
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.domain.scenario import MOST_ROTATIONS
from optimizer.domain.starts import WEEK, offering_of
from optimizer.domain.ways_out import Outside, WayOut, Wish, at_least, change
from optimizer.model.rotation import (
    Visit,
    booked_rotations,
    most_at_doors,
    past_rotations,
)
from optimizer.model.rules.base import CountLimits, Tally
from optimizer.model.rules.blocks import RELEASED, paid_rotations
from optimizer.model.rules.places import PLACES

KINDS: tuple[Kind, ...] = ("hands_on", "observership")
ANY = "*"
MOST_WEEKS = 31
"""As many as a season has; no limit needs to be wider."""

# ---- how many, and for whom -------------------------------------------------------


def _number(problem: Problem) -> CountLimits:
    s = problem.scenario
    return CountLimits({"rotations": s.min_rotations}, {"rotations": s.max_rotations})


def _another_number(problem: Problem) -> Iterator[Wish]:
    s = problem.scenario
    fewest = max(1, len(problem.counted))  # a plan without any rotation helps nobody
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


def _weeks(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    """The week once for each that the rotation takes."""
    weeks = visit.offering.weeks if visit.offering else 0
    if visit.booked:
        weeks = -(-((visit.booked.end - visit.booked.start).days + 1) // WEEK.days)
    return ("weeks",) * weeks


def _weeks_away(problem: Problem) -> CountLimits:
    most = problem.scenario.max_weeks_away
    return CountLimits(high={} if most is None else {"weeks": most})


def _longer_away(problem: Problem) -> Iterator[Wish]:
    most = problem.scenario.max_weeks_away
    if most is not None:
        steps = tuple(
            change(f"Be away for {words.count(n, 'week')}.", max_weeks_away=n)
            for n in range(most + 1, MOST_WEEKS + 1)
        )
        dropped = change("Drop the limit on weeks away.", max_weeks_away=None)
        sentence = f"at most {words.count(most, 'week')} away in all"
        yield Wish("weeks", sentence, dropped, (*steps, dropped))


def _once(problem: Problem) -> CountLimits:
    past = {r.visit.key: 0 for r in past_rotations(problem)}
    return CountLimits(high={ANY: 1} | past)


# ---- letters and kinds ------------------------------------------------------------


def _door(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    door = visit.offering.door if visit.offering else ""
    return (door,) if door else ()


def _visits(problem: Problem) -> CountLimits:
    """What each office allows, or more where more is booked."""
    visits = (r.visit.offering for r in booked_rotations(problem))
    booked = Counter(offering.door for offering in visits if offering)
    most = most_at_doors(problem.catalog)
    return CountLimits(high={d: max(n, booked[d]) for d, n in most.items()})


def _letters(problem: Problem) -> CountLimits:
    return CountLimits({"letters": problem.scenario.min_letters - in_hand(problem)})


def in_hand(problem: Problem) -> int:
    """Letters of physiatrists in hand, and those on time of rotations that are over."""
    past = past_rotations(problem)
    done = sum(r.letter_on_time for r in past if r.visit.in_pmr)
    return problem.physiatry_letters + done


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
        f"at least {n} ready by {words.day_in_words(by)} (in hand: {known})",
        change("Drop the rule on letters.", min_letters=0),
        steps,
    )


def _one_kind(problem: Problem) -> CountLimits:
    wanted = problem.scenario.kind
    return CountLimits(high={k: 0 for k in KINDS if wanted not in (None, k)})


def _either_kind(problem: Problem) -> Iterator[Wish]:
    kind = problem.scenario.kind
    if kind:
        noun = "hands-on rotations" if kind == "hands_on" else "observerships"
        dropped = change("Allow either kind.", kind=None)
        yield Wish("kind", f"only {noun}", dropped, (dropped,))


def _offering(_: Problem, visit: Visit, __: bool) -> tuple[str, ...]:
    chosen = visit.offering is not None and not visit.booked
    return (visit.offering.offering_id,) if visit.offering and chosen else ()


def _pin_limits(problem: Problem) -> CountLimits:
    ids = map(offering_of, replies.required_names(problem.scenario))
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
    if most_at_doors(problem.catalog):
        yield Outside(
            "visits",
            "one rotation at an office that answers for several programs",
            "It gives one answer, for one rotation unless its page says more.",
            "Choose a rotation elsewhere, or ask whether one more is possible.",
        )


# ---- all of them ------------------------------------------------------------------

TALLIES = (
    Tally(
        "number",
        "The number of rotations is as you asked.",
        lambda _, __, ___: ("rotations",),
        _number,
        WayOut(170, _another_number, (("min_rotations", 0),)),
    ),
    Tally(
        "weeks",
        "All rotations together take no more weeks than you allow.",
        _weeks,
        _weeks_away,
        WayOut(95, _longer_away),
        counts_every_specialty=True,
    ),
    Tally(
        "one per program",
        "No two rotations at one program.",
        lambda _, visit, __: (visit.key,),
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
        lambda _, __, on_time: ("letters",) if on_time else (),
        _letters,
        WayOut(160, _fewer_letters, (("min_letters", 0),)),
    ),
    Tally(
        "kind",
        "Every rotation is of the kind you want.",
        lambda _, visit, __: (visit.kind,),
        _one_kind,
        WayOut(120, _either_kind),
    ),
    Tally(
        "hands-on",
        "Enough rotations are hands-on.",
        lambda _, visit, __: (visit.kind,),
        lambda p: CountLimits({"hands_on": p.scenario.min_hands_on}),
        at_least(140, "min_hands_on", "hands-on rotation{}"),
    ),
    *PLACES,
    Tally(
        "pins",
        "Everything you pinned or paid is in.",
        _offering,
        _pin_limits,
        RELEASED,
        paid_rotations,
    ),
)
