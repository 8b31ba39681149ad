"""A result found once serves every problem that would read the same on the way to it.

While a function looks at a problem, each field that it reads of the scenario is written
down with its value. A problem of the same catalog whose scenario has these values would
go the same way, so it gets the same result. Nobody keeps a list of what matters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, TypeVar, cast

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario

T = TypeVar("T")


class Reading:
    """Stands in for a record; ``vars`` of it are the fields read so far."""

    __slots__ = ("__dict__", "_record")

    def __init__(self, record: object) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._record, name)
        setattr(self, name, value)
        return value


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """A result, and all that was read of the scenario to find it."""

    version: str
    read: dict[str, Any]
    result: T

    def serves(self, problem: Problem) -> bool:
        """Whether the same way would be gone for this problem."""
        return self.version == problem.catalog.version and all(
            getattr(problem.scenario, name) == value
            for name, value in self.read.items()
        )


class Reused(Generic[T]):
    """A function of a problem whose last ``most`` results are kept for others.

    ``find`` is the function itself. It has to return something complete: what a
    generator reads later is not seen.
    """

    most = 64

    def __init__(self, find: Callable[[Problem], T]) -> None:
        self.find = find
        self._kept: tuple[_Kept[T], ...] = ()
        update_wrapper(self, find)

    def __call__(self, problem: Problem) -> T:
        """The result for a problem, from another problem if it serves."""
        kept = next((k for k in self._kept if k.serves(problem)), None)
        kept = kept or self._found(problem)
        # One assignment, so that threads at worst find something twice.
        self._kept = (kept, *(k for k in self._kept if k is not kept))[: self.most]
        return kept.result

    def forget(self) -> None:
        """Keep nothing of what was found."""
        self._kept = ()

    def _found(self, problem: Problem) -> _Kept[T]:
        scenario = Reading(problem.scenario)
        watched = Problem(problem.catalog, cast(Scenario, scenario))
        result = self.find(watched)
        return _Kept(problem.catalog.version, vars(scenario), result)
