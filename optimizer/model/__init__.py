"""One plan on paper: may she, when, at what cost, under which rules, worth what.

- ``availability``: how an offering stands to this applicant over all its starts
- ``block_rules``: rules that look at one block: its dates, whether it is open, what is
  named
- ``candidates``: offerings a plan may choose, with the starts the block rules allow
- ``chances``: what a plan means: chances with ranges, gains per rotation, other dates
- ``cost``: what a plan costs, in whole US dollars, line by line, and how far that could
  go
- ``dating``: dates for a given set of rotations: the cheapest valid order and starts,
  exactly
- ``eligibility``: may this applicant do this block? Open, to be checked, or closed,
  with reasons
- ``gates``: what a program asks: gates rule it out for this applicant, checks are open
  questions
- ``letters``: the letter clock: when a letter is ready and whether that is on time
- ``places``: tallies of where rotations are, and of what they cover
- ``rotation``: what cost, value and rules look at, for chosen blocks and booked ones
- ``rule_kinds``: the kinds of rule: on the dates of a block, on a block, on counts, on
  a schedule
- ``rules``: what every plan must obey: each rule once, with the sentence the page shows
- ``schedule_rules``: rules that look at all rotations of a plan: how they lie in time,
  what they cost
- ``tallies``: rules that count rotations by a key: at least so many, at most so many
- ``travel``: between two rotations: a trip and some waiting, or home and back

In ``value/`` is what a plan is worth.
"""
