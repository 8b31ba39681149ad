"""Library functions behind Streamlit's caches: solved once, then read.

Bounded, and keyed and queued as ``caching`` says.
"""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

from optimizer.browse import coverage, filtering
from optimizer.browse.coverage import Coverage
from optimizer.browse.entries import Listing
from optimizer.browse.filtering import FacetedEntry
from optimizer.calibration.checks import Check, checks
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io import read
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import (
    BestOfSize,
    NoPlan,
    Plan,
)
from optimizer.domain.problem import Problem
from optimizer.explain import (
    alternatives,
    binding,
    infeasibility,
    left_out,
    own_plan,
    reasons,
)
from optimizer.explain.comparison import Result
from optimizer.model import plan_chances
from optimizer.requests import asking
from optimizer.requests.ask_list import AskList
from optimizer.residency_list import after_replies, joint_budget, residency, season
from optimizer.risks import drawn, evidence, robustness, shocks
from optimizer.risks.drawn import Sampled
from optimizer.risks.evidence import Believed
from optimizer.risks.robustness import Decision
from optimizer.risks.shocks import ShockOutcome
from optimizer.scenario_io.presets import average_student
from optimizer.solver import solve as search
from optimizer.trade_offs import other_uses, returns, rising
from views.session.caching import KEYS, at_once, in_turn, remember


@st.cache_resource(max_entries=4, show_spinner="Reading the catalog …")
def catalog(folder: Path) -> Catalog:
    """Read the catalog of a folder; frozen, so all visitors may share it."""
    found = read.read_catalog(folder)
    # It stays for good: no later collection need look at it, or at what was imported.
    gc.collect()
    gc.freeze()
    return found


@st.cache_resource(max_entries=32, show_spinner="Reading the list …", hash_funcs=KEYS)
def lines(problem: Problem, listing: Listing) -> tuple[FacetedEntry, ...]:
    """Return every line of a list; frozen, so all visitors may share it."""
    return filtering.lines(problem, listing)


@st.cache_resource(max_entries=4, show_spinner=False)
def coverage_before() -> tuple[Coverage, ...]:
    """Read the earlier count of the shipped catalog."""
    return coverage.before(coverage.EARLIER)


@remember("Comparing with what is published …", entries=8)
def calibration(average: Problem) -> tuple[Check, ...]:
    """Hold the value against what is published, for the average student's problem.

    Of typical applicants for that one alone: each further list takes a second.
    """
    catalog, scenario = average.catalog, average.scenario
    ranges = range_checks(catalog, scenario, ask, [average_student])
    return (*checks(catalog, scenario), *ranges)


def is_shipped(found: Catalog) -> bool:
    """Whether a catalog has the shipped programs, whatever is known of them."""
    return found.program.keys() == catalog(read.DATA).program.keys()


solve = remember("Looking for the best plan …", entries=256)(at_once(search.solve))
"""Return the best plan, or why there is none."""

ask = remember("Looking for whom to ask …", entries=256)(at_once(asking.ask))
"""Return whom to ask and what comes of it, or why there is no plan."""


residency_list = remember("Looking for where to apply …")(
    at_once(residency.residency_list)
)
"""Return where to apply and whom to signal."""

forcing_costs_pp = remember("Choosing the rest anew …", entries=256)(
    in_turn(residency.forcing_costs_pp)
)
"""Return what forcing a program in or out of the list costs."""


@remember("Choosing the list after each answer …")
@in_turn
def after_answers(problem: Problem, _asked: AskList) -> after_replies.AfterAnswers:
    """Return list and signals after the likeliest answers to the requests."""
    return after_replies.after_answers(problem, _asked)


@remember("Dividing the money after each answer …")
@in_turn
def joint(problem: Problem, _asked: AskList) -> joint_budget.Joint | None:
    """Return rotations and applications out of one purse."""
    return joint_budget.joint(problem, _asked)


season_so_far = remember("Reading the invitations …")(in_turn(season.season_so_far))
"""Return what the invitations that have come mean."""


# Streamlit tells caches apart by their functions: this one needs a name of its own.
@remember(entries=512)
@in_turn
def best(problem: Problem, refused: tuple[frozenset[str], ...] = ()) -> Plan | NoPlan:
    """Like ``solve``, in silence: for pages that say themselves what they look for."""
    return search.solve(problem, refused)


comparison = remember()(alternatives.compare_plans)
"""How another plan compares with the best one."""

chances = remember("Working out your chances …")(at_once(plan_chances.chances))
"""Match probabilities with and without the plan."""


