"""Signs that would cover each other are moved apart, each as little as it takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from charts.maps.projection import Point

_ROUNDING = 1e-9


def spread(
    points: Sequence[Point],
    apart: float,
    taken: Sequence[Point] = (),
    clear: float = 0.0,
) -> tuple[Point, ...]:
    """Move points, in their order, so that any two are ``apart`` or farther.

    Each also stays ``clear`` of what is already ``taken``. A point goes to the nearest
    free place on rings around its own, half of ``apart`` from one to the next.
    """
    placed: list[Point] = []
    # Where many share a place, each goes on from where the one before found room.
    rings: dict[Point, Iterator[Point]] = {}
    for point in points:
        search = rings.setdefault(point, _around(point, apart / 2))
        placed.append(
            next(
                found
                for found in search
                if _free(found, placed, apart) and _free(found, taken, clear)
            )
        )
    return tuple(placed)


def _free(point: Point, others: Sequence[Point], distance: float) -> bool:
    return all(math.dist(point, other) >= distance - _ROUNDING for other in others)


def _around(point: Point, step: float) -> Iterator[Point]:
    """Yield the point itself, then points on larger and larger rings around it."""
    yield point
    ring = 1
    while True:
        places = 6 * ring
        for place in range(places):
            angle = 2 * math.pi * place / places
            yield (
                point[0] + ring * step * math.cos(angle),
                point[1] + ring * step * math.sin(angle),
            )
        ring += 1
