"""The pages of the app, in the order of the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.domain.problem import Problem
from views.kit import links
from views.method import page as method
from views.plan import page as plan
from views.programs import page as programs
from views.teach import page as teach
from views.to_do import page as to_do
from views.what_if import page as what_if
from views.where_to_apply import page as where_to_apply


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
    Page("To do", ":material/checklist:", links.TO_DO, to_do.render),
    Page(
        "Where to apply",
        ":material/outgoing_mail:",
        links.WHERE_TO_APPLY,
        where_to_apply.render,
    ),
    Page("What if", ":material/help_center:", links.WHAT_IF, what_if.render),
    Page("Programs", ":material/location_city:", links.PROGRAMS, programs.render),
    Page("Teach", ":material/school:", links.TEACH, teach.render),
    Page("Method", ":material/menu_book:", links.METHOD, method.render, in_menu=False),
)
