"""What a plan is worth: chances at programs, and what a set of rotations makes of them.

- ``application_list``: what the applicant decides first: where to apply, whom to
  signal, what gives way
- ``at_programs``: the chances at one program, by the strength of the applicant and the
  evidence
- ``draws``: draws of the assumptions: the value is the median, low and high the 10th
  and 90th
- ``objective``: the match value of a set of rotations (docs/model.md has the formulas)
- ``profile``: what score, failures, years and letters do at every program
- ``rates``: how often programs interview, and how often an interview ends in a match
- ``signals``: what a rotation displaces: a signal, and a place on the application list
"""
