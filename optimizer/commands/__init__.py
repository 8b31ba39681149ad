"""The verbs of the command line; ``optimizer.__main__`` puts them together.

- ``analyses``: questions about the best plan of a scenario
- ``batch``: many scenarios, a line each, answered as they come
- ``catalogs``: is a catalog valid, and what is known in it
- ``common``: exit codes, reading a scenario, printing JSON
- ``corrections``: one cell corrected, with its source, and what that changes
- ``plans``: solve, why, export and compare
- ``requests``: whom to ask
- ``scenarios``: the default scenario and its schema
"""
