"""RotaMatch: which away rotations raise the chance to match into PM&R most."""

from functools import partial

import streamlit as st

from optimizer.domain.problem import Problem
from views.inputs import panel
from views.kit import look
from views.pages import PAGES, footer
from views.session import catalogs
from views.session.session import session

st.set_page_config(page_title="RotaMatch", page_icon="🧭", layout="wide")

look.draw()
catalog = catalogs.current()
inputs = panel.draw(catalog)
problem = Problem(catalog, inputs.scenario)
catalogs.banner()
catalogs.age(problem)

page = st.navigation(
    [
        st.Page(
            partial(page.render, problem),
            title=page.title,
            icon=page.icon,
            url_path=page.path,
            default=not page.path,
            visibility="visible" if page.in_menu else "hidden",
        )
        for page in PAGES
    ],
    position="hidden" if session().presenting else "top",
)
st.set_page_config(page_title=f"{page.title} - RotaMatch")
page.run()
inputs.tell(problem)
if not session().presenting:
    footer(catalog)
