"""Programs and the route of a plan on a map, drawn without a map library.

- ``map``: the map: programs by level, and a plan's rotations with the legs between them
- ``projection``: where a point lies on the map, outlines of states, signs kept apart
- ``route``: a plan's route on the map: its rotations, and the legs in words
"""
