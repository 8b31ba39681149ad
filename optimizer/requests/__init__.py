"""Whom to ask: requests, what comes of them, and the list whose mean is highest.

- ``alike``: hosts on a list that others could stand in for: the model cannot tell them
  apart
- ``answered``: the problem that is left once answers to a list are in, and its plan
- ``ask_list``: the ask list: whom to ask, and what is to be expected of it
- ``asking``: the ask list of a problem, with all that is said of it
- ``batch_dating``: the cheapest dates of many sets of stops at once
- ``inside``: the sets within a list, and what is done of them in each pattern
- ``mean``: the mean match value of asking, of one list and of all its neighbours
- ``outlook``: what to expect of a list: outcomes, chances, use of each request
- ``patterns``: patterns of answers, and how likely they are, also if they hang together
- ``ranges``: what a list brings if the assumptions are wrong
- ``replies``: what to do with an answer: ask another, confirm, decline
- ``request``: a request: what is asked of one host at once, and on which terms
- ``set_values``: what sets of requests come to if the hosts say yes
- ``whom_to_ask``: the search for the best list of each number
- ``wishes``: whether a list can fulfil what is wanted at least
- ``worth``: the match value of sets of accepted rotations, many sets at once
"""
