"""What the project promises, in the words of the README, and where its limits are."""

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


LIMITS: tuple[str, ...] = (
    "A rotation counts only at its own program. It may also help at programs nearby.",
    "A rotation can go badly: hosts in emergency medicine placed 12 % of US students in"
    " the lowest third. The effect of a rotation is an average that includes these.",
    "Hosts are taken to refuse independently of each other.",
    "Letters enter at their expected number, which is slightly too kind when hosts may"
    " refuse.",
    "Where hosts may refuse, the signals they would take are counted one by one.",
    "The effect of a rotation is carried over from studies of US students in other"
    " specialties. No study was found of IMGs in PM&R, and none at all of"
    " observerships and letters.",
    "The average student is someone who puts PM&R first and chooses programs as this"
    " planner does. How many of them get no interview at all cannot be known: those"
    " lists are not published.",
    "Prices are typical ones for a city, built from public rent and hotel figures, not"
    " from rooms that are on offer.",
    "Hosts change rules, dates and fees. Every fact is the last one seen: ask first.",
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
