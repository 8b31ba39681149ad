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


def _each(bound: ParameterRange, names: str) -> dict[str, ParameterRange]:
    """The same bound for each of these names."""
    return dict.fromkeys(names.split(), bound)


PARAMETERS: dict[str, ParameterRange] = {
    **{f"base_interview_nonUS_{level}": CHANCE for level in LEVELS},
    **{f"base_interview_USIMG_{level}": CHANCE for level in LEVELS},
    **_each(CHANCE, "r_match_per_rank p_sponsor_receptive p_sponsor_other"),
    "sigma_quality": ParameterRange(0, 5, scale="log"),
    **_each(ODDS_RATIO, "or_interview_handson or_match_given_interview_handson"),
    **_each(ODDS_RATIO, "or_interview_observership or_overall_handson"),
    **_each(ODDS_RATIO, "or_match_given_interview_observership"),
    **_each(ODDS_RATIO, "or_overall_observership or_geo_preference_or_tie"),
    **_each(ODDS, "kappa_base_odds signal_odds_on signal_odds_off late_score_odds"),
    **_each(ODDS, "exam_failure_odds grad_over_5y_odds"),
    **_each(SHARE, "p_rotation_lowest_third share_needing_visa"),
    **_each(SHARE, "p_strong_letter_handson p_rotation_accept_per_application"),
    **_each(SLOPE, "letter_logit_1 letter_logit_2 letter_logit_3 letter_logit_4"),
    **_each(SLOPE, "step2ck_logit_per_10"),
    **_each(WEIGHT, "quality_loading_match us_img_pooling observership_letter_weight"),
    **_each(WEIGHT, "late_letter_weight other_specialty_letter_weight"),
    **_each(WEIGHT, "research_letter_weight last_cycle_letter_weight"),
    **_each(WEIGHT, "second_letter_weight"),
    "evaluation_letter_weight": ParameterRange(1, 3),
    "letters_reference": ParameterRange(0, 4),
    "letters_max_per_program": ParameterRange(4, 4),
    "signal_count_2026_season": ParameterRange(0, 300, whole=True),
    "step2ck_reference": ParameterRange(100, 300),
    "step2ck_sd": ParameterRange(0, 100),
    **_each(DAYS, "step2_score_days letter_days_default letter_processing_days"),
    "unknown_lead_weeks": ParameterRange(0, 104, whole=True, scale="log1p"),
    **_each(DOLLARS, "unknown_application_fee_usd unknown_tuition_usd"),
    **_each(DOLLARS, "unknown_other_fees_usd unknown_transport_week_usd"),
    **_each(DOLLARS, "leg_ground_base leg_air_base"),
    **_each(DOLLARS_PER_MILE, "leg_ground_per_mile leg_air_per_mile"),
    "leg_ground_max_miles": ParameterRange(0, 25_000),
}

# A catalog may leave these out: p_rotation_accept_per_application stands in for an
# acceptance, without both fees applications have no price, without the three after them
# a season has none, without hours requests take no time; without the last two silence
# says nothing, and answers are independent.
OPTIONAL: dict[str, ParameterRange] = {
    **_each(SHARE, "acceptance_confirmed acceptance_likely acceptance_unclear"),
    **_each(SHARE, "acceptance_cold"),
    **_each(DOLLARS, "eras_fee_1_30 eras_fee_31_plus"),
    **_each(DOLLARS, "nrmp_fee usmle_transcript_fee ecfmg_eras_token"),
    **_each(HOURS, "request_hours_vslo request_hours_portal request_hours_email"),
    **_each(SHARE, "silent_acceptance_factor late_request_factor"),
    "refusal_correlation": ParameterRange(0, 0.9),
    "home_days": DAYS,
}
