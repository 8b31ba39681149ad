"""CP-SAT: picks of what the search has left, or of everything.

- ``master``: tallies, cuts and no-goods; one solve
- ``money``: own costs, trips and waiting
- ``picker``: interval after interval, each answer dated and valued exactly
- ``schedule``: variables and dates
- ``travel``: lower bounds on what a trip through places costs
"""
