"""To whom, and at which hosts, a thing to do applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.domain.applicant import is_student
from optimizer.domain.columns.terms import parse_documents
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind, Offering
from optimizer.year.guide import Step

STRONG_STEP2 = 250
"""A score from which mixing in well-known programs is advised; a rule of thumb."""
FOCUS, ASKS = "focus:", "asks:"


@dataclass(frozen=True, slots=True)
class Case:
    """An applicant, and the hosts that something is about: one, or all of the year."""

    problem: Problem
    offerings: tuple[Offering, ...]
    kinds: frozenset[Kind]
    letter: bool = True

    @property
    def focus(self) -> frozenset[str]:
        """What these hosts show; empty: nothing is on record."""
        return frozenset(area for o in self.offerings for area in o.focus)

    @property
    def asks(self) -> frozenset[str]:
        """The papers that these hosts ask for, as far as they are on record."""
        cells = (parse_documents(o.documents) for o in self.offerings)
        return frozenset(document.name for found in cells for document in found)


def _strong(case: Case) -> bool:
    who = case.problem.scenario.applicant
    failed = who.step1_failures or who.step2_failures
    return (who.step2_ck or 0) >= STRONG_STEP2 and not failed


def _student(case: Case) -> bool:
    scenario = case.problem.scenario
    return is_student(scenario.applicant, scenario.today)


def _visa(case: Case) -> bool:
    return not case.problem.scenario.applicant.us_work_authorized


def _waiver(case: Case) -> bool:
    return case.problem.scenario.applicant.entry_status == "WB"


def _no_us(case: Case) -> bool:
    return not case.problem.letters_in_hand and not case.problem.scenario.booked


CONDITIONS: dict[str, Callable[[Case], bool]] = {
    "student": _student,
    "graduate": lambda case: not _student(case),
    "visa": _visa,
    "stamp": lambda case: _visa(case) and not _waiver(case),
    "waiver": lambda case: _visa(case) and _waiver(case),
    "no_vslo": lambda case: not case.problem.scenario.applicant.home_school_in_vslo,
    "no_score": lambda case: case.problem.scenario.applicant.step2_ck is None,
    "strong": _strong,
    "average": lambda case: not _strong(case),
    "no_us": _no_us,
    "hands_on": lambda case: "hands_on" in case.kinds,
    "observership": lambda case: "observership" in case.kinds,
    "only_observerships": lambda case: case.kinds == {"observership"},
    "letter": lambda case: case.letter,
}


def applies(step: Step, case: Case) -> bool:
    """Whether a row of the table is for this case."""
    areas = [n.removeprefix(FOCUS) for n in step.applies if n.startswith(FOCUS)]
    seen = not areas or not case.focus or any(area in case.focus for area in areas)
    asked = [n.removeprefix(ASKS) for n in step.applies if n.startswith(ASKS)]
    others = [name for name in step.applies if ":" not in name]
    return (
        seen
        and case.asks.issuperset(asked)
        and all(CONDITIONS[name](case) for name in others)
    )
