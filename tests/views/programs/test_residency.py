"""Each column about the residency changes one output, by name, and no value."""

from __future__ import annotations

from typing import Any

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.plan import Plan
from optimizer.export.as_json import report
from optimizer.solver.solve import solve
from views.programs.details import residency

ASKS = {"ecfmg_wanted": "application", "application_deadline": "10-31"}
ASKS |= {"usce_required": "yes"}
SHOWN = {"track": "both", "pmr_letter": "required", "interviews_per_year": 100}
SHOWN |= {"first_class": 2024, "residents_img": 0}


def outputs(program: dict[str, Any]) -> dict[str, object]:
    """What a program's columns may change, by name."""
    catalog = make.catalog((make.program(**program),))
    p = make.problem(versioned(catalog), min_letters=0)
    plan = solve(p)
    assert isinstance(plan, Plan)
    found = report(p, plan)
    return {
        "checks": [check["field"] for check in found["rotations"][0]["program_checks"]],
        "card": residency(p.catalog.programs[0]),
        "value": found["value"],
        "match_probability": found["match_probability"],
    }


@pytest.mark.parametrize(("column", "value"), (ASKS | SHOWN).items())
def test_a_column_changes_its_one_output_and_no_value(column: str, value: Any) -> None:
    before, after = outputs({}), outputs({column: value})
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"checks" if column in ASKS else "card"}
    if column in ASKS:
        assert after["checks"] == [column]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("track", "categorical", "Categorical: the first year is part of it."),
        ("track", "unknown", ""),
        ("interviews_per_year", 96, "It interviews 96 applicants a year."),
        ("first_class", 2024, "Its first residents started in 2024."),
        ("residents_img", 4, "IMGs among its residents: 4."),
        ("pmr_letter", "required", "It asks for a letter of a PM&R physician."),
        ("pmr_letter", "preferred", "It would like a letter of a PM&R physician."),
    ],
)
def test_the_card_says_what_is_known(column: str, value: Any, said: str) -> None:
    assert residency(make.program(**{column: value})) == said
