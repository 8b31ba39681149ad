"""Page: why this plan and no other."""

from __future__ import annotations

from optimizer.problem import Problem
from views import other_plans, sections


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    sections.draw(
        problem,
        "Why this plan?",
        "What else is possible under everything you asked for.",
        {"Other plans": other_plans.render},
    )
