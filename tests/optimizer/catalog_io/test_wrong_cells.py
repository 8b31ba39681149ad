"""A wrong cell is named with its row, its column and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalog_files import sentences, set_cell

HOUSTON = "a known one, such as Houston, TX"


@pytest.mark.parametrize(
    ("file", "column", "cell", "what"),
    [
        (
            "offerings.csv",
            "tuition_usd",
            "-1",
            '"-1" does not fit; allowed: 0 or more.',
        ),
        (
            "offerings.csv",
            "tuition_usd",
            "1.5",
            '"1.5" does not fit; allowed: a whole number.',
        ),
        (
            "offerings.csv",
            "acceptance",
            "nan",
            '"nan" does not fit; allowed: a number.',
        ),
        (
            "offerings.csv",
            "acceptance",
            "1.2",
            '"1.2" does not fit; allowed: 1 or less.',
        ),
        ("offerings.csv", "weeks", "", "this is empty; allowed: a whole number."),
        ("offerings.csv", "weeks", "0", '"0" does not fit; allowed: 1 or more.'),
        (
            "offerings.csv",
            "students",
            "maybe",
            '"maybe" does not fit; allowed: yes, no or unknown.',
        ),
        (
            "offerings.csv",
            "kind",
            "research",
            '"research" does not fit; allowed: hands_on or observership.',
        ),
        (
            "offerings.csv",
            "title",
            "",
            "this is empty; allowed: text that is not empty.",
        ),
        (
            "offerings.csv",
            "starts",
            "2027-03-02/2027-03-01",
            "2027-03-01 is before 2027-03-02; allowed: mondays, first_mondays, months,"
            " every:28d:2027-03-01 (whole weeks from a day), or dates and ranges such"
            " as 2027-06-01/2027-06-30 separated by ;.",
        ),
        (
            "offerings.csv",
            "program_id",
            "P2",
            '"P2" is not in programs.csv; allowed: a known one, such as P1,'
            " or an empty cell.",
        ),
        (
            "offerings.csv",
            "city",
            "Huston",
            f'"Huston, TX" is not in places.csv; allowed: {HOUSTON}.',
        ),
        (
            "programs.csv",
            "city",
            "Waco",
            f'"Waco, TX" is not in places.csv; allowed: {HOUSTON}.',
        ),
        (
            "offerings.csv",
            "offering_id",
            "E1@x",
            '"E1@x" does not fit; allowed: an id without @, ; or spaces.',
        ),
        (
            "offerings.csv",
            "url",
            "javascript:alert(1)",
            '"javascript:alert(1)" does not fit;'
            " allowed: a web address (http or https).",
        ),
        (
            "programs.csv",
            "visa_sponsorship",
            "J-1;none",
            '"J-1;none" contradicts itself; allowed: none alone, or J-1, H-1B or both.',
        ),
        (
            "programs.csv",
            "visa_sponsorship",
            "J1",
            '"J1" does not fit; allowed: J-1, H-1B or none.',
        ),
        (
            "programs.csv",
            "lat",
            "95",
            '"95" does not fit; allowed: 90 or less.',
        ),
        (
            "places.csv",
            "housing_week_low",
            "301",
            "301; allowed: at most housing_week_usd, 300.",
        ),
        (
            "places.csv",
            "housing_week_high",
            "299",
            "299; allowed: at least housing_week_usd, 300.",
        ),
        (
            "seasons.csv",
            "submit_open",
            "2027-06-31",
            '"2027-06-31" does not fit; allowed: a real date such as 2027-03-01.',
        ),
        (
            "seasons.csv",
            "window_end",
            "2027-02-28",
            "2027-02-28; allowed: window_start, 2027-03-01, or later.",
        ),
        (
            "seasons.csv",
            "match_day",
            "2028-02-28",
            "2028-02-28; allowed: rank_deadline, 2028-03-01, or later.",
        ),
        (
            "seasons.csv",
            "window_start",
            "2026-06-30",
            "2026-06-30; allowed: 2026-07-01 to 2028-07-01.",
        ),
        (
            "provenance.csv",
            "file",
            "season",
            '"season" is unknown; allowed: a known one, such as seasons.csv.',
        ),
        (
            "provenance.csv",
            "record_id",
            "P9",
            '"P9" is unknown; allowed: a known one, such as P1.',
        ),
        (
            "provenance.csv",
            "field",
            "visa_sponsor",
            '"visa_sponsor" is unknown;'
            " allowed: a known one, such as visa_sponsorship.",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_what_is_allowed(
    folder: Path, file: str, column: str, cell: str, what: str
) -> None:
    set_cell(folder, file, column, cell)
    assert f"{file}, row 2, column {column}: {what}" in sentences(folder)


@pytest.mark.parametrize(
    ("name", "column", "cell", "what"),
    [
        ("letter_logit_2", "low", "-0.1", "letter_logit_2 is -0.1"),
        ("or_interview_handson", "low", "0.9", "or_interview_handson is 0.9"),
        ("base_interview_nonUS_mid", "high", "1", "base_interview_nonUS_mid is 1"),
        ("r_match_per_rank", "low", "0", "r_match_per_rank is 0"),
        ("sigma_quality", "low", "-1", "sigma_quality is -1"),
        ("letters_max_per_program", "high", "5", "letters_max_per_program is 5"),
        ("signal_count_2026_season", "value", "20.5", "signal_count_2026_season is"),
        ("signal_odds_on", "low", "0.1", "signal_odds_on is 0.1; allowed: at least"),
        ("kappa_base_odds", "value", "2", "kappa_base_odds is 2; allowed: from its"),
        ("unknown_tuition_usd", "low", "-5", "unknown_tuition_usd is -5"),
    ],
)
def test_an_assumption_that_breaks_a_bound_is_refused(
    folder: Path, name: str, column: str, cell: str, what: str
) -> None:
    line = set_cell(folder, "assumptions.csv", column, cell, key=name)
    where = f"assumptions.csv, row {line}, column {column}: "
    assert any(s.startswith(where + what) for s in sentences(folder))
