"""The catalog as it stands to one applicant: search, filter, count, known or not.

- ``entries``: lines of a list as they stand to this applicant, and facets to filter by
- ``filtering``: search, filter, count and sort a list of programs or of offerings
- ``known``: what of the catalog is known and what only assumed, field by field, how old
"""
