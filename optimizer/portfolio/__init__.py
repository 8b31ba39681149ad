"""Which options to apply to, and which to signal: arrays only, with a proof.

It knows nothing of medicine. An option is anything one applies to and gets at most one
of in the end: a college, a residency, a journal. Published instances run on it.

- ``branch``: the best choice, proven to a tolerance
- ``exchange``: a choice that no change of one or two options improves
- ``linear``: the best choice if gains add up, and a bound on it
- ``problem``: the options, their chances and worths, and the value of a choice
- ``relaxation``: a bound on every choice, from choices mixed with each other
"""
