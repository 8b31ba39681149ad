"""The year: what to do until Match Day, and when.

- ``anchors``: the days that things to do are counted from
- ``conditions``: to whom, and at which hosts, a thing to do applies
- ``guide``: the table of all there is to do, in our own words
- ``messages``: drafts of messages, filled from plan and profile
- ``timeline``: things to do with their days and their state
"""
