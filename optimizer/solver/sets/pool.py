"""The offers that sets may be made of, with everything known of them, for one problem.

Shapes: N offers in the order of their hosts, S sets of k members (S, k).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.domain.starts import WEEKEND_DAYS, leaves_weekend
from optimizer.model import cost, travel
from optimizer.model.calendars import Calendar
from optimizer.model.candidates import Candidate, candidate_on, candidates
from optimizer.model.dating import Scheduler, Stop, booked_stop
from optimizer.model.rotation import Rotation, booked_rotations
from optimizer.model.rules.rules import TALLIES
from optimizer.model.value import application_list
from optimizer.model.value.application_list import match_model
from optimizer.solver.search.goal import Found
from optimizer.solver.sets import offer_arrays
from optimizer.solver.sets.dates import Dates, Kinds, path
from optimizer.solver.sets.demands import demands, who_counts
from optimizer.solver.sets.offer_arrays import (
    Floats,
    Indices,
    Mask,
    Offers,
    catalog_arrays,
    distinct,
    offers,
)
from optimizer.solver.sets.packing import most_that_fit
from optimizer.solver.sets.worth import Worth

MOST_TABLES = 4
"""So many pairs of tables of dates are kept for the same offers."""


class Pool:
    """Offers that fit rules and budget one by one; sets of them, dated and priced.

    ``legs`` and ``trips`` between places are never dearer than going home.
    """

    def __init__(
        self, problem: Problem, refused: Sequence[frozenset[str]] = ()
    ) -> None:
        s = problem.scenario
        self.problem = problem
        self.booked = booked_rotations(problem)
        self.scheduler = Scheduler(problem)
        self.fixed_usd = cost.fixed_usd(problem, self.booked)
        self.room = s.budget_usd - self.fixed_usd - problem.arrival_usd
        home = self.scheduler.home
        self.full_legs = travel.legs(problem.catalog)
        self.legs = travel.cap_at_home_trip(self.full_legs, home)
        self.trips = travel.cap_at_home_trip(travel.trips(problem.catalog), home)
        every = offers(problem)
        asked, allowed = demands(problem, every, self.booked)
        kept = self._ordered(every, asked.low, allowed)
        self.offers, self.demands = every.only(kept), asked.only(kept)
        self.low = asked.low
        self.booked_places = _places_of(problem, self.booked)
        self.kinds = _kinds(problem, every, self.scheduler, self.booked)
        self.dates, self.relaxed = self.kinds.dates, self.kinds.relaxed
        self.kind_of = self.kinds.of[kept]
        self.any_class, self.timely_class = self.kinds.pairs[self.kind_of].T
        self.can_be_on_time = self.offers.timely > 0
        self.most = self._most()
        self.candidate = lru_cache(maxsize=None)(self._candidate)
        self.refused_keys: list[frozenset[str]] = []
        self.refused: list[list[int]] = []
        for keys in refused:
            self.refuse(keys)

    @cached_property
    def worth(self) -> Worth:
        """The value of sets; who asks for dollars alone needs none."""
        model = match_model(self.problem)
        return Worth(model, self.offers, self.booked, self.most)

    @cached_property
    def nothing(self) -> float:
        """Match value without any offer."""
        return self.worth.exact((), self.worth.base_letters)

    # ---- what is left of the offers ---------------------------------------------

    def _ordered(self, every: Offers, low: int, allowed: Mask) -> Indices:
        """Those that fit the budget beside the cheapest others needed, by host."""
        usd = every.usd[allowed]
        others = by_host(every.host[allowed], usd)[: max(low - 1, 0)].sum()
        kept = np.flatnonzero(allowed & (every.usd <= self.room - others))
        return kept[np.argsort(every.host[kept], kind="stable")]

    @property
    def by_host(self) -> Floats:
        """Dollars of the cheapest offer of each host, rising."""
        return by_host(self.offers.host, self.offers.usd)

    def affordable(self, room: float) -> int:
        """How many offers of different hosts that much money buys at most."""
        return int(np.searchsorted(np.cumsum(self.by_host), room, side="right"))

    def _most(self) -> int:
        """How many a plan holds at most, by days and by money."""
        used = np.unique(self.offers.calendar)
        calendars = [self.offers.calendars[i] for i in used]
        spans = {(s, s + c.days - 1) for c in calendars for s in c.starts}
        fitting = most_that_fit(spans, self.dates.gap, self.scheduler.whole_stay)
        return min(self.demands.high, fitting, self.affordable(self.room))

    @cached_property
    def least_gap(self) -> int:
        """Days that lie between two offers in any case: the weekend after each."""
        used = (self.offers.calendars[i] for i in np.unique(self.offers.calendar))
        usual = all(leaves_weekend(c.starts, c.days) for c in used)
        return WEEKEND_DAYS if usual else 0

    @property
    def impossible(self) -> bool:
        """Whether counting alone shows that there is no plan."""
        if self.demands.broken or self.demands.high < 0 or self.most < self.low:
            return True
        return any(d.members.sum() < d.count for d in self.demands.needs)

    def refuse(self, keys: frozenset[str]) -> None:
        """No longer allow the sets at exactly the hosts of these visit keys."""
        hosts = catalog_arrays(self.problem.catalog).hosts
        self.refused_keys.append(keys)
        self.refused.append(sorted(hosts.get(key, -1) for key in keys))

    def _candidate(self, member: int) -> Candidate:
        """One offer as the CP-SAT model and the final dates see it."""
        offering = self.problem.catalog.offerings[self.offers.index[member]]
        calendar = self.offers.calendars[self.offers.calendar[member]]
        usd = int(self.offers.usd[member])
        return candidate_on(self.problem, offering, calendar, usd)

    # ---- dates ------------------------------------------------------------------

    def travel(
        self, sets: Indices, timely: Mask, most: Floats | float = np.inf
    ) -> Floats:
        """Least travel and waiting with these letters on time, (S,); inf: no dates.

        What is more than ``most`` need not be the least.
        """
        classes = np.where(timely, self.timely_class[sets], self.any_class[sets])
        booked = np.tile(self.dates.booked, (len(sets), 1)).astype(int)
        return self.dates.travel(
            np.hstack([classes, booked]), self._places(sets), self.full_legs, most
        )

    def travel_on(
        self,
        members: Sequence[int],
        starts: Sequence[tuple[int, ...]],
        most: float = np.inf,
    ) -> float:
        """Least travel and waiting of one set on some of its starts.

        What is more than ``most`` need not be the least.
        """
        days = self.offers.days[list(members)].tolist()
        every = zip(starts, days, strict=True)
        classes = [self.kinds.number(Calendar(some, n)) for some, n in every]
        row = np.array([[*classes, *self.dates.booked]], dtype=int)
        places = self._places(np.array([members], dtype=int).reshape(1, -1))
        return float(self.dates.travel(row, places, self.full_legs, most)[0])

    def stops(self, members: Sequence[int], timely: Sequence[bool]) -> list[Stop]:
        """A set, these letters on time, and what is booked, as stops to be dated."""
        chosen = zip(members, timely, strict=True)
        found = [self.candidate(member).stop(on_time) for member, on_time in chosen]
        return found + [booked_stop(r) for r in self.booked]

    def path(self, sets: Indices) -> Floats:
        """Cheapest path through the places of sets and of what is booked, (S,)."""
        return path(self._places(sets), self.legs)

    def _places(self, sets: Indices) -> Indices:
        booked = np.tile(self.booked_places, (len(sets), 1))
        return np.hstack([self.offers.place[sets], booked])

    def fit(self, sets: Indices) -> Mask:
        """Whether sets have dates with the letters on time asked for, money aside."""
        return self.kinds.fit(self.kind_of[sets], max(self.demands.letters, 0))

    # ---- rules ------------------------------------------------------------------

    def obey(self, sets: Indices) -> Mask:
        """Whether sets can keep every tally, and are not refused, (S,)."""
        good = self.demands.allow(sets)
        if self.demands.letters:
            timely = self.can_be_on_time[sets].sum(axis=1)
            good &= timely >= self.demands.letters
        for refused in self.refused:
            if len(refused) == sets.shape[1]:
                hosts = np.sort(self.offers.host[sets], axis=1)
                good &= (hosts != np.array(refused, dtype=int)).any(axis=1)
        return good

    def apart(self, sets: Indices) -> Mask:
        """Whether all members are at different hosts, (S,)."""
        hosts = np.sort(self.offers.host[sets], axis=1)
        return np.asarray((np.diff(hosts, axis=1) > 0).all(axis=1))

    def own_usd(self, sets: Indices) -> Floats:
        """Dollars of the members themselves; without any no arrival is due, (S,)."""
        if sets.shape[1] or self.booked:
            return np.asarray(self.offers.usd[sets].sum(axis=1))
        return np.full(len(sets), -float(self.problem.arrival_usd))

    def value(self, rotations: tuple[Rotation, ...]) -> float:
        """Match value of dated rotations, by the model itself."""
        return float(self.worth.model.value(rotations, self.worth.certain)[0])

    def total_usd(self, found: Found) -> int:
        """Dollars of a plan, with what is spent in any case and the arrival."""
        return self.fixed_usd + self.problem.arrival_usd + found.usd


def by_host(host: Indices, usd: Floats) -> Floats:
    """The cheapest of each host, rising."""
    order = np.lexsort((usd, host))
    first = distinct(host[order])[1]
    return np.sort(usd[order][first])


def _places_of(problem: Problem, booked: tuple[Rotation, ...]) -> Indices:
    every = problem.catalog.places
    return np.array([every.index(r.visit.place) for r in booked], dtype=int)


def _kinds(
    problem: Problem, every: Offers, scheduler: Scheduler, booked: tuple[Rotation, ...]
) -> Kinds:
    """Exact dates, those without the longest wait, and the classes of all offers.

    Kept with the offers: problems that share them share the tables. The two number
    their classes alike, so they are made, kept and dropped together.
    """
    key = (
        scheduler.gap,
        scheduler.idle,
        scheduler.stay,
        scheduler.home,
        scheduler.waiting_usd,
        problem.booked,
    )
    known = every.tables.get(key)
    if known is None or known.dates.large or known.relaxed.large:
        exact = Dates(scheduler, booked, scheduler.idle)
        free = scheduler.idle is None
        relaxed = exact if free else Dates(scheduler, booked, None)
        known = Kinds(exact, relaxed, every)
        if len(every.tables) >= MOST_TABLES:  # of ever other gaps or prices of a day
            every.tables.clear()
        every.tables[key] = known
    return known


def forget() -> None:
    """Forget what earlier problems left: as if the next one were the first."""
    candidates.forget()
    offer_arrays.forget()
    application_list.forget()
    for tally in TALLIES:
        who_counts(tally).forget()
