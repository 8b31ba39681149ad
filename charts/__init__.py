"""Results of the library as Plotly figures: no Streamlit and no solving in here.

One file per figure; ``theme`` is the palette of all of them, ``words`` the way
numbers, dates and names are written on every page.
"""
