"""RotaMatch: which away rotations to do on the way to a PM&R residency.

The story in reading order: ``catalog`` and ``scenario`` say what exists and what is
wanted, ``problem`` pairs them, ``read`` and ``scenario_json`` bring them in,
``candidates`` (with ``eligibility``, ``letters``) lists what may be chosen, ``cost``
and ``match`` price and value a choice, ``rules`` judges it, ``model`` and ``solve``
find the best one, ``plan`` is the answer; ``details``, ``returns``, ``rising`` and
``elsewhere`` say more about it, ``explain``, ``why`` and ``binding`` why it is so;
``robustness`` (assumptions) and ``shocks`` (events) try it in other ``worlds``;
``listing`` searches, filters and counts the catalog as it stands to an applicant
(``standing``, ``entries``, ``facets``), ``facts`` lists every field of a record;
``answers`` says what hosts have answered, ``outcomes`` what may come of requests to
them and ``backups`` whom to ask; ``own_plan`` judges a plan made by hand and
``comparison`` puts scenarios side by side; ``report`` turns an answer into JSON for
the command line, and ``exports`` lists the files a plan is taken away as.
"""
