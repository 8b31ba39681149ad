"""Page Plan: what to do, when, and what comes of it.

- ``exports``: take the plan along: a calendar, a workbook, a table, and how to print a
  page
- ``page``: the recommended plan, and why
"""
