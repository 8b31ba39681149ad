"""What is remembered: session state, caches and the browser tab.

- ``browser_tab``: what the visitor's own browser tab remembers, as a stranger's text
- ``cached``: library functions behind Streamlit's caches: solved once, then read
- ``caching``: how an answer is cached, whose search runs next, memory given back
- ``catalogs``: the catalog of a visit: the shipped one or one's own, kept in the
  session alone
- ``examples``: examples to start from: typical applicants, and a season that is under
  way
- ``input_state``: the inputs' widgets: a scenario as their values and back, their keys
- ``presenting``: the presenter view on and off: by the address, by a button, and how it
  looks
- ``remembered``: what pages remember of a visit: kept scenarios, the own plan, links
  looked at
- ``session``: all that the server remembers of one visit, with a history to undo
- ``state``: the scenario of a session: its start, its changes and the way back
"""
