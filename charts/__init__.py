"""Results of the library as Plotly figures: no Streamlit and no solving in here.

- ``maps/``: programs and a plan's route, drawn without a map library
- ``schedules/``: one plan or several on a time axis

- ``applications``: residency applications: the chance by their number
- ``binding``: what a bit more of each limit is worth, as bars
- ``cash_flow``: what is paid by any day if all say yes, as steps
- ``coverage``: how much of the catalog is known
- ``frontier``: what each budget can buy at best, as steps
- ``gain_by_number``: what the best list of each number of requests brings
- ``options``: what other uses of money and time add
- ``returns``: what each further rotation adds, counted two ways
- ``theme``: the one palette and the look that all figures share
- ``tornado``: how far each assumption moves the plan
- ``words``: how numbers, dates and names are written, on figures and on pages
- ``year``: what there is to do until Match Day, by kind on a time axis
"""
