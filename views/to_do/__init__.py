"""Page Applications: whom to ask and what hosts have answered.

- ``cards``: requests to hosts, one card each, with what was answered
- ``chances``: the chances of at least so many rotations, as a figure and as a table
- ``page``: whom to ask for a rotation, what hosts have answered, and what is prepared
"""
