"""How far to go: sizes, budgets, letters, months.

- ``frontier``: the efficient frontier: the best match value that each budget can buy,
  exactly
- ``letters_and_months``: what one more letter on time costs, and what a month is worth
- ``returns``: diminishing returns: the best plan of each size, what it adds, and where
  to stop
- ``rising``: why plans of two sizes differ, and why a larger one may add more than the
  one before
"""
