"""The address of every page but the first, which has none."""

TO_DO = "to-do"
WHERE_TO_APPLY = "where-to-apply"
TRADE_OFFS = "trade-offs"
WHY = "why"
RISKS = "risks"
COMPARE = "compare"
PROGRAMS = "programs"
ADVISOR = "advisor"
METHOD = "method"

PATHS = (
    TO_DO,
    WHERE_TO_APPLY,
    TRADE_OFFS,
    WHY,
    RISKS,
    COMPARE,
    PROGRAMS,
    ADVISOR,
    METHOD,
)
