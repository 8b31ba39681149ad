"""The map: programs by level, and a plan's rotations with the legs between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from charts import words
from charts.outlines import Ring, outlines
from charts.projection import PARTS, SHEET, Box, Point, sheet
from charts.spread import spread
from charts.theme import Palette, palette, styled
from charts.timeline import host_name
from optimizer import cost
from optimizer.catalog import Program
from optimizer.cost import Leg
from optimizer.plan import Block
from optimizer.problem import Problem
from optimizer.rotation import Rotation, rotations_of

WHOLE, ROUTE = "Whole US", "Your route"
AREAS = {
    WHOLE: SHEET,
    "Northeast": Box(820, 1490, 40, 640),
    "South": Box(-560, 1130, -860, 290),
    "Midwest": Box(-460, 960, -120, 860),
    "West": Box(-1490, -250, -470, 960),
}
"""What the map can show besides the route, as rectangles on the sheet."""

_HEIGHT, _SIGN, _AWAY = 450, 19, 20
_MARGIN, _LEAST = 160, 900
"""Miles around a route, and the least width that is shown of it."""
_DOTS_APART, _SIGNS_APART, _CLEAR = 0.016, 0.045, 0.026
"""Distances of signs as shares of the width that is shown: enough on a desk."""
_ROOM = 0.05
"""A leg longer than this share of the width has room for its cost."""
_CLOSE = 0.8
"""The letters of the states are written where less of the country is shown."""
INTERVIEWS = "How often programs interview IMGs"


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
    moved = iter(spread(known, _SIGNS_APART * box.width))
    at = tuple(next(moved) if point else None for point in points)
    return Route(rotations, cost.route(problem, rotations), at, box)


def around(points: Sequence[Point]) -> Box:
    """Return a rectangle of the sheet's shape around points; the sheet without any."""
    if not points:
        return SHEET
    xs, ys = [x for x, _ in points], [y for _, y in points]
    tight = Box(min(xs), max(xs), min(ys), max(ys))
    shape = SHEET.width / SHEET.height
    wide = max(tight.width + 2 * _MARGIN, (tight.height + 2 * _MARGIN) * shape, _LEAST)
    x, y = tight.centre
    half = wide / 2, wide / 2 / shape
    return Box(x - half[0], x + half[0], y - half[1], y + half[1])


def map_chart(
    problem: Problem, blocks: tuple[Block, ...], *, area: str = WHOLE, dark: bool
) -> go.Figure:
    """Draw outlines, programs, and the route through these blocks and what is booked.

    Plain lines and signs on a plane: no part of it is fetched from anywhere.
    """
    p = palette(dark)
    route = route_of(problem, blocks, area)
    box = route.box
    figure = styled(go.Figure(), dark, _HEIGHT)
    figure.add_trace(_states(p))
    if box.width < _CLOSE * SHEET.width:
        figure.add_trace(_letters(box, p))
    _frames(figure, p)
    figure.add_traces(_programs(problem, route, p))
    for number, leg in enumerate(route.legs):
        _draw_leg(figure, route, number, leg, p)
    figure.add_trace(_rotations(problem, route, p))
    figure.update_xaxes(visible=False, range=[box.left, box.right])
    figure.update_yaxes(
        visible=False,
        range=[box.bottom, box.top],
        scaleanchor="x",
        scaleratio=1,
    )
    figure.update_xaxes(constrain="domain")
    figure.update_yaxes(constrain="domain", constraintoward="top")
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


_LEVELS = (
    ("very_high", "star", "warm", 12),
    ("high", "diamond", "second", 10),
    ("mid", "square", "primary", 9),
    ("low", "circle", "muted", 8),
    ("none_reported", "x-thin", "muted", 7),
    ("unknown", "circle-open", "muted", 8),
)
"""Level, sign, colour and size: each level has a sign of its own."""


