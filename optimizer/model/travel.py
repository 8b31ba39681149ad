"""Between two rotations: a trip and some waiting, or home and back.

A *visit* is one stay in the US: rotations with no trip home between them. Limits on a
stay (the applicant's, the visa's) count for each visit, and so does the longest wait.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.applicant import WAYS, lives_in_us
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Place, Program
from optimizer.model.rotation import Rotation

Floats = NDArray[np.float64]
EARTH_RADIUS_MILES = 3958.7613
WAITING_FREE_DAYS = 3
"""A weekend between two rotations costs nothing: Friday to Monday are 2 days."""
USUAL_HOME_DAYS = 14
"""Days that a trip home takes at least, in a catalog that does not say."""

Mode = Literal["metro", "ground", "air", "home"]
Visit = tuple[Rotation, ...]


@dataclass(frozen=True, slots=True)
class Trip:
    """A trip between two places; ``metro``: both lie in one, and it costs nothing.

    ``home``: it goes home and back, whatever the miles.
    """

    miles: float
    mode: Mode
    usd: int


@dataclass(frozen=True, slots=True)
class Leg:
    """From one rotation to the next: the trip, and the days of waiting to be paid."""

    before: Rotation
    after: Rotation
    trip: Trip
    waiting_days: int
    waiting_usd: int

    @property
    def usd(self) -> int:
        """Trip and waiting together."""
        return self.trip.usd + self.waiting_usd

    @property
    def home(self) -> bool:
        """Whether one goes home in between, so that a new visit begins."""
        return self.trip.mode == "home"


@dataclass(frozen=True, slots=True)
class Home:
    """A trip home and back: its dollars, and the days it takes between rotations."""

    usd: int
    days: int


def home_of(problem: Problem) -> Home | None:
    """What a trip home costs, with settling in anew; None for who lives in the US."""
    s = problem.scenario
    if lives_in_us(s.applicant):
        return None
    usd = s.arrival_usd if s.home_trip_usd is None else s.home_trip_usd
    days = round(problem.optional("home_days", USUAL_HOME_DAYS))
    return Home(usd + problem.settling_usd, days + s.settle_days)


def days_between(a: Rotation, b: Rotation) -> int:
    """Days strictly between two rotations; negative where they overlap."""
    return (b.start - a.end).days - 1


def waiting_days(days: int) -> int:
    """Days between two rotations that cost a bed: those beyond a weekend."""
    return max(0, days - WAITING_FREE_DAYS)


# ---- limits on a visit ------------------------------------------------------------


def visa_cap(problem: Problem) -> int | None:
    """Longest visit in days that the visa allows; None: no such limit."""
    who = problem.scenario.applicant
    return None if who.us_work_authorized else WAYS[who.entry_status].stay_days


def stay_cap(problem: Problem) -> int | None:
    """Longest time from a visit's first rotation to its last day, by both caps.

    The applicant's and the visa's, less the days before the first rotation.
    """
    caps = (problem.scenario.max_stay_days, visa_cap(problem))
    settle = problem.scenario.settle_days
    return min((c - settle for c in caps if c is not None), default=None)


def days_of(visit: Visit) -> int:
    """Days from the first to the last of a visit, both counted."""
    return (max(r.end for r in visit) - visit[0].start).days + 1


def shortest_visits(
    problem: Problem, rotations: tuple[Rotation, ...]
) -> tuple[Visit, ...]:
    """Rotations in date order by visit, going home wherever there is time for it."""
    home = home_of(problem)
    gaps = [days_between(a, b) for a, b in pairwise(rotations)]
    return _split(rotations, [home is not None and n >= home.days for n in gaps])


def _split(rotations: tuple[Rotation, ...], home: Sequence[bool]) -> tuple[Visit, ...]:
    ends = [0, *(i for i, away in enumerate(home, 1) if away), len(rotations)]
    return tuple(rotations[a:b] for a, b in pairwise(ends) if a < b)


def waits_too_long(problem: Problem, visits: Iterable[Visit]) -> bool:
    """Whether some wait within a visit is longer than allowed."""
    most = problem.scenario.max_idle_days
    pairs = (pair for visit in visits for pair in pairwise(visit))
    return most is not None and any(days_between(a, b) > most for a, b in pairs)


def stays_too_long(problem: Problem, visits: Iterable[Visit]) -> bool:
    """Whether some visit is longer than the applicant or the visa allows."""
    cap = stay_cap(problem)
    return cap is not None and any(days_of(visit) > cap for visit in visits)


# ---- the way --------------------------------------------------------------------


def route(problem: Problem, rotations: tuple[Rotation, ...]) -> tuple[Leg, ...]:
    """The legs between rotations in date order, one fewer than rotations.

    One goes home where that is cheaper, or needed to keep the limits on a visit: the
    cheapest way that keeps them, if there is one. Of equally cheap ones it stays.
    """
    home = home_of(problem)
    options = [[*_ways(problem, a, b, home)] for a, b in pairwise(rotations)]
    if all(len(found) == 1 for found in options):
        return tuple(found[0] for found in options)

    def price(legs: tuple[Leg, ...]) -> tuple[int, int, int]:
        home = [leg.home for leg in legs]
        found = _split(rotations, home)
        broken = stays_too_long(problem, found) + waits_too_long(problem, found)
        return broken, sum(leg.usd for leg in legs), sum(home)

    return min(product(*options), key=price)


def visits(problem: Problem, rotations: tuple[Rotation, ...]) -> tuple[Visit, ...]:
    """Rotations in date order, those of one visit together."""
    return _split(rotations, [leg.home for leg in route(problem, rotations)])


def _ways(problem: Problem, a: Rotation, b: Rotation, home: Home | None) -> list[Leg]:
    """Staying, and going home if there is time for it."""
    trip = _trip(problem.catalog, *sorted((a.visit.place.place, b.visit.place.place)))
    days = waiting_days(days_between(a, b))
    stay = Leg(a, b, trip, days, days * problem.scenario.waiting_usd_per_day)
    if home is None or days_between(a, b) < home.days:
        return [stay]
    return [stay, Leg(a, b, Trip(0, "home", home.usd), 0, 0)]


# ---- trips ----------------------------------------------------------------------


def leg_usd(problem: Problem, a: Place, b: Place) -> int:
    """One trip between two places: nothing within a metro, else by distance."""
    return _trip(problem.catalog, *sorted((a.place, b.place))).usd


@lru_cache(maxsize=16)
def legs(catalog: Catalog) -> Floats:
    """Direct trips between all places of a catalog, in its order of places, (P, P)."""
    names = [p.place for p in catalog.places]
    half = [
        [_trip(catalog, *sorted((a, b))).usd for b in names[:i]]
        for i, a in enumerate(names)
    ]
    found = np.zeros((len(names), len(names)))
    for i, row in enumerate(half):
        found[i, :i] = found[:i, i] = row
    return found


@lru_cache(maxsize=16)
def trips(catalog: Catalog) -> Floats:
    """Cheapest trips between all places, with stops anywhere on the way, (P, P)."""
    found = legs(catalog).copy()
    for stop in range(len(found)):
        np.minimum(found, found[:, stop, None] + found[None, stop], out=found)
    return found


def cap_at_home_trip(usd: Floats, home: Home | None) -> Floats:
    """What trips cost at least: no more than going home and back."""
    return usd if home is None else np.minimum(usd, home.usd)


@lru_cache(maxsize=200_000)
def _trip(catalog: Catalog, from_place: str, to_place: str) -> Trip:
    a, b = catalog.place[from_place], catalog.place[to_place]
    miles = great_circle_miles(a, b)
    if a.metro == b.metro:
        return Trip(miles, "metro", 0)
    ground = miles <= catalog.assumption["leg_ground_max_miles"].value
    mode: Mode = "ground" if ground else "air"
    base = catalog.assumption[f"leg_{mode}_base"].value
    per_mile = catalog.assumption[f"leg_{mode}_per_mile"].value
    return Trip(miles, mode, round(base + per_mile * miles))


def great_circle_miles(a: Place | Program, b: Place | Program) -> float:
    """Distance by the haversine formula on a sphere."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    h = (
        math.sin(half_lat) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, math.sqrt(h)))


NEAR_MILES = 60
"""As far as one drives to an interview and back in a day."""


def near_program(problem: Problem, program: Program) -> tuple[Program, ...]:
    """The other programs within ``NEAR_MILES`` of a program, the nearest first."""
    return _near(problem, program, program)


def near_offering(problem: Problem, offering: Offering) -> tuple[Program, ...]:
    """The programs within ``NEAR_MILES`` of a host, but for its own."""
    program = problem.program_of(offering)
    return _near(problem, program or problem.place_of(offering), program)


def _near(
    problem: Problem, here: Program | Place, own: Program | None
) -> tuple[Program, ...]:
    others = (p for p in problem.catalog.programs if p != own)
    miles = {p: great_circle_miles(here, p) for p in others}
    near = [p for p, far in miles.items() if far <= NEAR_MILES]
    return tuple(sorted(near, key=lambda p: (miles[p], p.program_id)))
