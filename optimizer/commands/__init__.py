"""The verbs of the command line; ``optimizer.__main__`` puts them together.

- ``batch``: many scenarios, a line each, answered as they come
- ``catalogs``: a catalog: is it valid, what is known in it, one cell corrected
- ``common``: exit codes, reading a scenario, printing JSON
- ``plans``: a scenario and its best plan: forms, solve, why, export, analyses
- ``requests``: whom to ask, what to do when, where to apply
"""
