"""Where to apply and whom to signal in September, as things stand.

- ``after_replies``: what list and signals become once hosts have answered
- ``answer``: the list, what is to be expected of it, and the mix that a guide advises
- ``curve``: what a season costs, the value by number of applications, where to stop
- ``invitations``: how many to expect, and what those that came mean for the chance
- ``joint_budget``: rotations and applications out of one purse
- ``joint_hosts``: whom to ask where one purse pays for both
- ``joint_ways``: what comes of one purse with given requests, after every answer
- ``residency``: the list of a problem, each program with why, the price of a wish
- ``tables``: the chances at every program in each state; which to apply to and which to
  signal, proven
"""
