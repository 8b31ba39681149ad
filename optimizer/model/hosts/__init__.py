"""What a host asks of a visitor, and how sure it is that it takes the applicant.

- ``conditions``: what else a host asks of a visitor: a place in PM&R, a sponsor, a
  visa, a licence
- ``trust``: how sure it is that PM&R of a host takes someone of the applicant's status
"""
