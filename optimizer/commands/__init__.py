"""The verbs of the command line; ``optimizer.__main__`` puts them together.

- ``analyses``: questions about the best plan of a scenario
- ``catalogs``: is a catalog valid, and what is known in it
- ``common``: exit codes, reading a scenario, printing JSON
- ``corrections``: one cell corrected, with its source, and what that changes
- ``plans``: solve, why, export and compare
- ``requests``: whom to ask
- ``residency``: where to apply for residency
- ``scenarios``: the default scenario and its schema
"""
