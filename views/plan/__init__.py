"""Page Plan: what to do, and what will come of it.

- ``doubt``: how sure the list is, host by host; what more requests or fewer would bring
- ``exports``: take the plan along: a calendar, a workbook, a table, and how to print a
  page
- ``first_requests``: whom to write to: the first few as cards, then all, in two parts
  each; one line of advice: one that interviews IMGs, one to match at
- ``page``: what to do, and what will come of it: the likeliest, others, if all say yes,
  on average
"""
