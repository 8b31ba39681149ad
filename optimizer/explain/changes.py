"""What differs between two plans."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.plan import Block, Plan

PP = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """What came, what left, what moved (before, after), in pp and in dollars."""

    came: tuple[Block, ...]
    left: tuple[Block, ...]
    moved: tuple[tuple[Block, Block], ...]
    value_pp: float
    cost_usd: int

    @property
    def same_rotations(self) -> bool:
        """Whether both plans have the same rotations on the same dates."""
        return not (self.came or self.left or self.moved)


def difference(before: Plan, after: Plan) -> Difference:
    """What is different in the plan after; gains and dollars are after minus before."""
    old = {b.offering.offering_id: b for b in before.blocks}
    new = {b.offering.offering_id: b for b in after.blocks}
    both = [(old[i], b) for i, b in new.items() if i in old]
    return Difference(
        came=tuple(b for i, b in new.items() if i not in old),
        left=tuple(b for i, b in old.items() if i not in new),
        moved=tuple((a, b) for a, b in both if a.start != b.start),
        value_pp=PP * (after.value - before.value),
        cost_usd=after.cost_usd - before.cost_usd,
    )
