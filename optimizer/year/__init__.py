"""The year: what to do until Match Day, and when.

- ``cash_flow``: when each dollar is due if all say yes, and what is gone by any day
- ``guide``: the table of all there is to do, in our own words; papers that hosts ask
  for
- ``messages``: drafts of messages, filled from plan and profile
- ``standing``: themes, the weakest area, an early rotation, the next cycle
- ``timeline``: things to do with their days and their state
"""
