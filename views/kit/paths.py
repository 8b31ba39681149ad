"""The address of every page but the first, which has none."""

PROGRAMS = "programs"
TRADE_OFFS = "trade-offs"
WHY = "why"
RISKS = "risks"
TO_DO = "to-do"
COMPARE = "compare"
ADVISOR = "advisor"
METHOD = "method"

PATHS = (PROGRAMS, TRADE_OFFS, WHY, RISKS, TO_DO, COMPARE, ADVISOR, METHOD)
