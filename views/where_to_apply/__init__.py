"""Page Where to apply: the residency list, its signals, and when to stop.

- ``answers``: what answers of hosts change: the list, and what is left for it
- ``figures``: where to stop, what $1,000 buys, how many invitations to expect
- ``page``: the answer in a sentence, its price, the groups, then each part
- ``programs``: every program with its chance, what it adds and why; what to ask first
- ``residency_words``: what groups, tiers and reasons are called
- ``season``: invitations that came: what they mean for the chance, and how to rank
"""
