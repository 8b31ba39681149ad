"""The pages of the app, in the order of the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.domain.problem import Problem
from views.kit import paths
from views.method import page as method
from views.plan import page as plan
from views.programs import page as programs
from views.teach import page as teach
from views.to_do import page as applications
from views.what_if import compare, risks, trade_offs, why


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name and icon, its address and what draws it.

    What is not in the menu is reached from the footer.
    """

    title: str
    icon: str
    path: str
    render: Callable[[Problem], None]
    in_menu: bool = True


PAGES = (
    Page("Plan", ":material/event_available:", "", plan.render),
    Page("Programs", ":material/location_city:", paths.PROGRAMS, programs.render),
    Page("Trade-offs", ":material/balance:", paths.TRADE_OFFS, trade_offs.render),
    Page("Why this plan?", ":material/help_center:", paths.WHY, why.render),
    Page("What could go wrong", ":material/thunderstorm:", paths.RISKS, risks.render),
    Page(
        "Applications",
        ":material/outgoing_mail:",
        paths.APPLICATIONS,
        applications.render,
    ),
    Page("Compare", ":material/compare:", paths.COMPARE, compare.render),
    Page("Teach", ":material/school:", paths.TEACH, teach.render),
    Page("Method", ":material/menu_book:", paths.METHOD, method.render, in_menu=False),
)
