"""Every input: the panel, its groups, widgets, labels and complaints.

- ``callbacks``: what a click on a page does to the inputs: each a step that can be
  taken back
- ``changes``: what differs from before or from the start, what that did, and the ways
  back
- ``choices``: what the options of a menu are called, by the scenario field they set
- ``groups``: the inputs in groups: what decides, then what is behind "More"
- ``input_words``: what an input says in words: scenarios are compared in the words of
  their inputs
- ``labels``: what each input is called and how it is explained, by the scenario field
  it sets
- ``panel``: all inputs: what the visitor has and wants, as a scenario, in one line to
  unfold
- ``restored``: inputs in the memory of the browser tab: kept, restored after a reload,
  forgotten
- ``rows``: inputs with rows: days when one cannot, rotations that are booked, letters
- ``share``: share a plan by link, save the inputs to a file, open such a file
- ``start``: how the inputs begin: from an example, or from what the address asks for
- ``widgets``: widgets named after the scenario field they set
"""
