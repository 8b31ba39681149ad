"""The map: every program where it belongs, the legs with the plan's own prices."""

import datetime as dt
import math
from itertools import combinations, pairwise

import factories as make
import pytest
from factories import catalog, offering, place, problem, program

from charts import words
from charts.map import (
    AREAS,
    ROUTE,
    WHOLE,
    around,
    map_chart,
    off_map,
    route_of,
    summary,
)
from charts.projection import FILE, PARTS, SHEET, outlines, sheet, spread
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.rotation import block_of, rotation_on, rotations_of

NEAR = 25
"""Miles: coordinates are within two of a city, outlines within two of a coast."""
MARCH = dt.date(2027, 3, 1)
CHICAGO = {"city": "Chicago", "state": "IL"}


@pytest.fixture
def three() -> Problem:
    """Houston, Chicago (942 miles, by air) and a second host in Chicago."""
    there = {"lat": 41.88, "lon": -87.63}
    return problem(
        catalog(
            programs=(
                program("P1", receptiveness_non_us="very_high"),
                program("P2", **CHICAGO, **there),
                program("P3", **CHICAGO, **there, name="Gamma <b>Hospital</b>"),
                program("P4", **CHICAGO, **there, receptiveness_non_us="unknown"),
            ),
            offerings=(
                offering("E1", "P1", host="Alpha <b>Hospital</b>"),
                offering("E2", "P2", **CHICAGO),
                offering("E3", "P3", **CHICAGO),
            ),
            places=(place(), place("Chicago", "IL", **there)),
        )
    )


def blocks(asked, **weeks):
    """Blocks of these offerings, so many weeks after 1 March."""
    known = asked.catalog.offering
    starts = [(known[k], MARCH + dt.timedelta(weeks=w)) for k, w in weeks.items()]
    return tuple(block_of(rotation_on(asked, o, start)) for o, start in starts)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def inside(point, ring) -> bool:
    """Whether a point lies in a polygon: a ray to the east crosses an odd number."""
    x, y = point
    crossed = 0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y):
            crossed += x < ax + (y - ay) / (by - ay) * (bx - ax)
    return crossed % 2 == 1


def off_line(point, a, b) -> float:
    """Distance from a point to a stretch, by trying many points of it."""
    steps = max(1, math.ceil(math.dist(a, b)))
    return min(
        math.dist(
            point, (a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps)
        )
        for i in range(steps + 1)
    )


# ------------------------------------------------------------------------ outlines


def test_there_is_an_outline_of_every_state_and_all_are_closed_and_on_the_sheet():
    found = outlines()
    assert len(found) == 52
    assert {"DC", "PR", "AK", "HI"} <= found.keys()
    for rings in found.values():
        for ring in rings:
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert all(SHEET.holds(x, y) for x, y in ring)
    assert FILE.stat().st_size < 150_000


def test_what_is_framed_lies_in_its_frame_and_the_frames_are_free():
    framed = dict(zip(("AK", "HI", "PR"), PARTS[1:], strict=True))
    for state, rings in outlines().items():
        for x, y in (point for ring in rings for point in ring):
            holding = [p.name for p in PARTS if p.frame and p.frame.holds(x, y)]
            assert holding == ([framed[state].name] if state in framed else []), state


def test_areas_of_states_are_true():
    """Land and inland water in square miles; a coast is simplified."""
    for state, miles in {"CO": 104_094, "KS": 82_278, "WY": 97_813}.items():
        ring = outlines()[state][0]
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        assert abs(area) / 2 == pytest.approx(miles, rel=0.01)


def test_every_shipped_program_and_place_lies_in_its_state(shipped):
    for found in (*shipped.programs, *shipped.places):
        point = sheet(found.lat, found.lon)
        rings = outlines()[found.state]
        if not any(inside(point, ring) for ring in rings):
            nearest = min(
                off_line(point, a, b) for ring in rings for a, b in pairwise(ring)
            )
            assert nearest < NEAR, found


# ------------------------------------------------------------------------- spreading


def test_signs_are_moved_apart_and_no_farther_than_needed():
    points = [(0.0, 0.0)] * 7 + [(100.0, 0.0)]
    moved = spread(points, 10, taken=[(0.0, 3.0)], clear=15)
    assert all(math.dist(a, b) >= 10 - 1e-6 for a, b in combinations(moved, 2))
    assert all(math.dist(at, (0, 3)) >= 15 - 1e-6 for at in moved)
    assert all(math.dist(at, (0, 0)) <= 40 for at in moved[:7])
    assert moved[7] == (100.0, 0.0)


@pytest.mark.parametrize("area", AREAS)
def test_no_two_programs_cover_each_other_and_all_stay_on_the_sheet(shipped, area):
    asked = Problem(shipped, make.scenario())
    figure = map_chart(asked, (), area=area, dark=False)
    names = set(words.LEVELS.values())
    spots = [
        at for t in figure.data if t.name in names for at in zip(t.x, t.y, strict=True)
    ]
    assert len(spots) == len(shipped.programs)
    apart = min(math.dist(a, b) for a, b in combinations(spots, 2))
    assert apart >= 0.0159 * AREAS[area].width
    assert all(SHEET.holds(x, y) for x, y in spots)
    if area == WHOLE:
        points = [sheet(p.lat, p.lon) for p in shipped.programs]
        assert all(min(math.dist(s, p) for p in points) < 120 for s in spots)


# ---------------------------------------------------------------------------- figure


