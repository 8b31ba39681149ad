"""What sets of requests come to if the hosts say yes: cost and match value.

A set of requests is done with one offering of each, on the dates that cost least. If
its letters cannot all be on time at that cost, there are several ways to do it, dearer
ones with more letters on time. Kept is every way that no cheaper one equals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, partial

import numpy as np

from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.model.calendars import number_alike
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import BatchDating, Bools, Ints
from optimizer.requests.request import Request
from optimizer.requests.worth import (
    CandidateWorth,
    Ways,
    covers,
    no_ways,
    undominated_ways,
)
from optimizer.solver.search.work import Work
from optimizer.solver.sets.dated_sets import DatedSets
from optimizer.solver.sets.dates import letters_in_time

_NONE = np.zeros(0, dtype=np.int64)

Chosen = tuple[int, ...]
"""A set of requests, by their numbers in rising order."""


class SetValues:
    """Cost and value of every set of some requests, worked out when asked for.

    N requests, with O options (an offering of a request) in all.
    """

    def __init__(self, problem: Problem, requests: Sequence[Request]) -> None:
        self.problem = problem
        self.requests = tuple(requests)
        # By their ids: candidates hold so much that their hashes take long.
        owner = {id(c): n for n, r in enumerate(self.requests) for c in r.candidates}
        self.search = self.search_at(problem)
        self.most = max(self.search.most, 0)
        self.owner = np.array([owner[id(c)] for c in self.search.candidates], dtype=int)
        self.worth, self.dating = CandidateWorth(self.search), BatchDating(self.search)
        self.baseline = self.worth.baseline
        self.door = number_alike([r.door for r in self.requests])
        numbers = range(len(self.requests))
        self.all_options: list[Ints] = [
            np.flatnonzero(self.owner == n) for n in numbers
        ]
        self.options = [self._worth_doing(found) for found in self.all_options]
        self._known: dict[Chosen, Ways] = {}
        self.work = Work(np.inf)  # counted here, and where means are worked out

    def search_at(self, problem: Problem) -> DatedSets:
        """The options of these requests, in a problem."""
        case = Problem(problem.catalog, rules.settled_scenario(problem.scenario))
        return DatedSets(case, [c for r in self.requests for c in r.candidates])

    @property
    def nothing(self) -> Ways:
        """The way to do nothing more, (1, A): it costs nothing more."""
        return Ways(np.array([[-np.inf]]), np.array([[self.baseline]]))

    @cached_property
    def own_usd(self) -> Ints:
        """Price of each option without its fee for asking, (O,)."""
        fees = np.array([r.fee_usd for r in self.requests], dtype=np.int64)
        usd = [c.usd for c in self.search.candidates]
        return np.asarray(np.array(usd, dtype=np.int64) - fees[self.owner])

    @cached_property
    def fixed_usd(self) -> int:
        """What any set costs beside its rotations, their trips and waiting."""
        return self.search.fixed_usd + self.problem.arrival_usd

    def beside(self, chosen: Chosen) -> Ways:
        """Ways to do these and one more request, for each of the N requests."""
        if chosen not in self._known:
            self.prepare([chosen])
        return self._known[chosen]

    def prepare(self, sets: Iterable[Chosen]) -> None:
        """Work out ``beside`` for all of these at once."""
        new = [s for s in dict.fromkeys(sets) if s not in self._known]
        for size in {len(s) for s in new}:
            these = [s for s in new if len(s) == size]
            self._known.update(zip(these, self._beside(these), strict=True))

    def ways(self, sets: Ints) -> Ways:
        """Ways to do each of these sets of requests, (M, r)."""
        row, options = self.choices(sets, self.options)
        if not len(row):
            return no_ways(len(sets))
        return undominated_ways(len(sets), *self._dated(row, options))

    def choices(self, sets: Ints, of: Sequence[Ints]) -> tuple[Ints, Ints]:
        """Every choice of one option of each request: its row (E,), options (E, r).

        Options ``of`` each request, within the budget and every upper limit.
        """
        # The cheapest of each may be too dear already.
        least = self.least_usd[sets].sum(axis=1) + self.fixed_usd
        rows = np.flatnonzero(least <= self.problem.scenario.budget_usd)
        doors = np.sort(self.door[sets[rows]], axis=1)
        rows = rows[(np.diff(doors, axis=1) != 0).all(axis=1)]
        return self._allowed(*_every_choice(sets, rows, of))

    @cached_property
    def least_usd(self) -> Ints:
        """Price of the cheapest option of each request, (N,)."""
        far = np.iinfo(np.int64).max // 2**8
        found = [min(self.own_usd[o], default=far) for o in self.options]
        return np.array(found, dtype=np.int64)

    def _beside(self, sets: Sequence[Chosen]) -> list[Ways]:
        n = len(self.requests)
        self.work.value(n * len(sets))
        given = np.array(sets, dtype=np.int64).reshape(len(sets), -1)
        # Of most sets the budget pays for nothing beside.
        least = self.least_usd[given].sum(axis=1) + min(self.least_usd, default=0)
        open_ = self.fixed_usd + least <= self.problem.scenario.budget_usd
        more = np.tile(np.arange(n, dtype=np.int64), open_.sum())
        ways = self.ways(np.column_stack([np.repeat(given[open_], n, axis=0), more]))
        parts = (slice(at, at + n) for at in range(0, len(more), max(n, 1)))
        found = (Ways(ways.usd[part], ways.value[part]).narrow() for part in parts)
        return [next(found) if can else no_ways(n) for can in open_]

    @property
    def signals_run_out(self) -> bool:
        """Whether the order of dates may decide a little, which no set knows of."""
        return match_model(self.problem).choices.may_run_out(self.most)

    def _worth_doing(self, options: Ints) -> Ints:
        """The options of a request that no other of them equals in every respect."""
        kept: list[int] = []
        for option in options.tolist():
            if not any(self._covers(other, option) for other in kept):
                kept.append(option)
        return np.array(kept, dtype=np.int64)

    def _covers(self, one: int, other: int) -> bool:
        """Whether option ``one`` can always take the place of ``other``."""
        counted = all(
            members[one] <= members[other]
            if low == 0
            else members[one] == members[other]
            for members, low, _ in self._limits
        )
        return counted and covers(self.search, self.worth, one, other)

    # ---- sets of options ----------------------------------------------------------

    def _allowed(self, row: Ints, options: Ints) -> tuple[Ints, Ints]:
        """Those within the budget that keep upper limits and hold what is paid."""
        own = self.fixed_usd + self.own_usd[options].sum(axis=1)
        holds = own <= self.problem.scenario.budget_usd
        row, options = row[holds], options[holds]
        holds = np.ones(len(row), dtype=bool)
        for members, low, high in self._limits:
            count = members[options].sum(axis=1)
            holds &= (count >= low) & (count <= high)
        return row[holds], options[holds]

    @cached_property
    def _limits(self) -> list[tuple[Ints, int, float]]:
        """Which options (O,) a limit counts, and between which numbers."""
        return list(_limits(self.search, self.door[self.owner]))

    # ---- their dates --------------------------------------------------------------

    def _dated(self, row: Ints, options: Ints) -> tuple[Ints, Floats, Floats]:
        """Every way within the budget: row, cost, value; all (W,)."""
        own = self.fixed_usd + self.own_usd[options].sum(axis=1)
        left = self.problem.scenario.budget_usd - own
        legs = self.dating.least_legs(options)
        every = row, options, own, left, legs
        row, options, own, left, legs = (each[legs <= left] for each in every)
        can, stops = self.search.can_be_on_time[options], self.search.booked_stops
        count = partial(self.work.date, stops=options.shape[1] + len(stops))
        count(len(options))
        usd = self.dating.cheapest(options, can, left)
        clash = np.flatnonzero(can.any(axis=1) & (usd > legs))
        here, timely = self._fewer_in_time(options, can, left, usd, clash)
        count(len(here))
        fewer = self.dating.cheapest(options[here], timely, left[here])
        here = np.concatenate([np.arange(len(row)), here])
        timely, usd = np.vstack([can, timely]), np.concatenate([usd, fewer])
        return self._within_budget(row[here], options[here], timely, own[here] + usd)

    def cheapest_usd(self, options: Ints, timely: Bools) -> Floats:
        """What each set of options costs with these letters on time, (M,).

        What is beyond the budget need not be the least.
        """
        own = self.fixed_usd + self.own_usd[options].sum(axis=1)
        left = self.problem.scenario.budget_usd - own
        return np.asarray(own + self.dating.cheapest(options, timely, left))

    def _fewer_in_time(
        self, options: Ints, can: Bools, left: Ints, usd: Floats, clash: Ints
    ) -> tuple[Ints, Bools]:
        """With fewer letters on time than can be: which sets (W,), and which (W, r).

        Of ``clash`` alone, and where it costs less if none is on time.
        """
        none = np.zeros_like(can[clash])
        least = self.dating.cheapest(options[clash], none, left[clash])
        clash = clash[(least < usd[clash]) & (least <= left[clash])]
        which, timely = letters_in_time(can[clash])
        fewer = (timely != can[clash[which]]).any(axis=1)
        return clash[which[fewer]], timely[fewer]

    def _within_budget(
        self, row: Ints, options: Ints, timely: Bools, usd: Floats
    ) -> tuple[Ints, Floats, Floats]:
        kept = usd <= self.problem.scenario.budget_usd
        row, options, timely, usd = row[kept], options[kept], timely[kept], usd[kept]
        on_time, late = self.worth.on_time_letters, self.worth.late_letters
        share = np.where(timely, on_time[options], late[options])
        letters = self.worth.letters_before + share.sum(axis=1)
        return self._valued(row, options, usd, letters)

    def _valued(
        self, row: Ints, options: Ints, usd: Floats, letters: Floats
    ) -> tuple[Ints, Floats, Floats]:
        """Row, cost and value of each way, (W,)."""
        return row, usd, self.worth.of(options, letters)


def _every_choice(sets: Ints, row: Ints, of: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Every choice of an option ``of`` each request of these rows, as ``choices``."""
    count = np.array([len(found) for found in of], dtype=np.int64)
    first, every = np.cumsum(count) - count, np.concatenate([*of, _NONE])
    options = np.zeros((len(row), 0), dtype=np.int64)
    for place in range(sets.shape[1]):
        asked = sets[row, place]
        times = count[asked]
        number = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        last = every[np.repeat(first[asked], times) + number]
        row, options = np.repeat(row, times), np.repeat(options, times, axis=0)
        options = np.hstack([options, last[:, None]])
    return row, options


def _limits(search: DatedSets, doors: Ints) -> Iterable[tuple[Ints, int, float]]:
    """Upper limits of every tally beside what is booked, and what is paid.

    Without those that one request for each of the ``doors`` (O,) keeps anyway.
    """
    problem, found = search.problem, search.candidates
    for tally in rules.TALLIES:
        limits = tally.limits(problem)
        if not limits.high:
            continue
        booked = rules.counts(problem, tally, search.booked)
        at: dict[str, list[int]] = {}
        for i, candidate in enumerate(found):
            for key in tally.keys(problem, candidate.visit, False):
                at.setdefault(key, []).append(i)
        for key in {*booked, *at}:
            some, high = at.get(key, []), rules.high_limit(limits, key)
            if high is None or len(some) <= high - booked[key]:
                continue
            places = np.array(some, dtype=np.int64)
            members = np.bincount(places, minlength=len(found))
            if members.max() > high - booked[key] or len(np.unique(doors[places])) > 1:
                yield members, 0, high - booked[key]
    for name in replies.paid_offerings(problem.scenario):
        ids = [c.offering.offering_id for c in found]
        yield np.array([i == name for i in ids], dtype=np.int64), 1, np.inf
