"""Every input: the panel, its groups, widgets, labels and complaints.

- ``callbacks``: what a click does to the inputs, each a step to take back
- ``changes``: what differs from the start or before the last answer; the ways back
- ``groups``: the inputs in groups: what decides, then what is behind "More"
- ``input_words``: what an input says in words
- ``labels``: what each input and each of its options is called, by the scenario field
- ``panel``: all inputs as a scenario, in one line to unfold, with what does not fit
- ``rows``: inputs with rows: days when one cannot, rotations that are booked, letters
- ``share``: share a plan by link, save the inputs to a file, open such a file
- ``start``: how the inputs begin: from an example, the address, or the browser tab
- ``widgets``: widgets named after the scenario field they set
"""
