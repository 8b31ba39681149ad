"""Every program of a list: its group, its chance, what it adds, why it is in or out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from optimizer.domain.columns import PROGRAM
from optimizer.domain.plan import Estimate, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.model.gates import closing_reason, program_checks
from optimizer.model.plan_chances import estimate
from optimizer.model.value.application_list import rating_of
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Ints
from optimizer.residency_list.answer import PP, Group, ListedProgram, Standing
from optimizer.residency_list.choose import ListChoice
from optimizer.residency_list.curve import applications_usd
from optimizer.residency_list.tables import ChanceTables

_STATES: dict[int, Standing] = {OFF: "out", APPLIED: "apply", SIGNALLED: "signal"}
_ORDER: dict[Standing, int] = {"signal": 0, "apply": 1, "out": 2, "closed": 3}
_NOTHING = Estimate(0.0, 0.0, 0.0)


class Entries:
    """One list, looked at program by program."""

    def __init__(self, decision: ListChoice, choice: Ints, drawn: ChanceTables) -> None:
        self.decision, self.drawn = decision, drawn
        self.problem, self.tables = decision.problem, decision.tables
        self.portfolio = decision.portfolio
        self._wishes = dict(decision.problem.scenario.list_wishes)
        self._interviews: dict[tuple[int, int], Estimate] = {}
        self._gains: dict[tuple[int, int], float] = {}
        self.choice = self._by_preference(choice)

    def _by_preference(self, choice: Ints) -> Ints:
        """The same list, with those of each group first that are to be preferred."""
        ordered = choice.copy()
        for members in self._members:
            ordered[members] = np.sort(choice[members])[::-1]
        return ordered

    @cached_property
    def _members(self) -> list[Ints]:
        """Open programs of each group, the preferred ones first."""
        groups, open_ = self.portfolio.groups, ~self.decision.closed
        found = [
            np.flatnonzero(open_ & (groups == g))
            for g in range(groups.max(initial=-1) + 1)
        ]
        return [
            np.array(sorted(members.tolist(), key=self._preference), dtype=int)
            for members in found
            if len(members)
        ]

    def _preference(self, place: int) -> tuple[int, int, int, str]:
        """Your rating, policies that are known, then the most positions."""
        program = self.tables.programs[place]
        known = bool(program.visa_sponsorship) + (program.accepts_img == "yes")
        places = program.positions_per_year or 0
        rating = rating_of(self.problem, program)
        return -rating, -known, -places, program.program_id

    # ---- what is told ---------------------------------------------------------------

    def groups(self) -> tuple[Group, ...]:
        """Every group of open programs, the likeliest interview first."""
        found = [self._group(members) for members in self._members]
        return tuple(
            sorted(found, key=lambda g: (-g.worth * g.signalled.value, g.members))
        )

    def entries(self, groups: tuple[Group, ...]) -> tuple[ListedProgram, ...]:
        """Every program: signalled, applied to, left out, closed."""
        place = {p: i for i, group in enumerate(groups) for p in group.members}
        found = [self._entry(j, place) for j in range(len(self.choice))]
        return tuple(
            sorted(found, key=lambda e: (_ORDER[e.state], -e.adds_pp, e.program_id))
        )

    def _group(self, members: Ints) -> Group:
        first, states = members[0], self.choice[members]
        row = self.tables.model.rows[self.tables.row[first]]
        left = members[states == OFF]
        return Group(
            members=tuple(self.tables.ids[j] for j in members),
            level=row.us_level or row.level,
            tied=row.tied,
            policy_known=not row.sponsor,
            worth=row.worth,
            rotation=self.tables.ids[first] in self.tables.kinds,
            applied=int((states > OFF).sum()),
            signals=int((states == SIGNALLED).sum()),
            plain=self._interview(first, APPLIED),
            signalled=self._interview(first, SIGNALLED),
            next_pp=self._adds(left[0]) if len(left) else None,
            wish=self._wishes.get(self.tables.ids[first]),
        )

    def _entry(self, place: int, groups: dict[str, int]) -> ListedProgram:
        program = self.tables.programs[place]
        name = program.program_id
        wish = self._wishes.get(name)
        if name not in groups:
            why = closing_reason(self.problem, program)
            return ListedProgram(name, "closed", _NOTHING, 0.0, None, why, wish=wish)
        state = int(self.choice[place])
        return ListedProgram(
            program_id=name,
            state=_STATES[state],
            interview=self._interview(place, state or APPLIED),
            adds_pp=self._adds(place),
            usd=self._usd(state),
            ask=tuple(questions(self.problem, program)),
            group=groups[name],
            metro=self._metro(program),
            wish=wish,
        )

    # ---- figures, the same for all of a group in one state --------------------------

    def _interview(self, place: int, state: int) -> Estimate:
        key = (int(self.portfolio.groups[place]), state)
        if key not in self._interviews:
            one = np.array([place])
            nominal, drawn = (
                t.invited(state, one)[:, 0] @ t.model.weights
                for t in (self.tables, self.drawn)
            )
            self._interviews[key] = estimate(nominal, drawn)
        return self._interviews[key]

    def _adds(self, place: int) -> float:
        """What the program adds to the list, all others as they are, in pp."""
        state = int(self.choice[place])
        key = (int(self.portfolio.groups[place]), state)
        if key not in self._gains:
            other = self.choice.copy()
            other[place] = APPLIED if state == OFF else OFF
            change = self.portfolio.value(other) - self.portfolio.value(self.choice)
            self._gains[key] = PP * abs(change)
        return self._gains[key]

    def _usd(self, state: int) -> int | None:
        """The price of the last place on the list, or of one more."""
        last = int((self.choice > OFF).sum()) + (state == OFF)
        now, before = (applications_usd(self.problem, n) for n in (last, last - 1))
        return None if now is None or before is None else now - before

    def _metro(self, program: Program) -> str:
        where = f"{program.city}, {program.state}"
        place = self.problem.catalog.place.get(where)
        return place.metro if place else where


def questions(problem: Problem, program: Program) -> Iterator[Reason]:
    """What to ask a program before paying for an application there."""
    authorized = problem.scenario.applicant.us_work_authorized
    if not program.visa_sponsorship and not authorized:
        yield _unknown("visa_sponsorship", "Which visas it sponsors is not known.")
    if program.accepts_img == "unknown":
        yield _unknown("accepts_img", "Whether it takes IMGs is not known.")
    if problem.receptiveness(program) == "unknown" and program.residents_img is None:
        yield _unknown("residents_img", "How often it interviews IMGs is not known.")
    yield from program_checks(problem, program)


def _unknown(field: str, sentence: str) -> Reason:
    return Reason("check", field, sentence, ask=PROGRAM[field].ask)
