"""What every plan must obey: each rule once, with its way out.

- ``base``: the kinds of rule: on the dates of a block, on a block, on counts, on a
  schedule
- ``blocks``: whether a host takes the applicant, and what is named: pins, exclusions
- ``counts``: at least so many, at most so many: rotations, weeks, letters, kinds
- ``dates``: rules on the dates of a block: the window, free months, blackouts; how
  rotations lie in time, how long one stays, what all of it costs
- ``places``: at least and at most so many by state, region, ties, program and field
- ``rules``: every rule of a plan, and which of them rotations break
"""
