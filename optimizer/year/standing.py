"""Where an applicant stands: themes of the rotations, weakest area, the next cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from optimizer.domain import replies
from optimizer.domain.applicant import Letter
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Booked, Scenario
from optimizer.model.rotation import Rotation, booked_rotations
from optimizer.model.value.application_list import match_model
from optimizer.requests.ask_list import PP, AskList
from optimizer.year.timeline import is_sure

THEMES = {
    "Neurorehabilitation": ("stroke", "tbi", "sci", "neuro", "spasticity"),
    "Musculoskeletal and pain": ("msk", "sports", "pain", "emg", "interventional"),
    "Veterans and underserved": ("va",),
    "Children": ("pediatrics",),
    "Amputation and prosthetics": ("prosthetics",),
    "Inpatients and consults": ("inpatient", "consult"),
}
"""Chapters that a rotation can tell, by the focus areas on record."""
MOST_BOOKED = 6
MOST_LETTERS = 10
"""As many of each as a scenario holds."""
POINTS = 10
HIGHEST_SCORE = 300


@dataclass(frozen=True, slots=True)
class Area:
    """Something to work on: what it would add in pp (None: not priced), what to do."""

    name: str
    worth_pp: float | None
    advice: str


def themes(rotations: Sequence[Rotation]) -> dict[str, tuple[Rotation, ...]]:
    """The rotations that carry each theme; none: it is missing."""
    return {
        theme: tuple(r for r in rotations if set(areas) & set(r.visit.focus))
        for theme, areas in THEMES.items()
    }


def areas(problem: Problem, found: AskList) -> tuple[Area, ...]:
    """What to work on, what the match value gains most from first."""
    who = problem.scenario.applicant
    priced = [
        Area(
            "Rotations",
            found.gain_pp,
            "Write to the hosts on the list. Hands-on comes first.",
        ),
        Area(
            "One more US letter",
            _worth(problem, us_letters=who.us_letters + 1),
            "Ask a US physician who has seen you work.",
        ),
    ]
    if who.step2_ck is not None and who.step2_ck + POINTS <= HIGHEST_SCORE:
        gain = _worth(problem, step2_ck=who.step2_ck + POINTS)
        advice = "A score stands. Let the next exam be better, and explain a gap."
        priced.append(Area(f"{POINTS} points more in Step 2 CK", gain, advice))
    if who.step2_ck is None:
        advice = "Sit it in time: a good score counts at every program."
        priced.append(Area("Step 2 CK", None, advice))
    priced.sort(key=lambda a: -(a.worth_pp or 0.0))
    more = "Research, leadership and a clear story. After three rotations these count."
    return (*priced, Area("Research and application", None, more))


def _worth(problem: Problem, **changes: object) -> float:
    """What a change of the applicant adds to the match value, in pp."""
    who = replace(problem.scenario.applicant, **changes)  # type: ignore[arg-type]
    values = [
        float(match_model(p).value(booked_rotations(p), certain=False)[0])
        for p in (problem.having(applicant=who), problem)
    ]
    return PP * (values[0] - values[1])


def next_cycle(problem: Problem, rotations: Sequence[Rotation]) -> Scenario | None:
    """The scenario of the season after: what was done stays, who said no is left out.

    Rotations that a host had granted count as done. None if no later season is known.
    """
    old = problem.scenario
    later = [year for year in problem.catalog.season if year > old.season]
    if not later:
        return None
    granted = [_done(r, old.letters_each) for r in rotations if is_sure(problem, r)]
    return replace(
        old,
        season=min(later),
        applicant=replace(old.applicant, us_letters=0),
        letters=_of_last_cycle(old),
        today=max(old.today, problem.season.match_day),
        answers=(),
        answer_by=(),
        reply_days=(),
        took_place=(),
        interviews=(),
        done=(),
        pins=(),
        window_start=None,
        window_end=None,
        letters_by=None,
        spent_usd=0,
        exclusions=tuple(dict.fromkeys(replies.excluded_names(old))),
        booked=tuple(granted[:MOST_BOOKED]),
    )


def _of_last_cycle(old: Scenario) -> tuple[Letter, ...]:
    """Every letter in hand, a season later."""
    mine = (*old.letters, *(Letter() for _ in range(old.applicant.us_letters)))
    return tuple(replace(letter, last_cycle=True) for letter in mine[:MOST_LETTERS])


def _done(rotation: Rotation, letters: int) -> Booked:
    visit = rotation.visit
    if visit.booked:
        return replace(visit.booked, cost_usd=0)
    assert visit.offering is not None, "what is not booked is an offering"
    return Booked(
        rotation.start,
        rotation.end,
        visit.kind,
        visit.offering.offering_id,
        letters_expected=letters,
    )
