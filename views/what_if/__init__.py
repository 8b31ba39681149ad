"""Page What if: one list of questions, each a line that unfolds.

- ``another_host``: another host? The best other plans, and why one is in or is not
- ``assumptions``: it goes badly? Assumptions wrong one by one, and all at once
- ``budgets``: more money, or less? What each budget can buy at best
- ``elsewhere``: spend it elsewhere? Beside one rotation more
- ``events``: a letter late, a refusal, dearer prices: what is left, and the repair
- ``evidence``: letters and rotations help less than guessed? Both plans, both regrets
- ``limits``: what limits it? The rules that bind, and what a bit more of each is worth
- ``page``: the list, what it is compared with, and what an address opens
- ``scenarios``: my other scenario? A, B and C that were kept, beside the present inputs
- ``sizes``: one more rotation? Every size from none to six, with a line at which to
  stop
"""
