"""Which options to apply to, and which to signal: arrays only, with a proof.

It knows nothing of medicine. An option is anything one applies to and gets at most one
of in the end: a college, a residency, a journal. Published instances run on it.

- ``branch``: the best choice, by changes of one or two and by branches, with a proof
- ``problem``: the options, the value of a choice, and bounds on every choice
"""
