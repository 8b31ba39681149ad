"""The address of every page but the first, which has none."""

TO_DO = "to-do"
WHERE_TO_APPLY = "where-to-apply"
WHAT_IF = "what-if"
PROGRAMS = "programs"
TEACH = "teach"
METHOD = "method"

PATHS = (TO_DO, WHERE_TO_APPLY, WHAT_IF, PROGRAMS, TEACH, METHOD)
