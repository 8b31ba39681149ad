"""A catalog from and to CSV files of strangers, bounded and checked.

- ``catalog_faults``: what is wrong between cells, rows and files, in words
- ``correct``: one cell corrected, with the page it is from
- ``csv_reader``: a CSV file as typed records, with every fault
- ``own``: a catalog of one's own: a small one to start from, and offerings as rows
- ``read``: the catalog from its CSV files, whole or not at all
- ``spreadsheet``: what spreadsheets do to a table: undone, else told once
- ``tables``: the files as tables: their keys, the form of single columns
- ``upload``: a catalog of one's own, from files that anyone may have sent
- ``write``: a catalog as rows: written back, packed into a zip, compared
"""
