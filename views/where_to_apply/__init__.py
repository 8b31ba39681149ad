"""Page Where to apply: the residency list, its signals, and when to stop.

- ``answers``: what a yes of a host changes on the list
- ``figures``: the chance by number of applications, and how many invitations to expect
- ``groups``: programs that the catalog cannot tell apart, and what to do with them
- ``page``: the answer in a sentence, its price, then each part
- ``programs``: every program with its chance, what it adds and why; what to ask first
- ``season``: invitations that came: what they mean for the chance, and how to rank
- ``words``: what groups, tiers and reasons are called
"""
