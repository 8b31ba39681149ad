"""Section: programs and the route of the plan on a map, and the same as tables."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from charts import words
from charts.map import (
    AREAS,
    ROUTE,
    WHOLE,
    map_chart,
    off_map,
    summary,
    told_rotation,
    told_trip,
)
from optimizer.domain.plan import Block, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.model import travel
from optimizer.model.rotation import rotations_of
from optimizer.model.travel import Leg
from views.kit.figures import bill, draw, is_dark, table
from views.kit.parts import drawer
from views.session import cached

LEGS = ("Leg", "Days between", "Trip", "Waiting", "US$")
STATES = ("State", "Programs", "Which, and how often they interview IMGs")
HOW = (
    "A dashed leg is by air, a dotted one goes home in between. Signs that would cover"
    " each other are moved apart: a program may be drawn some miles away. Alaska,"
    " Hawaii and Puerto Rico stand in frames at scales of their own."
    " Outlines: US Census Bureau, 2017."
)


def render(problem: Problem) -> None:
    """Draw the map of all programs, with the route if there is a plan."""
    outcome = cached.solve(problem)
    plan = outcome if isinstance(outcome, Plan) else None
    blocks = plan.blocks if plan else ()
    if plan is None:
        st.markdown("No plan fits your inputs at present, so none is drawn.")
    route = (ROUTE,) if rotations_of(problem, blocks) else ()
    st.markdown(f"**{describe(problem, blocks)}**")
    area = st.segmented_control(
        "Part of the map",
        list(dict.fromkeys((WHOLE, *route, *AREAS))),
        default=WHOLE,
        key="map.area",
        required=True,
        help="The map shows this part alone, larger.",
    )
    _picture(problem, blocks, area or WHOLE)
    drawer("Programs by state", "map.states", lambda: table(STATES, by_state(problem)))


def of_plan(problem: Problem, plan: Plan) -> None:
    """Draw the part of the map where the rotations of a plan are."""
    st.markdown(f"**{describe(problem, plan.blocks)}**")
    _picture(problem, plan.blocks, ROUTE)


def describe(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say the route and what its legs cost, in Markdown."""
    rotations = rotations_of(problem, blocks)
    if not rotations:
        return "No rotation, so no route: the map shows the programs."
    stops = [city for city, _ in groupby(r.visit.place.city for r in rotations)]
    cities = ", then ".join(map(words.safe, stops))
    legs = travel.route(problem, rotations)
    if not legs:
        return f"Your one stop: {cities}, so no trip in between."
    trips = words.safe(words.money(sum(leg.trip.usd for leg in legs)))
    waiting = words.safe(words.money(sum(leg.waiting_usd for leg in legs)))
    return f"Your route: {cities}. Trips in between cost {trips}, waiting {waiting}."


def _picture(problem: Problem, blocks: tuple[Block, ...], area: str) -> None:
    figure, text = st.columns([3, 2], gap="medium")
    with figure:
        draw(
            map_chart(problem, blocks, area=area, dark=is_dark()),
            alt=summary(problem, blocks),
            key=f"map {area}",
        )
    with text:
        _route(problem, blocks)
        st.markdown(HOW)


def _route(problem: Problem, blocks: tuple[Block, ...]) -> None:
    rotations = rotations_of(problem, blocks)
    stops = [f"{n}. {words.safe(told_rotation(r))}" for n, r in enumerate(rotations, 1)]
    st.markdown("\n".join(stops))
    legs = travel.route(problem, rotations)
    if legs:
        rows = [_cells(number, leg) for number, leg in enumerate(legs, 1)]
        bill(LEGS, rows, [leg.usd for leg in legs])
        st.markdown(_prices(problem))
    away = off_map(problem, blocks)
    if away:
        names = words.safe(join_names(away))
        st.markdown(f"Not on the map, which shows the US and Puerto Rico: {names}.")


def _prices(problem: Problem) -> str:
    """Say where the prices of the legs come from, and what they leave out."""
    far = f"{problem.parameter('leg_ground_max_miles'):,.0f}"
    arrival = words.safe(words.money(problem.scenario.arrival_usd))
    return (
        "Prices of trips are estimates by distance, the same that the plan's cost"
        f" holds: up to {far} miles by ground, farther by air. Of the days between two"
        f" rotations the first {travel.WAITING_FREE_DAYS} cost nothing."
        f" Arrival and return, {arrival}, are not drawn."
    )


def _cells(number: int, leg: Leg) -> tuple[str, ...]:
    start, end = leg.before.visit.place.city, leg.after.visit.place.city
    trip, waiting = told_trip(leg), "none"
    if leg.trip.usd:
        trip += f", {words.money(leg.trip.usd)}"
    if leg.waiting_days:
        days = words.counted(leg.waiting_days, "day")
        waiting = f"{days}, {words.money(leg.waiting_usd)}"
    between = words.days(leg.before.end, leg.after.start)
    return f"{number}: {start} to {end}", between, trip, waiting


def by_state(problem: Problem) -> list[tuple[str, str, str]]:
    """List the programs of each state with their level."""
    programs: dict[str, list[str]] = {}
    for program in problem.catalog.programs:
        level = words.LEVELS[problem.receptiveness(program)]
        programs.setdefault(program.state, []).append(f"{program.name} ({level})")
    return [
        (state, str(len(found)), "; ".join(sorted(found)))
        for state, found in sorted(programs.items())
    ]
