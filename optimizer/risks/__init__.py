"""Other worlds and shocks.

- ``drawn``: how far a plan can be trusted if every assumption is otherwise at once
- ``readings``: what it costs to ask by one reading of the evidence if the other is true
- ``robustness``: how much a plan can be trusted if an assumption turns out otherwise
- ``shocks``: one thing goes wrong: what is left of a plan, its best repair, and the
  best anew
- ``worlds``: A problem in another world: assumptions or an offering as they may turn
  out to be
"""
