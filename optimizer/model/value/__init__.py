"""What a plan is worth: chances at programs, and what a set of rotations makes of them.

- ``application_list``: where to apply, whom to signal, what gives way
- ``at_programs``: the chances at one program, by strength and evidence
- ``objective``: the match value of a set of rotations (docs/model.md has the formulas)
- ``profile``: what score, failures, years and letters do at every program
- ``rates``: how often programs interview, how often an interview ends in a match, and
  draws of the assumptions
- ``signals``: what a rotation displaces: a signal, and a place on the application list
"""
