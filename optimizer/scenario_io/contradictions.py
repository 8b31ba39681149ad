"""Wishes that no catalog could fulfil together, found without a search.

Each check holds whatever the catalog offers: what it tells is sure, what it does not
tell may still be impossible, and the solver then explains why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from optimizer.domain.applicant import lives_in_us
from optimizer.domain.faults import Fault
from optimizer.domain.problem import Problem
from optimizer.domain.starts import offering_of, offerings_of
from optimizer.domain.words import count, dollars

REFUSED = "refused"


def contradictions(problem: Problem) -> Iterator[Fault]:
    """Name each wish that rules out every plan: where, what, and what is allowed."""
    for check in CHECKS:
        yield from check(problem)


def _counts_within_rotations(problem: Problem) -> Iterator[Fault]:
    s = problem.scenario
    most = count(s.max_rotations, "rotation")
    done = sum(b.in_pmr and b.letters_expected > 0 for b in problem.past)
    letters = problem.physiatry_letters + done
    if s.min_letters > letters + s.max_rotations:
        what = f"{letters} in hand and at most {most} are fewer than {s.min_letters}"
        allowed = f"at most {letters + s.max_rotations}, or allow more rotations"
        yield Fault("min_letters", what, allowed)
    for where in ("min_hands_on", "min_receptive", "min_in_ties"):
        if (asked := getattr(s, where)) > s.max_rotations:
            what = f"{asked} is more than the {most} of a plan"
            yield Fault(where, what, f"at most {s.max_rotations}")
    if len(states := set(s.required_states)) > s.max_rotations:
        what = f"{len(states)} states need as many rotations, and a plan has at most"
        allowed = f"at most {s.max_rotations} of them"
        yield Fault("required_states", f"{what} {s.max_rotations}", allowed)


def _pins_fit(problem: Problem) -> Iterator[Fault]:
    s, taken = problem.scenario, len(problem.counted)
    booked = {b.offering_id for b in problem.booked}
    pinned = offerings_of(s.pins) - booked
    if taken > s.max_rotations:
        what = f"{count(taken, 'rotation')} are booked already"
        yield Fault("max_rotations", what, f"at least {taken} as the most")
    elif len(pinned) + taken > s.max_rotations:
        what = f"{len(pinned)} of them, with {taken} booked, are too many"
        allowed = f"at most {s.max_rotations - taken}, or allow more rotations"
        yield Fault("pins", what, allowed)
    refused = {name for name, answer in s.answers if answer == REFUSED}
    for pin in s.pins:
        gone = {pin, offering_of(pin)}
        host = problem.catalog.offering[offering_of(pin)].host
        if offering_of(pin) in booked:
            continue
        if gone & set(s.exclusions):
            yield Fault("pins", f"{host} must not be in the plan either", "one of both")
        elif refused & gone:
            yield Fault("pins", f"{host} refused", "another rotation")


def _money_faults(problem: Problem) -> Iterator[Fault]:
    s = problem.scenario
    needed = s.spent_usd + (problem.arrival_usd if s.min_rotations else 0)
    if needed > s.budget_usd:
        what = (
            f"{dollars(s.budget_usd)} is less than {dollars(needed)} that is spent or"
            " goes into the journey"
        )
        allowed = f"more than {dollars(needed)}: fees and rooms come on top"
        yield Fault("budget_usd", what, allowed)


def _some_day_is_free(problem: Problem) -> Iterator[Fault]:
    s = problem.scenario
    if s.months is None or s.min_rotations <= len(problem.counted):
        return
    first, last = problem.window
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    if not any(day.month in s.months for day in days):
        what = (
            "none of your dates is free"
            if s.months
            else "no month is free to rotate in"
        )
        yield Fault("months", what, f"a month from {first:%B} to {last:%B %Y}")


def _rules_can_hold(problem: Problem) -> Iterator[Fault]:
    s = problem.scenario
    hands_on = sum(b.kind == "hands_on" for b in problem.counted)
    if s.kind == "observership" and s.min_hands_on > hands_on:
        what = f"{s.min_hands_on} are asked for, but only observerships are allowed"
        yield Fault("min_hands_on", what, f"at most {hands_on}, or another kind")
    if s.min_in_ties and not s.applicant.ties:
        what = f"{s.min_in_ties} is asked for, but no tie is named"
        yield Fault("min_in_ties", what, "0, or name a state or city under Ties")
    fields = set(s.preferences.focus)
    if fields and s.min_focus_areas > len(fields):
        what = f"{s.min_focus_areas} is more than the fields you named"
        yield Fault("min_focus_areas", what, f"at most {len(fields)}, or name more")


def _pause_possible(problem: Problem) -> Iterator[Fault]:
    s = problem.scenario
    idle = s.max_idle_days
    stays = lives_in_us(s.applicant)
    if stays and s.min_rotations > 1 and idle is not None and idle < s.gap_days:
        what = f"{idle} is less than the {s.gap_days} days you want at least"
        yield Fault("max_idle_days", what, f"{s.gap_days} or more, or empty")


CHECKS = (
    _counts_within_rotations,
    _pins_fit,
    _money_faults,
    _some_day_is_free,
    _rules_can_hold,
    _pause_possible,
)
