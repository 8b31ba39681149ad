"""The least a page of Streamlit can be: one field, one heading, one chart of bars.

``benchmarks.page`` measures it beside ours. Its parts have the names of ours.
"""

import streamlit as st

usd = st.number_input("Money for rotations (US$)", 0, 90_000, 10_000)
st.header(f"${usd:,}", anchor=False)
st.plotly_chart(
    {"data": [{"type": "bar", "x": ["May", "June", "July"], "y": [1, 2, usd / 5_000]}]},
    alt=f"Schedule of ${usd:,}",
)
