"""Page Programs: find a program or an offering; a catalog of one's own.

- ``details``: one program in full
- ``filters``: the search, the filters with counts, the order, their memory
- ``find_rows``: one line of the list: what it is, how it stands
- ``own_catalog``: a catalog of one's own, looked at before use; its offerings
- ``own_offering_form``: the form of an own offering
- ``page``: everything in the catalog: found, on the map, one's own
"""
