"""The map: programs by level, and a plan's rotations with the legs between them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from charts import words
from charts.projection import SHEET, Point, frames, letters, sheet, spread, states
from charts.route import WHOLE, Route, route_of, told_leg, told_rotation
from charts.theme import Palette, palette, style_figure
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.model.travel import Leg

_HEIGHT, _SIGN, _AWAY = 450, 19, 20
_APART, _CLEAR = 0.016, 0.026
"""Least distances between programs, and from a rotation, as shares of the width."""
_ROOM = 0.05
"""A leg longer than this share of the width has room for its cost."""
_DASHES = {"air": "dash", "home": "dot"}
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
    figure.add_scatter(
        name=f"leg {number + 1}",
        x=[a[0], b[0]],
        y=[a[1], b[1]],
        mode="lines+markers",
        line={
            "color": p.text,
            "width": 2,
            "dash": _DASHES.get(leg.trip.mode, "solid"),
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
