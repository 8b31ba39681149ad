"""The search: everything that can be ruled out is, and what is left is looked at.

- ``cuts``: linear upper bounds on the value of every set within an interval of letters
- ``dated``: sets valued and dated exactly; the goal hears of those that are plans
- ``enumeration``: sets grown member by member, dropped as soon as a bound allows
- ``first``: good plans before any proof: small sets from a pool, then swaps
- ``goal``: what a search is after: which plans are still of interest
- ``later``: what later members can still do for a set: demands, value, money
- ``left``: what is left of the offers in an interval of letters, and half-grown sets
- ``prices``: what a dollar is worth: the price with the least bound
- ``room``: what later members add where days leave no room for the best of them all
- ``search``: intervals of letters, bounds, sets grown, dated and valued exactly
- ``ties``: the search that proves the best plan, and keeps the sets that may be as good
- ``work``: how much a search may do
"""
