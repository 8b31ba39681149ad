"""Page To do: what to do next, whom to ask, and what hosts have answered.

- ``board``: the board of requests: one card each, by what was answered
- ``dates``: the year on the page: late, next, every date, each to tick off
- ``messages``: drafts of messages: chosen, made one's own, copied or opened as mail
- ``money``: when each dollar is due, until when it comes back, and what would be lost
- ``page``: what to do next, whom to ask, and what hosts have answered
- ``papers``: what to ask the hosts first, and which documents each asks for
- ``reply_words``: what an answer of a host means, in words
- ``standing``: your story, your weakest area, the file to hand over, and afterwards
"""
