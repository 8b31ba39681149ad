"""The year: what to do until Match Day, and when.

- ``anchors``: the days that things to do are counted from
- ``cash_flow``: when each dollar is due if all say yes, and what is gone by any day
- ``conditions``: to whom, and at which hosts, a thing to do applies
- ``early``: one early rotation in the year before, beside the plan
- ``guide``: the table of all there is to do, in our own words
- ``messages``: drafts of messages, filled from plan and profile
- ``papers``: what each host asks for, how old it may be, and what is not ticked yet
- ``standing``: themes of the rotations, the weakest area, the next cycle
- ``timeline``: things to do with their days and their state
"""
