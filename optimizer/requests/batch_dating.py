"""The cheapest dates of many sets of stops at once.

The same answers as ``Scheduler.cheapest``, by look-up: few calendars are different, so
what waiting costs is worked out once for each set of them (``Dates``).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.model import travel
from optimizer.model.calendars import Calendar
from optimizer.model.dating import Stop
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.dated_sets import DatedSets
from optimizer.solver.sets.dates import Dates, path

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class BatchDating:
    """Dates sets of the candidates of one search, beside B booked stops."""

    def __init__(self, search: DatedSets) -> None:
        self.search, self.scheduler = search, search.scheduler
        self.dates = Dates(self.scheduler, search.booked, self.scheduler.idle)
        found = search.candidates
        self.stops = [Stop(c.starts, c.days, c.visit.place) for c in found]
        self.stops += search.booked_stops
        catalog = search.problem.catalog
        number = {p.place: i for i, p in enumerate(catalog.places)}
        at = np.array([number[s.place.place] for s in self.stops], dtype=int)
        legs = travel.legs(catalog)[np.ix_(at, at)]
        self.legs: Floats = legs.astype(float)
        self.capped = travel.cap_at_home_trip(self.legs, self.scheduler.home)
        """No dearer than going home."""

    def cheapest(self, sets: Ints, timely: Bools, most_usd: Ints) -> Floats:
        """Least cost of travel and waiting of each set in dollars, (M,); inf: no dates.

        ``sets`` (M, r) are numbers of candidates, ``timely`` (M, r) says whose letter
        must be on time. What is more than ``most_usd``, (M,), need not be the least.
        """
        if not len(sets):
            return np.zeros(0)
        stops = self._with_booked(sets)
        free = np.zeros((len(sets), stops.shape[1] - sets.shape[1]), dtype=bool)
        anyway, in_time = self._classes
        classes = np.where(np.hstack([timely, free]), in_time[stops], anyway[stops])
        return self.dates.travel(classes, stops, self.legs, most_usd.astype(float))

    def least_legs(self, sets: Ints) -> Floats:
        """What the trips of each set cost at least, on whatever dates, (M,)."""
        return path(self._with_booked(sets), self.capped)

    def _with_booked(self, sets: Ints) -> Ints:
        booked = np.arange(len(self.search.candidates), len(self.stops))
        fixed = np.broadcast_to(booked, (len(sets), len(booked)))
        return np.hstack([sets, fixed])

    @cached_property
    def _classes(self) -> tuple[Ints, Ints]:
        """The class of the starts of each stop, all of them and those in time."""
        stops, found = self.stops, self.search.candidates
        anyway = [self.dates.of(Calendar(s.starts, s.days)) for s in stops]
        in_time = anyway.copy()
        for i, candidate in enumerate(found):
            until = candidate.on_time_until
            starts = candidate.stop(True).starts if until is not None else ()
            in_time[i] = self.dates.of(Calendar(starts, candidate.days))
        return np.array(anyway, dtype=np.int64), np.array(in_time, dtype=np.int64)
