"""The best plan and its proof; the only home of OR-Tools.

- ``bounds``: linear upper bounds on the match value: tangents and letter slopes
- ``enumeration``: sets of two to four candidates under linear bounds, budget, letters
  and days
- ``extract``: from dated sets to the plan that is shown, checked once more from its
  blocks
- ``feasibility``: whether there is any plan, and the cheapest: what is enough to look
  at
- ``fixing``: which candidates, and which pairs, a plan better than a given one may
  still hold
- ``greedy``: good plans, found fast: add the best candidate for its price, again and
  again
- ``hazards``: how fast letters raise the match value at most and at least, over an
  interval
- ``interval``: one interval of letter levels: its bounds, and what they leave
- ``level``: the match value at one letter level: exact for a set, and its concave bound
- ``master``: the CP-SAT master problem: which candidates, with which letters, roughly
  when
- ``offered``: candidates as the bounds see them: where they audition, and what they may
  displace
- ``packing``: how many blocks fit into the days there are, whatever other rules say
- ``search``: sets of candidates, dated, priced and valued exactly
- ``solve``: find the best plan and prove it
- ``travel``: travel in the CP-SAT model: lower bounds on what a trip through places
  costs
"""
