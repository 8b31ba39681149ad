"""The list of a problem, with a proof: where to apply, whom to signal, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import product

import numpy as np

from optimizer.domain.columns import PROGRAM
from optimizer.domain.plan import Estimate, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.domain.scenario import ListWish, Scenario
from optimizer.model.gates import closing_reason, program_checks
from optimizer.model.plan_chances import estimate, estimates
from optimizer.model.rotation import booked_rotations
from optimizer.model.value.application_list import match_model, rating_of
from optimizer.model.value.rates import draws
from optimizer.portfolio.branch import best
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Ints
from optimizer.residency_list.answer import (
    PP,
    Group,
    ListedProgram,
    ResidencyList,
    Standing,
)
from optimizer.residency_list.curve import applications_usd, season_items, stop_at
from optimizer.residency_list.invitations import expected_invitations
from optimizer.residency_list.tables import SIGNALS, ChanceTables, ListChoice, decide
from optimizer.solver.solve import TOLERANCE

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
            usd=self._next_usd if state == OFF else self._last_usd,
            ask=tuple(questions(self.problem, program)),
            group=groups[name],
            metro=self._metro(program),
            wish=wish,
        )

    # ---- figures, the same for all of a group in one state --------------------------

    def _interview(self, place: int, state: int) -> Estimate:
        return self._interviews[int(self.portfolio.groups[place]), state]

    @cached_property
    def _interviews(self) -> dict[tuple[int, int], Estimate]:
        """Chance of an interview by group and state, with its range."""
        first = [members[0] for members in self._members]
        asked = list(product(first, SIGNALS))
        nominal, drawn = (
            np.reshape([t.expected(state, j) for j, state in asked], (len(asked), -1))
            for t in (self.tables, self.drawn)
        )
        keys = [(int(self.portfolio.groups[j]), state) for j, state in asked]
        return dict(zip(keys, estimates(nominal[:, 0], drawn), strict=True))

    def _adds(self, place: int) -> float:
        """What the program adds to the list, all others as they are, in pp."""
        state = int(self.choice[place])
        key = (int(self.portfolio.groups[place]), state)
        if key not in self._gains:
            other = self.choice.copy()
            other[place] = APPLIED if state == OFF else OFF
            change = self.portfolio.value(other) - self._value
            self._gains[key] = PP * abs(change)
        return self._gains[key]

    @cached_property
    def _value(self) -> float:
        return self.portfolio.value(self.choice)

    @cached_property
    def _last_usd(self) -> int | None:
        """The price of the last place on the list."""
        return self._place_usd(int((self.choice > OFF).sum()))

    @cached_property
    def _next_usd(self) -> int | None:
        """The price of one place more."""
        return self._place_usd(int((self.choice > OFF).sum()) + 1)

    def _place_usd(self, place: int) -> int | None:
        now, before = (applications_usd(self.problem, n) for n in (place, place - 1))
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


def residency_list(problem: Problem) -> ResidencyList:
    """The list as things stand: letters in hand, rotations booked, none uncertain."""
    decision = decide(problem)
    found, tables = decision.chosen, decision.tables
    drawn = ChanceTables(problem, parameters=draws(problem))
    entries = Entries(decision, found.choice, drawn)
    groups = entries.groups()
    proven = found.bound <= found.value + TOLERANCE
    return ResidencyList(
        status="optimal" if proven else "feasible",
        value=found.value,
        bound=found.bound,
        baseline=_baseline(problem),
        probability=estimate(
            tables.probability(found.choice), drawn.probability(found.choice)
        ),
        signal_price_pp=PP * found.signal_price,
        signals=decision.portfolio.signals,
        programs=entries.entries(groups),
        groups=groups,
        invitations=expected_invitations(tables, drawn, found.choice),
        fees_usd=applications_usd(problem, decision.chosen_number),
        stop_at=stop_at(problem),
        once=season_items(problem),
        differs=_differing(decision, found.choice),
    )


def _baseline(problem: Problem) -> float:
    """The match value that plans and requests are compared with."""
    return float(match_model(problem).value(booked_rotations(problem), True)[0])


def _differing(decision: ListChoice, choice: Ints) -> tuple[str, ...]:
    other = decision.standing != choice
    return tuple(
        p for p, is_other in zip(decision.tables.ids, other, strict=True) if is_other
    )


def with_wish(scenario: Scenario, program_id: str, wish: ListWish | None) -> Scenario:
    """The scenario with one wish on the list; None takes it away."""
    wishes = dict(scenario.list_wishes)
    wishes.pop(program_id, None)
    if wish:
        wishes[program_id] = wish
    return replace(scenario, list_wishes=tuple(sorted(wishes.items())))


def wish_costs_pp(problem: Problem, program_id: str, wish: ListWish) -> float | None:
    """What one wish costs, the others kept and the rest chosen anew, in pp.

    None if the list has no room for it, or no signal is left.
    """
    catalog, scenario = problem.catalog, problem.scenario
    without, kept = (
        _best_value(Problem(catalog, with_wish(scenario, program_id, one)))
        for one in (None, wish)
    )
    if without is None or kept is None:
        return None
    return PP * max(without - kept, 0.0)


# The list without a wish is the same for each wish that is offered.
@lru_cache(maxsize=16)
def _best_value(problem: Problem) -> float | None:
    """Value of the best list; None if it has no room for what is wished."""
    decision = decide(problem)
    found = best(decision.portfolio) if decision.has_room else None
    return found.value if found else None
