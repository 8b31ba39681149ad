"""Page Teach: slides for a room, a plan made by hand, a class as a table.

- ``own_plan``: you against the optimum: hosts of one's own choice, and what they bring
- ``page``: page Teach: the slides, in the page or as the whole screen, and a class
- ``slides``: the slides: one sentence, a few bars and one link each
"""
