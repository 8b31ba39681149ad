"""The pages of the app, in the order of the menu, and what stands under each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from charts import words
from optimizer import __version__
from optimizer.browse.known import newest
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from views import method
from views.kit import links
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

WRONG = "Something wrong? Tell us"


def footer(catalog: Catalog) -> None:
    """Draw the footer of a page."""
    read = newest(catalog)
    dated = f"facts up to {words.full_day(read)}" if read else "facts undated"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"RotaMatch {__version__}, {dated}. Nothing you type is stored.",
            width="content",
        )
        links.method("Method")
        if found := links.project_address():
            st.link_button(
                WRONG,
                links.issues(found),
                icon=":material/flag:",
                type="tertiary",
            )
        else:
            links.wrong_fact(WRONG)
