"""RotaMatch: which away rotations raise the chance to match into PM&R most."""

from functools import partial
from pathlib import Path

import streamlit as st

from optimizer.problem import Problem
from views import cached, inputs, method, plan

DATA = Path(__file__).parent / "data"

st.set_page_config(page_title="RotaMatch", page_icon="🧭", layout="wide")

catalog = cached.catalog(DATA)
problem = Problem(catalog, inputs.scenario(catalog))

st.navigation(
    [
        st.Page(
            partial(plan.render, problem),
            title="Plan",
            icon=":material/event_available:",
            default=True,
        ),
        st.Page(
            partial(method.render, problem),
            title="Method and data",
            icon=":material/menu_book:",
            url_path="method",
        ),
    ],
    position="top",
).run()
