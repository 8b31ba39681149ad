"""The columns of the catalog: their cells as values, and what is said of them.

- ``cells``: the cells of a CSV file as values, by the types of the fields they fill
- ``columns``: the columns in words, by file: one name for each, in ``columns.csv``
- ``terms``: what a host asks for and what it pays back, as the cells of the catalog say
  it
"""
