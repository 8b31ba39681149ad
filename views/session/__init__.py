"""What is remembered: session state, caches and the browser tab.

- ``browser_tab``: the visitor's own browser tab remembers the inputs
- ``cached``: library functions behind Streamlit's caches: solved once, then read
- ``caching``: how an answer is cached: by what is asked, one search at a time; and
  memory given back
- ``catalogs``: the catalog of a visit: the shipped one or one's own, kept in the
  session alone
- ``examples``: examples to start from: typical applicants, and a season that is under
  way
- ``history``: A bounded history of values with undo and redo
- ``input_state``: the inputs' widgets: their keys, what they are filled with, what they
  show now
- ``notices``: what is said above the inputs: what could not be opened, was lost or came
  back
- ``presenting``: the presenter view on and off: by the address, by a button, and how it
  looks
- ``remembered``: what pages remember of a visit: kept scenarios, the own plan, links
  looked at
- ``session``: all that the server remembers of one visit, beside the values of its
  widgets
- ``state``: the scenario of a session: its start, its changes and the way back
- ``tab_content``: what a browser tab keeps of a visit, as text: written here, read as a
  stranger's
- ``turns``: whose search runs next: few at a time, what someone waits for before what
  follows
- ``widget_values``: A scenario as the values of its widgets, and back
"""
