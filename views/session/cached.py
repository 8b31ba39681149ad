"""Library functions behind Streamlit's caches: solved once, then read.

Bounded, and keyed and queued as ``caching`` says.
"""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

from optimizer.browse import coverage as counting
from optimizer.browse import listing as lists
from optimizer.browse.coverage import Coverage
from optimizer.browse.entries import Listing
from optimizer.browse.listing import Line
from optimizer.calibration.checks import Check, checks
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io import read
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import (
    NoPlan,
    Plan,
    Step,
)
from optimizer.domain.problem import Problem
from optimizer.explain import alternatives, binding, own_plan
from optimizer.explain import infeasibility as explain
from optimizer.explain import left_out as left
from optimizer.explain import why as reasons
from optimizer.explain.comparison import Result
from optimizer.model import chances as details
from optimizer.requests import ask as asking_for
from optimizer.requests.ask_list import AskList
from optimizer.residency_list import after_answers as answered_list
from optimizer.residency_list import joint as one_purse
from optimizer.residency_list import residency, season
from optimizer.risks import drawn, evidence, robustness, shocks
from optimizer.risks.drawn import Sampled
from optimizer.risks.evidence import Believed
from optimizer.risks.robustness import Decision
from optimizer.risks.shocks import ShockOutcome
from optimizer.solver import solve as search
from optimizer.trade_offs import elsewhere as other
from optimizer.trade_offs import returns, rising
from views.session.caching import KEYS, at_once, in_turn, remembered


@st.cache_resource(max_entries=4, show_spinner="Reading the catalog …")
def catalog(folder: Path) -> Catalog:
    """Read the catalog of a folder; frozen, so all visitors may share it."""
    found = read.read_catalog(folder)
    # It stays for good: no later collection need look at it, or at what was imported.
    gc.collect()
    gc.freeze()
    return found


@st.cache_resource(max_entries=32, show_spinner="Reading the list …", hash_funcs=KEYS)
def lines(problem: Problem, listing: Listing) -> tuple[Line, ...]:
    """Return every line of a list; frozen, so all visitors may share it."""
    return lists.lines(problem, listing)


@st.cache_resource(max_entries=4, show_spinner=False)
def coverage_before() -> tuple[Coverage, ...]:
    """Read the earlier count of the shipped catalog."""
    return counting.before(counting.EARLIER)


@remembered("Comparing with what is published …", entries=8)
@in_turn
def calibration(average: Problem) -> tuple[Check, ...]:
    """Hold the value against what is published, for the average student's problem."""
    catalog, scenario = average.catalog, average.scenario
    return (*checks(catalog, scenario), *range_checks(catalog, scenario))


def is_shipped(found: Catalog) -> bool:
    """Whether a catalog has the shipped programs, whatever is known of them."""
    return found.program.keys() == catalog(read.DATA).program.keys()


solve = remembered("Looking for the best plan …", entries=256)(at_once(search.solve))
"""Return the best plan, or why there is none."""

ask = remembered("Looking for whom to ask …", entries=256)(at_once(asking_for.ask))
"""Return whom to ask and what comes of it, or why there is no plan."""


residency_list = remembered("Looking for where to apply …")(
    at_once(residency.residency_list)
)
"""Return where to apply and whom to signal."""

forcing_costs_pp = remembered("Choosing the rest anew …", entries=256)(
    in_turn(residency.forcing_costs_pp)
)
"""Return what forcing a program in or out of the list costs."""


@remembered("Choosing the list after each answer …")
@in_turn
def after_answers(problem: Problem, _asked: AskList) -> answered_list.AfterAnswers:
    """Return list and signals after the likeliest answers to the requests."""
    return answered_list.after_answers(problem, _asked)


@remembered("Dividing the money after each answer …")
@in_turn
def joint(problem: Problem, _asked: AskList) -> one_purse.Joint | None:
    """Return rotations and applications out of one purse."""
    return one_purse.joint(problem, _asked)


season_so_far = remembered("Reading the invitations …")(in_turn(season.season_so_far))
"""Return what the invitations that have come mean."""


# Streamlit tells caches apart by their functions: this one needs a name of its own.
@remembered(entries=512)
@in_turn
def best(problem: Problem, refused: tuple[frozenset[str], ...] = ()) -> Plan | NoPlan:
    """Like ``solve``, in silence: for pages that say themselves what they look for."""
    return search.solve(problem, refused)


compared = remembered()(alternatives.compared)
"""How another plan compares with the best one."""

chances = remembered("Working out your chances …")(at_once(details.chances))
"""Match probabilities with and without the plan."""


