"""Programs and the route of a plan on a map, drawn without a map library.

- ``country``: what every map lies on: the outlines of the states, their letters, the
  frames
- ``map``: the map: programs by level, and a plan's rotations with the legs between them
- ``projection``: where a point of the earth lies on the map, and signs moved apart that
  would cover each other
- ``route``: A plan's route on the map: where each rotation is drawn, and the legs in
  words
"""
