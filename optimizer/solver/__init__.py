"""The best plan and its proof; the only home of OR-Tools.

- ``cpsat/``: CP-SAT: picks of what the search has left, or of everything
- ``search/``: bounds, sets grown member by member, first plans
- ``sets/``: offers as arrays; sets of them valued, dated and held against the rules

- ``budgets``: the best plan of every budget in one search
- ``extract``: from sets with dates to the plan that is shown, checked once more from
  its blocks
- ``feasibility``: what rules ask for at its cheapest, if the calendar has room for it
- ``solve``: find the best plan and prove it
- ``standing``: the plan that stands: hosts on record before cold ones
"""
