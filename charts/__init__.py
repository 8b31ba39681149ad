"""Results of the library as Plotly figures: no Streamlit and no solving in here.

- ``schedules/``: one plan or several on a time axis
- ``applications``: residency applications: the chance by their number, what money buys
- ``coverage``: how much of the catalog is known
- ``differences``: what changes of the inputs do, as bars from now
- ``gain_by_number``: what the best list of each number of requests brings
- ``map``: programs by level, and a plan's rotations with the legs between them
- ``projection``: where a point lies on the map, outlines of states, signs kept apart
- ``route``: a plan's route on the map: its rotations, and the legs in words
- ``theme``: the one palette and the look that all figures share
- ``tornado``: how far each assumption moves a figure
- ``words``: how numbers, dates and names are written, on figures and on pages
- ``year``: what there is to do until Match Day, and when money is due
"""
