"""Where else could the money and the time go? The same model, the same plan beneath.

Every option is priced on top of one plan, in the same way of counting refusals, beside
one rotation more or less. What no honest figure exists for is named and not priced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from optimizer.domain import words
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.gates import gate_reason
from optimizer.model.plan_chances import PP, estimate, models
from optimizer.model.rotation import rotations_of
from optimizer.model.value.application_list import application_list, list_wishes
from optimizer.model.value.profile import SCORE_STEP
from optimizer.model.value.rates import Floats
from optimizer.residency_list.fees import applications_usd
from optimizer.trade_offs.returns import Marginal, SizeLevel

FEW_APPLICATIONS = 10
GUESS = "G"

Name = Literal["rotation", "applications", "letter", "step 2 ck", "research", "signals"]


@dataclass(frozen=True, slots=True)
class Option:
    """One use of money or time: what it adds and takes, and what that rests on.

    ``marginal`` None: not priced, and ``note`` says why. ``assumed``: the effect
    itself is a guess.
    """

    name: Name
    what: str
    marginal: Marginal | None
    assumed: bool
    note: str


def elsewhere(
    problem: Problem, plan: Plan, levels: Sequence[SizeLevel], *, certain: bool
) -> tuple[Option, ...]:
    """Price the alternatives on top of a plan, beside one rotation more or less.

    ``levels`` are those of ``returns.levels``, counted in the same way.
    """
    beneath = _Beneath(problem, plan, certain)
    return (
        *_rotations(beneath, levels),
        *_applications(beneath),
        _letter(beneath),
        _step_2_ck(beneath),
        _research(),
        _signals(),
    )


# ---- rotations --------------------------------------------------------------------


def _rotations(beneath: _Beneath, levels: Sequence[SizeLevel]) -> Iterator[Option]:
    """The next larger plan, and what the last step to this size brought."""
    size = beneath.size
    larger = next((level for level in levels if level.size > size), None)
    if larger is None:
        why = (
            f"No plan with more than {words.count(size, 'rotation')} was found within"
            " your budget and rules."
        )
        yield Option("rotation", "One more rotation", None, False, why)
    elif larger.before == size:
        yield _rotation(beneath, "One more rotation", larger)
    here = next((level for level in levels if level.size == size), None)
    if here is not None and here.marginal is not None:
        yield _rotation(beneath, "The last rotation of this plan", here)


def _rotation(beneath: _Beneath, what: str, level: SizeLevel) -> Option:
    hands_on = any(b.offering.kind == "hands_on" for b in level.plan.blocks)
    effect = "or_interview_handson" if hands_on else "or_interview_observership"
    return Option(
        "rotation",
        f"{what} ({level.size} instead of {level.before})",
        level.marginal,
        beneath.is_guess(effect),
        "The difference of two best plans. The effect is carried over from US students"
        " in other specialties.",
    )


# ---- what the model prices --------------------------------------------------------


def _applications(beneath: _Beneath) -> Iterator[Option]:
    """Ten more applications, and all that are left, to programs that could match you.

    The best programs not yet on the list come first. Signals stay where they are.
    """
    now = application_list(beneath.problem)
    kept_out = list_wishes(beneath.problem)["out"]
    left = sum(
        gate_reason(beneath.problem, program) is None
        for program in beneath.problem.catalog.programs
        if program.program_id not in kept_out.union(now)
    )
    if not left:
        why = f"You apply to every program that could match you ({len(now)} in all)."
        yield Option("applications", "More ERAS applications", None, False, why)
        return
    for more in sorted({min(FEW_APPLICATIONS, left), left}):
        yield _more_applications(beneath, len(now), more)


def _more_applications(beneath: _Beneath, now: int, more: int) -> Option:
    scenario = replace(beneath.problem.scenario, applications=now + more)
    prices = [applications_usd(beneath.problem, n) for n in (now, now + more)]
    before, after = prices
    usd = None if before is None or after is None else after - before
    kind = "USIMG" if scenario.applicant.img_type == "us_img" else "nonUS"
    return Option(
        "applications",
        f"{words.count(more, 'more ERAS application')} ({now + more} in all)",
        beneath.change(scenario, usd=usd),
        beneath.is_guess(f"base_interview_{kind}_mean"),
        "The next programs of your list, without a signal. The ERAS fees are those of"
        " the 2026 season.",
    )


def _letter(beneath: _Beneath) -> Option:
    """One more strong letter in hand, whatever it takes to get it."""
    scenario = beneath.problem.scenario
    who = scenario.applicant
    applicant = replace(who, us_letters=who.us_letters + 1)
    found = beneath.change(replace(scenario, applicant=applicant))
    most = round(beneath.problem.parameter("letters_max_per_program"))
    full = f"A program reads at most {most} letters, and this plan has them already."
    unpriced = "Certain to be strong and on time. What it costs to get is not known."
    return Option(
        "letter",
        "One more strong letter from a US physiatrist",
        found,
        beneath.is_guess("letter_logit_1"),
        full if found.gain.high <= 0 else unpriced,
    )


def _step_2_ck(beneath: _Beneath) -> Option:
    """Ten points more than expected, while the exam is still ahead."""
    scenario = beneath.problem.scenario
    who = scenario.applicant
    what = f"{SCORE_STEP} more points in Step 2 CK"
    if who.step2_ck is not None:
        why = "A passed score cannot be improved: the exam cannot be taken again."
        return Option("step 2 ck", what, None, False, why)
    score = who.step2_expected or round(beneath.problem.parameter("step2ck_reference"))
    usual, better = (
        replace(scenario, applicant=replace(who, step2_ck=points))
        for points in (score, score + SCORE_STEP)
    )
    return Option(
        "step 2 ck",
        what,
        beneath.change(better, instead_of=usual),
        beneath.is_guess("step2ck_logit_per_10"),
        f"From {score} to {score + SCORE_STEP}. What the preparation costs in money"
        " and weeks is not known.",
    )


# ---- what nobody can price --------------------------------------------------------


def _research() -> Option:
    return Option(
        "research",
        "One more research item",
        None,
        False,
        "No honest figure exists: in the one comparison found for PM&R, those who"
        " matched had more research experiences but fewer publications than those who"
        " did not.",
    )


def _signals() -> Option:
    return Option(
        "signals",
        "Signals moved to other programs",
        None,
        False,
        "They cost nothing. Once a host accepts, the plan already moves the signal that"
        " is worth least to its program where that helps. What a signal brings was"
        " measured in studies without IMGs.",
    )


# ---- the plan beneath -------------------------------------------------------------


@dataclass(frozen=True)
class _Beneath:
    """The plan that every option is added to, and how it is counted."""

    problem: Problem
    plan: Plan
    certain: bool

    @property
    def size(self) -> int:
        """Rotations of the plan, booked ones included."""
        return len(rotations_of(self.problem, self.plan.blocks))

    def change(
        self,
        scenario: Scenario,
        *,
        instead_of: Scenario | None = None,
        usd: int | None = None,
    ) -> Marginal:
        """What a change of the scenario adds to the plan, under the same draws."""
        before = self._values(instead_of or self.problem.scenario)
        after = self._values(scenario)
        gains = (PP * (b - a) for a, b in zip(before, after, strict=True))
        return Marginal(estimate(*gains), usd, None)

    def _values(self, scenario: Scenario) -> tuple[Floats, Floats]:
        """Match value at the assumptions (1,) and at their draws (D,)."""
        problem = Problem(self.problem.catalog, scenario)
        rotations = rotations_of(problem, self.plan.blocks)
        nominal, drawn = (m.value(rotations, self.certain) for m in models(problem))
        return nominal, drawn

    def is_guess(self, name: str) -> bool:
        """Whether an assumption is marked as a guess."""
        return self.problem.catalog.assumption[name].confidence == GUESS
