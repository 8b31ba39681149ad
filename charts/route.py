"""A plan's route on the map: where each rotation is drawn, and the legs in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts import words
from charts.projection import SHEET, Box, Point, sheet, spread
from charts.timeline import host_name
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.model import travel
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.model.travel import Leg

WHOLE, ROUTE = "Whole US", "Your route"
AREAS = {
    WHOLE: SHEET,
    "Northeast": Box(820, 1490, 40, 640),
    "South": Box(-560, 1130, -860, 290),
    "Midwest": Box(-460, 960, -120, 860),
    "West": Box(-1490, -250, -470, 960),
}
"""What the map can show besides the route, as rectangles on the sheet."""

_APART = 0.045
"""Least distance of two rotations as a share of the width that is shown."""
_MARGIN, _LEAST, _SHAPE = 160, 900, 1.2
"""Miles around a route, the least width shown of it, and width over height."""
_BY = {"ground": "by ground", "air": "by air"}
_BY_NAME = {"metro": "within one metro area", "home": "home and back in between"}


@dataclass(frozen=True, slots=True)
class Route:
    """The rotations of a plan in date order, the legs between, where each is drawn.

    ``at`` is None for what lies off the map; ``box`` is the part that is shown.
    """

    rotations: tuple[Rotation, ...]
    legs: tuple[Leg, ...]
    at: tuple[Point | None, ...]
    box: Box


def route_of(problem: Problem, blocks: tuple[Block, ...], area: str = WHOLE) -> Route:
    """Find where the rotations of a plan are drawn; those of one metro side by side."""
    rotations = rotations_of(problem, blocks)
    places = [r.visit.place for r in rotations]
    points = [sheet(place.lat, place.lon) for place in places]
    known = [point for point in points if point]
    box = around(known) if area == ROUTE else AREAS[area]
    moved = iter(spread(known, _APART * box.width))
    at = tuple(next(moved) if point else None for point in points)
    return Route(rotations, travel.route(problem, rotations), at, box)


def around(points: Sequence[Point]) -> Box:
    """Return a rectangle of a fixed shape around points; the sheet without any."""
    if not points:
        return SHEET
    xs, ys = [x for x, _ in points], [y for _, y in points]
    tight = Box(min(xs), max(xs), min(ys), max(ys))
    high = tight.height + 2 * _MARGIN
    wide = max(tight.width + 2 * _MARGIN, high * _SHAPE, _LEAST)
    x, y = tight.centre
    half = wide / 2, wide / 2 / _SHAPE
    return Box(x - half[0], x + half[0], y - half[1], y + half[1])


def told_rotation(rotation: Rotation) -> str:
    """Name a rotation: host, city and dates."""
    place = rotation.visit.place
    when = words.days(rotation.start, rotation.end)
    return f"{host_name(rotation)}, {place.city}, {place.state}, {when}"


def told_leg(leg: Leg) -> str:
    """Say a leg in words: Houston to Chicago, 942 miles by air, $216."""
    start, end = leg.before.visit.place.city, leg.after.visit.place.city
    return f"{start} to {end}, {told_trip(leg)}, {words.money(leg.trip.usd)}"


def told_trip(leg: Leg) -> str:
    """How far, and how: 942 miles by air."""
    if leg.trip.mode in _BY_NAME:
        return _BY_NAME[leg.trip.mode]
    return f"{leg.trip.miles:,.0f} miles {_BY[leg.trip.mode]}"


def off_map(problem: Problem, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Name the rotations and the programs that lie where the map does not reach."""
    places = [r.visit.place for r in rotations_of(problem, blocks)]
    hosts = [(p.place, p.lat, p.lon) for p in places]
    programs = [(p.name, p.lat, p.lon) for p in problem.catalog.programs]
    away = [name for name, *at in (*hosts, *programs) if sheet(*at) is None]
    return tuple(dict.fromkeys(away))


def summary(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say in words what the map shows, for those who do not see it."""
    route = route_of(problem, blocks)
    stops = [
        f"{number}: {told_rotation(rotation)}"
        for number, rotation in enumerate(route.rotations, 1)
    ]
    legs = [
        f"leg {number}: {told_leg(leg)}" for number, leg in enumerate(route.legs, 1)
    ]
    told = "; ".join([*stops, *legs]) or "No rotation"
    programs = problem.catalog.programs
    states = len({program.state for program in programs})
    return (
        f"Map of the US with {words.counted(len(programs), 'program')} in"
        f" {words.counted(states, 'state')}. Your route: {told}."
    )
