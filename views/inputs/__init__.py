"""Every input: the panel, its groups, widgets, labels and complaints.

- ``about_you``: inputs on who applies: the profile that hosts and programs look at
- ``advanced``: inputs that most people leave as they are: money, dates, what is booked,
  search
- ``callbacks``: what a click on a page does to the inputs: each a step that can be
  taken back
- ``changes``: what differs from the start, in the words of the inputs, and the ways
  back
- ``choices``: what the options of a menu are called, by the scenario field they set
- ``complaints``: what does not fit together in the inputs, each in one sentence with a
  way out
- ``labels``: what each input is called and how it is explained, by the scenario field
  it sets
- ``letters_and_rules``: inputs on letters, refusals and the rules a plan must obey
- ``panel``: all inputs: what the visitor has and wants, as a scenario
- ``restored``: inputs in the memory of the browser tab: kept, restored after a reload,
  forgotten
- ``rows``: inputs with rows: days when one cannot, and rotations that are booked
- ``share``: share a plan by link, save the inputs to a file, open such a file
- ``start``: how the inputs begin: from a typical applicant, or from what the address
  asks for
- ``widgets``: widgets named after the scenario field they set
- ``wishes``: inputs on where the applicant would like to match
- ``words``: what an input says in words: scenarios are compared in the words of their
  inputs
"""
