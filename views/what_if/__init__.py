"""Page What if: one list of questions, each a line that unfolds.

- ``assumptions``: it goes badly? The plan if assumptions are wrong, one by one
- ``budgets``: more money, or less? What each budget can buy at best
- ``elsewhere``: spend it elsewhere? Beside one rotation more
- ``events``: a letter late, a refusal, dearer prices: what is left, and the repair
- ``evidence``: letters and rotations help less than guessed? Both plans, both regrets
- ``limits``: what limits it? The rules that bind, and what a bit more of each is worth
- ``other_plans``: another host? The best other plans, each with one click to take it
- ``page``: the list, what it is compared with, and what an address opens
- ``scenarios``: my other scenario? A, B and C that were kept, beside the present inputs
- ``sizes``: one more rotation? Every size from none to six, with a line at which to
  stop
- ``why_not``: why this one, or why not? A rotation asked about
- ``worlds``: everything is otherwise at once: how often the plan stays close to the
  best
"""
