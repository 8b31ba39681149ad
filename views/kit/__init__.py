"""Small things every page uses: figures and tables, help texts, names, addresses.

- ``catalog_words``: fields of the catalog and their values in plain words
- ``figures``: figures with words, tables as plain text, a few numbers as bars
- ``links``: addresses of the pages and of the project's forms, links between pages
- ``look``: how every page looks beyond its theme, on the screen and on paper
- ``parts``: a drawer, a button that asks which, results drawn as they come
- ``terms``: words the pages share, the help behind them, names in menus
"""
