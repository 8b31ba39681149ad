"""One plan or several on a time axis.

- ``average``: on average: how often each request is used, on which dates
- ``marks``: rotations and their dates as bars and signs on a time axis, one row each
- ``one``: the schedule of one plan, with its legend
- ``several``: the schedules of several plans below one another, on one time axis
- ``timeline``: the dates of a plan, a row each, as schedule and table show them
"""
