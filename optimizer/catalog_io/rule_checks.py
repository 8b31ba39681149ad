"""Rules of states, nationalities and visas: do they say on whom and since when.

What each cell may hold alone is checked with the file; here is what cells say together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from optimizer.catalog_io.csv_reader import Table
from optimizer.domain.faults import Fault, shown
from optimizer.domain.records import Rule

_CODE = re.compile("[A-Z]{2}")
_FORMS = {
    "state": (_CODE, "states as two capital letters"),
    "nationality": (_CODE, "countries as two capital letters (ISO 3166-1)"),
    "visa": (re.compile("B-1|WB|F-1|J-1|H-1B"), "B-1, WB, F-1, J-1 or H-1B"),
}


def rule_faults(table: Table[Rule]) -> Iterator[Fault]:
    """Find what is wrong between the cells of a rule."""
    for line, rule in table.records:
        form, allowed = _FORMS[rule.scope]
        for name in rule.applies_to:
            if not form.fullmatch(name):
                what = f"{shown(name)} does not fit"
                yield table.fault(line, "applies_to", what, allowed)
        if rule.since and rule.until and rule.until < rule.since:
            allowed = f"since, {rule.since}, or later"
            yield table.fault(line, "until", str(rule.until), allowed)
        if rule.limit is not None and not rule.unit:
            what = f"{rule.limit:g} of what is not said"
            yield table.fault(line, "unit", what, "the unit of the limit")
