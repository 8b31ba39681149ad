"""Parts that several pages show.

- ``answer``: the answer first: whom to write to, and what comes of it, in whole numbers
- ``costs``: what rotations cost, and how far it could go
- ``found_out``: what the visitor found out: recorded, listed, passed on
- ``found_out_widgets``: the widget for an answer, and its value as a cell
- ``last_answer``: what the last answer of a host changed, with a way to take it back
- ``left_out``: what is not in the plan and why, grouped by reason
- ``map_section``: programs and the route of the plan on a map, and the same as tables
- ``no_plan``: what clashes, and each way out as a button
- ``opened``: an opened link without a profile: its schedule and cost, no chances
- ``result_words``: the result of a scenario in words, where several stand side by side
- ``schedule``: the schedule of a plan, or several on one axis, as figure and table
- ``trust``: how sure it is that a host takes you: a chip, what it rests on, a switch
- ``wrong_fact``: a fact on record is wrong: the form, or the command
"""
