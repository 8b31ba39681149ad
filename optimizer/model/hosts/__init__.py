"""What hosts and rules of entry ask of a visitor, and how sure it is that one is taken.

- ``entry_rules``: what states, nationalities, visas and hosts ask, as checks
- ``trust``: how sure it is that PM&R of a host takes someone of the applicant's status
"""
