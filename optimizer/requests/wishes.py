"""Whether a list of requests can fulfil what is wanted at least.

A list is admissible if, with every host on it accepting, there is a plan under all
limits of the scenario within the budget that the fees leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.domain.starts import offerings_of
from optimizer.model.rules import rules
from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import Bools, Ints
from optimizer.requests.inside import place_sets
from optimizer.requests.outlook import Outlook
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.solver.sets.dates import letters_in_time

_FIRST, _MORE = 16, 8
"""How many sets of a list are looked at first, and how many times as many next."""


@dataclass(frozen=True)
class _Least:
    """A lower limit: a tally with what booked rotations leave of it to be fulfilled.

    Of k keys: the ``least`` (k,) that is wanted of each, which are ``booked`` (k,), and
    what each of O options counts with a letter that is late or on time, (O, k).
    """

    tally: rules.Tally
    least: Ints
    booked: Bools
    min_distinct: int
    late: Ints
    timely: Ints

    def holds(self, counts: Ints) -> Bools:
        """Whether these counts of chosen rotations, (..., k), are enough, (...,)."""
        distinct = (self.booked | (counts > 0)).sum(axis=-1)
        enough = (counts >= self.least).all(axis=-1)
        return np.asarray(enough & (distinct >= self.min_distinct))

    def holds_for(self, options: Ints, timely: Bools) -> Bools:
        """Whether it holds for sets of options with these letters on time, (W,)."""
        here = np.where(timely[:, :, None], self.timely[options], self.late[options])
        return self.holds(here.sum(axis=1))

    @property
    def counts_letters(self) -> bool:
        """Whether it matters to it which letters are on time."""
        return bool((self.late != self.timely).any())

    def at_most(self, values: SetValues) -> Ints:
        """No less than what each request counts, whichever option is done, (N, k)."""
        found = np.zeros((len(values.requests), len(self.least)), dtype=np.int64)
        np.maximum.at(found, values.owner, np.maximum(self.late, self.timely))
        return found


class Wishes:
    """The lower limits of a problem, judged on lists of the requests of ``values``.

    ``problem``: that of the values, or one with less money.
    """

    def __init__(self, values: SetValues, problem: Problem | None = None) -> None:
        self.values = values
        self.problem = problem or values.problem
        self._known: dict[Chosen, bool] = {}
        self._usd: dict[Chosen, float] = {}
        """What sets cost at least with every limit fulfilled."""

    @property
    def binding(self) -> bool:
        """Whether anything is wanted that not every rotation would fulfil."""
        return bool(self._limits)

    def admissible(self, asked: Chosen) -> bool:
        """Whether the list can fulfil every wish."""
        if not self.binding:
            return True
        if asked not in self._known:
            self._known[asked] = self._can_be_fulfilled(asked)
        return self._known[asked]

    def met(self, outlook: Outlook) -> tuple[tuple[str, float], ...]:
        """How likely each lower limit holds once the answers are in, by its rule."""
        if not self.binding:
            return ()
        chance = dict.fromkeys((least.tally.name for least in self._limits), 0.0)
        for outcome in outlook.outcomes:
            rotations = outlook.rotations(outcome)
            for least in self._limits:
                if rules.tally_holds(self.problem, least.tally, rotations):
                    chance[least.tally.name] += outcome.chance
        return tuple(chance.items())

    @cached_property
    def _limits(self) -> list[_Least]:
        search = self.values.search
        found = []
        for tally in rules.TALLIES:
            limits = tally.limits(self.problem)
            booked = rules.counts(self.problem, tally, search.booked)
            low = {k: n - booked[k] for k, n in limits.low.items() if n > booked[k]}
            if low == {"rotations": 1}:
                continue  # any list that adds anything brings one
            if low or limits.min_distinct > len(booked):
                found.append(self._least(tally, low, limits.min_distinct, {*booked}))
        return found

    def _least(
        self, tally: rules.Tally, low: dict[str, int], distinct: int, booked: set[str]
    ) -> _Least:
        visits = [c.visit for c in self.values.search.candidates]
        late, timely = (
            [Counter(tally.keys(self.problem, v, on_time)) for v in visits]
            for on_time in (False, True)
        )
        keys = sorted({*low, *booked}.union(*late, *timely))
        return _Least(
            tally,
            np.array([low.get(key, 0) for key in keys], dtype=np.int64),
            np.array([key in booked for key in keys], dtype=bool),
            distinct,
            *(
                np.array([[c[key] for key in keys] for c in counts], dtype=np.int64)
                for counts in (late, timely)
            ),
        )

    def _can_be_fulfilled(self, asked: Chosen) -> bool:
        """Whether what the fees of a list leave pays for a set that fulfils them.

        The cheapest sets are looked at first, ever more at once.
        """
        values, own = self.values, list(asked)
        fees = sum(values.requests[i].fee_usd for i in asked)
        room = self.problem.scenario.budget_usd - fees
        sets = place_sets(len(own), values.most + 1)
        usd = values.fixed_usd + sets.members @ values.least_usd[own]
        may = usd <= room
        for limit, most in zip(self._limits, self._at_most, strict=True):
            may &= limit.holds(sets.members @ most[own])
        order = np.flatnonzero(may)[np.argsort(usd[may], kind="stable")].tolist()
        looked, size = 0, _FIRST
        while looked < len(order):
            some = [
                tuple([asked[place] for place in sets.places[row]])
                for row in order[looked : looked + size]
            ]
            if min(self._least_usd(some)) <= room:
                return True
            looked, size = looked + size, _MORE * size
        return False

    @cached_property
    def _at_most(self) -> list[Ints]:
        return [limit.at_most(self.values) for limit in self._limits]

    def _least_usd(self, sets: Sequence[Chosen]) -> list[float]:
        """What each set costs at least with every limit fulfilled, without fees."""
        new = [s for s in sets if s not in self._usd]
        for size in {len(s) for s in new}:
            these = [s for s in new if len(s) == size]
            usd = self._fulfilled_usd(np.array(these, dtype=np.int64))
            self._usd.update(zip(these, usd.tolist(), strict=True))
        return [self._usd[s] for s in sets]

    def _fulfilled_usd(self, sets: Ints) -> Floats:
        """The same of sets of equal size, (M, r); inf: beyond the budget."""
        values, found = self.values, np.full(len(sets), np.inf)
        row, options = values.choices(sets, values.all_options)
        can = values.search.can_be_on_time[options]
        if not any(limit.counts_letters for limit in self._limits):
            can = np.zeros_like(can)
        which, timely = letters_in_time(can)
        for limit in self._limits:
            holds = limit.holds_for(options[which], timely)
            which, timely = which[holds], timely[holds]
        usd = values.cheapest_usd(options[which], timely)
        np.minimum.at(found, row[which], usd)
        return found


def kept_requests(values: SetValues) -> Chosen:
    """Requests that are on every list: sent or pinned."""
    pinned = offerings_of(values.problem.scenario.pins)
    requests = enumerate(values.requests)
    return tuple(i for i, r in requests if r.sent or r.names(pinned))
