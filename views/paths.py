"""The address of every page but the first, which has none."""

TRADE_OFFS = "trade-offs"
WHY = "why"
RISKS = "risks"
APPLICATIONS = "applications"
COMPARE = "compare"
ADVISOR = "advisor"
METHOD = "method"

PATHS = (TRADE_OFFS, WHY, RISKS, APPLICATIONS, COMPARE, ADVISOR, METHOD)
