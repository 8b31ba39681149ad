"""Page Programs: find a program or an offering; a catalog of one's own.

- ``details``: one program in full: how it stands for you, its rotations, every field
  and source
- ``filters``: the search, the filters with the number each would leave, the order, and
  their memory
- ``find_rows``: one line of the list: what it is, how it stands, and what to do about
  it
- ``find_words``: what facets, their options and the orders of the list are called
- ``own_catalog``: a catalog of one's own, looked at before it is used, for this visit
  only
- ``own_offering_form``: the form of an own offering: its inputs and their names, and
  what they say as cells
- ``own_offerings``: offerings of one's own: their list, and what the form and its
  buttons do to it
- ``page``: everything in the catalog: found, on the map, found out, and a catalog of
  one's own
"""
