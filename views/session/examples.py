"""Examples to start from: typical applicants, and a season that is under way."""

from __future__ import annotations

from dataclasses import replace

from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Answer, Scenario
from optimizer.domain.starts import offering_of
from optimizer.requests.ask_list import PlannedList
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.session import cached
from views.session.session import session

UNDER_WAY = "A season under way"
EXAMPLES = (*PRESETS, UNDER_WAY)
ACCEPTED, REFUSED = 2, 4


def example_scenario(name: str, catalog: Catalog) -> Scenario:
    """The scenario of an example on the day of the visit."""
    default = default_scenario(catalog, session().first_day)
    return PRESETS[name](default) if name in PRESETS else _under_way(catalog, default)


def _under_way(catalog: Catalog, default: Scenario) -> Scenario:
    """The default scenario, its list of whom to ask sent and half of it answered."""
    problem = Problem(catalog, default)
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan):
        return default
    return replace(default, answers=sample_replies(cached.with_plan(problem, asked)))


def sample_replies(asked: PlannedList) -> tuple[tuple[str, Answer], ...]:
    """Answers to a list: the first of the plan say yes, then some no, the rest wait."""
    plan = asked.if_all_say_yes
    blocks = () if isinstance(plan, NoPlan) else plan.blocks[:ACCEPTED]
    yes = {block.offering.offering_id: block.block_id for block in blocks}
    others = [one.request for one in asked.requests if not one.request.names(yes)]
    found: dict[str, Answer] = dict.fromkeys(yes.values(), "accepted")
    for place, request in enumerate(others):
        name = request.offering_ids[0]
        found[offering_of(name)] = "refused" if place < REFUSED else "asked"
    return tuple(sorted(found.items()))
