"""The part of the CP-SAT model that has dollars: own costs, trips and waiting.

Trips and waiting are lower bounds, exact for most sets: exact dates decide.
"""

from __future__ import annotations

from itertools import combinations

from ortools.sat.python import cp_model

from optimizer.domain.records import Place
from optimizer.model.cost import fixed_usd
from optimizer.model.travel import WAITING_FREE_DAYS
from optimizer.solver.cpsat.schedule import ScheduleModel
from optimizer.solver.cpsat.travel import PATH_ROTATIONS, Expr, path, shortest_legs

MOST_LEGS = 600
"""With more possible legs a trip enters by its shortest legs, not as a path."""
MOST_WAITING_DAYS = 100_000
"""More than a lifetime, for rotations booked long ago."""


class Money(ScheduleModel):
    """Dollars of the choices, within the budget."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._add_budget()

    def _add_budget(self) -> None:
        scenario = self.problem.scenario
        own = sum(
            s.candidate.usd * x for s, x in zip(self.states, self.chosen, strict=True)
        )
        fixed = fixed_usd(self.problem, self.booked)
        arrival = self.problem.arrival_usd * self.any
        self.cost = own + fixed + arrival + self._between() + self._waiting()
        if isinstance(self.cost, int):
            if self.cost > scenario.budget_usd:
                self._forbid()
        else:
            self.model.add(self.cost <= scenario.budget_usd)

    def _waiting(self) -> Expr:
        """Lower bound on waiting: the span less the rotations and free weekends."""
        rate = self.scheduler.waiting_usd
        if not rate:
            return 0
        days = self.model.new_int_var(0, MOST_WAITING_DAYS, "waiting")
        free = WAITING_FREE_DAYS * self._gaps() + self.away
        self.model.add(days >= self.span - self._busy_days() - free)
        return rate * days

    def _between(self) -> Expr:
        """Lower bound on trips, those home included."""
        home = self.scheduler.home
        if home is None or not home.usd:
            return self._travel()
        most = home.usd * (len(self.states) + len(self.booked))
        usd = self.model.new_int_var(0, most, "trips")
        self.model.add(usd >= self._travel())
        self.model.add(usd >= home.usd * self.trips)
        return usd

    def _travel(self) -> Expr:
        """Lower bound on travel: a path through the places, whatever the order.

        No leg is dearer than going home.
        """
        visited = self._visited()
        if len(visited) <= 1:
            return 0
        places = [place for place, _ in visited]
        at = [literal for _, literal in visited]
        pairs = list(combinations(range(len(places)), 2))
        several = self.model.new_bool_var("several places")
        self.model.add(sum(at) <= 1 + len(at) * several)
        if len(pairs) > MOST_LEGS:
            return shortest_legs(self.model, self.scheduler, places, at, several)
        ordered = self.problem.scenario.max_rotations <= PATH_ROTATIONS
        legs = [self.scheduler.least_leg(places[a], places[b]) for a, b in pairs]
        return path(self.model, pairs, legs, at, several, ordered=ordered)

    def _visited(self) -> list[tuple[Place, Expr]]:
        """Every place with the literal "a rotation is there"."""
        here: dict[str, list[cp_model.IntVar]] = {}
        places: dict[str, Place] = {}
        for state, x in zip(self.states, self.chosen, strict=True):
            place = state.candidate.visit.place
            places[place.place] = place
            here.setdefault(place.place, []).append(x)
        booked = {r.visit.place.place: r.visit.place for r in self.booked}
        places |= booked
        found: list[tuple[Place, Expr]] = []
        for name in sorted(places):
            if name in booked:
                found.append((places[name], 1))
                continue
            literal = self.model.new_bool_var(f"at {name}")
            self.model.add_max_equality(literal, here[name])
            found.append((places[name], literal))
        return found
