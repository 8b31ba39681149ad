"""A catalog from and to CSV files of strangers, bounded and checked.

- ``catalog_faults``: what is wrong between cells, rows and files of a catalog, each
  fault in words
- ``correct``: one cell of a catalog corrected, with the page it is from: all valid, or
  nothing
- ``csv_reader``: A CSV file as typed records, with every fault of its form and of its
  cells
- ``diff``: what differs between two catalogs, file by file and row by row
- ``edit``: offerings of one's own in a catalog: added, changed and removed as rows of a
  file
- ``read``: the catalog from its CSV files, whole or not at all: in a folder or in
  memory
- ``spreadsheet``: what spreadsheets do to a table: undone where it has one meaning,
  else told once
- ``tables``: the files of a catalog as tables: their keys, and the form of single
  columns
- ``template``: A small catalog to start one's own from, with every column explained in
  words
- ``upload``: A catalog of one's own: from files that anyone may have sent, in memory
  alone
- ``write``: A catalog written back as its CSV files, and files packed into one zip
"""
