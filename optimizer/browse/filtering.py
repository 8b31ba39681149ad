"""Search, filter, count and sort a list of programs or of offerings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from optimizer.browse.entries import (
    FACETS,
    LEVELS,
    Entry,
    Listing,
    entries,
    search_text,
)
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.model.candidates import STANDS, Stand

MOST_CHARACTERS = 100
"""A search looks at no more of what was typed."""


@dataclass(frozen=True, slots=True)
class FacetedEntry:
    """An entry with its options in each facet, in the order of ``FACETS``."""

    entry: Entry
    options: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all words of ``text``, and of each facet one option of some.

    A facet that is not named, or of which no option is chosen, asks for nothing.
    """

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """What is listed once: a program with its matching entries, or one offering."""

    key: str
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """Name of the program or host."""
        return self.entries[0].name

    @property
    def program(self) -> Program | None:
        """The program, if there is one."""
        return self.entries[0].program

    @property
    def stand(self) -> Stand | None:
        """The best that a matching rotation stands; None if there is none."""
        stands = [e.standing.stand for e in self.entries if e.standing]
        return min(stands, key=STANDS.index, default=None)

    @property
    def lead(self) -> Entry | None:
        """The matching rotation that stands best, then the cheapest; None without."""
        ranked = (
            (STANDS.index(e.standing.stand), e.usd or 0, e.offering.offering_id, e)
            for e in self.entries
            if e.standing and e.offering
        )
        return min(ranked, key=lambda one: one[:-1], default=(None,))[-1]

    @property
    def usd(self) -> int | None:
        """Cost of the cheapest matching rotation, of the possible ones if any is."""
        return min((e.usd for e in self._counted() if e.usd is not None), default=None)

    @property
    def acceptance(self) -> float | None:
        """Best chance to be accepted, of the possible rotations if any is."""
        found = (e.acceptance for e in self._counted() if e.acceptance is not None)
        return max(found, default=None)

    @property
    def is_possible(self) -> bool:
        """Whether a matching rotation is open, or may be, on free dates."""
        return any(entry.is_possible for entry in self.entries)

    def _counted(self) -> tuple[Entry, ...]:
        possible = tuple(e for e in self.entries if e.is_possible)
        return possible or self.entries


@dataclass(frozen=True, slots=True)
class Counted:
    """The options of one facet, each with how many items it would leave.

    Every other filter holds; what is chosen in the facet itself is left out.
    """

    facet: str
    options: tuple[tuple[str, int], ...]


def lines(problem: Problem, listing: Listing) -> tuple[FacetedEntry, ...]:
    """Every line of a list, to be searched with a ``Query``."""
    same: dict[frozenset[str], frozenset[str]] = {}  # few differ: 0.4 MB, not 1.4

    def shared(options: Iterable[str]) -> frozenset[str]:
        found = frozenset(options)
        return same.setdefault(found, found)

    return tuple(
        FacetedEntry(
            entry, tuple(shared(f.options(problem, entry)) for f in FACETS.values())
        )
        for entry in entries(problem, listing)
    )


def matching_items(
    found: Iterable[FacetedEntry], query: Query, order: str = "best"
) -> tuple[ListItem, ...]:
    """The items that match, in one of ``ORDERS``; ties by name, then by key."""
    groups: dict[str, list[Entry]] = {}
    for line, failed in _judge_lines(found, query):
        if not failed:
            groups.setdefault(line.entry.key, []).append(line.entry)
    items = (ListItem(key, tuple(matching)) for key, matching in groups.items())
    rank = ORDERS[order]
    return tuple(sorted(items, key=lambda i: (rank(i), search_text(i.name), i.key)))


def facet_counts(found: Iterable[FacetedEntry], query: Query) -> tuple[Counted, ...]:
    """How many items each option of each facet would leave; none of those with 0.

    An option that is chosen is always there.
    """
    keys: list[dict[str, set[str]]] = [{} for _ in FACETS]
    for line, failed in _judge_lines(found, query):
        for place, options in enumerate(line.options):
            if not failed - {place}:
                for option in options:
                    keys[place].setdefault(option, set()).add(line.entry.key)
    chosen = dict(query.chosen)
    for place, facet in enumerate(FACETS):
        for option in chosen.get(facet, ()):
            keys[place].setdefault(option, set())
    return tuple(
        Counted(facet, _sort_options(facet, {o: len(k) for o, k in of.items()}))
        for facet, of in zip(FACETS, keys, strict=True)
    )


def _judge_lines(
    found: Iterable[FacetedEntry], query: Query
) -> Iterator[tuple[FacetedEntry, set[int]]]:
    """Lines whose text matches, with the places of the facets they fail."""
    words = search_text(query.text[:MOST_CHARACTERS]).split()
    places = {facet: place for place, facet in enumerate(FACETS)}
    asked = [
        (places[facet], set(options)) for facet, options in query.chosen if options
    ]
    for line in found:
        if all(f" {word}" in line.entry.words for word in words):
            yield line, {p for p, wanted in asked if not wanted & line.options[p]}


def _sort_options(facet: str, counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    order = {option: place for place, option in enumerate(FACETS[facet].order)}
    last = len(order)
    return tuple(sorted(counts.items(), key=lambda o: (order.get(o[0], last), o[0])))


# ---- orders -----------------------------------------------------------------------

Rank = Callable[[ListItem], tuple[Any, ...]]


def _best(item: ListItem) -> tuple[Any, ...]:
    stand = STANDS.index(item.stand) if item.stand else len(STANDS)
    return (stand, *_receptive(item), *_accepting(item))


def _receptive(item: ListItem) -> tuple[Any, ...]:
    if item.program is None:
        return (len(LEVELS),)
    return (LEVELS.index(item.entries[0].level),)


def _accepting(item: ListItem) -> tuple[Any, ...]:
    return (not item.is_possible, -(item.acceptance or 0.0))


ORDERS: dict[str, Rank] = {
    "best": _best,
    "receptiveness": _receptive,
    "cost": lambda item: (not item.is_possible, item.usd is None, item.usd or 0),
    "acceptance": _accepting,
    "rating": lambda item: (-item.entries[0].rating,),
    "state": lambda item: (item.entries[0].place.state, item.entries[0].place.city),
    "name": lambda _: (),
}
"""What comes first: the best standing, then the most receptive; the cheapest; ..."""
