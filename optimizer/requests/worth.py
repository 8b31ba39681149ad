"""The match value of sets of accepted rotations, many sets at once.

The one place where asking meets the match model: what else is here knows a set, the
letters it brings and the value that this module gives for both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.model.calendars import number_alike
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.dated_sets import DatedSets
from optimizer.solver.sets.dates import unique_rows

Ints = NDArray[np.int64]
_SAME_LETTERS = 9
"""Decimals to which two sums of letters are the same."""
_SAME_VALUE = 12


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to do sets, (M, A): cost in dollars (inf: no further way) and match value.

    The cost holds everything but the fees for asking. Values fall from left to right,
    and so do costs.
    """

    usd: Floats
    value: Floats

    def narrow(self) -> Ways:
        """Without the columns that hold no way."""
        count = int(np.isfinite(self.usd).any(axis=0).sum())
        return Ways(self.usd[:, :count], self.value[:, :count])


def no_ways(count: int) -> Ways:
    """Of so many sets none can be done, (count, 0)."""
    return Ways(np.zeros((count, 0)), np.zeros((count, 0)))


class CandidateWorth:
    """Match value as a function of a set of candidates and its letters.

    ``search`` holds O candidates and takes every host to accept. Letters are counted
    with those in hand and those of booked rotations.
    """

    def __init__(self, search: DatedSets) -> None:
        bounds = search.bounds
        self._bounds = bounds
        self._values: dict[float, dict[tuple[int, ...], float]] = defaultdict(dict)
        """By level, those of sets that are alike."""
        self.letters_before = bounds.base_letters
        self.on_time_letters = bounds.on_time_letters
        self.late_letters = bounds.late_letters

    @property
    def baseline(self) -> float:
        """Match value if nothing is done beyond what is booked."""
        before = np.array([self.letters_before])
        return float(self.of(np.zeros((1, 0), dtype=np.int64), before)[0])

    def of(self, sets: Ints, letters: Floats) -> Floats:
        """Match value of each set, (M,), at its letters, (M,).

        ``sets`` (M, r) are numbers of candidates.
        """
        most = self._bounds.most_letters
        level, which = np.unique(
            np.round(np.minimum(letters, most), _SAME_LETTERS), return_inverse=True
        )
        found = np.empty(len(sets))
        for i, at in enumerate(level.tolist()):
            rows = which == i
            found[rows] = self._at(at, sets[rows])
        return found

    def exceeds(self, one: int, other: int) -> bool:
        """Whether a candidate is worth another one of its program in any company.

        It brings no fewer letters, and adds no less at each whole number of letters.
        """
        if (
            self.on_time_letters[one] < self.on_time_letters[other]
            or self.late_letters[one] < self.late_letters[other]
        ):
            return False
        offered = self._bounds.offered
        if offered.moves[one] != offered.moves[other]:
            return False  # they do not displace alike
        levels = range(int(self._bounds.most_letters) + 1)
        effects = [self._bounds.level(float(at)).own for at in levels]
        return all(bool((e[one] <= e[other]).all()) for e in effects)

    def _at(self, letters: float, sets: Ints) -> Floats:
        """The same at one level: sets of candidates that are alike are valued once."""
        if self._bounds.offered.may_keep:
            return self._bounds.level(letters).values(sets).round(_SAME_VALUE)
        kinds, which = unique_rows(self._alike[sets])
        names, known = [*map(tuple, kinds.tolist())], self._values[letters]
        new = [n for n, name in enumerate(names) if name not in known]
        if new:
            found = self._bounds.level(letters).values(self._example[kinds[new]])
            # Equal sets are equal, whatever stands beside them in the arrays.
            known.update(
                zip(
                    [names[n] for n in new],
                    found.round(_SAME_VALUE).tolist(),
                    strict=True,
                )
            )
        return np.array([known[name] for name in names])[which]

    @cached_property
    def _alike(self) -> Ints:
        """Candidates that change the same in any company have one number, (O,).

        Unless signals may run out: then who gets one hangs on the dates of all.
        """
        o = self._bounds.offered
        facts = o.row, o.kind, o.audition, o.acceptance, o.moves, o.outside
        loses = [program if program in o.losers else "" for program, _ in o.visits]
        return number_alike(zip(*(each.tolist() for each in facts), loses, strict=True))

    @cached_property
    def _example(self) -> Ints:
        """The first candidate of each number."""
        return np.unique(self._alike, return_index=True)[1]


def covers(search: DatedSets, worth: CandidateWorth, one: int, other: int) -> bool:
    """Whether ``one`` fits wherever ``other`` does, and is worth no less."""
    a, b = search.candidates[one], search.candidates[other]
    return (
        a.visit.place == b.visit.place
        and a.days == b.days
        and a.usd <= b.usd
        and set(a.starts) >= set(b.starts)
        and a.on_time_until == b.on_time_until
        and set(a.visit.focus) >= set(b.visit.focus)
        and worth.exceeds(one, other)
    )


def undominated_ways(count: int, row: Ints, usd: Floats, value: Floats) -> Ways:
    """The ways of each of ``count`` sets, without those that a cheaper one equals."""
    order = np.lexsort((usd, -np.round(value, _SAME_VALUE), row))
    row, usd, value = row[order], usd[order], value[order]
    far = 1.0 + (float(usd.max()) if len(usd) else 0.0)
    # Rows fall by more than any cost, so that a running least cannot pass a row's end.
    falling = usd - row * far
    before = np.concatenate([[np.inf], np.minimum.accumulate(falling)[:-1]])[: len(row)]
    kept = falling < before
    row, usd, value = row[kept], usd[kept], value[kept]
    first = np.searchsorted(row, np.arange(count))
    place = np.arange(len(row)) - first[row]
    shape = (count, int(place.max(initial=0)) + 1)
    costs, values = np.full(shape, np.inf), np.full(shape, -np.inf)
    costs[row, place], values[row, place] = usd, value
    return Ways(costs, values)
