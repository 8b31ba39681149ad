"""The map: programs by level, a plan's rotations, the legs between, all in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts import words
from charts.projection import SHEET, Box, Point, frames, letters, sheet, spread, states
from charts.theme import Palette, palette, style_figure
from charts.timeline import host_name
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
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

_STOPS_APART = 0.045
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
    moved = iter(spread(known, _STOPS_APART * box.width))
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
    parts = [f"{n}: {told_rotation(stop)}" for n, stop in enumerate(route.rotations, 1)]
    parts += [f"leg {n}: {told_leg(leg)}" for n, leg in enumerate(route.legs, 1)]
    told = "; ".join(parts) or "No rotation"
    programs = problem.catalog.programs
    states = len({program.state for program in programs})
    return (
        f"Map of the US with {words.counted(len(programs), 'program')} in"
        f" {words.counted(states, 'state')}. Your route: {told}."
    )


_HEIGHT, _SIGN, _AWAY = 450, 19, 20
_APART, _CLEAR = 0.016, 0.026
"""Least distances between programs, and from a rotation, as shares of the width."""
_ROOM = 0.05
"""A leg longer than this share of the width has room for its cost."""
_DASHES = {"air": "dash", "home": "dot", "ground": "solid", "metro": "solid"}
_CLOSE = 0.8
"""The letters of the states are written where less of the country is shown."""
INTERVIEWS = "How often programs interview IMGs"
_LEVELS = (
    ("very_high", "star", "warm", 12),
    ("high", "diamond", "second", 10),
    ("mid", "square", "primary", 9),
    ("low", "circle", "muted", 8),
    ("none_reported", "x-thin", "muted", 7),
    ("unknown", "circle-open", "muted", 8),
)
"""Level, sign, colour and size: each level has a sign of its own."""


def map_chart(
    problem: Problem, blocks: tuple[Block, ...], *, area: str = WHOLE, dark: bool
) -> go.Figure:
    """Draw outlines, programs, and the route through these blocks and what is booked.

    Plain lines and signs on a plane: no part of it is fetched from anywhere.
    """
    p = palette(dark)
    route = route_of(problem, blocks, area)
    box = route.box
    figure = style_figure(go.Figure(), dark, _HEIGHT)
    figure.add_trace(states(p))
    if box.width < _CLOSE * SHEET.width:
        figure.add_trace(letters(box, p))
    frames(figure, p)
    figure.add_traces(_programs(problem, route, p))
    for number, leg in enumerate(route.legs):
        _draw_leg(figure, route, number, leg, p)
    figure.add_trace(_rotations(route, p))
    figure.update_xaxes(range=[box.left, box.right], visible=False, constrain="domain")
    figure.update_yaxes(range=[box.bottom, box.top], visible=False, constrain="domain")
    figure.update_yaxes(scaleanchor="x", scaleratio=1, constraintoward="top")
    return figure.update_layout(
        margin={"l": 2, "r": 2, "t": 2, "b": 2},
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "title": {"text": INTERVIEWS, "side": "top", "font": {"size": 13}},
        },
    )


def _programs(problem: Problem, route: Route, p: Palette) -> list[go.Scatter]:
    """One trace for each level; where a rotation is, its number stands instead."""
    visited = {r.visit.key for r in route.rotations}
    placed = [
        (program, point)
        for program in problem.catalog.programs
        if program.program_id not in visited
        and (point := sheet(program.lat, program.lon))
    ]
    taken = [point for point in route.at if point]
    moved = spread(
        [point for _, point in placed],
        _APART * route.box.width,
        taken,
        _CLEAR * route.box.width,
    )
    spots = [(program, at) for (program, _), at in zip(placed, moved, strict=True)]
    traces = []
    for level, symbol, color, size in _LEVELS:
        chosen = [s for s in spots if problem.receptiveness(s[0]) == level]
        if chosen:
            traces.append(
                _level(problem, level, chosen, symbol, getattr(p, color), size)
            )
    return traces


def _level(
    problem: Problem,
    level: str,
    spots: Sequence[tuple[Program, Point]],
    symbol: str,
    color: str,
    size: int,
) -> go.Scatter:
    return go.Scatter(
        name=words.LEVELS[level],
        x=[x for _, (x, _) in spots],
        y=[y for _, (_, y) in spots],
        customdata=[_told_program(problem, program) for program, _ in spots],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": size,
            "color": color,
            "line": {"color": color, "width": 1.5 if "-" in symbol else 0},
        },
        hovertemplate="%{customdata}<extra></extra>",
    )


def _told_program(problem: Problem, program: Program) -> str:
    level = words.LEVELS[problem.receptiveness(program)]
    name = words.safe_html(f"{program.name}, {program.city}, {program.state}")
    return f"{name}<br>interviews of IMGs: {level}"


def _draw_leg(
    figure: go.Figure, route: Route, number: int, leg: Leg, p: Palette
) -> None:
    """An arrow from one rotation to the next, with its cost beside its middle."""
    a, b = route.at[number], route.at[number + 1]
    if a is None or b is None:
        return
    figure.add_scatter(
        name=f"leg {number + 1}",
        x=[a[0], b[0]],
        y=[a[1], b[1]],
        mode="lines+markers",
        line={"color": p.text, "width": 2, "dash": _DASHES[leg.trip.mode]},
        marker={
            "symbol": "arrow",
            "size": [0, 11],
            "color": p.text,
            "angleref": "previous",
            "standoff": _SIGN / 2,
        },
        hoverinfo="skip",
        showlegend=False,
    )
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    length = math.dist(a, b)
    if route.box.holds(x, y) and length > _ROOM * route.box.width and leg.trip.usd:
        up = 1 if b[0] >= a[0] else -1
        figure.add_annotation(
            x=x,
            y=y,
            xshift=-_AWAY * up * (b[1] - a[1]) / length,
            yshift=_AWAY * up * (b[0] - a[0]) / length,
            text=words.money(leg.trip.usd),
            hovertext=words.safe_html(f"leg {number + 1}: {told_leg(leg)}"),
            showarrow=False,
            font={"size": 13, "color": p.text},
            bgcolor=p.background,
            borderpad=1,
        )


def _rotations(route: Route, p: Palette) -> go.Scatter:
    """The rotations as signs that carry their number in date order."""
    stops = zip(route.rotations, route.at, strict=True)
    drawn = [(n, rotation, at) for n, (rotation, at) in enumerate(stops, 1) if at]
    return go.Scatter(
        name="rotation",
        x=[at[0] for _, _, at in drawn],
        y=[at[1] for _, _, at in drawn],
        text=[f"<b>{number}</b>" for number, _, _ in drawn],
        customdata=[
            words.safe_html(f"{number}: {told_rotation(rotation)}")
            for number, rotation, _ in drawn
        ],
        mode="markers+text",
        textfont={"size": 12, "color": p.background},
        marker={
            "symbol": "circle",
            "size": _SIGN,
            "color": p.primary,
            "line": {"color": p.background, "width": 1.5},
        },
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
