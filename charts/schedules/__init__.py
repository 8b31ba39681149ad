"""One plan or several on a time axis.

- ``average``: on average: how often each request is used, on the dates that are
  possible
- ``marks``: rotations and their dates as bars and signs on a time axis, one row each
- ``one``: the schedule: rotations, deadlines, letters and the season's dates on one
  axis
- ``several``: the schedules of several plans below one another, on one time axis
- ``timeline``: the dates of a plan, one row per rotation: what the schedule and its
  table show
"""
