"""What the user sees: the only Streamlit code besides ``app.py``.

- ``plan/``: what to do, and what comes of it
- ``to_do/``: what to do next, whom to ask, and what hosts have answered
- ``where_to_apply/``: where to apply for residency, and whom to signal
- ``what_if/``: would something else be better, and what may go wrong
- ``programs/``: what there is
- ``teach/``: slides for a room, and a plan made by hand
- ``sections/``: parts that several pages show
- ``inputs/``: every input
- ``kit/``: figures, tables, words and addresses that every page uses
- ``session/``: what is remembered, and caches

- ``method``: why one should believe the answer: the model, its assumptions, the data;
  its texts are in ``method.md``
- ``pages``: the menu, and what stands under every page
"""
