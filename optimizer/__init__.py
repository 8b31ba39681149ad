"""RotaMatch: which away rotations to do on the way to a PM&R residency.

The story in reading order: ``catalog`` and ``scenario`` say what exists and what is
wanted, ``problem`` pairs them, ``read`` and ``scenario_json`` bring them in,
``blocks`` (with ``eligibility`` and ``letters``) lists what may be chosen, ``cost``
and ``match`` price and value a choice, ``rules`` judges it, ``model`` and ``solve``
find the best one, ``plan`` is the answer; ``returns``, ``explain`` and ``details``
say more about it; ``own_plan`` judges a plan made by hand and ``comparison`` puts
scenarios side by side; ``report`` turns an answer into JSON for the command line.
"""
