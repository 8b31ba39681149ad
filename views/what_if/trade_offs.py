"""Page: how far to go, and what else the money and the time could buy."""

from __future__ import annotations

from optimizer.domain.problem import Problem
from views.sections import tabs as sections
from views.what_if import elsewhere, frontier, how_many, letters_and_months

LEAD = "What one more rotation, dollar, letter or month buys, all else as you asked."


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    sections.draw(
        problem,
        "Trade-offs",
        LEAD,
        {
            "How many rotations?": how_many.render,
            "How much money?": frontier.render,
            "Letters and months": letters_and_months.render,
            "Where else could the money go?": elsewhere.render,
        },
    )
