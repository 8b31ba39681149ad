"""What was found out wins over the catalog, everywhere, and is dated and bounded."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import replace

import factories as make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import enumerate_plans, is_valid, rotations_of, world_of
from random_problems import random_problem

from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import cell_of
from optimizer.domain.faults import DataError
from optimizer.domain.found_out import FIELDS, overlaid
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut, Program
from optimizer.domain.replies import answer_to
from optimizer.domain.scenario import Scenario
from optimizer.explain.left_out import reasons_left_out
from optimizer.model.cost import bill
from optimizer.model.eligibility import eligibility
from optimizer.model.gates import gate_reason, policy_unknown
from optimizer.model.rotation import rotations_of as dated
from optimizer.model.rotation import visit_of
from optimizer.model.value.objective import acceptance_assumption
from optimizer.scenario_io.json_file import plain, read_scenario, write_scenario
from optimizer.solver.solve import TOLERANCE, solve

DAY = dt.date(2026, 5, 3)
MAY = dt.date(2027, 5, 3)


def said(record_id: str, field: str, value: str, date: dt.date = DAY) -> FoundOut:
    return FoundOut(record_id, field, value, date)


def asked(problem: Problem, *answers: FoundOut) -> Problem:
    return problem.having(found_out=answers)


def unsure(**changes) -> Problem:
    """One elective of which nothing is known but where it is."""
    blank = make.offering(
        students="unknown",
        graduates="unknown",
        us_persons_only="unknown",
        needs_vslo_school="unknown",
        needs_step1_pass="unknown",
        application_fee_usd=None,
        tuition_usd=None,
        other_fees_usd=None,
        apply_lead_weeks=None,
        letter_days=None,
        gives_letter="unknown",
        acceptance=None,
    )
    sources = (make.provenance("offerings.csv", "E1", "graduates"),)
    catalog = make.catalog(offerings=(blank,), sources=sources)
    return make.problem(catalog, min_letters=0, **changes)


# ------------------------------------------------------------------------- the overlay


def test_the_catalog_of_a_problem_holds_the_answers() -> None:
    base = unsure()
    p = asked(base, said("E1", "tuition_usd", "750"), said("P1", "accepts_img", "no"))
    assert p.catalog.offerings == (replace(base.catalog.offerings[0], tuition_usd=750),)
    assert p.catalog.programs == (replace(base.catalog.programs[0], accepts_img="no"),)
    assert p.catalog.offering["E1"].tuition_usd == 750
    rest = ("places", "seasons", "assumptions")
    assert all(getattr(p.catalog, n) == getattr(base.catalog, n) for n in rest)


def test_every_field_is_read_as_in_the_catalog() -> None:
    """A value by hand for each field that may be answered."""
    values = {
        "accepts_img": ("no", "no"),
        "visa_sponsorship": ("J-1;H-1B", ("J-1", "H-1B")),
        "graduation_years_limit": ("3", 3),
        "min_step2_ck": ("230", 230),
        "max_exam_failures": ("", None),
        "usce_required": ("yes", "yes"),
        "letters_wanted": ("3", 3),
        "pmr_letter": ("required", "required"),
        "ecfmg_wanted": ("ranking", "ranking"),
        "track": ("both", "both"),
        "interviews_per_year": ("96", 96),
        "first_class": ("2024", 2024),
        "residents_img": ("4", 4),
        "students": ("no", "no"),
        "graduates": ("no", "no"),
        "us_persons_only": ("yes", "yes"),
        "needs_vslo_school": ("yes", "yes"),
        "needs_step1_pass": ("yes", "yes"),
        "max_step1_failures": ("0", 0),
        "weeks": ("2", 2),
        "starts": ("2027-05-03;2027-06-07", "2027-05-03;2027-06-07"),
        "application_fee_usd": ("15", 15),
        "tuition_usd": ("750", 750),
        "other_fees_usd": ("0", 0),
        "apply_lead_weeks": ("8", 8),
        "letter_days": ("30", 30),
        "gives_letter": ("no", "no"),
        "acceptance": ("0.25", 0.25),
        "kind": ("observership", "observership"),
        "channel": ("direct", "direct"),
        "fee_due": ("accepting", "accepting"),
        "pmr_available": ("no", "no"),
        "max_per_visitor": ("2", 2),
        "sponsor_first": ("yes", "yes"),
    }
    assert values.keys() == FIELDS.keys()
    for name, (text, value) in values.items():
        record_id = "P1" if FIELDS[name].record is Program else "E1"
        p = asked(make.problem(), said(record_id, name, text))
        rows = {**p.catalog.program, **p.catalog.offering}
        before = {"P1": make.program(), "E1": make.offering()}
        before[record_id] = replace(before[record_id], **{name: value})
        assert rows == before, name


def test_the_version_tells_the_answers_but_not_their_order() -> None:
    base = unsure()
    one, two = said("E1", "students", "yes"), said("E1", "tuition_usd", "750")
    versions = [
        asked(base, *answers).catalog.version
        for answers in (
            (),
            (one,),
            (two,),
            (one, two),
            (said("E1", "students", "no"),),
            (said("E1", "students", "yes", DAY + dt.timedelta(1)),),
        )
    ]
    assert len(set(versions)) == len(versions)
    assert versions[0] == base.catalog.version
    assert asked(base, two, one).catalog.version == versions[3]


def test_no_answer_is_left_behind_in_another_problem() -> None:
    base = unsure()
    yes, no = said("E1", "students", "yes"), said("E1", "graduates", "no")
    first = asked(base, yes)
    assert asked(first, no).catalog == asked(base, no).catalog
    assert asked(first, no).catalog.offering["E1"].students == "unknown"
    assert asked(first).catalog == base.catalog
    assert Problem(first.catalog, first.scenario).catalog is first.catalog
    assert first.catalog.shipped == base.catalog
    assert base.catalog.shipped == base.catalog


def test_the_source_of_an_answer_is_the_applicant() -> None:
    p = asked(unsure(), said("E1", "graduates", "no"), said("P1", "accepts_img", "no"))
    found = p.catalog.source_of["offerings.csv", "E1", "graduates"]
    assert (found.status, found.as_of) == ("user", "2026-05-03")
    assert found.source == "the applicant asked"
    assert p.catalog.source_of["programs.csv", "P1", "accepts_img"].status == "user"
    assert len(p.catalog.provenance) == 2  # in place of what was on record, not beside


# ------------------------------------------------------------------------ what it does


def test_a_refused_kind_of_applicant_is_refused_with_the_day() -> None:
    base = make.problem(
        make.catalog(offerings=(make.offering(kind="observership"),)),
        status="graduate",
        min_letters=0,
    )
    assert isinstance(solve(base), Plan)
    p = asked(base, said("E1", "graduates", "no"))
    sentence = "Takes no graduates of foreign schools: you asked on 3 May 2026."
    (reason,) = eligibility(p, p.catalog.offering["E1"], MAY).reasons
    assert (reason.verdict, reason.sentence) == ("closed", sentence)
    assert reason.source == "the applicant asked"
    found = solve(p)
    assert isinstance(found, NoPlan)
    assert reasons_left_out(p, found) == (("E1", (sentence,)),)


def test_what_is_answered_is_not_to_be_checked() -> None:
    base = unsure(step1_passed=False)
    offering = base.catalog.offering["E1"]
    fields_asked = {r.field for r in eligibility(base, offering, MAY).reasons if r.ask}
    assert fields_asked == {
        *("students", "us_persons_only", "needs_vslo_school", "needs_step1_pass")
    }
    answers = [said("E1", "students", "yes")]
    answers += [said("E1", name, "no") for name in fields_asked - {"students"}]
    for i in range(len(answers)):
        some = asked(base, *answers[: i + 1])
        left = {
            r.field
            for r in eligibility(some, some.catalog.offering["E1"], MAY).reasons
            if r.verdict == "check"
        }
        assert left == fields_asked - {a.field for a in answers[: i + 1]}
    strict = asked(base, *answers)
    strict = strict.having(include_unverified=False)
    assert isinstance(solve(strict), Plan)
    assert isinstance(solve(asked(strict, *answers[1:])), NoPlan)


def test_a_stated_lead_closes_where_an_assumed_one_asks() -> None:
    base = unsure(today=dt.date(2027, 2, 22))  # ten weeks before 3 May
    offering = base.catalog.offering["E1"]
    assert "check" in {r.verdict for r in eligibility(base, offering, MAY).reasons}
    for weeks, verdict in (("10", None), ("11", "closed")):
        p = asked(base, said("E1", "apply_lead_weeks", weeks))
        found = eligibility(p, p.catalog.offering["E1"], MAY).reasons
        lead = [r for r in found if r.field == "apply_lead_weeks"]
        assert [r.verdict for r in lead] == ([verdict] if verdict else [])


def test_fees_letters_dates_and_acceptance_follow() -> None:
    base = unsure()
    p = asked(
        base,
        said("E1", "application_fee_usd", "20"),
        said("E1", "tuition_usd", "750"),
        said("E1", "other_fees_usd", "0"),
        said("E1", "letter_days", "7"),
        said("E1", "weeks", "2"),
        said("E1", "starts", "2027-05-03"),
        said("E1", "acceptance", "0.9"),
    )
    plan = solve(p)
    assert isinstance(plan, Plan)
    (block,) = plan.blocks
    assert (block.start, block.end) == (MAY, dt.date(2027, 5, 14))
    # 7 days of the writer and 14 of processing
    assert block.letter_ready == dt.date(2027, 5, 14) + dt.timedelta(21)
    # arrival, fees, two weeks at 300 + 100 + 50
    assert plan.cost_usd == 1_200 + 20 + 750 + 0 + 2 * 450
    assert sum(i.usd for i in bill(p, dated(p, plan.blocks))) == plan.cost_usd
    # 0.9 of everything but the fee, which is spent in any case
    assert plan.expected_cost_usd == pytest.approx(
        20 + 0.9 * (plan.cost_usd - 20), abs=1
    )
    visit = visit_of(p, p.catalog.offering["E1"])
    assert visit.acceptance == 0.9
    assert acceptance_assumption(p, visit) is None
    assert acceptance_assumption(base, visit_of(base, base.catalog.offerings[0]))
    closed = asked(base, said("E1", "gives_letter", "no"))
    (block,) = solve(closed).blocks
    assert block.letter_ready is None


def test_policies_of_programs_are_gates_with_the_day() -> None:
    blank = make.program(visa_sponsorship=(), accepts_img="unknown")
    base = make.problem(make.catalog((blank,)), step2_failures=1)
    assert policy_unknown(base, base.catalog.programs[0])
    for field, value, sentence in (
        ("visa_sponsorship", "none", "Sponsors no visa"),
        ("accepts_img", "no", "Takes no international graduates"),
        ("graduation_years_limit", "0", "Takes graduates of the last 0 years only"),
        ("min_step2_ck", "250", "Asks for at least 250 in Step 2 CK"),
        ("max_exam_failures", "0", "Allows at most 0 failed exams"),
    ):
        p = asked(base, said("P1", field, value))
        reason = gate_reason(p, p.catalog.programs[0])
        assert reason == f"{sentence}: you asked on 3 May 2026."
        assert not asked(p).catalog.found_out
    p = asked(
        base, said("P1", "visa_sponsorship", "J-1"), said("P1", "accepts_img", "yes")
    )
    assert not policy_unknown(p, p.catalog.programs[0])
    assert gate_reason(p, p.catalog.programs[0]) is None


def test_no_limit_can_be_an_answer() -> None:
    base = make.problem(make.catalog((make.program(min_step2_ck=250),)))
    assert gate_reason(base, base.catalog.programs[0])
    p = asked(base, said("P1", "min_step2_ck", ""))
    assert gate_reason(p, p.catalog.programs[0]) is None


def test_a_host_that_accepted_outweighs_a_rule_of_its_own() -> None:
    p = asked(unsure(answers=(("E1", "accepted"),)), said("E1", "students", "no"))
    assert answer_to(p.scenario, "E1") == "accepted"
    assert isinstance(solve(p), Plan)


# ---------------------------------------------------------------- against enumeration


def random_answers(seed: int, problem: Problem) -> tuple[FoundOut, ...]:
    """Answers about some fields of some records, any value that is allowed."""
    dice = random.Random(seed)
    found = []
    for row in (*problem.catalog.programs, *problem.catalog.offerings):
        of_program = isinstance(row, Program)
        record_id = row.program_id if of_program else row.offering_id
        names = [n for n, f in FIELDS.items() if (f.record is Program) == of_program]
        for name in dice.sample(names, dice.choice([0, 1, 2, 4])):
            found.append(said(record_id, name, random_value(dice, name)))
    return tuple(found)


def random_value(dice: random.Random, name: str) -> str:
    first = dt.date(2027, 3, 1) + dice.randint(0, 8) * dt.timedelta(weeks=1)
    special = {
        "starts": f"{first};{first + dt.timedelta(weeks=dice.randint(1, 9))}",
        "weeks": dice.choice(["2", "4", "6"]),
        "acceptance": dice.choice(["0.05", "0.5", "1", "0"]),
        "visa_sponsorship": dice.choice(["none", "J-1", "J-1;H-1B"]),
        "min_step2_ck": dice.choice(["210", "245", ""]),
        "letter_days": dice.choice(["0", "10", "60"]),
        "apply_lead_weeks": dice.choice(["0", "8", "30"]),
        "max_per_visitor": dice.choice(["1", "2", "5"]),
        "first_class": dice.choice(["1955", "2024"]),
    }
    if name in special:
        return special[name]
    if FIELDS[name].options:
        return dice.choice(FIELDS[name].options)
    small = dice.choice(["0", "1", "3"])
    return dice.choice(["0", "90", "1500"]) if name.endswith("usd") else small


READ_BY_HAND = {
    "starts": str,
    "acceptance": float,
    "visa_sponsorship": lambda text: tuple(text.split(";")),
}


def by_hand(problem: Problem, answers: tuple[FoundOut, ...]) -> Catalog:
    """The catalog with the answers, written a second time and without a source."""

    def value(one: FoundOut):
        if read := READ_BY_HAND.get(one.field):
            return read(one.value)
        if one.value == "":
            return None
        return int(one.value) if one.value.isdigit() else one.value

    def row(record, record_id: str):
        mine = {a.field: value(a) for a in answers if a.record_id == record_id}
        return replace(record, **mine)

    old = problem.catalog
    return make.versioned(
        replace(
            old,
            programs=tuple(row(p, p.program_id) for p in old.programs),
            offerings=tuple(row(o, o.offering_id) for o in old.offerings),
        )
    )


@pytest.mark.parametrize("seed", range(0, 120))
def test_the_best_plan_is_that_of_a_catalog_that_says_so(seed: int) -> None:
    """The oracle sees the rows replaced by hand, the solver only the answers."""
    base = random_problem(seed)
    answers = random_answers(seed, base)
    p = asked(base, *answers)
    other = Problem(by_hand(base, answers), base.scenario)
    assert p.catalog.programs == other.catalog.programs
    assert p.catalog.offerings == other.catalog.offerings
    truth, found = enumerate_plans(other), solve(p)
    assert isinstance(found, Plan) == truth.feasible
    if isinstance(found, Plan):
        assert is_valid(other, found.blocks) == []
        assert truth.value - 2 * TOLERANCE - 1e-9 <= found.value <= truth.value + 1e-9
        rotations = rotations_of(other, found.blocks)
        assert found.value == pytest.approx(world_of(other).value(rotations), abs=1e-9)
        assert found.cost_usd == world_of(other).cost(rotations)


def test_the_random_answers_change_plans() -> None:
    """Else the test above would compare what nobody changed."""
    changed = 0
    for seed in range(30):
        base = random_problem(seed)
        p = asked(base, *random_answers(seed, base))
        changed += solve(base) != solve(p)
    assert changed > 10


# ------------------------------------------------------------------ reading, untrusted


Entry = dict[str, object]
SHOWN = make.catalog(offerings=(make.offering("E1"), make.offering("E2", "")))


def read(found_out: object):
    text = json.dumps({"found_out": found_out})
    return read_scenario(text, SHOWN, make.TODAY)


def entry(
    record_id="E1", field="graduates", value="yes", date="2026-05-03"
) -> dict[str, str]:
    return {"record_id": record_id, "field": field, "value": value, "date": date}


def refused(*found_out: object) -> list[str]:
    with pytest.raises(DataError) as error:
        read(list(found_out))
    return [fault.sentence for fault in error.value.faults]


def test_a_saved_scenario_gives_the_answers_back() -> None:
    given_ = (said("E1", "graduates", "no"), said("P1", "min_step2_ck", ""))
    p = asked(make.problem(SHOWN), *given_)
    again = read_scenario(write_scenario(p.scenario), SHOWN, make.TODAY)
    assert again == p.scenario
    assert plain(again)["found_out"][0] == entry(value="no")
    # ... and read beside a catalog that holds answers already
    assert read_scenario(write_scenario(p.scenario), p.catalog, make.TODAY) == again


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            entry(value="maybe"),
            'found_out[0]: "maybe" for graduates of "E1": this does not fit;'
            " allowed: yes or no.",
        ),
        (
            entry(value="unknown"),
            'found_out[0]: "unknown" for graduates of "E1": this does not fit;'
            " allowed: yes or no.",
        ),
        (
            entry(field="tuition_usd", value="-5"),
            'found_out[0]: "-5" for tuition_usd of "E1": this does not fit;'
            " allowed: a whole number from 0 to 100000.",
        ),
        (
            entry(field="tuition_usd", value=""),
            'found_out[0]: "" for tuition_usd of "E1": this does not fit;'
            " allowed: a whole number from 0 to 100000.",
        ),
        (
            entry(field="acceptance", value="1.5"),
            'found_out[0]: "1.5" for acceptance of "E1": this does not fit;'
            " allowed: a number from 0 to 1.",
        ),
        (
            entry(field="starts", value="2027-05-04/2027-05-03"),
            'found_out[0]: "2027-05-04/2027-05-03" for starts of "E1": this does not'
            " fit; allowed: mondays, first_mondays, months, every:28d:2027-03-01 (whole"
            " weeks from a day), or dates and ranges such as 2027-06-01/2027-06-30"
            " separated by ;.",
        ),
        (
            entry("P1", "visa_sponsorship", "none;J-1"),
            'found_out[0]: "none;J-1" for visa_sponsorship of "P1": this does not fit;'
            " allowed: none alone, or J-1, H-1B or both with ; between them.",
        ),
        (
            entry("E3"),
            'found_out[0]: "yes" for graduates of "E3": there is no such offering;'
            " allowed: a known one, such as E2 or E1.",
        ),
        (
            entry("E1", "accepts_img"),
            'found_out[0]: "yes" for accepts_img of "E1": there is no such program;'
            " allowed: a known one, such as P1.",
        ),
        (
            entry(field="host", value="Evil"),
            'found_out[0]: "Evil" for "host" of "E1": this field cannot be answered;'
            " allowed: a known one, such as acceptance.",
        ),
    ],
)
def test_each_wrong_answer_gets_one_sentence(wrong: Entry, sentence: str) -> None:
    assert refused(wrong) == [sentence]


def test_a_field_is_answered_once() -> None:
    (found,) = refused(entry(), entry(field="students"), entry(value="no"))
    assert found == (
        'found_out[2]: "no" for graduates of "E1": this field was answered before;'
        " allowed: one answer to a field."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "E1",
        entry(value=750),
        entry(date="soon"),
        entry(value="x" * 301),
        entry() | {"note": "hello"},
        {"record_id": "E1"},
    ],
)
def test_what_is_no_answer_is_refused(wrong: object) -> None:
    assert refused(wrong)


def test_there_is_a_bound() -> None:
    assert refused(*[entry()] * 201) == [
        'found_out: [{"record_id": "E1", "field": "graduate… does not fit;'
        " allowed: at most 200 entries."
    ]


def test_a_catalog_cannot_be_given_what_does_not_fit() -> None:
    with pytest.raises(DataError, match="yes or no"):
        overlaid(SHOWN, (said("E1", "graduates", "maybe"),))
    with pytest.raises(DataError, match="no such offering"):
        asked(make.problem(SHOWN), said("E9", "graduates", "yes"))


WORDS = st.sampled_from(
    ["E1", "E2", "P1", *FIELDS, "yes", "no", "unknown", "", "none", "J-1", "mondays"]
) | st.text(max_size=12)


@given(
    st.lists(
        st.builds(FoundOut, WORDS, WORDS, WORDS, st.just(DAY)),
        max_size=4,
    )
)
def test_no_answer_breaks_the_reader(found: list[FoundOut]) -> None:
    """Whatever is read makes a catalog whose fields hold what their types allow."""
    try:
        scenario = read(
            [entry(f.record_id, f.field, f.value, f.date.isoformat()) for f in found]
        )
    except DataError as error:
        wrong = [fault.sentence for fault in error.faults if "\n" in fault.sentence]
    else:
        wrong = [one for one in scenario.found_out if not _holds(scenario, one)]
    assert not wrong


def _holds(scenario: Scenario, one: FoundOut) -> bool:
    """Whether the catalog says what was answered, in a value that is allowed."""
    catalog = Problem(SHOWN, scenario).catalog
    row = {**catalog.program, **catalog.offering}[one.record_id]
    value = getattr(row, one.field)
    says = value not in ("unknown", ()) and (
        value is not None or FIELDS[one.field].column.no_limit
    )
    return says and FIELDS[one.field].value(cell_of(value)) == value
