"""Parts that several pages show.

- ``answer``: the answer first: whom to write to, and what comes of it
- ``found_out``: what the visitor found out, or finds wrong: recorded, passed on
- ``found_out_widgets``: the widget for an answer, and its value as a cell
- ``left_out``: no plan, or what is not in it: what clashes, each way out, the reasons
- ``map_section``: programs and the route of the plan on a map, and the same as tables
- ``opened``: an opened link without a profile: its schedule and cost, no chances
- ``schedule``: the schedule of a plan, or several on one axis; what it costs
- ``trust``: how sure it is that a host takes you: a chip, what it rests on, a switch
"""
