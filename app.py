"""RotaMatch: which away rotations raise the chance to match into PM&R most."""

from functools import partial

import streamlit as st

from optimizer.domain.problem import Problem
from views.inputs import panel as inputs
from views.kit import printing
from views.pages import PAGES
from views.session import catalogs
from views.session.session import session

st.set_page_config(page_title="RotaMatch", page_icon="🧭", layout="wide")

printing.draw()
catalog = catalogs.current()
problem = Problem(catalog, inputs.scenario(catalog))
catalogs.banner()

st.navigation(
    [
        st.Page(
            partial(page.render, problem),
            title=page.title,
            icon=page.icon,
            url_path=page.path,
            default=not page.path,
        )
        for page in PAGES
    ],
    position="hidden" if session().presenting else "top",
).run()
