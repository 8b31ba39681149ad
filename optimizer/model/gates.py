"""Gates: policies that rule a program out for this applicant, with the reason."""

from __future__ import annotations

from optimizer.domain.found_out import with_asking
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program

INTERVIEWING = ("low", "mid", "high", "very_high")
"""Levels of receptiveness that some interview is on record for."""

Gate = tuple[str, str]
"""The field of the program that rules it out, and that in a sentence."""


def gate_reason(problem: Problem, program: Program) -> str | None:
    """Why the program cannot match this applicant; None where nothing says so.

    An unknown policy is no reason.
    """
    found = (
        _visa(problem, program)
        or _graduation(problem, program)
        or _exams(problem, program)
    )
    if found is None:
        return None
    field, sentence = found
    key = ("programs.csv", program.program_id, field)
    return with_asking(problem.catalog, *key, sentence)


def sponsor_assumption(program: Program) -> str:
    """Name of the assumption that says how likely the program sponsors a visa.

    Empty where its policy is on record. Programs that interview non-US IMGs sponsor
    more often, whoever asks.
    """
    if program.visa_sponsorship:
        return ""
    receptive = program.receptiveness_non_us in INTERVIEWING
    return "p_sponsor_receptive" if receptive else "p_sponsor_other"


def policy_unknown(problem: Problem, program: Program) -> bool:
    """Whether the program's visa or IMG policy is unknown and could rule one out."""
    visa_free = problem.scenario.applicant.us_work_authorized
    no_visa_word = not program.visa_sponsorship and not visa_free
    return no_visa_word or program.accepts_img == "unknown"


def _visa(problem: Problem, program: Program) -> Gate | None:
    authorized = problem.scenario.applicant.us_work_authorized
    if program.visa_sponsorship == ("none",) and not authorized:
        return "visa_sponsorship", "Sponsors no visa."
    if program.accepts_img == "no":
        return "accepts_img", "Takes no international graduates."
    return None


def _graduation(problem: Problem, program: Program) -> Gate | None:
    day = problem.scenario.applicant.graduation_date
    limit = program.graduation_years_limit
    if day is None or limit is None:
        return None
    if problem.scenario.season - day.year > limit:
        sentence = f"Takes graduates of the last {limit} years only."
        return "graduation_years_limit", sentence
    return None


def _exams(problem: Problem, program: Program) -> Gate | None:
    who = problem.scenario.applicant
    score, least = who.step2_ck, program.min_step2_ck
    if score is not None and least is not None and score < least:
        return "min_step2_ck", f"Asks for at least {least} in Step 2 CK."
    failures, limit = who.step1_failures + who.step2_failures, program.max_exam_failures
    if limit is not None and failures > limit:
        return "max_exam_failures", f"Allows at most {limit} failed exams."
    return None
