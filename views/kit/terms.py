"""Words the result pages share: what is measured, and the help behind the terms."""

from __future__ import annotations

from typing import Protocol

from optimizer.domain.scenario import Grade, Scenario

RANGE = (
    "The model rests on assumptions that are known only roughly. Drawn 400 times"
    " from their ranges, the chance fell into this range 8 times out of 10."
)
COST = (
    "At most: every host accepts, so everything is paid. Expected: averaged over who"
    " accepts; a refused application costs only its fee."
)
CHANCE, VALUE = "match chance", "match value"
MEASURED = "measured in US surgery students"
NOT_LEGAL_ADVICE = (
    "What is said here on visas is a summary of public rules and not legal advice."
    " The host's international office and the consulate decide."
)


TRUST: dict[Grade, tuple[str, str]] = {
    "confirmed": (
        "Confirmed",
        "Confirmed: a page of the host of the last 18 months says that it takes people"
        " of your status, in PM&R too.",
    ),
    "likely": (
        "Likely",
        "Likely: that is on record, but from an older or another page.",
    ),
    "unclear": (
        "Unclear",
        "Unclear: one of the two is on record, the other is not.",
    ),
    "cold": ("Cold", "Cold: neither is on record, so you can only ask."),
}
"""What each grade of trust is called, and what it means."""


class HasScenario(Protocol):
    """What is asked by a scenario, or answers one: a problem, a plan, an ask list."""

    @property
    def scenario(self) -> Scenario:
        """What the applicant has and wants."""


def measure(asked: HasScenario) -> str:
    """What gains are gains of: the match value once it matters where one matches."""
    return VALUE if asked.scenario.preferences.where_matters > 0 else CHANCE


def more_or_fewer(asked: HasScenario) -> str:
    """What a difference of 1,000 counts: people, or match value."""
    if measure(asked) == VALUE:
        return f"{VALUE}, more or less of 1,000"
    return "who match, more or fewer of 1,000"
