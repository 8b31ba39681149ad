"""Page What if: one list of questions, each a line that unfolds.

- ``another_host``: another host? What each on the list is worth, and one asked about
- ``changes``: the inputs with one thing changed, beside the inputs as they are
- ``page``: the list, what it is compared with, and what an address opens
- ``questions``: what each of the other questions changes
- ``readings``: whom to ask if letters count or not, and what it costs to be wrong
- ``scenarios``: my other scenario? A, B and C that were kept, beside the present inputs
"""
