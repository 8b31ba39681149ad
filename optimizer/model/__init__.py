"""One plan on paper: may she, when, at what cost, under which rules, worth what.

- ``calendars``: starts of one length; offerings alike to the rules share one
- ``candidates``: offerings a plan may choose, and how each stands over all its starts
- ``cost``: what a plan costs, line by line, and how far that could go
- ``dating``: the cheapest valid order and starts of a set of rotations
- ``eligibility``: may this applicant do this block? Open, to be checked, closed
- ``entry_rules``: what states, nationalities, visas and hosts ask, as checks
- ``gates``: what a program asks: what rules it out, what to ask
- ``letters``: the letter clock: when a letter is ready and whether that is on time
- ``plan_chances``: what a plan means: chances, gains per rotation, other dates
- ``rotation``: what cost, value and rules look at, for chosen blocks and booked ones
- ``travel``: between two rotations: a trip and some waiting, or home and back
- ``trust``: how sure it is that PM&R of a host takes someone of the applicant's status

In ``rules/`` is what every plan must obey, in ``value/`` what a plan is worth.
"""
