"""What a rotation gives, in words: its gain in parts that add up."""

from __future__ import annotations

from charts import words
from optimizer.domain.plan import Gain


def parts(gain: Gain) -> tuple[str, str, str]:
    """Total, audition and letters, rounded so that the parts still add up."""
    total, audition = round(gain.total_pp, 1), round(gain.audition_pp, 1)
    letters = total - audition
    return words.points(total), words.points(audition), words.points(letters)
