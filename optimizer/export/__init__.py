"""A plan or an answer to take away: calendar, workbook, table, JSON.

- ``applicants``: a class as a table: a row for each applicant, read as scenarios
- ``appointments``: the days of a plan in date order: what to be at and what to do, when
- ``as_json``: any result as JSON for the command line
- ``calendar``: a plan as a calendar file (RFC 5545), also on from an earlier one
- ``corrections``: what was found out, as corrections for others
- ``formats``: the files a plan can be taken away as, by the ending of their name
- ``hand_over``: what the PDF tells: the rows of its tables, and what only if wanted
- ``pdf``: a plan as a PDF of two pages, to hand to an advisor or a coordinator
- ``sheets``: A plan as tables: rotations, costs, dates, sources and assumptions
- ``workbook``: a plan as a workbook or a CSV table, the list of where to apply as CSV
"""
