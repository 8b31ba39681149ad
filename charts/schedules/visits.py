"""The visits to the US between which the applicant goes home, in words."""

from __future__ import annotations

from charts import words
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.model.rotation import rotations_of
from optimizer.model.travel import visits


def visits_sentence(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say when one is in the US, where it is more than one visit; else nothing."""
    found = visits(problem, rotations_of(problem, blocks))
    if len(found) < 2:
        return ""
    spans = [words.days(visit[0].start, max(r.end for r in visit)) for visit in found]
    return (
        f"You are in the US {words.number(len(found))} times: {join_names(spans)}."
        " In between you go home. Each time an officer at the border decides whether"
        " you may enter."
    )
