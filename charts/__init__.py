"""Results of the library as Plotly figures: no Streamlit and no solving in here.

- ``bars``: what changes do, how far guesses move a figure, what of a catalog is known
- ``by_number``: curves by number of requests or applications, and what money buys
- ``map``: programs by level, a plan's route, and the same in words
- ``marks``: rotations and their dates as bars and signs on a time axis, one row each
- ``projection``: where a point lies on the map, outlines of states, signs kept apart
- ``schedule``: the schedule of one plan, of requests on average, or of several plans
- ``theme``: the one palette and the look that all figures share
- ``timeline``: the dates of a plan, a row each, as schedule and table show them
- ``words``: how numbers, dates and names are written, on figures and on pages
- ``year``: what there is to do until Match Day, and when money is due
"""
