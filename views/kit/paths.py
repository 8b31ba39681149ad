"""The address of every page but the first, which has none."""

PROGRAMS = "programs"
WHERE_TO_APPLY = "where-to-apply"
TRADE_OFFS = "trade-offs"
WHY = "why"
RISKS = "risks"
APPLICATIONS = "applications"
COMPARE = "compare"
ADVISOR = "advisor"
METHOD = "method"

PATHS = (
    PROGRAMS,
    WHERE_TO_APPLY,
    TRADE_OFFS,
    WHY,
    RISKS,
    APPLICATIONS,
    COMPARE,
    ADVISOR,
    METHOD,
)
