"""What hosts and rules of entry ask of a visitor, and how sure it is that one is taken.

- ``conditions``: what else a host asks of a visitor: a place in PM&R, a sponsor, a
  visa, a licence
- ``entry_rules``: rules of states, nationalities and visas: what they leave open, as
  checks
- ``trust``: how sure it is that PM&R of a host takes someone of the applicant's status
"""
