"""Page: what more money, letters or months would bring."""

from __future__ import annotations

from optimizer.problem import Problem
from views import frontier, letters_and_months, sections


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    sections.draw(
        problem,
        "What would more bring?",
        "Everything you asked for stays as it is, but for one thing at a time.",
        {
            "How much money?": frontier.render,
            "Letters and months": letters_and_months.render,
        },
    )
