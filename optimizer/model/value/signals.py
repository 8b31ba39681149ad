"""What a rotation displaces: a signal, and a place on the application list.

A rotation at a program without a signal moves one there where that is worth it; one
at a program that is not applied to takes the place of another. Both are decided
before any host has answered and hold for every command.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from optimizer.domain.records import Kind


@dataclass(frozen=True)
class Choices:
    """What the applicant decides with what is booked, before any other rotation.

    ``listed``: programs applied to, best first. ``signalled``: those with a signal;
    ``spare``: signals left over. ``signals_go``: programs that lose their signal, the
    first to lose it first; ``places_go``: programs that lose their place. ``moves``:
    program and kind where a rotation brings a signal. ``closed``: never applied to.
    """

    listed: tuple[str, ...]
    signalled: frozenset[str] = frozenset()
    spare: int = 0
    signals_go: tuple[str, ...] = ()
    places_go: tuple[str, ...] = ()
    moves: frozenset[tuple[str, Kind]] = frozenset()
    closed: frozenset[str] = frozenset()

    def unlisted(self, program: str) -> bool:
        """Whether a rotation there adds the program to the list."""
        return program not in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        return self.closed.union(self.listed)

    def may_run_out(self, most: int) -> bool:
        """Whether of so many rotations one may find no signal left to take."""
        return self.spare + len(self.signals_go) < most


@dataclass(frozen=True, slots=True)
class Displaced:
    """What one rotation displaces once it is accepted.

    ``moved``: its program gets a signal; ``signal`` loses one (None: it was a spare
    one), ``place`` is no longer applied to.
    """

    moved: bool = False
    signal: str | None = None
    place: str | None = None


NOTHING = Displaced()


def displacements(
    choices: Choices, visits: Sequence[tuple[str | None, Kind]]
) -> tuple[Displaced, ...]:
    """What each of several rotations displaces, in the order of their dates.

    ``visits``: program (None: a host without one) and kind. The k-th takes the k-th
    signal or place that is to go, but none of a program that is visited. The signal of
    a program that loses its place is spare; with none left a rotation keeps its own.
    """
    visited = {program for program, _ in visits}
    wanted = [p is not None and choices.unlisted(p) for p, _ in visits]
    places = _take_in_turn(wanted, (p for p in choices.places_go if p not in visited))
    lost = {place for place in places if place}
    freed = len(lost & choices.signalled)
    held = (p for p in choices.signals_go if p not in visited and p not in lost)
    moving = [(p, kind) in choices.moves for p, kind in visits]
    signals = _signals(moving, choices.spare + freed, held)
    return tuple(
        Displaced(moved, signal, place)
        for (moved, signal), place in zip(signals, places, strict=True)
    )


def _take_in_turn(wanted: Sequence[bool], left: Iterator[str]) -> list[str | None]:
    return [next(left, None) if wants else None for wants in wanted]


def _signals(
    moving: Sequence[bool], spare: int, held: Iterator[str]
) -> Iterator[tuple[bool, str | None]]:
    """Whether each rotation gets a signal, and who loses one for it."""
    for moves in moving:
        if moves and spare > 0:
            spare -= 1
            yield True, None
        else:
            loser = next(held, None) if moves else None
            yield loser is not None, loser
