"""Page To do: what to do next, whom to ask, and what hosts have answered.

- ``board``: the board of requests: one card each, by what was answered
- ``dates``: the year on the page: what is late and what comes next, each with a box to
  tick, then every date
- ``first_checks``: what to ask the hosts first, and what is not known about the
  programs
- ``messages``: drafts of messages: chosen, made one's own, copied or opened as mail
- ``money``: when each dollar is due, until when it comes back, and what would be lost
- ``page``: what to do next, whom to ask, and what hosts have answered
- ``papers``: documents on the page: what each host asks for, and what serves several
- ``reply_words``: what an answer of a host means, in words: take it, wait, decline, ask
  another
- ``standing``: your story, your weakest area, the file to hand over, and afterwards
"""
