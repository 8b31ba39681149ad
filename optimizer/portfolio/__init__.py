"""Which options to apply to, and which to signal: arrays only, with a proof.

It knows nothing of medicine. An option is anything one applies to and gets at most one
of in the end: a college, a residency, a journal. Published instances run on it.

- ``bounds``: bounds on every choice: from gains that add up, and from choices mixed
- ``branch``: the best choice, by changes of one or two and by branches, with a proof
- ``problem``: the options, their chances and worths, and the value of a choice
"""
