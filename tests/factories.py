"""Builders with defaults: a test names only what it is about."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from optimizer.catalog_io.read import RECORDS
from optimizer.domain.applicant import Applicant, Booked, Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import (
    Assumption,
    EntryRule,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)
from optimizer.domain.scenario import Scenario
from optimizer.requests.asking import planned_list

TODAY = dt.date(2026, 11, 22)

# Name: value, low, high.
ASSUMPTIONS: dict[str, tuple[float, float, float]] = {
    "base_interview_nonUS_closed": (0.005, 0.0005, 0.01),
    "base_interview_nonUS_low": (0.035, 0.02, 0.045),
    "base_interview_nonUS_mid": (0.068, 0.05, 0.095),
    "base_interview_nonUS_high": (0.129, 0.1, 0.19),
    "base_interview_nonUS_very_high": (0.295, 0.2, 0.45),
    "base_interview_nonUS_mean": (0.0378, 0.02, 0.05),
    "base_interview_USIMG_closed": (0.005, 0.0005, 0.01),
    "base_interview_USIMG_low": (0.029, 0.02, 0.045),
    "base_interview_USIMG_mid": (0.065, 0.05, 0.095),
    "base_interview_USIMG_high": (0.136, 0.1, 0.19),
    "base_interview_USIMG_very_high": (0.29, 0.2, 0.45),
    "base_interview_USIMG_mean": (0.0282, 0.015, 0.04),
    "kappa_base_odds": (0.7, 0.4, 1.0),
    "r_match_per_rank": (0.18, 0.12, 0.28),
    "sigma_quality": (1.0, 0.3, 1.5),
    "quality_loading_match": (0.25, 0, 0.7),
    "or_overall_handson": (3.22, 2.75, 3.78),
    "or_overall_observership": (1.67, 1.0, 2.2),
    "p_rotation_lowest_third": (0.12, 0.05, 0.25),
    "p_sponsor_receptive": (0.95, 0.85, 0.99),
    "p_sponsor_other": (0.75, 0.5, 0.92),
    "share_needing_visa": (0.8, 0.6, 0.9),
    "us_img_pooling": (0.5, 0, 1),
    "or_interview_handson": (8, 3, 17),
    "or_match_given_interview_handson": (1.2, 1.0, 2.0),
    "or_interview_observership": (2.5, 1.2, 5),
    "or_match_given_interview_observership": (1.1, 1.0, 1.5),
    "letter_logit_1": (0.35, 0, 0.7),
    "letter_logit_2": (0.25, 0, 0.5),
    "letter_logit_3": (0.15, 0, 0.3),
    "letter_logit_4": (0.05, 0, 0.1),
    "letters_reference": (1, 0, 2),
    "letters_max_per_program": (4, 4, 4),
    "p_strong_letter_handson": (0.8, 0.4, 1),
    "observership_letter_weight": (0.5, 0.25, 0.8),
    "late_letter_weight": (0.4, 0.1, 0.7),
    "other_specialty_letter_weight": (0.4, 0.1, 0.7),
    "research_letter_weight": (0.25, 0, 0.5),
    "last_cycle_letter_weight": (0.6, 0.3, 0.9),
    "second_letter_weight": (0.5, 0.2, 0.8),
    "evaluation_letter_weight": (1.2, 1, 1.6),
    "signal_count_2026_season": (20, 20, 20),
    "signal_odds_on": (1.5, 1.2, 2.5),
    "signal_odds_off": (0.4, 0.2, 0.8),
    "or_geo_preference_or_tie": (2.0, 1.2, 2.75),
    "step2ck_logit_per_10": (0.2, 0, 0.4),
    "step2ck_reference": (240, 235, 245),
    "step2ck_sd": (16, 13, 20),
    "late_score_odds": (0.5, 0.2, 0.9),
    "step2_score_days": (24, 14, 56),
    "exam_failure_odds": (0.3, 0.1, 0.6),
    "grad_over_5y_odds": (0.6, 0.3, 1),
    "p_rotation_accept_per_application": (0.15, 0.05, 0.3),
    "acceptance_confirmed": (0.3, 0.15, 0.5),
    "acceptance_likely": (0.2, 0.1, 0.4),
    "acceptance_unclear": (0.15, 0.05, 0.3),
    "acceptance_cold": (0.1, 0.03, 0.25),
    "unknown_application_fee_usd": (100, 0, 300),
    "unknown_tuition_usd": (1_000, 0, 4_000),
    "unknown_other_fees_usd": (250, 0, 600),
    "unknown_lead_weeks": (20, 12, 36),
    "letter_days_default": (21, 14, 42),
    "letter_processing_days": (14, 7, 30),
    "unknown_transport_week_usd": (60, 30, 120),
    "leg_ground_max_miles": (250, 250, 250),
    "leg_ground_base": (40, 20, 60),
    "leg_ground_per_mile": (0.25, 0.15, 0.4),
    "leg_air_base": (150, 100, 250),
    "leg_air_per_mile": (0.07, 0.04, 0.12),
    "eras_fee_1_30": (11, 11, 11),
    "eras_fee_31_plus": (30, 30, 30),
    "nrmp_fee": (85, 85, 85),
    "usmle_transcript_fee": (80, 80, 80),
    "ecfmg_eras_token": (185, 185, 185),
    "request_hours_vslo": (2, 1, 4),
    "request_hours_portal": (1.5, 0.5, 4),
    "request_hours_email": (0.75, 0.25, 2),
    "silent_acceptance_factor": (0.5, 0.1, 1),
    "refusal_correlation": (0.15, 0, 0.4),
    "home_days": (14, 7, 28),
}


def program(program_id: str = "P1", **changes: Any) -> Program:
    """Build a program in Houston that interviews some IMGs and sponsors J-1."""
    default = Program(
        program_id=program_id,
        name=f"Program {program_id}",
        institution="",
        city="Houston",
        state="TX",
        lat=29.76,
        lon=-95.37,
        acgme_id="",
        positions_per_year=8,
        receptiveness_non_us="mid",
        receptiveness_us="mid",
        visa_sponsorship=("J-1",),
        accepts_img="yes",
        graduation_years_limit=None,
        min_step2_ck=None,
        max_exam_failures=None,
        usce_required="unknown",
        letters_wanted=None,
        focus=(),
        url="",
    )
    return replace(default, **changes)


def offering(
    offering_id: str = "E1", program_id: str = "P1", **changes: Any
) -> Offering:
    """Build a free four-week hands-on elective, open to students, any Monday."""
    default = Offering(
        offering_id=offering_id,
        program_id=program_id,
        host=f"Host {offering_id}",
        title="PM&R elective",
        city="Houston",
        state="TX",
        kind="hands_on",
        channel="VSLO",
        students="yes",
        graduates="yes",
        us_persons_only="no",
        needs_vslo_school="no",
        max_step1_failures=None,
        needs_step1_pass="no",
        weeks=4,
        starts="mondays",
        application_fee_usd=0,
        tuition_usd=0,
        other_fees_usd=0,
        apply_lead_weeks=12,
        letter_days=21,
        gives_letter="yes",
        acceptance=0.5,
        focus=(),
        url="",
        as_of="2026-11-01",
        status="sourced",
        pmr_available="yes",
    )
    return replace(default, **changes)


def place(city: str = "Houston", state: str = "TX", **changes: Any) -> Place:
    """Build a city that is a metro of its own, at 300 + 100 + 50 dollars a week."""
    default = Place(
        city=city,
        state=state,
        metro=city,
        region="South",
        lat=29.76,
        lon=-95.37,
        housing_week_usd=300,
        housing_week_low=200,
        housing_week_high=450,
        food_week_usd=100,
        transport_week_usd=50,
    )
    return replace(default, **changes)


def season(year: int = 2028, **changes: Any) -> Season:
    """Build a season whose rotations run from March to September the year before."""
    default = Season(
        season=year,
        window_start=dt.date(year - 1, 3, 1),
        window_end=dt.date(year - 1, 9, 30),
        letters_by=dt.date(year - 1, 9, 22),
        submit_open=dt.date(year - 1, 9, 1),
        program_access=dt.date(year - 1, 9, 22),
        interviews_start=dt.date(year - 1, 10, 15),
        interviews_end=dt.date(year, 1, 31),
        rank_deadline=dt.date(year, 3, 1),
        match_day=dt.date(year, 3, 17),
        estimated="yes",
    )
    return replace(default, **changes)


def assumptions(**values: float) -> tuple[Assumption, ...]:
    """Build all assumptions; a changed value also becomes its whole range."""
    numbers = ASSUMPTIONS | {name: (v, v, v) for name, v in values.items()}
    return tuple(
        Assumption(
            name=name,
            value=float(value),
            low=float(low),
            high=float(high),
            unit="",
            meaning="",
            source="",
            confidence="G",
        )
        for name, (value, low, high) in sorted(numbers.items())
    )


def provenance(file: str, record_id: str, field: str, **changes: Any) -> Provenance:
    """Build the source of one field of one record."""
    default = Provenance(
        file=file,
        record_id=record_id,
        field=field,
        source="a web page",
        url="https://example.org",
        as_of="2026-11-01",
        confidence="high",
        status="sourced",
    )
    return replace(default, **changes)


def rule(rule_id: str = "ny_weeks", **changes: Any) -> EntryRule:
    """Build a rule of a state without an end, with a limit in weeks."""
    default = EntryRule(
        rule_id=rule_id,
        scope="state",
        applies_to=("NY",),
        stops=("residency",),
        limit=12.0,
        unit="weeks",
        since=None,
        until=None,
        meaning="More than twelve weeks abroad bar residency.",
        source="a web page",
        url="https://example.org",
        as_of="2026-11-01",
        confidence="high",
    )
    return replace(default, **changes)


def catalog(
    programs: tuple[Program, ...] | None = None,
    offerings: tuple[Offering, ...] | None = None,
    places: tuple[Place, ...] | None = None,
    seasons: tuple[Season, ...] | None = None,
    version: str = "",
    sources: tuple[Provenance, ...] = (),
    **values: float,
) -> Catalog:
    """Build a catalog, sorted; keyword numbers change assumptions by name.

    Cities without a place of their own get one (all at the same point, so that legs
    cost the ground base; give places to test legs).
    """
    programs = (program(),) if programs is None else programs
    offerings = (offering(),) if offerings is None else offerings
    found = {p.place: p for p in places or ()}
    for item in (*programs, *offerings):
        found.setdefault(f"{item.city}, {item.state}", place(item.city, item.state))
    made = Catalog(
        programs=tuple(sorted(programs, key=lambda p: p.program_id)),
        offerings=tuple(sorted(offerings, key=lambda o: o.offering_id)),
        places=tuple(sorted(found.values(), key=lambda p: p.place)),
        seasons=(season(),) if seasons is None else seasons,
        assumptions=assumptions(**values),
        provenance=sources,
        version=version,
    )
    return made if version else versioned(made)


def versioned(catalog: Catalog) -> Catalog:
    """The catalog with a version that depends on what it holds and in which order."""
    rows = (
        catalog.programs,
        catalog.offerings,
        catalog.places,
        catalog.seasons,
        catalog.assumptions,
        catalog.provenance,
        catalog.entry_rules,
    )
    return replace(catalog, version=sha256(repr(rows).encode()).hexdigest())


def _changed(default: Any, changes: dict[str, Any]) -> Any:
    names = {field.name for field in fields(default)}
    mine = {name: changes.pop(name) for name in names & changes.keys()}
    return replace(default, **mine)


def scenario(**changes: Any) -> Scenario:
    """Build the default scenario of the 2028 season, with changes.

    Fields of the applicant and of the preferences may be given directly:
    ``scenario(us_letters=0, where_matters=0.5, budget_usd=5000)``.
    """
    changes = {"season": 2028, "today": TODAY} | changes
    whole = {k: changes.pop(k) for k in ("applicant", "preferences") if k in changes}
    applicant = _changed(whole.get("applicant", Applicant()), changes)
    preferences = _changed(whole.get("preferences", Preferences()), changes)
    return Scenario(applicant=applicant, preferences=preferences, **changes)


def booked(start: dt.date, weeks: int = 4, **changes: Any) -> Booked:
    """Build a booked hands-on rotation at offering E1 unless told otherwise."""
    default: dict[str, Any] = {
        "start": start,
        "end": start + dt.timedelta(days=7 * weeks - 3),
        "kind": "hands_on",
    }
    if not {"offering_id", "program_id", "city"} & changes.keys():
        default["offering_id"] = "E1"
    return Booked(**default | changes)


def problem(catalog_: Catalog | None = None, **changes: Any) -> Problem:
    """Build a problem: the default catalog and a scenario with changes.

    Evidence is central unless told otherwise: hand calculations are of that reading.
    """
    changes = {"evidence": "central"} | changes
    return Problem(catalog_ or catalog(), scenario(**changes))


def one_of_two(**changes: Any) -> Problem:
    """One request: to a host that writes letters, or to one likelier to say yes."""
    programs = (program("P1"), program("P2"))
    offerings = (
        offering("E1", "P1", acceptance=0.6, host="Clinic 1"),
        offering("E2", "P2", acceptance=0.62, host="Clinic 2", gives_letter="no"),
    )
    asked = {"max_requests": 1, "max_rotations": 1, "min_letters": 0} | changes
    return problem(versioned(catalog(programs, offerings)), budget_usd=9_000, **asked)


def too_far_apart(**changes: Any) -> Problem:
    """Two rotations that the budget pays for, but not the way between them.

    Counting does not see that there is no plan: a search has to.
    """
    reno = place("Reno", "NV", metro="Reno", lat=39.53, lon=-119.81)
    offers = (
        offering("E1", "P1", starts="2027-05-03"),
        offering("E2", "P2", starts="2027-07-05", city="Reno", state="NV"),
    )
    programs = (program("P1"), program("P2"))
    found = versioned(catalog(programs, offers, (place(), reno)))
    asked = {"min_rotations": 2, "max_rotations": 2, "budget_usd": 4_810}
    free = {"waiting_usd_per_day": 0, "min_letters": 0}
    return problem(found, **{**asked, **free, **changes})


def two_hosts(folder: Path) -> Path:
    """Write a small catalog: two offerings in Houston."""
    folder.mkdir()
    offerings = (
        offering("E1", starts="2027-05-03"),
        offering("E2", "P2", starts="2027-05-31", acceptance=0.2),
    )
    return write_catalog(folder, catalog((program("P1"), program("P2")), offerings))


def write_catalog(folder: Path, catalog_: Catalog) -> Path:
    """Write a catalog as the CSV files it would be read from."""
    for file, record in RECORDS.items():
        columns = [field.name for field in fields(record)]
        rows = getattr(catalog_, file.removesuffix(".csv"))
        with (folder / file).open("w", newline="", encoding="utf-8") as sheet:
            writer = csv.writer(sheet, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([[_cell(getattr(r, c)) for c in columns] for r in rows])
    return folder


planned = planned_list
"""The ask list of a problem, with the plan if all on it say yes."""


def _cell(value: object) -> object:
    assert not is_dataclass(value)
    return ";".join(value) if isinstance(value, tuple) else value
