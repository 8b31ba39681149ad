"""Page: how far to go, and what else the money and the time could buy."""

from __future__ import annotations

from optimizer.problem import Problem
from views import elsewhere, how_many, sections

LEAD = "What one more rotation buys, and when something else buys more."


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    sections.draw(
        problem,
        "Trade-offs",
        LEAD,
        {
            "How many rotations?": how_many.render,
            "Where else could the money go?": elsewhere.render,
        },
    )
