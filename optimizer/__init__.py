"""RotaMatch: which away rotations to do on the way to a PM&R residency.

- ``domain/``: what exists and what is wanted: catalog, scenario, problem, plan
- ``catalog_io/``: the catalog from and to files of strangers, checked
- ``scenario_io/``: the scenario from and to files and links of strangers, checked
- ``portfolio/``: which options to apply to and which to signal, as arrays, proven
- ``model/``: one choice on paper: eligible, dated, priced, judged by rules, valued
- ``solver/``: the best choice, and the proof
- ``requests/``: whom to ask, and what comes of it
- ``residency_list/``: where to apply and whom to signal
- ``trade_offs/``: how far to go: sizes, budgets, letters, months
- ``explain/``: why this plan, why not another, what clashes
- ``browse/``: the catalog as it stands to one applicant
- ``year/``: what to do until Match Day, and when
- ``calibration/``: the match value held against what is published, misses included
- ``export/``: answers as files
- ``commands/``: the verbs of the command line
- ``worker``: a process of its own that searches for whoever serves others

``python -m optimizer`` is the command line. Layers are in ``pyproject.toml``.
"""

__version__ = "1.0.0"