def _states(p: Palette) -> go.Scatter:
    """All outlines as one line with gaps, filled."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for rings in outlines().values():
        for ring in rings:
            xs += [*(x for x, _ in ring), None]
            ys += [*(y for _, y in ring), None]
    return go.Scatter(
        name="states",
        x=xs,
        y=ys,
        mode="lines",
        fill="toself",
        fillcolor=p.surface,
        line={"color": p.quiet, "width": 0.8},
        hoverinfo="skip",
        showlegend=False,
    )


def _letters(box: Box, p: Palette) -> go.Scatter:
    """The two letters of each state, in the middle of its largest part."""
    middles = {state: _middle(rings[0]) for state, rings in outlines().items()}
    shown = {state: at for state, at in middles.items() if box.holds(*at)}
    return go.Scatter(
        name="letters of states",
        x=[x for x, _ in shown.values()],
        y=[y for _, y in shown.values()],
        text=list(shown),
        mode="text",
        textfont={"size": 12, "color": p.muted},
        hoverinfo="skip",
        showlegend=False,
    )


def _middle(ring: Ring) -> Point:
    """Return the centre of gravity of the area inside a closed ring."""
    crossed = [(a[0] * b[1] - b[0] * a[1], a, b) for a, b in pairwise(ring)]
    three = 3 * sum(cross for cross, _, _ in crossed)
    x = sum(cross * (a[0] + b[0]) for cross, a, b in crossed) / three
    y = sum(cross * (a[1] + b[1]) for cross, a, b in crossed) / three
    return x, y


def _frames(figure: go.Figure, p: Palette) -> None:
    """Frames around what is not drawn where it lies, with its name inside."""
    for part in PARTS:
        if part.frame is None:
            continue
        box = part.frame
        figure.add_shape(
            type="rect",
            x0=box.left,
            x1=box.right,
            y0=box.bottom,
            y1=box.top,
            line={"color": p.muted, "width": 1},
        )
        east = box.left > SHEET.centre[0]
        figure.add_annotation(
            x=box.right if east else box.left,
            y=box.top,
            xanchor="right" if east else "left",
            yanchor="bottom",
            text=part.name,
            showarrow=False,
            font={"size": 12, "color": p.muted},
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
        _DOTS_APART * route.box.width,
        taken,
        _CLEAR * route.box.width,
    )
    spots = [(program, at) for (program, _), at in zip(placed, moved, strict=True)]
    traces = []
    for level, symbol, color, size in _LEVELS:
        chosen = [s for s in spots if problem.receptiveness(s[0]) == level]
        if chosen:
            style = (symbol, getattr(p, color), size)
            traces.append(_level(problem, level, chosen, style))
    return traces


def _level(
    problem: Problem,
    level: str,
    spots: Sequence[tuple[Program, Point]],
    style: tuple[str, str, int],
) -> go.Scatter:
    symbol, color, size = style
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
    figure.add_trace(
        go.Scatter(
            name=f"leg {number + 1}",
            x=[a[0], b[0]],
            y=[a[1], b[1]],
            mode="lines+markers",
            line={
                "color": p.text,
                "width": 2,
                "dash": "dash" if leg.trip.mode == "air" else "solid",
            },
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


def _rotations(problem: Problem, route: Route, p: Palette) -> go.Scatter:
    """The rotations as signs that carry their number in date order."""
    drawn = [
        (number, rotation, at)
        for number, (rotation, at) in enumerate(
            zip(route.rotations, route.at, strict=True), 1
        )
        if at
    ]
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


def told_rotation(rotation: Rotation) -> str:
    """Name a rotation: host, city and dates."""
    place = rotation.visit.place
    when = words.days(rotation.start, rotation.end)
    return f"{host_name(rotation)}, {place.city}, {place.state}, {when}"


_BY = {"metro": "within one metro area", "ground": "by ground", "air": "by air"}


def told_leg(leg: Leg) -> str:
    """Say a leg in words: Houston to Chicago, 942 miles by air, $216."""
    start, end = leg.before.visit.place.city, leg.after.visit.place.city
    return f"{start} to {end}, {told_trip(leg)}, {words.money(leg.trip.usd)}"


def told_trip(leg: Leg) -> str:
    """How far, and how: 942 miles by air."""
    if leg.trip.mode == "metro":
        return _BY["metro"]
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
