"""What is asked: one catalog and one scenario; and results that problems share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, update_wrapper
from typing import Any, Generic, TypeVar, cast

from optimizer.domain.applicant import Booked
from optimizer.domain.catalog import Catalog
from optimizer.domain.found_out import overlaid
from optimizer.domain.records import (
    Offering,
    Place,
    Program,
    Receptiveness,
    Season,
)
from optimizer.domain.replies import with_begun
from optimizer.domain.scenario import Scenario
from optimizer.domain.terms import touched_months


@dataclass(frozen=True)
class Problem:
    """What is asked: every function of the library takes it first.

    ``catalog`` holds what the scenario says was found out, whatever it held when given.
    ``scenario`` has what was accepted and has begun among what is booked; ``given`` is
    the scenario as the applicant entered it.
    """

    catalog: Catalog
    scenario: Scenario
    given: Scenario = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", self.scenario)
        # The one place where what the applicant found out gets into the catalog.
        catalog = overlaid(self.catalog, self.scenario.found_out)
        object.__setattr__(self, "catalog", catalog)
        if isinstance(self.scenario, Scenario):  # not one that is only being read
            scenario = with_begun(catalog, self.scenario)
            object.__setattr__(self, "scenario", scenario)

    @cached_property
    def _hash(self) -> int:
        return hash((self.catalog.version, self.scenario))

    def __hash__(self) -> int:
        return self._hash

    def having(self, **changes: Any) -> Problem:
        """The same catalog, asked with some fields of the scenario changed."""
        return Problem(self.catalog, replace(self.scenario, **changes))

    @cached_property
    def season(self) -> Season:
        """The season of the scenario."""
        return self.catalog.season[self.scenario.season]

    @cached_property
    def window(self) -> tuple[dt.date, dt.date]:
        """First and last day on which a rotation may run."""
        s = self.scenario
        return (
            s.window_start or self.season.window_start,
            s.window_end or self.season.window_end,
        )

    @property
    def settling_usd(self) -> int:
        """What the days before the first rotation of a visit cost."""
        return self.scenario.settle_days * self.scenario.waiting_usd_per_day

    @property
    def arrival_usd(self) -> int:
        """Getting to the US and back once, with the days before the first rotation."""
        return self.scenario.arrival_usd + self.settling_usd

    @cached_property
    def letters_by(self) -> dt.date:
        """The last day on which a letter still counts as on time."""
        return self.scenario.letters_by or self.season.letters_by

    @cached_property
    def months(self) -> tuple[int, ...]:
        """The months that the dates of a plan touch, in the order of the year."""
        return touched_months(*self.window)

    @cached_property
    def booked(self) -> tuple[Booked, ...]:
        """What is booked, without what ended before the first day of a plan."""
        return tuple(b for b in self.scenario.booked if b.end >= self.window[0])

    @cached_property
    def past(self) -> tuple[Booked, ...]:
        """Rotations that ended before: they count at their program and as letters."""
        return tuple(b for b in self.scenario.booked if b.end < self.window[0])

    @property
    def counted(self) -> tuple[Booked, ...]:
        """What is booked in PM&R: what counts of rotations count."""
        return tuple(b for b in self.booked if b.in_pmr)

    @property
    def letters_in_hand(self) -> int:
        """US letters in hand, of whichever kind."""
        return self.scenario.applicant.us_letters + len(self.scenario.letters)

    @property
    def physiatry_letters(self) -> int:
        """Letters of US physiatrists in hand, whatever their age."""
        more = sum(letter.kind == "physiatry" for letter in self.scenario.letters)
        return self.scenario.applicant.us_letters + more

    def parameter(self, name: str) -> float:
        """Value of an assumption."""
        return self.catalog.assumption[name].value

    def optional(self, name: str, otherwise: float) -> float:
        """Value of an assumption that a catalog may leave out."""
        known = self.catalog.assumption.get(name)
        return otherwise if known is None else known.value

    def program_of(self, item: Offering | Booked) -> Program | None:
        """The residency program behind an offering or a booked rotation, if any."""
        program_id = item.program_id
        if isinstance(item, Booked) and item.offering_id:
            program_id = self.catalog.offering[item.offering_id].program_id
        return self.catalog.program.get(program_id or "")

    def place_of(self, item: Offering | Booked) -> Place:
        """Where a rotation takes place: the offering's city, else the program's."""
        if isinstance(item, Offering):
            return self.catalog.place[item.place]
        if item.offering_id:
            return self.catalog.place[self.catalog.offering[item.offering_id].place]
        if item.city:
            return self.catalog.place[item.city]
        program = self.program_of(item)
        assert program is not None, "a booked rotation names where it is"
        return self.catalog.place[f"{program.city}, {program.state}"]

    def receptiveness(self, program: Program) -> Receptiveness:
        """The program's level for the applicant's type."""
        return program.level(us_img=self.scenario.applicant.img_type == "us_img")

    def is_tied(self, city: str, state: str) -> bool:
        """Whether the applicant has a tie to the city or its state."""
        ties = self.scenario.applicant.ties
        return state in ties or f"{city}, {state}" in ties


T = TypeVar("T")


class Reading:
    """Stands in for a record; ``vars`` of it are the fields read so far.

    And those given that are read ``instead`` of the record's.
    """

    __slots__ = ("__dict__", "_record")

    def __init__(self, record: object, **instead: object) -> None:
        self._record = record
        vars(self).update(instead)

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
        if self.version != problem.catalog.version:
            return False
        scenario = problem.scenario
        for name, value in self.read.items():  # asked so often that "all" is too slow
            if getattr(scenario, name) != value:
                return False
        return True


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
        """Keep nothing of what was found, but what the catalog alone decides."""
        self._kept = tuple(kept for kept in self._kept if not kept.read)

    def _found(self, problem: Problem) -> _Kept[T]:
        scenario = Reading(problem.scenario)
        watched = Problem(problem.catalog, cast(Scenario, scenario))
        vars(scenario).clear()  # what was found out is in the catalog's version
        result = self.find(watched)
        return _Kept(problem.catalog.version, vars(scenario), result)
