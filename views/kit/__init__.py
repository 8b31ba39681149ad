"""Small things every page uses: figures and tables, help texts, names, addresses.

- ``catalog_words``: fields of the catalog and their values in plain words
- ``figures``: figures with words, tables as plain text
- ``links``: addresses of the pages, and links from one to another that keep the inputs
- ``look``: how every page looks beyond its theme, on the screen and on paper
- ``names``: what the records of a catalog are called in menus
- ``parts``: a drawer, a button that asks which, results drawn as they come
- ``repository``: where the project lives, and the forms there
- ``terms``: words the result pages share, and the help behind them
"""
