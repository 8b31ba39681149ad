"""Page For advisors: typical applicants, plan it yourself, presenter.

- ``own_plan``: plan it yourself with the best plan hidden, then see both and what lies
  between
- ``own_plan_words``: the words of planning by hand: what a pick is, what it breaks,
  what it loses
- ``page``: page for advisors: typical applicants, planning it together, the presenter
  view
- ``presenter``: the presenter view: answer, schedule and returns in large type, without
  inputs
"""
