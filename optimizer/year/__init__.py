"""The year: what to do until Match Day, and when.

- ``anchors``: the days that things to do are counted from
- ``conditions``: to whom, and at which hosts, a thing to do applies
- ``guide``: the table of all there is to do, in our own words
- ``timeline``: things to do with their days and their state
"""
