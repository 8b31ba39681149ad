"""The verbs of the command line; ``optimizer.__main__`` puts them together.

- ``analyses``: questions about the best plan of a scenario
- ``batch``: many scenarios, a line each, answered as they come
- ``catalogs``: a catalog: is it valid, what is known in it, one cell corrected
- ``common``: exit codes, reading a scenario, printing JSON
- ``plans``: a scenario and its best plan: forms, solve, why, export and compare
- ``requests``: whom to ask
- ``residency``: where to apply for residency
"""
