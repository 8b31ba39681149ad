"""Page: why this plan, what else is nearly as good, and what limits it."""

from __future__ import annotations

from optimizer.domain.problem import Problem
from views.sections import tabs as sections
from views.what_if import limiting, other_plans, why_not

TITLE = "Why this plan?"
LEAD = (
    "Each answer below was found by solving your question again with one thing changed."
)


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    sections.draw(
        problem,
        TITLE,
        LEAD,
        {
            "Why not this one?": why_not.render,
            "Other plans": other_plans.render,
            "What limits you": limiting.render,
        },
    )
