"""Offers as arrays; sets of them valued, dated and held against the rules.

- ``bounds``: candidates with their letters and their value at any level
- ``dated_sets``: sets of candidates, dated, priced and valued exactly, one at a time
- ``dates``: dates of sets by look-up: the cheapest order, by the waiting of its classes
- ``demands``: the tallies of a problem as arrays: who counts, how many, how few
- ``hazards``: how fast letters raise the value at most, over an interval
- ``level``: the match value at one letter level: exact for a set, and its bound
- ``offer_arrays``: what a catalog says of its offerings once, and what a scenario makes
  of it
- ``offered``: candidates as bounds see them: where they audition, what they displace
- ``packing``: how many blocks fit into the days there are, whatever other rules say
- ``pool``: the offers that sets may be made of, with everything known of them
- ``sequences``: classes of starts one after the other: the least waiting
- ``worth``: the match value of sets: exact for many at once, and tables for bounds
"""
