"""One plan on paper: may she, when, at what cost, under which rules, worth what.

- ``application_list``: what the applicant decides first: where to apply, whom to
  signal, what gives way
- ``at_programs``: the chances at one program, by the strength of the applicant and the
  evidence
- ``candidates``: offerings a plan may choose, with the starts the block rules allow
- ``chances``: what a plan means: chances with ranges, gains per rotation, other dates
- ``cost``: what a plan costs, in whole US dollars, line by line
- ``dating``: dates for a given set of rotations: the cheapest valid order and starts,
  exactly
- ``draws``: draws of the assumptions: the value is the median, low and high the 10th
  and 90th
- ``eligibility``: may this applicant do this block? Open, to be checked, or closed,
  with reasons
- ``gates``: policies that rule a program out for this applicant, with the reason
- ``letters``: the letter clock: when a letter is ready and whether that is on time
- ``match``: the match value of a set of rotations (docs/model.md has the formulas)
- ``rates``: how often programs interview, and how often an interview ends in a match
- ``rotation``: what cost, value and rules look at, for chosen blocks and booked ones
- ``rules``: what every plan must obey: each rule once, with the sentence the page shows
- ``signals``: what a rotation displaces: a signal, and a place on the application list
"""
