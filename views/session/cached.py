"""Library functions behind Streamlit's caches: solved once, then read.

Bounded, and keyed and queued as ``caching`` says.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from optimizer.browse import filtering, known
from optimizer.browse.entries import Listing
from optimizer.browse.filtering import FacetedEntry
from optimizer.browse.known import Coverage
from optimizer.calibration.checks import Check, checks
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io import read
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.explain import infeasibility, left_out, own_plan, reasons
from optimizer.explain import readings as both_readings
from optimizer.requests import asking, ranges
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.residency_list import after_replies, joint_budget, residency
from optimizer.residency_list import curve as by_number
from optimizer.residency_list import invitations as season
from optimizer.scenario_io.presets import AVERAGE
from optimizer.solver import solve as search
from optimizer.solver import standing
from optimizer.trade_offs import returns
from views.session.caching import (
    KEYS,
    at_once,
    begin_worker,
    in_turn,
    remember,
    settle,
)


@st.cache_resource(max_entries=4, show_spinner="Reading the catalog …")
def catalog(folder: Path) -> Catalog:
    """Read the catalog of a folder; frozen, so all visitors may share it."""
    found = read.read_catalog(folder)
    # It stays for good: no later collection need look at it, or at what was imported.
    settle()
    if folder == read.DATA:
        begin_worker()
    return found


@st.cache_resource(max_entries=32, show_spinner="Reading the list …", hash_funcs=KEYS)
def lines(problem: Problem, listing: Listing) -> tuple[FacetedEntry, ...]:
    """Return every line of a list; frozen, so all visitors may share it."""
    return filtering.lines(problem, listing)


@st.cache_resource(max_entries=4, show_spinner=False)
def coverage_before() -> tuple[Coverage, ...]:
    """Read the earlier count of the shipped catalog."""
    return known.before(known.EARLIER)


@remember("Comparing with what is published …", entries=8)
def calibration(average: Problem) -> tuple[Check, ...]:
    """Hold the value against what is published, for the average student's problem.

    Of typical applicants for that one alone: each further list takes a second.
    """
    catalog, scenario = average.catalog, average.scenario
    ranges = range_checks(catalog, scenario, ask, [AVERAGE])
    return (*checks(catalog, scenario), *ranges)


def is_shipped(found: Catalog) -> bool:
    """Whether a catalog has the shipped programs, whatever is known of them."""
    return found.program.keys() == catalog(read.DATA).program.keys()


solve = remember("Looking for the best plan …", entries=256)(
    at_once(standing.standing_plan)
)
"""Return the best plan, or why there is none."""

ask = remember("Looking for whom to ask …", entries=256)(at_once(asking.ask))
"""Return whom to ask and what comes of it, or why there is no plan."""


residency_list = remember("Looking for where to apply …")(
    at_once(residency.residency_list)
)
"""Return where to apply and whom to signal."""

curve = remember("Looking for where to stop …")(in_turn(by_number.curve))
"""Return the value by number of applications."""

wish_costs_pp = remember("Choosing the rest anew …", entries=256)(
    in_turn(residency.wish_costs_pp)
)
"""Return what a wish for the list of programs costs."""


after_answers = remember("Choosing the list after each answer …")(
    in_turn(after_replies.after_answers)
)
"""Return list and signals after the likeliest answers to the requests."""

joint = remember("Dividing the money after each answer …")(in_turn(joint_budget.joint))
"""Return rotations and applications out of one purse."""

season_so_far = remember("Reading the invitations …")(in_turn(season.season_so_far))
"""Return what the invitations that have come mean."""


best = remember(entries=512)(in_turn(search.solve))
"""Return the best plan, whatever the grades, for pages that say what they look for."""


def with_plan(problem: Problem, found: AskList) -> PlannedList:
    """The list with the plan to make if every host on it says yes."""
    return asking.with_plan(problem, found, best)


hosts_one_by_one = remember("Adding one host after another …")(own_plan.one_by_one)
"""Return the hosts of a plan, each with what it adds to those before."""

possible_starts = remember("Looking for what is possible …")(own_plan.possible_starts)
"""Return every offering one may pick, with its possible starts."""


best_of_size = remember(entries=256)(in_turn(returns.best_of_size))
"""Return the best plans of exactly this many rotations.

One size at a time, so that a page can show the first while the next is sought.
"""

diagnose = remember("Looking for what clashes and the smallest way out …")(
    in_turn(infeasibility.diagnose)
)
"""Say why there is no plan and what would help."""

reason_groups = remember("Sorting what was left out …")(left_out.reason_groups)
"""Group what is not in the plan by reason."""

why = remember("Solving again with and without it …", entries=256)(in_turn(reasons.why))
"""Say why an offering or a block is in the plan or is not."""


gain_swings = remember("Trying each guess …")(at_once(ranges.gain_swings))
"""Return what a list of requests adds at both ends of each assumption."""

readings = remember("Looking for whom to ask if letters count or not …")(
    in_turn(both_readings.readings)
)
"""Return the list of each reading of the evidence, valued in both."""


def ask_or_why(problem: Problem) -> AskList | NoPlan:
    """Whom to ask, or why nothing can be done at all, not even to stay."""
    found = ask(problem)
    if isinstance(found, NoPlan) or found.requests or problem.booked:
        return found
    outcome = solve(problem)
    return outcome if isinstance(outcome, NoPlan) else found


def with_plan_or_why(problem: Problem) -> PlannedList | NoPlan:
    """The same with the plan to make if every host says yes."""
    found = ask_or_why(problem)
    return found if isinstance(found, NoPlan) else with_plan(problem, found)
