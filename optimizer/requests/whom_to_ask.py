"""The search for the requests whose mean match value is highest, by number.

For each of several sums set aside for fees, requests are added greedily: with such a
sum the mean never falls with one more request. From the ends of these paths, single
requests are exchanged until no addition, omission or exchange of one request, of all
that can be sent, raises the mean by more than ``GAIN``. Hosts on record come before
cold ones where that costs next to nothing (``hosts_on_record_first``).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import islice

import numpy as np

from optimizer.model.trust import grade_of
from optimizer.requests.batch_dating import Bools
from optimizer.requests.mean import Mean, Steps, with_one, without
from optimizer.requests.patterns import EXACT
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.solver.search.work import OutOfWork

GAIN = 1e-6
"""What an exchange must raise the mean by."""
DECIMALS = 12
"""To which two means are the same: then the request of the lower name is taken."""
_SET_ASIDE: tuple[int, ...] = (0, 2, 4, 6, 8, 10, 12, 14, 17, 20)
"""Sums set aside, in median fees."""
_LOOKS = 12
"""Requests that are looked at together for the next place on a path."""
_ENDS = 3
"""Ends of greedy paths that are improved, for each number of requests."""


@dataclass(frozen=True, slots=True)
class FoundList:
    """The best requests found of at most ``number`` open ones; ``mean`` as searched."""

    number: int
    asked: Chosen
    mean: float


class Path:
    """Lists that grow by what adds most, with one sum set aside for fees."""

    def __init__(self, mean: Mean, start: Chosen) -> None:
        self.mean, self.lists = mean, [start]
        self._hopes = np.full(len(mean.fees), np.inf)
        """What each request added to a shorter list."""

    def grow(self) -> None:
        """Add the request that adds most, if any does.

        With a sum set aside, what a request adds hardly ever rises with the list: only
        those of the highest hopes are looked at (Minoux 1978).
        """
        asked, hopes = self.lists[-1], self._hopes
        if self.mean.set_aside is None:
            hopes[:] = np.inf
        now, best, looked = self.mean.of(asked), GAIN, np.zeros(len(hopes), dtype=bool)
        order = np.argsort(-hopes, kind="stable")
        order = order[self.mean.addable(asked)[order]]
        while len(order) and hopes[order[0]] >= best:
            count = max(_LOOKS, int(np.isinf(hopes[order]).sum()))
            some, order = order[:count], order[count:]
            hopes[some] = np.round(self.mean.more(asked, some) - now, DECIMALS)
            looked[some] = True
            best = max(best, float(hopes[some].max()))
        if best > GAIN:
            first = int(np.argmax(np.where(looked, hopes, -np.inf)))
            self.lists.append(with_one(asked, first))


class Finder:
    """Looks for the best requests beside those that are ``kept``.

    ``admissible`` says whether a list may be recommended at all; it is asked of the
    most promising lists alone. ``budget_usd``: less money than the values are for.
    """

    def __init__(
        self,
        values: SetValues,
        kept: Iterable[int],
        admissible: Callable[[Chosen], bool] = lambda _: True,
        budget_usd: int | None = None,
    ) -> None:
        self.values = values
        self.ends, self.sums = _ENDS, _SET_ASIDE  # more of either: a longer search
        self.mean = Mean(values, budget_usd=budget_usd)
        self._signals_run_out = values.signals_run_out
        self.kept = tuple(sorted(kept))
        self.admissible = admissible
        self.mean_of, self.open_of = cache(self.mean.of), self.mean.open_of
        # Exact are steps that are better.
        self._steps = cache(partial(self.mean.steps, within=-GAIN))
        self._settled: dict[tuple[Chosen, frozenset[int]], float] = {}
        """Means of lists that no exchange or omission makes better."""

    def keeping(self, kept: Iterable[int]) -> Finder:
        """The same with others kept; what either works out of lists serves both."""
        other = copy.copy(self)
        other.kept = tuple(sorted(kept))
        return other

    def by_number(
        self, most: int, first: Iterable[int] = (), limit: float = np.inf
    ) -> tuple[FoundList, ...]:
        """The best of each number of open requests, from those kept to ``most``.

        Numbers that no admissible list was found for are left out. ``first`` is a list
        known to be admissible, which greedy paths need not lead to. Past so many
        units of work (sets dated, means by pattern) lists are as paths grew them.
        """
        first = tuple(sorted({*self.kept, *first}))
        paths = [Path(self.mean.reserve(usd), self.kept) for usd in self._sums()]
        if first != self.kept:
            paths.append(Path(self.mean, first))
        found: list[FoundList] = []
        work = self.values.work
        work.limit = limit
        try:
            self._grow(paths, min(most, EXACT))
            for number in range(self.open_of(self.kept), most + 1):
                best = self._best(number, paths, found)
                found += [best] if best else []
        except OutOfWork:
            work.limit = np.inf
            found += list(self._as_grown(paths, found, most))
        work.limit = np.inf
        return tuple(found)

    def _as_grown(
        self, paths: Sequence[Path], found: Sequence[FoundList], most: int
    ) -> Iterator[FoundList]:
        """Longer lists than found: the best on paths, whose last may be unvalued."""
        means = {a: self.mean_of(a) for p in paths for a in p.lists[:-1]}
        means |= {one.asked: one.mean for one in found}
        ranked = sorted(means, key=lambda a: (-round(means[a], DECIMALS), a))
        done = max((one.number for one in found), default=-1)
        numbers = sorted({self.open_of(a) for a in means})
        for number in numbers if len(numbers) > 1 else ():  # one: nothing has grown
            fitting = (a for a in ranked if self.open_of(a) <= number)
            best = next(filter(self.admissible, fitting), None)
            if best is not None and done < number <= most:
                yield FoundList(number, best, means[best])

    def improved(self, asked: Chosen, number: int) -> FoundList:
        """The list after the best steps, one after the other, until none is left.

        As far as all patterns of answers are looked at, no step is then better.
        """
        kept = frozenset(self.kept)
        while True:
            may_add = self.open_of(asked) < number
            known = self._settled.get((asked, kept))
            if known is not None and not may_add:
                return FoundList(number, asked, known)
            steps = self._steps(asked, kept, more=may_add, swaps=known is None)
            mean = steps.mean if known is None else known  # to the last bit
            ranked = _better_lists(replace(steps, mean=mean), asked)
            better = next((s for s in ranked if self._is_worth(s, mean + GAIN)), None)
            if better is None:
                self._settled[asked, kept] = mean
                return FoundList(number, asked, mean)
            asked = better

    def cold_places(self, asked: Chosen) -> list[int]:
        """Places of the cold hosts on a list that may be given up."""
        cold = self.graded[1]
        return [t for t, i in enumerate(asked) if cold[i] and i not in self.kept]

    def cold_steps(self, asked: Chosen, within: float, among: Bools) -> Steps:
        """Steps from a list that give up none but cold hosts."""
        kept = frozenset(asked) - {asked[t] for t in self.cold_places(asked)}
        return self.mean.steps(asked, kept, within=within, among=among)

    @cached_property
    def graded(self) -> tuple[Bools, Bools]:
        """Which requests are to hosts on record (confirmed, likely), which to cold."""
        grades = [
            {grade_of(self.values.problem, c.offering) for c in r.candidates}
            for r in self.values.requests
        ]
        known = [g <= {"confirmed", "likely"} for g in grades]
        cold = [g == {"cold"} for g in grades]
        return np.array(known, dtype=bool), np.array(cold, dtype=bool)

    def _is_worth(self, asked: Chosen, least: float) -> bool:
        """Whether a list may be taken for one of this mean.

        Where patterns are left out or signals run out, a step promises a little more or
        less than the list has by itself: steps could go round in a circle.
        """
        sure = self.is_exact(asked)
        return self.admissible(asked) and (sure or self.mean_of(asked) > least)

    def _sums(self) -> list[int | None]:
        """Sums to set aside for fees; None: what the fees leave."""
        fees = self.mean.fees[self.mean.fees > 0]
        typical = float(np.median(fees)) if len(fees) else 0.0
        needed = int(self.mean.fees[list(self.kept)].sum())
        return [*sorted({needed + int(typical * n) for n in self.sums}), None]

    def _grow(self, paths: Sequence[Path], most: int) -> None:
        """Grow all paths, side by side: many lead through the same lists."""
        self.mean.prepare_likely(self.kept, max(most - self.open_of(self.kept), 0))
        while growing := [p for p in paths if self.open_of(p.lists[-1]) < most]:
            before = [len(p.lists) for p in growing]
            self.mean.prepare(p.lists[-1] for p in growing)
            for path in growing:
                self.mean_of(path.lists[-1])  # while what it takes is at hand
                path.grow()
            if before == [len(p.lists) for p in growing]:
                return

    def _best(
        self, number: int, paths: Sequence[Path], found: Sequence[FoundList]
    ) -> FoundList | None:
        """The best list of at most this number that steps lead to from known ones."""
        known = [f.asked for f in found[-1:]]
        ends = {e for path in paths if (e := self._end(path, number)) is not None}
        self.mean.prepare(ends)
        ranked = [*ends.difference(known)]
        ranked.sort(key=lambda e: (-round(self.mean_of(e), DECIMALS), e))
        # Beyond what is looked at exactly, the best list so far is carried on.
        more = self.ends - len(known) if number <= EXACT or not known else 0
        tried = (*known, *islice(filter(self.admissible, ranked), more))
        improved = (self.improved(end, number) for end in tried)
        return max(improved, key=lambda f: f.mean, default=None)

    def _end(self, path: Path, number: int) -> Chosen | None:
        """The longest list of a path with at most so many open requests."""
        fitting = (a for a in reversed(path.lists) if self.open_of(a) <= number)
        return next(fitting, None)

    def is_exact(self, asked: Chosen) -> bool:
        """Whether every pattern of answers to these counts, in whatever order."""
        return self.open_of(asked) <= EXACT and not self._signals_run_out


def hosts_on_record_first(
    finder: Finder, found: FoundList, most: int, slack: float
) -> FoundList:
    """The list with hosts on record beside cold ones, or in their place.

    While a cold host stands on it that was not sent or pinned: a host on record is
    added if that raises the mean and fewer than ``most`` are open; else it takes the
    place of the cold one that is missed least, if the mean stays within ``slack`` of
    the best. All else is then as good as exchanges make it.
    """
    known = finder.graded[0]
    floor = found.mean - slack
    while better := _one_more_on_record(finder, found.asked, known, most, floor):
        kept = {*finder.kept, *(i for i in better if known[i])}
        finder = finder.keeping(kept)
        found = finder.improved(better, max(found.number, finder.open_of(better)))
        floor = max(floor, found.mean - slack)
    return found


def _one_more_on_record(
    finder: Finder,
    asked: Chosen,
    known: Bools,
    most: int,
    floor: float,
) -> Chosen:
    """The best list with one more host on record; empty if there is none."""
    places = finder.cold_places(asked)
    if not places:
        return ()
    steps = finder.cold_steps(asked, finder.mean_of(asked) - floor, known)
    room = finder.open_of(asked) < most
    found: list[tuple[float, Chosen]] = []
    for i in (i for i in np.flatnonzero(known).tolist() if i not in asked):
        if room and steps.more[i] > steps.mean + GAIN:
            found.append((float(steps.more[i]), with_one(asked, i)))
        swaps = ((float(steps.instead[t, i]), t) for t in places)
        found += [(m, with_one(without(asked, t), i)) for m, t in swaps if m > floor]
    ranked = sorted(found, key=lambda way: (-way[0], way[1]))
    return next((way for _, way in ranked if finder.admissible(way)), ())


def _better_lists(steps: Steps, asked: Chosen) -> Iterator[Chosen]:
    """Lists one step away that are better by more than ``GAIN``, best first."""
    nobody, unsent = len(steps.more), np.append(-np.inf, steps.without)
    # Row 0 gives nothing up, the last column sends nothing.
    table = np.column_stack([np.vstack([steps.more, steps.instead]), unsent])
    by_mean: dict[float, list[tuple[int, int]]] = {}
    for t, i in np.argwhere(table > steps.mean + GAIN).tolist():
        by_mean.setdefault(round(float(table[t, i]), DECIMALS), []).append((t, i))
    for mean in sorted(by_mean, reverse=True):
        left = [(without(asked, t - 1) if t else asked, i) for t, i in by_mean[mean]]
        yield from sorted(a if i == nobody else with_one(a, i) for a, i in left)
