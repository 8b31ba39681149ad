"""Small things every page uses: figures and tables, help texts, names, addresses.

- ``addresses``: the typical applicant that an address asks for
- ``catalog_words``: fields of the catalog and their values in plain words, with where
  they are from
- ``figures``: figures and tables on a page: every figure has words, every table is
  plain text
- ``found_out_words``: what the fields one may ask about are called, and their values in
  plain words
- ``links``: links from one page of the app to another, which keep the visitor's inputs
- ``names``: what the records of a catalog are called in menus
- ``paths``: the address of every page but the first, which has none
- ``printing``: how every page looks on paper: what can be clicked goes, what can be
  read stays
- ``progress``: results drawn as they come, but not so often that a figure flickers
- ``terms``: words the result pages share: what is measured, and the help behind the
  terms
"""
