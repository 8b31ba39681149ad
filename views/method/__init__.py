"""Page Method and data: the model, its assumptions, the catalog's coverage.

- ``page``: how the answer is computed, in words and formulas; what it rests on and
  leaves out; its texts are in ``text.md``
"""
