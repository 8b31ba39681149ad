"""Results of the library as Plotly figures: no Streamlit and no solving in here.

- ``maps/``: programs and a plan's route, drawn without a map library
- ``schedules/``: one plan or several on a time axis

- ``applications``: residency applications: the chance by their number, and invitations
- ``binding``: what a bit more of each limit is worth, as bars
- ``chances``: the chance of matching before and after, each with its range
- ``coverage``: how much of the catalog is known
- ``format``: how numbers, dates and names are written, on figures and on pages
- ``frontier``: what each budget can buy at best, as steps
- ``options``: what other uses of money and time add
- ``returns``: what each further rotation adds, counted two ways
- ``theme``: the one palette and the look that all figures share
- ``tornado``: how far each assumption moves the plan
- ``worlds``: how often each outcome came
- ``year``: what there is to do until Match Day, by kind on a time axis
"""
