"""The address of every page but the first, which has none."""

PROGRAMS = "programs"
WHAT_IF = "what-if"
APPLICATIONS = "applications"
ADVISOR = "advisor"
METHOD = "method"

PATHS = (PROGRAMS, WHAT_IF, APPLICATIONS, ADVISOR, METHOD)
