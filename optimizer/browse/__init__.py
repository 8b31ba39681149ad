"""The catalog as it stands to one applicant: search, filter, count, known or not.

- ``coverage``: how many records of the catalog have a field known, assumed and unknown
- ``entries``: lines of a list of programs or of offerings, as they stand to this
  applicant
- ``facets``: what one may filter a list by: each facet is one function from entry to
  options
- ``filtering``: search, filter, count and sort a list of programs or of offerings
- ``freshness``: how old what is on record is: facts by what they decide, and the
  catalog itself
- ``known``: what of the catalog is known and what is only assumed: every field of a
  record, with its sources
- ``nearby``: which other programs lie near a host: one trip, several interviews
"""
