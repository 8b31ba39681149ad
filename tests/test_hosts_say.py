"""What hosts say of visitors is what an applicant is told, and what plans keep to.

The tables were written from the hosts' own pages, not from the catalog: each line names
the page and when it was seen. A line that fails is a page to read again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest

from optimizer.domain.applicant import Applicant
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Plan, Verdict
from optimizer.domain.problem import Problem
from optimizer.domain.starts import start_dates
from optimizer.model.candidates import candidates
from optimizer.model.eligibility import eligibility
from optimizer.model.gates import gate_reason, policy_unknown
from optimizer.model.trust import cold_margin, grade_of
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import TOLERANCE, solve
from optimizer.solver.standing import standing_plan

TODAY = dt.date(2026, 11, 26)
YEARS = (dt.date(2027, 1, 1), dt.date(2028, 12, 31))

# "check" is also said where a page of a whole institution does not speak of PM&R, or
# wants a physician of its own to agree first.
# Rows; a student of a foreign school; a graduate of one who may work in the US; page.
SAID = """
E002-2w E002-4w | closed | closed | mhs.net, requirements for visiting students, 2026-05
E004            | closed | closed | hershey, visiting students, 2026-05-11
E007            | closed | closed | education.ochsner.org, electives, 2026-05-17
E009            | closed | closed | kumc.edu, visiting medical students, 2026-05
E012            | closed | closed | hms.harvard.edu, visiting students, 2026-05
E017 E039       | closed | closed | medschool.lsuhsc.edu, electives, 2026-05
E024            | closed | check  | uclahealth.org, physician observerships, 2026-05-17
E029            | closed | closed | health.usf.edu, international training, 2026-05-17
E030-2w E030-4w | closed | closed | osa.med.ufl.edu, international visitors, 2026-05-17
E038            | closed | check  | uoflhealth.org, observership program, 2026-05-17
E040            | check  | closed | education.ochsner.org, observership, 2026-05-17
E043            | check  | check  | hopkinsmedicine.org, volunteer services, 2026-05
E046            | closed | closed | dmc, visiting medical student policy, 2026-05
E049            | check  | closed | md.wustl.edu, visiting students, 2026-05
E066            | check  | closed | pitt.edu, international, 2026-05-17
E068            | closed | closed | bcm.edu, visiting medical students, 2026-05-17
E071            | closed | closed | utsouthwestern.edu, visiting, 2026-05-25
E073            | check  | closed | medicine.utah.edu, visiting, 2026-05-26
E077            | check  | closed | medicine.yale.edu, international, 2026-05-17
E078            | closed | closed | drexel.edu, physician refresher, 2026-05-17
E079-2w E079-4w | check  | closed | houstonmethodist.org, observerships, 2026-05-17
E092            | closed | closed | nymc.edu, visiting medical students, undated
E099            | open   | closed | lifebridgehealth.org, Sinai electives, undated
E100            | check  | closed | med.stanford.edu, international, 2026-05-17
E102            | closed | closed | health.ucdavis.edu, registrar, visiting, 2026-05-11
E111            | check  | check  | md.rcm.upr.edu, admission guidelines, undated
E115            | closed | closed | utsouthwestern.edu, visiting, foreign, 2026-05-11
E119            | closed | check  | vumc.org, observational experience, 2026-05-17
E122            | check  | closed | uab.edu, visiting medical students, 2026-05-17
M-bcm-O         | closed | check  | bcm.edu, visiting medical students, 2026-05-17
M-ccf-O         | closed | closed | clevelandclinic.org, physician observer, 2026-05-17
M-downstate-H   | closed | check  | downstate.edu, registrar, visiting, 2026-05-25
M-downstate-O   | closed | closed | downstate.edu, registrar, visiting, 2026-05-25
M-louisville-O  | closed | check  | uoflhealth.org, observership program, 2026-05
M-osu-O         | closed | closed | osu, international visiting scholars, 2026-05-17
M-reading-O     | closed | closed | towerhealth.org, student rotations, 2026-05-25
M-tufts-O       | closed | check  | tufts, away rotations, 2026-05-11
M-ucd-O         | closed | closed | ucdavis, observerships, 2026-05-17
M-ucla-O        | closed | check  | uclahealth.org, physician observerships, 2026-05-17
M-unm-O         | closed | closed | unm, visiting medical students, 2026-05
M-usf-O         | closed | closed | health.usf.edu, international training, 2026-05-17
M-wustl-O       | closed | check  | md.wustl.edu, visiting students, 2026-05
M-yale-O        | closed | check  | medicine.yale.edu, visiting, 2026-05-17
"""

# Row; application fee, tuition, other fees; weeks before the start; weeks; page.
ASKED = """
E005    |  156 |      |     |    | 4 | georgetown.edu, visiting students, 2026-05-11
E012    |  115 |      |     |    | 4 | hms.harvard.edu, visiting students, 2026-05
E018    |  350 | 4250 |     | 13 | 4 | uab.edu, observership, 2026-05-17
E030-4w |   50 | 4480 |     |  7 | 4 | osa.med.ufl.edu, visitors, 2026-05-17
E049    |  115 |    0 |     |  6 | 4 | md.wustl.edu, visiting students, 2026-05
E053    |   90 |      |     |  5 | 4 | rwjms.rutgers.edu, visiting, 2026-05-17
E066    |      | 4500 |     | 13 | 4 | pitt.edu, international, 2026-05-17
E077    |  300 | 4775 |     | 17 | 4 | medicine.yale.edu, international, 2026-05-17
E100    |  300 | 6200 | 250 |    | 4 | med.stanford.edu, international, 2026-05-17
E122    |  350 | 5200 |     |    | 4 | uab.edu, visiting medical students, 2026-05-17
"""

# Program; visas for residents; page of the sponsor (for all its programs) or program.
SPONSORED = """
albany      | J-1      | amc.edu, eligibility for all training positions, 2024
miami       | J-1      | jacksonhealth.org, graduate FAQ, 2022
musc        | J-1      | musc.edu, H-1B where the program allows it, undated
nyu         | J-1      | med.nyu.edu, no H-1B for house staff, 2020
spaulding   | J-1      | massgeneralbrigham.org, J-1 for accredited training, 2023
uh          | J-1      | uhhospitals.org, policies of the consortium, 2023
umd         | J-1      | umms.org, visas of all programs, 2023
unm         | J-1      | unm.edu, eligibility, 2023
upmc        | J-1      | upmc.com, visas; H-1B with Steps 1 to 3, undated
westchester | J-1;H-1B | copy of a FREIDA record told by its match codes, 2026
wustl       | J-1      | wustl.edu, internal medicine of the consortium, 2024
uw          |          | rule of 2006 and 2011: too old, a question
"""

VERDICTS: dict[str, Verdict] = {"open": "open", "check": "check", "closed": "closed"}


def cells(table: str) -> list[list[str]]:
    lines = table.strip().splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def said() -> dict[str, tuple[Verdict, Verdict]]:
    """What the host of each row says: to a student, to a graduate."""
    return {
        row: (VERDICTS[student], VERDICTS[graduate])
        for rows, student, graduate, _ in cells(SAID)
        for row in rows.split()
    }


def told(catalog: Catalog, row: str, status: str) -> Verdict:
    """What the applicant is told, early enough that no deadline is near.

    Only the host decides: the school is in VSLO, and a graduate may work in the US.
    """
    offering = catalog.offering[row]
    start = start_dates(offering.starts, *YEARS)[0]
    asked = make.scenario(
        today=start - dt.timedelta(days=500),
        applicant=Applicant(
            status=status,
            graduation_date=None if status == "student" else dt.date(2024, 6, 30),
            us_work_authorized=status == "graduate",
            home_school_in_vslo=True,
        ),
    )
    return eligibility(Problem(catalog, asked), offering, start).verdict


@pytest.mark.parametrize("row", said())
def test_an_applicant_is_told_what_the_host_says(shipped: Catalog, row: str) -> None:
    found = told(shipped, row, "student"), told(shipped, row, "graduate")
    assert found == said()[row]


@pytest.mark.parametrize("line", cells(ASKED), ids=lambda line: line[0])
def test_a_host_charges_what_it_says(shipped: Catalog, line: list[str]) -> None:
    offering = shipped.offering[line[0]]
    found = (
        offering.application_fee_usd,
        offering.tuition_usd,
        offering.other_fees_usd,
        offering.apply_lead_weeks,
        offering.weeks,
    )
    assert found == tuple(int(cell) if cell else None for cell in line[1:6])


@pytest.mark.parametrize("line", cells(SPONSORED), ids=lambda line: line[0])
def test_a_program_sponsors_what_it_says(shipped: Catalog, line: list[str]) -> None:
    visas = shipped.program[line[0]].visa_sponsorship
    assert ";".join(visas) == line[1]


def test_an_old_rule_is_a_question_and_no_door(shipped: Catalog) -> None:
    """Pittsburgh's five years are older than 2014, Washington's rule is of 2006."""
    graduated = dt.date(2015, 6, 30)
    asked = make.problem(shipped, status="graduate", graduation_date=graduated)
    assert gate_reason(asked, shipped.program["upmc"]) is None
    assert gate_reason(asked, shipped.program["usf"])  # five years, on its own page
    for program in ("uw", "corewell_taylor"):
        assert policy_unknown(asked, shipped.program[program])
    for key in (("upmc", "graduation_years_limit"), ("uw", "visa_sponsorship")):
        assert "ask" in shipped.source_of["programs.csv", *key].source


def test_no_visa_or_limit_rests_on_a_page_older_than_ten_years(
    shipped: Catalog,
) -> None:
    fields = ("visa_sponsorship", "graduation_years_limit", "min_step2_ck")
    stated = [
        (p.program_id, field)
        for p in shipped.programs
        for field in (*fields, "max_exam_failures")
        if getattr(p, field) not in (None, ())
    ]
    years = {key: shipped.source_of["programs.csv", *key].as_of[:4] for key in stated}
    assert {key for key, year in years.items() if "" < year < "2016"} == set()


def test_shadowing_is_no_rotation_with_the_residency(shipped: Catalog) -> None:
    """Johns Hopkins lets anyone from 16 shadow: no audition, and no letter assumed."""
    shadowing = shipped.offering["E043"]
    assert "shadowing" in shadowing.title
    assert (shadowing.program_id, shadowing.gives_letter) == ("", "no")


def test_no_staging_copy_of_sinai_is_named(shipped: Catalog) -> None:
    addresses = [o.url for o in shipped.offerings] + [p.url for p in shipped.provenance]
    assert [url for url in addresses if "lbhstaging" in url] == []


def test_an_email_is_no_second_door(shipped: Catalog) -> None:
    """Where a row for students says so of its school, its source names the door."""
    for offering in shipped.offerings:
        key = ("offerings.csv", offering.offering_id, "students")
        if not offering.offering_id.startswith("M-") or offering.students != "no":
            continue
        source = shipped.source_of[key]
        assert source.url, offering.offering_id
        assert source.as_of >= "2024", offering.offering_id


@pytest.mark.parametrize("counting", ["expected", "certain"])
@pytest.mark.parametrize("name", PRESETS)
def test_no_plan_of_a_preset_holds_a_row_its_host_contradicts(
    shipped: Catalog, name: str, counting: str
) -> None:
    scenario = PRESETS[name](default_scenario(shipped, TODAY))
    problem = Problem(shipped, replace(scenario, acceptance=counting))
    plan = standing_plan(problem)
    assert isinstance(plan, Plan)
    column = 0 if problem.scenario.applicant.status == "student" else 1
    table = said()
    for block in plan.blocks:
        row = block.offering.offering_id
        assert table.get(row, ("open", "open"))[column] != "closed", row


@pytest.mark.parametrize("name", PRESETS)
def test_no_cold_host_is_in_a_preset_where_a_surer_one_is_as_good(
    shipped: Catalog, name: str
) -> None:
    """Each cold host is exchanged for each surer one; what fits is worth a lot less."""
    problem = Problem(shipped, PRESETS[name](default_scenario(shipped, TODAY)))
    plan = standing_plan(problem)
    assert isinstance(plan, Plan)
    ids = {block.offering.offering_id for block in plan.blocks}
    cold = {i for i in ids if grade_of(problem, shipped.offering[i]) == "cold"}
    surer = {
        c.offering.offering_id
        for c in candidates(problem)
        if grade_of(problem, c.offering) in ("confirmed", "likely")
    }
    for gone in cold:
        for come in surer - ids:
            kept = problem.having(
                pins=(*sorted(ids - {gone}), come),
                exclusions=(gone,),
                min_rotations=len(ids),
                max_rotations=len(ids),
            )
            other = solve(kept)
            least = plan.value - cold_margin(problem) + 2 * TOLERANCE
            assert not isinstance(other, Plan) or other.value < least
