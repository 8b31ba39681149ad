"""What is not in the plan: every line tells one offering from the others."""

from __future__ import annotations

from optimizer.domain.catalog import Catalog
from views.sections import left_out


def test_no_two_offerings_are_called_alike(shipped: Catalog) -> None:
    found = list(left_out.offering_lines(shipped.offerings))
    assert len(found) == len(set(found)) == len(shipped.offerings)


def test_only_what_would_be_alike_has_its_title(shipped: Catalog) -> None:
    one = shipped.offerings[0]
    (line,) = left_out.offering_lines([one])
    assert line.replace("\\", "").endswith(("hands-on", "observership"))
    assert one.title not in line
