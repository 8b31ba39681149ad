"""Page Programs: find a program or an offering; a catalog of one's own.

- ``details``: one program in full: how it stands for you, its rotations, every field
  and source
- ``filters``: the search, the filters with the number each would leave, and the order
- ``listing``: find programs: the answer in a sentence, the filters, a page of the list,
  or one
- ``listing_state``: what the list of programs remembers: search, filters, order, what
  is opened
- ``own_catalog``: a catalog of one's own, looked at before it is used, for this visit
  only
- ``own_offering_form``: the form of an own offering: its inputs, and what they say as
  cells of a catalog
- ``own_offerings``: offerings of one's own: their list, and what the form and its
  buttons do to it
- ``own_offerings_words``: what the form for an offering of one's own calls its fields,
  and its help
- ``page``: all programs and offerings, whether there is a plan or not
- ``rows``: one line of the list: what it is, how it stands, and what to do about it
- ``words``: what facets, their options and the orders of the list are called
"""
