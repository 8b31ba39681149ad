"""Ways to enter the US for a rotation, and what each allows: the one definition.

A new visa class is one more name in ``Visa`` and one more entry of ``WAYS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Visa = Literal["B-1", "WB", "F-1", "J-1"]
"""What a host may name as a way to enter that it takes."""
EntryStatus = Literal["B-1", "WB", "J-1", "F-1", "none", "not_needed"]
"""How an applicant enters: ``none`` is not known yet, ``not_needed`` no visa at all."""


@dataclass(frozen=True, slots=True)
class EntryWay:
    """A way to enter: its names in a menu and in a sentence, and the days it allows.

    ``stay_days`` None: no number of days; else ``source`` says who set it and ``way``
    what one could do or ask.
    """

    menu: str
    name: str
    stay_days: int | None = None
    source: str = ""
    way: str = ""


_AT_THE_BORDER = (
    "180 days is what we assume an officer at the border allows; that is no wish of"
    " yours.",
    "It is decided at the border: ask a US consulate what to expect.",
)
WAYS: dict[EntryStatus, EntryWay] = {
    "B-1": EntryWay("B-1 visitor visa", "a B-1 visa", 180, *_AT_THE_BORDER),
    "WB": EntryWay(
        "Visa waiver (ESTA)",
        "a visa waiver",
        90,
        "The visa waiver allows 90 days (8 U.S.C. 1187); that is no wish of yours.",
        "A B-1 visa usually allows more: ask a US consulate.",
    ),
    "J-1": EntryWay("J-1 exchange visa", "a J-1 visa"),
    "F-1": EntryWay("F-1 student visa", "an F-1 visa"),
    "none": EntryWay("None yet", "no visa yet"),
    "not_needed": EntryWay("Not needed (Canada)", "no visa", 180, *_AT_THE_BORDER),
}
VISITORS: frozenset[str] = frozenset({"B-1", "WB"})
"""Ways for visitors: no school or host sends papers for them."""
UNCAPPED: EntryStatus = "J-1"
"""As good for an elective as those with a cap, and without a number of days."""
