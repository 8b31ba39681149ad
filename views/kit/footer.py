"""What stands under every page: version, age of the catalog, and why to believe it."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer import __version__
from optimizer.browse.coverage import newest
from optimizer.domain.catalog import Catalog
from views.kit import repository
from views.kit.links import method, wrong_fact

WRONG = "Something wrong? Tell us"


def draw(catalog: Catalog) -> None:
    """Draw the footer of a page."""
    read = newest(catalog)
    dated = f"facts up to {words.full_day(read)}" if read else "facts undated"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"RotaMatch {__version__}, {dated}. Nothing you type is stored.",
            width="content",
        )
        method("Method")
        if found := repository.address():
            st.link_button(
                WRONG,
                repository.issues(found),
                icon=":material/flag:",
                type="tertiary",
            )
        else:
            wrong_fact(WRONG)
