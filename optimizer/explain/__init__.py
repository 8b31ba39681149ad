"""Why this plan, why not that one, what clashes, what comes close.

- ``alternatives``: the best plans that differ in at least one program
- ``fixes``: how each rule can be loosened, which clash, and the smallest ways out
- ``infeasibility``: why there is no plan: the rules that clash, in words
- ``left_out``: what is not in the plan and why, offering by offering and grouped
- ``own_plan``: a plan made by hand: what it gives and breaks
- ``readings``: what it costs to ask by one reading of the evidence if the other is true
- ``reasons``: why a rotation is in the best plan or not, and what it would take
"""