@remember("Adding one host after another …")
@at_once
def hosts_one_by_one(problem: Problem) -> tuple[own_plan.Added, ...]:
    """Return the hosts of the best plan, each with what it adds to those before."""
    found = search.solve(problem)
    if isinstance(found, NoPlan):
        return ()
    return own_plan.one_by_one(problem, found.blocks)


possible_starts = remember("Looking for what is possible …")(own_plan.possible_starts)
"""Return every offering one may pick, with its possible starts."""


plan_gain = remember("Working out the gain …")(at_once(plan_chances.plan_gain))
"""Split the gain of the plan into auditions and letters."""


def result(problem: Problem) -> Result:
    """Return the best plan with its chances and its gain, each from its own cache."""
    outcome = solve(problem)
    if isinstance(outcome, NoPlan):
        return Result(outcome)
    return Result(outcome, chances(problem, outcome), plan_gain(problem, outcome))


@remember(entries=256)
@in_turn
def best_of_size(problem: Problem, size: int) -> BestOfSize:
    """Return the best plan of exactly this many rotations.

    One size at a time, so that a page can show the first while the next is sought.
    """
    return next(iter(returns.best_of_each_size(problem, sizes=(size,))))


@remember("Working out what each size adds …")
def levels(problem: Problem, *, certain: bool) -> tuple[returns.SizeLevel, ...]:
    """Return the sizes that have a plan, counted in one way, with what each adds."""
    steps = (best_of_size(problem, size) for size in returns.SIZES)
    return returns.levels(problem, steps, certain=certain)


@remember("Looking for why gains rise …")
@in_turn
def rises(
    problem: Problem, certain: bool, _levels: tuple[returns.SizeLevel, ...]
) -> tuple[rising.Rise, ...]:
    """Say which sizes add more than the one before, and why."""
    return rising.rises(problem, _levels)


held_apart = remember("Looking for what keeps two plans apart …")(
    in_turn(rising.obstacle)
)
"""Say what keeps the plan of a size from containing a smaller one."""


@remember("Pricing what else the money could buy …")
def elsewhere(
    problem: Problem, plan: Plan, *, certain: bool
) -> tuple[other_uses.Option, ...]:
    """Price other uses of the money and time on top of a plan."""
    counted = levels(problem, certain=certain)
    return other_uses.elsewhere(problem, plan, counted, certain=certain)


diagnose = remember("Looking for what clashes and the smallest way out …")(
    in_turn(infeasibility.diagnose)
)
"""Say why there is no plan and what would help."""

reason_groups = remember("Sorting what was left out …")(left_out.reason_groups)
"""Group what is not in the plan by reason."""

why = remember("Solving again with and without it …", entries=256)(in_turn(reasons.why))
"""Say why an offering or a block is in the plan or is not."""

price_range = remember("Working out the range …")(reasons.price_range)
"""Return the price of another plan with its range."""

outlook = remember("Trying the plan in other worlds …")(drawn.outlook)
"""Return what the plan adds and costs if the assumptions are wrong."""

swings = remember("Trying each assumption …")(robustness.swings)
"""Return the plan at both ends of each assumption."""


@remember(entries=512)
@in_turn
def decision(problem: Problem, plan: Plan, place: int) -> Decision:
    """Return what would be chosen at the ends of the swing at this place."""
    swing = swings(problem, plan)[place]
    return next(iter(robustness.decisions(problem, plan, (swing,))))


@remember(entries=256)
@in_turn
def limit(problem: Problem, plan: Plan, name: str) -> binding.Limit:
    """Return one rule with what loosening it is worth, and the range of that.

    One rule at a time, so that a page can show the first while the next is sought.
    """
    return binding.with_ranges(problem, plan, binding.limit(problem, plan, name))


@remember(entries=256)
@in_turn
def samples(problem: Problem, plan: Plan, which: range) -> tuple[Sampled, ...]:
    """Return the plan and the best plan in some of the drawn worlds."""
    return tuple(drawn.sample_plan(problem, plan, which))


@remember("Comparing both cases …")
@in_turn
def both_readings(problem: Problem, plan: Plan) -> tuple[Believed, ...]:
    """Compare the plan with the best ones under both readings of the evidence."""
    return evidence.both_readings(problem, plan)


@remember(entries=256)
@in_turn
def shock(problem: Problem, plan: Plan, place: int) -> ShockOutcome:
    """Return what comes of the event at this place."""
    return shocks.outcome(problem, plan, shocks.events(problem, plan)[place])
