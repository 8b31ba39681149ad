"""Parts that several pages show.

- ``answer``: the answer first: what the plan does to the chances, its price and its
  proof
- ``costs``: what the plan costs: a line per rotation that adds up, and every line
  behind it
- ``found_out``: what the visitor found out by asking: recorded, listed, taken back,
  passed on
- ``found_out_widgets``: the widget for an answer, by what its field takes, and its
  value as a cell
- ``last_answer``: what the last answer of a host changed, with a way to take it back
- ``left_out``: what is not in the plan and why, grouped by reason
- ``map``: programs and the route of the plan on a map, and the same as tables
- ``no_plan``: what clashes, and each way out as a button
- ``opened``: an opened link without a profile: its schedule and cost, no chances
- ``result_words``: the result of a scenario in words, where several stand side by side
- ``returns``: is one more rotation worth it? The best plan of every size, drawn as they
  come
- ``rotations``: the rotations of a plan, one card each: what it gives, costs, and what
  to do
- ``schedule``: the schedule of a plan: as a figure, and the same dates as a table
- ``schedules``: several schedules on one axis: as a figure, and the same dates as a
  table
- ``tabs``: A page of several sections, of which only the one on screen is worked out
- ``trust``: how sure it is that a host takes you: a chip, what it rests on, a switch
"""