def test_levels_differ_without_colour(three):
    figure = map_chart(three, (), dark=False)
    shown = {
        t.name: t.marker.symbol for t in figure.data if t.name in words.LEVELS.values()
    }
    assert shown.keys() == {"very high", "middle", "unknown"}
    assert len(set(shown.values())) == len(shown)


def test_rotations_are_numbered_in_date_order_at_their_places(three):
    chosen = blocks(three, E2=0, E1=5, E3=10)
    figure = map_chart(three, chosen, area=ROUTE, dark=False)
    signs = trace(figure, "rotation")
    assert signs.text == ("<b>1</b>", "<b>2</b>", "<b>3</b>")
    houston, chicago = sheet(29.76, -95.37), sheet(41.88, -87.63)
    at = list(zip(signs.x, signs.y, strict=True))
    assert at[0] == pytest.approx(chicago)
    assert at[1] == pytest.approx(houston)
    width = figure.layout.xaxis.range[1] - figure.layout.xaxis.range[0]
    assert 0.0449 * width <= math.dist(at[2], chicago) <= 0.1 * width
    assert "Alpha &lt;b&gt;Hosp.&lt;/b&gt;" in signs.customdata[1]
    # a program that is visited has its number and no second sign
    assert {t.name for t in figure.data} & set(words.LEVELS.values()) == {"unknown"}


def test_legs_join_the_signs_with_their_price_and_by_air_they_are_dashed(three):
    chosen = blocks(three, E1=0, E2=4, E3=10)
    figure = map_chart(three, chosen, dark=False)
    signs = trace(figure, "rotation")
    first, second = trace(figure, "leg 1"), trace(figure, "leg 2")
    assert (first.x, first.y) == (signs.x[:2], signs.y[:2])
    assert (second.x, second.y) == (signs.x[1:], signs.y[1:])
    assert (first.line.dash, second.line.dash) == ("dash", "solid")
    priced = [note for note in figure.layout.annotations if note.hovertext]
    # 150 + 0.07 x 942 = 215.9; within Chicago nothing is paid
    assert [note.text for note in priced] == ["$216"]
    assert priced[0].hovertext == "leg 1: Houston to Chicago, 942 miles by air, $216"


def test_the_map_is_true_to_shape_and_fetches_nothing(three):
    figure = map_chart(three, blocks(three, E1=0), dark=True)
    assert {t.type for t in figure.data} == {"scatter"}
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.scaleratio == 1
    assert not [
        key for key in figure.to_plotly_json()["layout"] if key in ("geo", "map")
    ]


def test_frames_are_drawn_with_their_names(three):
    layout = map_chart(three, (), dark=False).layout
    framed = {p.name: p.frame for p in PARTS if p.frame}
    named = [note.text.replace("<br>", " ") for note in layout.annotations]
    assert named == list(framed) == ["Alaska", "Hawaii", "Puerto Rico"]
    drawn = [(s.x0, s.x1, s.y0, s.y1) for s in layout.shapes]
    assert drawn == [(b.left, b.right, b.bottom, b.top) for b in framed.values()]


def test_letters_of_states_only_where_there_is_room(three):
    assert "letters of states" not in {
        t.name for t in map_chart(three, (), dark=False).data
    }
    south = trace(map_chart(three, (), area="South", dark=False), "letters of states")
    assert {"TX", "FL"} <= set(south.text)
    assert "WA" not in south.text


def test_the_part_shown_of_a_route_holds_it_with_a_margin():
    for points in (
        [(0.0, 0.0)],
        [(-1400.0, 0.0), (1300.0, 50.0)],
        [(0.0, 500.0), (0.0, -700.0)],
    ):
        box = around(points)
        assert box.width / box.height == pytest.approx(1.2)
        assert box.width >= 900
        assert all(
            box.holds(x + dx, y + dy)
            for x, y in points
            for dx in (-150, 150)
            for dy in (-150, 150)
        )
    assert around([]) == SHEET


def test_what_is_off_the_map_is_named_and_drawn_nowhere():
    abroad = place("London", "UK", lat=51.5, lon=-0.1)
    asked = problem(
        catalog(
            programs=(program("P1"), program("P2", lat=51.5, lon=-0.1, name="Far")),
            offerings=(
                offering("E1", "P1"),
                offering("E2", "P2", city="London", state="UK"),
            ),
            places=(place(), abroad),
        )
    )
    chosen = blocks(asked, E1=0, E2=5)
    assert off_map(asked, chosen) == ("London, UK", "Far")
    figure = map_chart(asked, chosen, area=ROUTE, dark=False)
    assert trace(figure, "rotation").text == ("<b>1</b>",)
    assert not [t for t in figure.data if t.name.startswith("leg ")]


# ----------------------------------------------------------------------------- words


def test_the_words_name_stops_and_legs_in_order(three):
    said = summary(three, blocks(three, E1=0, E2=4))
    assert "4 programs in 2 states" in said
    assert (
        said.index("1: Alpha") < said.index("2: Host E2") < said.index("leg 1: Houston")
    )
    assert "942 miles by air, $216" in said
    assert "No rotation" in summary(three, ())


def test_the_legs_of_the_map_add_up_to_the_bill(three):
    chosen = blocks(three, E1=0, E2=6, E3=12)
    route = route_of(three, chosen)
    items = cost.bill(three, rotations_of(three, chosen))
    of_legs = [i.usd for i in items if i.label.startswith(("Travel", "Waiting"))]
    # two gaps of 16 days between Friday and Monday, 13 of them paid
    assert sum(leg.usd for leg in route.legs) == sum(of_legs) == 216 + 2 * 13 * 50
