"""Page Plan: what to do, and what will come of it.

- ``advice``: one line of advice under the list: one that interviews IMGs, one to match
  at
- ``doubt``: how sure the list is: what is proven, what is guessed, and host by host
- ``exports``: take the plan along: a calendar, a workbook, a table, and how to print a
  page
- ``first_requests``: whom to write to: the first few as cards, then all, in two parts
  each
- ``number``: what more requests, or fewer, would bring
- ``outcomes``: the schedule of what may come: the likeliest, others, if all say yes, on
  average
- ``page``: what to do, and what will come of it
"""
