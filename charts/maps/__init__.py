"""Programs and the route of a plan on a map, drawn without a map library.

- ``map``: the map: programs by level, and a plan's rotations with the legs between them
- ``projection``: where a point of the earth lies on the map, outlines of states, and
  signs moved apart that would cover each other
- ``route``: A plan's route on the map: where each rotation is drawn, and the legs in
  words
"""
