"""The mix of programs that a common guide advises, and what a list holds of it.

The guide goes by the profile: with strong scores one or two well-known programs and a
safer one; else mostly programs that have taken IMGs for long, and new ones. What it
calls well known is on no record, and a program is known to be new or old only where
its first class is.
"""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.problem import Problem
from optimizer.domain.records import Program, Receptiveness
from optimizer.model.value.profile import expected_score, graduated_long_ago
from optimizer.residency_list.answer import ResidencyList

OFTEN: tuple[Receptiveness, ...] = ("mid", "high", "very_high")
NEW_YEARS = 5
"""A program counts as new so long after its first class started; ours."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What a list holds, by id.

    ``strong``: a score of one standard deviation above the average or more, no failed
    exam, no long gap. ``often``: programs that interview IMGs at a middle rate or more
    often, ``old`` those of them that are known to be there for long; ``safest``: the
    likeliest interview; ``new``: programs whose first class is recent.
    """

    strong: bool
    often: tuple[str, ...]
    safest: str | None
    new: tuple[str, ...]
    old: tuple[str, ...]


def mix(problem: Problem, found: ResidencyList) -> Mix:
    """Count what the guide asks for."""
    catalog, season = problem.catalog, problem.scenario.season
    listed = [e for e in found.programs if e.is_on]
    programs = [catalog.program[e.program_id] for e in listed]
    often = [p for p in programs if problem.receptiveness(p) in OFTEN]

    def begun(some: list[Program], recent: bool) -> tuple[str, ...]:
        return tuple(
            p.program_id
            for p in some
            if p.first_class and (season - p.first_class <= NEW_YEARS) == recent
        )

    likeliest = max(listed, key=lambda e: e.interview.value, default=None)
    return Mix(
        strong=is_strong(problem),
        often=tuple(p.program_id for p in often),
        safest=likeliest.program_id if likeliest else None,
        new=begun(programs, True),
        old=begun(often, False),
    )


def is_strong(problem: Problem) -> bool:
    """Whether the guide would call the profile strong; the border is ours."""
    who = problem.scenario.applicant
    strong = problem.parameter("step2ck_reference") + problem.parameter("step2ck_sd")
    failures = who.step1_failures + who.step2_failures
    score = expected_score(who) or 0
    return score >= strong and not failures and not graduated_long_ago(problem)
