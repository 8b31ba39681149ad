"""How far to go: sizes, budgets, letters, months.

- ``frontier``: what each budget buys, exactly; what letters cost, what months bring
- ``returns``: the best plan of each size, what it adds, where to stop
- ``rising``: why a larger plan may add more than the one before
"""
