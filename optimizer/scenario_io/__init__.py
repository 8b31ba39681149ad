"""A scenario from and to JSON and links of strangers, checked.

- ``checks``: does a scenario fit the catalog and itself: known names, and dates in
  order
- ``contradictions``: wishes that no catalog could fulfil together, found without a
  search
- ``fitting``: A scenario made for one catalog, fitted to another: what it lacks is left
  out
- ``json_file``: a scenario as JSON, from text that anyone may have written: strict and
  bounded
- ``presets``: starting points: typical applicants, each a change of the default
  scenario
- ``share``: A scenario and the chosen blocks in one URL parameter, with or without the
  profile
- ``share_several``: up to three named scenarios in one URL parameter, in the form of
  ``share``
"""
