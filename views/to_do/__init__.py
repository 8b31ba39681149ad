"""Page To do: what to do next, whom to ask, and what hosts have answered.

- ``answers``: what an answer of a host means, in words: take it, wait, decline, ask
  another
- ``board``: the board of requests: one card each, by what was answered
- ``first_checks``: what to ask the hosts first, and what is not known about the
  programs
- ``page``: what to do next, whom to ask, and what hosts have answered
"""
