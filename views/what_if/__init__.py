"""Pages that ask whether something else would be better, or what may go wrong.

- ``assumptions``: what one wrong assumption does to the plan, and to the choice
- ``compare``: scenarios A, B and C beside the present inputs
- ``doubt``: what if letters or rotations help less than guessed? Both plans, regrets
- ``elsewhere``: where else could the money and the time go? Beside one rotation more or
  less
- ``events``: one thing goes wrong, what is left, the repair, and the best plan anew
- ``frontier``: how much money? What each budget can buy at best, drawn as it is found
- ``how_many``: how many rotations? Every size from none to six, with a line at which to
  stop
- ``letters_and_months``: what asking for one more costs, what freeing one would bring
- ``limiting``: what limits the plan: the rules that bind and what a bit more of each is
  worth
- ``other_plans``: the best that visit other programs, each with one click to take it
- ``risk_words``: words the sections on risks share
- ``risks``: what could go wrong, and how far the plan can be trusted
- ``trade_offs``: how far to go, and what else the money and the time could buy
- ``why``: why this plan, what else is nearly as good, and what limits it
- ``why_not``: why a rotation is in the plan, and why another one is not
- ``worlds``: how often the plan stays close to the best if everything is otherwise
"""
