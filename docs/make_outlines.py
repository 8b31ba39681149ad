"""Make ``charts/outlines.json``: the states as the map draws them.

Usage:

    python docs/make_outlines.py states-10m.json > charts/outlines.json

with the TopoJSON of us-atlas 3.0.1, which holds the US Census Bureau's cartographic
boundaries of 2017. A border of two states is one arc there and is simplified once, so
that the two still meet. Nothing of this is needed to run the app.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from charts.projection import ALASKA, HAWAII, LOWER_48, PUERTO_RICO, Part, Point

TOLERANCE, SMALLEST = 2.0, 60.0
"""A line may move by so many miles; an island of fewer square miles is left out."""
PARTS = {"AK": ALASKA, "HI": HAWAII, "PR": PUERTO_RICO}
# The Census Bureau's numbers of the states, and their letters.
CODES = (
    "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA"
    " 20KS 21KY 22LA 23ME 24MD 25MA 26MI 27MN 28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM"
    " 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI 45SC 46SD 47TN 48TX 49UT 50VT 51VA 53WA"
    " 54WV 55WI 56WY 72PR"
)
STATES = {code[:2]: code[2:] for code in CODES.split()}
Line = list[Point]


def degrees(topology: dict[str, Any]) -> list[Line]:
    """Every arc as longitudes and latitudes: stored as whole steps from the last."""
    (wide, high), (left, low) = topology["transform"].values()
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * wide + left, y * high + low))
        found.append(line)
    return found


def simplified(line: Line) -> Line:
    """Leave out points that are near the line through the others (Douglas, Peucker)."""
    if len(line) <= 2:
        return line
    far = max(range(1, len(line) - 1), key=lambda i: _off(line[i], line[0], line[-1]))
    if _off(line[far], line[0], line[-1]) <= TOLERANCE:
        return [line[0], line[-1]]
    return [*simplified(line[: far + 1])[:-1], *simplified(line[far:])]


def _off(point: Point, a: Point, b: Point) -> float:
    """Distance from a point to a stretch of line."""
    along_x, along_y = b[0] - a[0], b[1] - a[1]
    length = along_x**2 + along_y**2
    share = 0.0
    if length:
        across = (point[0] - a[0]) * along_x + (point[1] - a[1]) * along_y
        share = min(1.0, max(0.0, across / length))
    return math.dist(point, (a[0] + share * along_x, a[1] + share * along_y))


def area(ring: Line) -> float:
    """Return the area inside a closed ring (shoelace formula)."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def ring_of(arcs: list[Line], numbers: list[int], part: Part) -> Line:
    """Join arcs to a ring on the sheet; a negative number is an arc run backwards."""
    ring: Line = []
    for number in numbers:
        line = arcs[number if number >= 0 else ~number]
        points = simplified([part.place(lat, lon) for lon, lat in line])
        ring += (points if number >= 0 else points[::-1])[bool(ring) :]
    return ring


def rings(arcs: list[Line], geometry: dict[str, Any], part: Part) -> list[Line]:
    """Return the outer rings of a state, largest first, without small islands."""
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["arcs"] if several else [geometry["arcs"]]
    found = [ring_of(arcs, polygon[0], part) for polygon in polygons]
    largest, *others = sorted(found, key=area, reverse=True)
    return [largest, *(ring for ring in others if area(ring) >= SMALLEST)]


def main() -> None:
    """Write one line for each state: its rings, in whole miles on the sheet."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = degrees(topology)
    lines = []
    for geometry in topology["objects"]["states"]["geometries"]:
        state = STATES.get(geometry["id"])
        if state:
            part = PARTS.get(state, LOWER_48)
            whole = [
                [[round(x), round(y)] for x, y in ring]
                for ring in rings(arcs, geometry, part)
            ]
            lines.append(f'"{state}": {json.dumps(whole, separators=(",", ":"))}')
    print("{\n" + ",\n".join(sorted(lines)) + "\n}")


if __name__ == "__main__":
    main()
