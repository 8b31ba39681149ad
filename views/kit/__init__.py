"""Small things every page uses: figures and tables, help texts, names, addresses.

- ``catalog_words``: fields of the catalog and their values in plain words
- ``choosing``: a button that asks which of several things is meant
- ``drawer``: a part of a page that unfolds: worked out and sent only while open
- ``figures``: figures with words, tables as plain text
- ``footer``: what stands under every page
- ``links``: addresses of the pages, and links from one to another that keep the inputs
- ``look``: how every page looks beyond its theme, and what its help buttons are called
- ``names``: what the records of a catalog are called in menus
- ``printing``: how every page looks on paper
- ``progress``: results drawn as they come, but not so often that a figure flickers
- ``repository``: where the project lives, and the forms there
- ``terms``: words the result pages share, and the help behind them
"""
