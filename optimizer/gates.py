"""Gates: policies that rule a program out for this applicant, with the reason."""

from __future__ import annotations

from optimizer.catalog import Program
from optimizer.problem import Problem


def gate_reason(problem: Problem, program: Program) -> str | None:
    """Why the program cannot match this applicant; None where nothing says so.

    An unknown policy is no reason.
    """
    return (
        _visa(problem, program)
        or _graduation(problem, program)
        or _exams(problem, program)
    )


def policy_unknown(problem: Problem, program: Program) -> bool:
    """Whether the program's visa or IMG policy is unknown and could rule one out."""
    visa_free = problem.scenario.applicant.us_work_authorized
    no_visa_word = not program.visa_sponsorship and not visa_free
    return no_visa_word or program.accepts_img == "unknown"


def _visa(problem: Problem, program: Program) -> str | None:
    authorized = problem.scenario.applicant.us_work_authorized
    if program.visa_sponsorship == ("none",) and not authorized:
        return "Sponsors no visa."
    if program.accepts_img == "no":
        return "Takes no international graduates."
    return None


def _graduation(problem: Problem, program: Program) -> str | None:
    day = problem.scenario.applicant.graduation_date
    limit = program.graduation_years_limit
    if day is None or limit is None:
        return None
    if problem.scenario.season - day.year > limit:
        return f"Takes graduates of the last {limit} years only."
    return None


def _exams(problem: Problem, program: Program) -> str | None:
    who = problem.scenario.applicant
    score, least = who.step2_ck, program.min_step2_ck
    if score is not None and least is not None and score < least:
        return f"Asks for at least {least} in Step 2 CK."
    failures, limit = who.step1_failures + who.step2_failures, program.max_exam_failures
    if limit is not None and failures > limit:
        return f"Allows at most {limit} failed exams."
    return None
