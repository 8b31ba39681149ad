"""The assumptions the model reads by name, the bounds each must keep, and its scale.

A bound holds for the value and for both ends of its range: outside of it a
probability would leave 0 to 1, or a good thing would lower the match value, which
breaks the proof of the solver. The scale says on which axis a range is drawn from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Scale = Literal["plain", "log", "logit", "log1p"]


@dataclass(frozen=True, slots=True)
class ParameterRange:
    """From ``low`` to ``high``; ``strict`` bars both ends, ``whole`` bars fractions.

    ``scale``: odds are drawn on log, chances on logit, dollars and days on log(1 + x).
    """

    low: float
    high: float
    strict: bool = False
    whole: bool = False
    scale: Scale = "plain"

    def holds(self, number: float) -> bool:
        """Whether the number keeps the bound."""
        if self.whole and not float(number).is_integer():
            return False
        if self.strict:
            return self.low < number < self.high
        return self.low <= number <= self.high

    def __str__(self) -> str:
        """Say the bound in words."""
        kind = "a whole number" if self.whole else "a number"
        if self.low == self.high:
            return f"{kind}, {self.low:g}"
        if not math.isfinite(self.high):
            return f"{kind} {'above' if self.strict else 'not below'} {self.low:g}"
        if self.strict:
            return f"{kind} between {self.low:g} and {self.high:g}, not the ends"
        return f"{kind} from {self.low:g} to {self.high:g}"


CHANCE = ParameterRange(0, 1, strict=True, scale="logit")
SHARE = ParameterRange(0, 1, scale="logit")
WEIGHT = ParameterRange(0, 1)
ODDS_RATIO = ParameterRange(1, 1_000, scale="log")
ODDS = ParameterRange(0, 1_000, strict=True, scale="log")
SLOPE = ParameterRange(0, 10)
DOLLARS = ParameterRange(0, 100_000, whole=True, scale="log1p")
DAYS = ParameterRange(0, 365, whole=True, scale="log1p")
DOLLARS_PER_MILE = ParameterRange(0, 100, scale="log1p")
HOURS = ParameterRange(0, 100)

LEVELS = ("closed", "low", "mid", "high", "very_high", "mean")

PARAMETERS: dict[str, ParameterRange] = {
    **{f"base_interview_nonUS_{level}": CHANCE for level in LEVELS},
    **{f"base_interview_USIMG_{level}": CHANCE for level in LEVELS},
    "kappa_base_odds": ODDS,
    "r_match_per_rank": CHANCE,
    "sigma_quality": ParameterRange(0, 5, scale="log"),
    "quality_loading_match": WEIGHT,
    "or_interview_handson": ODDS_RATIO,
    "or_match_given_interview_handson": ODDS_RATIO,
    "or_interview_observership": ODDS_RATIO,
    "or_match_given_interview_observership": ODDS_RATIO,
    "or_overall_handson": ODDS_RATIO,
    "or_overall_observership": ODDS_RATIO,
    "p_rotation_lowest_third": SHARE,
    "p_sponsor_receptive": CHANCE,
    "p_sponsor_other": CHANCE,
    "share_needing_visa": SHARE,
    "us_img_pooling": WEIGHT,
    "letter_logit_1": SLOPE,
    "letter_logit_2": SLOPE,
    "letter_logit_3": SLOPE,
    "letter_logit_4": SLOPE,
    "letters_reference": ParameterRange(0, 4),
    "letters_max_per_program": ParameterRange(4, 4),
    "p_strong_letter_handson": SHARE,
    "observership_letter_weight": WEIGHT,
    "late_letter_weight": WEIGHT,
    "other_specialty_letter_weight": WEIGHT,
    "research_letter_weight": WEIGHT,
    "last_cycle_letter_weight": WEIGHT,
    "second_letter_weight": WEIGHT,
    "evaluation_letter_weight": ParameterRange(1, 3),
    "signal_count_2026_season": ParameterRange(0, 300, whole=True),
    "signal_odds_on": ODDS,
    "signal_odds_off": ODDS,
    "or_geo_preference_or_tie": ODDS_RATIO,
    "step2ck_logit_per_10": SLOPE,
    "step2ck_reference": ParameterRange(100, 300),
    "step2ck_sd": ParameterRange(0, 100),
    "late_score_odds": ODDS,
    "step2_score_days": DAYS,
    "exam_failure_odds": ODDS,
    "grad_over_5y_odds": ODDS,
    "p_rotation_accept_per_application": SHARE,
    "unknown_application_fee_usd": DOLLARS,
    "unknown_tuition_usd": DOLLARS,
    "unknown_other_fees_usd": DOLLARS,
    "unknown_lead_weeks": ParameterRange(0, 104, whole=True, scale="log1p"),
    "letter_days_default": DAYS,
    "letter_processing_days": DAYS,
    "unknown_transport_week_usd": DOLLARS,
    "leg_ground_max_miles": ParameterRange(0, 25_000),
    "leg_ground_base": DOLLARS,
    "leg_ground_per_mile": DOLLARS_PER_MILE,
    "leg_air_base": DOLLARS,
    "leg_air_per_mile": DOLLARS_PER_MILE,
}

# A catalog may leave these out: p_rotation_accept_per_application stands in for an
# acceptance, without both fees applications have no price, without the three after them
# a season has none, without hours requests take no time; without the last two silence
# says nothing, and answers are independent.
OPTIONAL: dict[str, ParameterRange] = {
    "acceptance_confirmed": SHARE,
    "acceptance_likely": SHARE,
    "acceptance_unclear": SHARE,
    "acceptance_cold": SHARE,
    "eras_fee_1_30": DOLLARS,
    "eras_fee_31_plus": DOLLARS,
    "nrmp_fee": DOLLARS,
    "usmle_transcript_fee": DOLLARS,
    "ecfmg_eras_token": DOLLARS,
    "request_hours_vslo": HOURS,
    "request_hours_portal": HOURS,
    "request_hours_email": HOURS,
    "silent_acceptance_factor": SHARE,
    "late_request_factor": SHARE,
    "refusal_correlation": ParameterRange(0, 0.9),
    "home_days": DAYS,
}
