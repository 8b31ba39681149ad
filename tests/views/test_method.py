"""The method page: every rule, every assumption, what is known and what is not."""

from __future__ import annotations

import factories as make
from streamlit.testing.v1 import AppTest
from visits import ran

from optimizer.browse.known import coverage
from optimizer.model.rules.rules import RULES
from views.method import FORMULA, paragraphs


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views import method

    method.render(problem)


def shown(**changes: object) -> AppTest:
    problem = make.problem(**changes)
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    return ran(at)


def text(at: AppTest) -> str:
    return "\n".join(item.value for item in at.markdown).replace("\\", "")


def test_every_rule_is_a_sentence_on_the_page():
    said = text(shown())
    for rule in RULES:
        assert rule.sentence in said


def test_every_assumption_has_value_range_source_and_confidence():
    table = shown().dataframe[-1].value
    assert set(table["Name in the data"]) == set(make.ASSUMPTIONS)
    assert {"Value", "Range", "Unit", "How sure", "Source"} <= set(table.columns)
    assert set(table["How sure"]) == {"a guess"}


def test_the_model_and_its_limits_are_there():
    values = [item.value for item in shown().markdown]
    formulas = [one for one in paragraphs("The model") if one.startswith(FORMULA)]
    assert len(formulas) == 7
    for one in paragraphs("The model"):
        assert any(one.strip("$ ") in value for value in values)
    assert set(paragraphs("What the model leaves out")) <= set(values)


def test_levels_of_us_imgs_are_explained_with_a_warning():
    said = text(shown())
    assert "50 programs" in said
    assert "58 none" in said
    assert "Verify a level" in said


def coverage_table(at: AppTest):
    [found] = [t.value for t in at.table if "Before" in t.value]
    return found


def test_coverage_counts_every_field():
    rows = coverage_table(shown()).set_index("Field")
    assert len(rows) == len(coverage(make.catalog()))
    column = "Known / assumed / unknown"
    assert rows[column]["Programs: Visas for residents"] == "1/0/0"
    unknown = make.problem(
        make.catalog(programs=(make.program(visa_sponsorship=()),))
    ).catalog
    rows = coverage_table(shown(catalog_=unknown)).set_index("Field")
    assert rows[column]["Programs: Visas for residents"] == "0/0/1"


def test_only_the_shipped_programs_have_a_count_from_before(shipped):
    said = "before it was checked against what hosts say"
    own = shown()
    assert set(coverage_table(own)["Before"]) == {"–"}
    assert said not in text(own)
    known = shown(catalog_=shipped)
    rows = coverage_table(known).set_index("Field")
    assert rows["Before"]["Programs: Visas for residents"] == ("51/0/65")
    assert said in text(known)


def test_legal_advice_is_disclaimed_once_and_only_with_a_visa():
    assert text(shown()).count("not legal advice") == 1
    assert "not legal advice" not in text(shown(us_work_authorized=True))


def test_a_check_that_a_small_catalog_cannot_answer_has_a_dash():
    cells = shown().dataframe[0].value["Model"]
    assert any(cell.endswith(", –") for cell in cells)
    assert not any("nan" in cell.split(", ") for cell in cells)
