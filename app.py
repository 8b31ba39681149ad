"""RotaMatch: which away rotations raise the chance to match into PM&R most."""

from functools import partial
from pathlib import Path

import streamlit as st

from optimizer.problem import Problem
from views import cached, inputs, printing, remembered
from views.pages import PAGES

DATA = Path(__file__).parent / "data"

st.set_page_config(page_title="RotaMatch", page_icon="🧭", layout="wide")

printing.draw()
catalog = cached.catalog(DATA)
problem = Problem(catalog, inputs.scenario(catalog))

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
    position="hidden" if remembered.presenting() else "top",
).run()
