"""Words the sections on risks share."""

from __future__ import annotations

from charts import format as words
from optimizer.model.rules import RULES
from optimizer.risks.robustness import BUDGET, ChoiceInWorld, PlanInWorld, Swing

_BROKEN = {
    BUDGET: "over your budget",
    "letters": "too few letters on time",
    "number": "too few rotations",
    "stay": "too long a stay",
    "idle": "too long a wait",
    "hands-on": "too few hands-on",
}
_SENTENCE = {rule.name: rule.sentence for rule in RULES}
TINY_PP = 0.05


def broken(names: tuple[str, ...]) -> str:
    """Say which rules are broken, the usual ones in short."""
    return ", ".join(
        _BROKEN.get(name) or f"broken: {_SENTENCE[name].rstrip('.')}" for name in names
    )


def up_to(pp: float) -> str:
    """Write how much better something is at most."""
    return "less than 0.1 pp" if pp < TINY_PP else f"up to {better(pp)}"


def better(pp: float) -> str:
    """Write how much better something is, small amounts too."""
    if pp < TINY_PP:
        return "less than 0.1 pp"
    return words.points(pp).removeprefix("+")


def over_budget(swing: Swing) -> bool:
    """Whether the plan is over the budget at either end."""
    return BUDGET in swing.low.broken or BUDGET in swing.high.broken


def choice(found: ChoiceInWorld, reading: PlanInWorld) -> str:
    """Say what would be chosen in a world instead."""
    if reading.broken:
        return f"this plan is {broken(reading.broken)}"
    if found.regret_pp is None:
        return "no other plan was found in time"
    least = "" if found.proven else "at least "
    return f"another plan is better by {least}{better(found.regret_pp)}"