@remembered("Adding one host after another …")
@at_once
def hosts_one_by_one(problem: Problem) -> tuple[own_plan.Added, ...]:
    """Return the hosts of the best plan, each with what it adds to those before."""
    found = search.solve(problem)
    if isinstance(found, NoPlan):
        return ()
    return own_plan.one_by_one(problem, found.blocks)


possible_starts = remembered("Looking for what is possible …")(own_plan.possible_starts)
"""Return every offering one may pick, with its possible starts."""


plan_gain = remembered("Working out the gain …")(at_once(details.plan_gain))
"""Split the gain of the plan into auditions and letters."""


def result(problem: Problem) -> Result:
    """Return the best plan with its chances and its gain, each from its own cache."""
    outcome = solve(problem)
    if isinstance(outcome, NoPlan):
        return Result(outcome)
    return Result(outcome, chances(problem, outcome), plan_gain(problem, outcome))


@remembered(entries=256)
@in_turn
def best_of_size(problem: Problem, size: int) -> Step:
    """Return the best plan of exactly this many rotations.

    One size at a time, so that a page can show the first while the next is sought.
    """
    return next(iter(returns.best_of_each_size(problem, sizes=(size,))))


@remembered("Working out what each size adds …")
def levels(problem: Problem, *, certain: bool) -> tuple[returns.SizeLevel, ...]:
    """Return the sizes that have a plan, counted in one way, with what each adds."""
    steps = (best_of_size(problem, size) for size in returns.SIZES)
    return returns.levels(problem, steps, certain=certain)


@remembered("Looking for why gains rise …")
@in_turn
def rises(
    problem: Problem, certain: bool, _levels: tuple[returns.SizeLevel, ...]
) -> tuple[rising.Rise, ...]:
    """Say which sizes add more than the one before, and why."""
    return rising.rises(problem, _levels)


held_apart = remembered("Looking for what keeps two plans apart …")(
    in_turn(rising.held_apart)
)
"""Say what keeps the plan of a size from containing a smaller one."""


@remembered("Pricing what else the money could buy …")
def elsewhere(
    problem: Problem, plan: Plan, *, certain: bool
) -> tuple[other.Option, ...]:
    """Price other uses of the money and time on top of a plan."""
    counted = levels(problem, certain=certain)
    return other.elsewhere(problem, plan, counted, certain=certain)


diagnose = remembered("Looking for what clashes and the smallest way out …")(
    in_turn(explain.diagnose)
)
"""Say why there is no plan and what would help."""

left_out = remembered("Sorting what was left out …")(left.left_out)
"""Group what is not in the plan by reason."""

why = remembered("Solving again with and without it …", entries=256)(
    in_turn(reasons.why)
)
"""Say why an offering or a block is in the plan or is not."""

price_range = remembered("Working out the range …")(reasons.price_range)
"""Return the price of another plan with its range."""

outlook = remembered("Trying the plan in other worlds …")(drawn.outlook)
"""Return what the plan adds and costs if the assumptions are wrong."""

swings = remembered("Trying each assumption …")(robustness.swings)
"""Return the plan at both ends of each assumption."""


@remembered(entries=512)
@in_turn
def decision(problem: Problem, plan: Plan, place: int) -> Decision:
    """Return what would be chosen at the ends of the swing at this place."""
    swing = swings(problem, plan)[place]
    return next(iter(robustness.decisions(problem, plan, (swing,))))


@remembered(entries=256)
@in_turn
def limit(problem: Problem, plan: Plan, name: str) -> binding.Limit:
    """Return one rule with what loosening it is worth, and the range of that.

    One rule at a time, so that a page can show the first while the next is sought.
    """
    return binding.with_ranges(problem, plan, binding.limit(problem, plan, name))


@remembered(entries=256)
@in_turn
def sampled(problem: Problem, plan: Plan, which: range) -> tuple[Sampled, ...]:
    """Return the plan and the best plan in some of the drawn worlds."""
    return tuple(drawn.sampled(problem, plan, which))


@remembered("Comparing both cases …")
@in_turn
def both_readings(problem: Problem, plan: Plan) -> tuple[Believed, ...]:
    """Compare the plan with the best ones under both readings of the evidence."""
    return evidence.both_readings(problem, plan)


@remembered(entries=256)
@in_turn
def shock(problem: Problem, plan: Plan, place: int) -> ShockOutcome:
    """Return what comes of the event at this place."""
    return shocks.outcome(problem, plan, shocks.events(problem, plan)[place])
