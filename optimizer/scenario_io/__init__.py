"""A scenario from and to JSON and links of strangers, checked.

- ``checks``: does a scenario fit the catalog and itself
- ``contradictions``: wishes that no catalog could fulfil together
- ``fitting``: a scenario fitted to another catalog: what it lacks is left out
- ``json_file``: a scenario as JSON, strict and bounded
- ``presets``: typical applicants, each a change of the default scenario
- ``share``: a scenario with the chosen blocks, or several by name, in one URL parameter
"""
