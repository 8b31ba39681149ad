"""Page: what could go wrong, and how far the plan can be trusted."""

from __future__ import annotations

from charts import format as words
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from views.kit import terms
from views.sections import tabs as sections
from views.session import cached
from views.what_if import assumptions as risk_assumptions
from views.what_if import doubt
from views.what_if import events as risk_events
from views.what_if import worlds as risk_worlds

TITLE = "What could go wrong"
SECTIONS = {
    "Assumptions": risk_assumptions.render,
    "Other worlds": risk_worlds.render,
    "One thing goes wrong": risk_events.render,
    "Letters and rotations help less": doubt.render,
}


def render(problem: Problem) -> None:
    """Draw the page: first how much the plan can be trusted."""
    plan = cached.solve(problem)
    lead = _trusted(problem, plan) if isinstance(plan, Plan) else ""
    sections.draw(problem, TITLE, lead, SECTIONS)


def _trusted(problem: Problem, plan: Plan) -> str:
    """The answer: does it help whatever is true, and does the money suffice."""
    if not plan.blocks:
        return "The plan has no rotation of its own, so nothing can go wrong with it."
    found = cached.outlook(problem, plan)
    helps, pays = found.helps, found.affordable
    low, high = words.points(found.gain_low_pp), words.points(found.gain_high_pp)
    gain = (
        f"**It helps:** in {helps.hits} of {helps.of} worlds that fit what is known,"
        f" the plan raises your {terms.measure(problem)} {terms.counting(problem)},"
        f" mostly by {words.safe(low)} to {words.safe(high)}."
    )
    budget = words.safe(words.money(problem.scenario.budget_usd))
    sure = words.safe(words.money(found.sure_usd))
    if pays.hits == pays.of:
        return f"{gain} **The money suffices** in all of them."
    return (
        f"{gain} **The money is less sure:** it costs more than your {budget} in"
        f" {pays.of - pays.hits} of them, and up to {sure} in nine of ten. Ask hosts"
        " for the fees that are not known before you commit."
    )
