"""Where an applicant stands: themes, weakest area, an early rotation, next cycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from optimizer.domain import replies
from optimizer.domain.applicant import HIGHEST_SCORE, Booked, Letter
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import MOST_LETTERS, MOST_ROTATIONS, Scenario
from optimizer.domain.words import count, people_of_thousand
from optimizer.model.candidates import Candidate, candidates
from optimizer.model.cost import offering_usd
from optimizer.model.rotation import Rotation, door_of, rotation_on
from optimizer.requests.ask_list import PP, AskList
from optimizer.year.guide import is_new_to_us
from optimizer.year.timeline import Item, Year, is_sure

THEMES = {
    "Neurorehabilitation": ("stroke", "tbi", "sci", "neuro", "spasticity"),
    "Musculoskeletal and pain": ("msk", "sports", "pain", "emg", "interventional"),
    "Veterans and underserved": ("va",),
    "Children": ("pediatrics",),
    "Amputation and prosthetics": ("prosthetics",),
    "Inpatients and consults": ("inpatient", "consult"),
}
"""Chapters that a rotation can tell, by the focus areas on record."""
POINTS = 10
LEAST_PP = 1.0
"""Less than a point is within what the model cannot tell apart; our choice."""
Ask = Callable[[Problem], AskList | NoPlan]
Worth = Callable[..., float | None]
RESEARCH, APPLICATION = "Research and long work in rehabilitation", "Application"


@dataclass(frozen=True, slots=True)
class Area:
    """Something to work on: what it would add in pp (None: not priced), what to do.

    Rotations by what the list adds, each other one alone, with the list chosen anew;
    ``now`` says how it is.
    """

    name: str
    worth_pp: float | None
    now: str
    advice: str


def themes(rotations: Sequence[Rotation]) -> dict[str, tuple[Rotation, ...]]:
    """The rotations that carry each theme; none: it is missing."""
    return {
        theme: tuple(r for r in rotations if set(areas) & set(r.visit.focus))
        for theme, areas in THEMES.items()
    }


def areas(problem: Problem, found: AskList, ask: Ask) -> tuple[Area, ...]:
    """What to work on, what the match value gains most from first.

    ``ask`` finds the list of a problem, as it found ``found``.
    """

    def worth(**changes: object) -> float | None:
        """What a change of the applicant adds to the value of the list, in pp."""
        who = replace(problem.scenario.applicant, **changes)  # type: ignore[arg-type]
        changed = ask(problem.having(applicant=who))
        if isinstance(changed, NoPlan):
            return None
        return PP * (changed.value - found.value)

    priced = [
        _rotations(problem, found),
        _letter(problem, worth),
        _step_2(problem, worth),
    ]
    # By people of 1,000, as shown: of two alike the one first that is still open.
    priced.sort(key=lambda area: -people_of_thousand(area.worth_pp or 0.0))
    long = (
        "It shows that PM&R lasts. After three rotations it brings more than a fourth."
    )
    told = "Let each rotation tell one chapter. Prepare answers for interviews."
    return (
        *priced,
        Area(RESEARCH, None, "", long),
        Area(APPLICATION, None, "", told),
    )


def weakest(found: Sequence[Area], lacking: Collection[str]) -> Area | None:
    """The area to begin with: what the model prices highest, if that is a point.

    Else the first of those without a price that is lacking; None: nothing stands out.
    """
    best = found[0]
    if best.worth_pp is not None and best.worth_pp >= LEAST_PP:
        return best
    unpriced = (area for area in found if area.worth_pp is None)
    return next((area for area in unpriced if area.name in lacking), None)


def _rotations(problem: Problem, found: AskList) -> Area:
    requests = [asked.request for asked in found.requests]
    sure = len(problem.booked) + sum(request.certain for request in requests)
    return Area(
        "First US experience" if is_new_to_us(problem) else "Rotations",
        found.gain_pp,
        f"{count(sure, 'rotation')} confirmed",
        "All hosts on the list are written to."
        if all(request.sent for request in requests)
        else "Write to the hosts on the list. Hands-on comes first.",
    )


def _letter(problem: Problem, worth: Worth) -> Area:
    plain = problem.scenario.applicant.us_letters
    return Area(
        "One more US letter",
        worth(us_letters=plain + 1),
        f"{count(problem.letters_in_hand, 'letter')} in hand",
        "Ask a US physician who has seen you work.",
    )


def _step_2(problem: Problem, worth: Worth) -> Area:
    """Points more than the score, or than the one that is expected."""
    who = problem.scenario.applicant
    score = who.step2_ck or who.step2_expected
    usual = score or round(problem.parameter("step2ck_reference"))
    better = min(usual + POINTS, HIGHEST_SCORE)
    name = f"{better - usual} points more in Step 2 CK"
    if who.step2_ck is None:
        gain = worth(step2_expected=better) if _is_plain(problem) else None
        advice = "Sit it in time: a good score counts at every program."
        return Area(name, gain, f"{usual} expected", advice)
    failed = who.step1_failures + who.step2_failures
    now = str(usual) + (f", {count(failed, 'failure')}" if failed else "")
    advice = (
        "A passed exam cannot be taken again: do better in the next one, and explain a"
        " gap."
    )
    return Area(name, worth(step2_ck=better), now, advice)


def _is_plain(problem: Problem) -> bool:
    """Whether the expected score comes without ends that would have to move with it."""
    who = problem.scenario.applicant
    return who.step2_low is None and who.step2_high is None


def next_cycle(problem: Problem, rotations: Sequence[Rotation]) -> Scenario | None:
    """The scenario of the season after: what was done stays, who said no is left out.

    Rotations that a host had granted count as done, and so do those of years before;
    the latest are kept. None if no later season is known.
    """
    old = problem.scenario
    later = [year for year in problem.catalog.season if year > old.season]
    if not later:
        return None
    past = [replace(booked, cost_usd=0) for booked in problem.past]
    granted = [_done(r, old.letters_each) for r in rotations if is_sure(problem, r)]
    done = sorted([*past, *granted], key=lambda booked: booked.start)
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
        rank_order=(),
        done=(),
        pins=(),
        window_start=None,
        window_end=None,
        letters_by=None,
        spent_usd=0,
        exclusions=tuple(dict.fromkeys(replies.excluded_names(old))),
        booked=tuple(done[-MOST_ROTATIONS:]),
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


ROW = "orient-1"
"""The row of the guide that asks for it."""
MOST = 3


def early_item(year: Year) -> Item | None:
    """When it should lie; None where it is not for this applicant, or too late."""
    items = (item for item in year.items if item.step_id == ROW)
    return next((item for item in items if item.state in ("now", "later")), None)


def early_rotations(
    problem: Problem, found: AskList, span: tuple[dt.date, dt.date]
) -> tuple[Rotation, ...]:
    """Whom one could visit then: one a host, the likeliest yes first, then the price.

    Each on its first day that can still be asked for. Hosts of the list are left out:
    they are for the season itself.
    """
    early = problem.having(
        window_start=max(span[0], problem.scenario.today), window_end=span[1], pins=()
    )
    listed = {a.request.door for a in found.requests}
    best = sorted(
        (c for c in candidates(early) if door_of(early, c.offering) not in listed),
        key=lambda c: (
            -c.visit.acceptance,
            offering_usd(early, c.offering),
            c.offering.offering_id,
        ),
    )
    hosts: dict[str, Candidate] = {}
    for candidate in best:
        hosts.setdefault(candidate.visit.key, candidate)
    chosen = [*hosts.values()][:MOST]
    return tuple(
        rotation_on(early, c.offering, dt.date.fromordinal(c.starts[0])) for c in chosen
    )
