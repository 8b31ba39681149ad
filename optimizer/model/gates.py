"""What a program asks: gates rule it out for this applicant, checks are open questions.

Of a check nobody can say whether it is met: no chance depends on it. Each has what to
ask the program, and the source of what it asks for; an unknown field asks nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from optimizer.domain.columns import PROGRAM
from optimizer.domain.found_out import with_asking
from optimizer.domain.plan import Block, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.domain.terms import last_day
from optimizer.domain.words import day_in_words
from optimizer.model.entry_rules import residency_checks

INTERVIEWING = ("low", "mid", "high", "very_high")
"""Levels of receptiveness that some interview is on record for."""

Gate = tuple[str, str]
"""The field of the program that rules it out, and that in a sentence."""


def gate_reason(problem: Problem, program: Program) -> str | None:
    """Why the program cannot match this applicant; None where nothing says so.

    An unknown policy is no reason.
    """
    found = closing_reason(problem, program)
    return None if found is None else found.sentence


def closing_reason(problem: Problem, program: Program) -> Reason | None:
    """As ``gate_reason``, with the field and the source."""
    found = _gate(problem, program)
    return None if found is None else _with_source(problem, program, _closure(*found))


def is_open(problem: Problem, program: Program) -> bool:
    """Whether nothing rules the program out for this applicant."""
    return _gate(problem, program) is None


def _gate(problem: Problem, program: Program) -> Gate | None:
    return (
        _visa(problem, program)
        or _graduation(problem, program)
        or _exams(problem, program)
    )


def _closure(field: str, sentence: str) -> Reason:
    return Reason("closed", field, sentence)


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


def program_checks(
    problem: Problem, program: Program, blocks: Iterable[Block] = ()
) -> tuple[Reason, ...]:
    """What to settle with a program before applying, once these rotations are done."""
    found = (
        *_experience(problem, program),
        *_certificate(problem, program),
        *_deadline(problem, program),
    )
    return (
        *(_with_source(problem, program, reason) for reason in found),
        *residency_checks(problem, program, blocks),
    )


# ---- what rules it out ----


def _visa(problem: Problem, program: Program) -> Gate | None:
    authorized = problem.scenario.applicant.us_work_authorized
    if program.visa_sponsorship == ("none",) and not authorized:
        return "visa_sponsorship", "Sponsors no visa."
    if program.accepts_img == "no":
        return "accepts_img", "Takes no international graduates."
    return None


def _graduation(problem: Problem, program: Program) -> Gate | None:
    graduation = problem.scenario.applicant.graduation_date
    limit = program.graduation_years_limit
    if graduation is None or limit is None:
        return None
    if problem.scenario.season - graduation.year > limit:
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


# ---- what is to be asked ----


def _experience(problem: Problem, program: Program) -> Iterator[Reason]:
    """US clinical experience, until hands-on work is booked or done."""
    kinds = {booked.kind for booked in problem.scenario.booked}
    if program.usce_required != "yes" or "hands_on" in kinds:
        return
    asks = "Asks for US clinical experience"
    if kinds:
        yield _check(
            "usce_required",
            f"{asks}; whether an observership is enough is not known.",
            "Does an observership count as the US clinical experience you ask for?",
        )
    else:
        yield _check(
            "usce_required",
            f"{asks}: a rotation may be what it means.",
            "What counts as the US clinical experience you ask for, and by when?",
        )


def _certificate(problem: Problem, program: Program) -> Iterator[Reason]:
    """The ECFMG certificate, which nobody has before the final diploma.

    Source: ECFMG, requirements for certification (a final medical diploma).
    """
    wanted, season = program.ecfmg_wanted, problem.season
    if problem.scenario.applicant.ecfmg == "certified":
        return
    if wanted == "application":
        yield _by(problem, season.program_access, "when one applies")
    elif wanted == "ranking":
        last = season.rank_deadline
        yield _by(problem, last, f"by {day_in_words(last)}, when rank lists are due")
    elif wanted == "asked":
        yield _check(
            "ecfmg_wanted",
            "Asks for the ECFMG certificate; by when is not known.",
            PROGRAM["ecfmg_wanted"].ask,
        )


def _by(problem: Problem, last: dt.date, when: str) -> Reason:
    who = problem.scenario.applicant
    too_late = ""
    if who.graduation_date is not None and who.graduation_date > last:
        too_late = ": it needs the diploma, and you graduate after that"
    elif who.ecfmg == "not_in_time":
        too_late = ": you get yours later than programs start reading"
    return _check(
        "ecfmg_wanted",
        f"Asks for the ECFMG certificate {when}{too_late}.",
        "Do you consider applicants whose ECFMG certificate comes later?",
    )


def _deadline(problem: Problem, program: Program) -> Iterator[Reason]:
    last = last_day(program.application_deadline, problem.season.season)
    if last is None:
        return
    over = last < problem.scenario.today
    found = "Applications may have closed on" if over else "Takes applications until"
    yield _check(
        "application_deadline",
        f"{found} {day_in_words(last)}, if it is as in the season on record.",
        f"Is {day_in_words(last)} still your last day for applications?",
    )


def _check(field: str, sentence: str, ask: str) -> Reason:
    return Reason("check", field, sentence, ask=ask)


def _with_source(problem: Problem, program: Program, reason: Reason) -> Reason:
    key = ("programs.csv", program.program_id, reason.field)
    known = problem.catalog.source_of.get(key)
    return replace(
        reason,
        sentence=with_asking(problem.catalog, *key, reason.sentence),
        source=(known.url or known.source) if known else "",
    )
