"""The catalog as it stands to one applicant: search, filter, count, known or not.

- ``coverage``: how much of the catalog is known, and how old what is on record is
- ``entries``: lines of a list of programs or of offerings, as they stand to this
  applicant
- ``facets``: what one may filter a list by: each facet is one function from entry to
  options
- ``filtering``: search, filter, count and sort a list of programs or of offerings
- ``known``: what of the catalog is known and what is only assumed: every field of a
  record, with its sources
"""
