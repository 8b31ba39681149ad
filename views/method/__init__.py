"""Page Method and data: the model, its assumptions, the catalog's coverage.

- ``page``: how the answer is computed, what it rests on and what it leaves out
- ``text``: the model in words and formulas, and its limits: the text of the method page
"""
