"""A catalog from and to CSV files of strangers, bounded and checked.

- ``catalog_faults``: what is wrong between cells, rows and files, in words
- ``correct``: one cell corrected, with the page it is from
- ``csv_reader``: a CSV file as typed records, with every fault
- ``diff``: what differs between two catalogs, file by file and row by row
- ``own``: a catalog of one's own: a small one to start from, and offerings as rows
- ``read``: the catalog from its CSV files, whole or not at all
- ``spreadsheet``: what spreadsheets do to a table: undone, else told once
- ``tables``: the files as tables: their keys, the form of single columns
- ``upload``: a catalog of one's own, from files that anyone may have sent
- ``write``: A catalog written back as its CSV files, and files packed into one zip
"""
