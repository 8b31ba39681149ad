"""The address of every page but the first, which has none."""

PROGRAMS = "programs"
TRADE_OFFS = "trade-offs"
WHY = "why"
RISKS = "risks"
APPLICATIONS = "applications"
COMPARE = "compare"
TEACH = "teach"
METHOD = "method"

PATHS = (PROGRAMS, TRADE_OFFS, WHY, RISKS, APPLICATIONS, COMPARE, TEACH, METHOD)
