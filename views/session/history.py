"""A bounded history of values with undo and redo; frozen, and it knows no page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

STEPS = 50
"""So many changes can be taken back."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """What is now, what was before it and, after an undo, what comes again.

    ``past`` ends with what was last, ``future`` starts with what comes next.
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()

    def changed(self, new: T) -> History[T]:
        """Go on to something else: one step, which ends what could come again."""
        if new == self.present:
            return self
        return History(new, (*self.past, self.present)[-STEPS:])

    def undone(self) -> History[T]:
        """Take back the last change, if there is one."""
        if not self.past:
            return self
        *past, present = self.past
        return History(present, tuple(past), (self.present, *self.future))

    def redone(self) -> History[T]:
        """Make the change again that was taken back last, if there is one."""
        if not self.future:
            return self
        present, *future = self.future
        return History(present, (*self.past, self.present), tuple(future))

    def forgotten(self) -> History[T]:
        """Keep only what is now."""
        return replace(self, past=(), future=())
