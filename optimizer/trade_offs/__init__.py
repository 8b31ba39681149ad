"""How far to go: sizes, budgets, letters, months.

- ``frontier``: what each budget buys, exactly; what letters cost, what months bring
- ``returns``: diminishing returns: the best plan of each size, what it adds, and where
  to stop
- ``rising``: why plans of two sizes differ, and why a larger one may add more than the
  one before
"""
