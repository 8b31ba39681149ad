"""The columns of the catalog: their cells as values, and what is said of them.

- ``cells``: the cells of a CSV file as values, by the types of the fields they fill
- ``columns``: the columns of offerings in words, one name for each, and by file those
  of all
- ``programs``: what is said of a column of the catalog, and the columns of programs in
  words
- ``terms``: what a host asks for and what it pays back, as the cells of the catalog say
  it
"""
