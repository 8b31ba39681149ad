"""What the project promises its visitors, in the words of the README."""

from __future__ import annotations

import streamlit as st

PRIVACY = (
    "There is no account and no database. What you enter stays in the server's memory"
    " and in your own browser tab, until you close it or press “Forget my inputs”."
    " Save the inputs as a file to keep them. A share link holds scores, attempts,"
    " visa, nationality and graduation date only if you tick so. Use statistics of"
    " Streamlit are switched off; a hosting service may keep its own."
)
ACCESSIBILITY = (
    "Charts come with words for screen readers and a table of the same figures;"
    " no meaning rests on colour alone. Tests run axe-core on pages and open panels, on"
    " phone and desk, light and dark, and measure the contrast of colours. Known gaps:"
    " nobody has tried it with a screen reader, hover texts on charts need a pointer,"
    " and it speaks English only."
)
CORRECTION = (
    "A fact is wrong? Open the program or host under Programs. “Wrong fact?” says how"
    " to correct what is on record, “I asked” counts an answer for you alone at once."
    " The page itself is wrong? Tell whoever gave you its address."
)


def draw() -> None:
    """Draw what is promised, and what to do when something is wrong."""
    for title, said in (
        ("Something wrong?", CORRECTION),
        ("Privacy", PRIVACY),
        ("Accessibility", ACCESSIBILITY),
    ):
        st.subheader(title, anchor=False)
        st.markdown(said)
