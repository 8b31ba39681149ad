"""The PDF, re-read by another library: what is in it, what is not, that it fits."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import factories as make
import pytest
from pypdf import PdfReader
from random_problems import versioned

from optimizer.domain.faults import DataError
from optimizer.domain.plan import CostItem, Plan, Proof
from optimizer.export.formats import EXPORTS
from optimizer.export.hand_over import MOST_REQUESTS, Extras
from optimizer.export.pdf import pdf_file
from optimizer.export.sheets import plan_sheet
from optimizer.requests.asking import ask
from optimizer.solver.solve import solve

POINTS = (595, 842)  # A4
NAME = "Žofia Nguyễn-Çelik Ångström"
SECRETS = ("2xx", "B-1", "visa", "Visa", "chance", "Chance", "Step")


def hosts(count: int = 3, **changes):
    programs = tuple(make.program(f"P{i}") for i in range(count))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", host=f"Host {i} " + "of a long name " * 8)
        for i in range(count)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, **{"min_letters": 0, "max_rotations": 2} | changes)


def planned(problem) -> Plan:
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return plan


def read(made: bytes) -> tuple[str, list[tuple[str, float, float]]]:
    """All text, and where each piece of it stands."""
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 2
    places: list[tuple[str, float, float]] = []

    def seen(text, _, matrix, *__):
        if text.strip():
            places.append((text, matrix[4], matrix[5]))

    pages = [page.extract_text(visitor_text=seen) for page in reader.pages]
    return "\n".join(pages), places


def test_plan_requests_dates_and_costs_are_in_it():
    p = hosts(answers=(("E0", "accepted"), ("E1", "refused"), ("E2", "silent")))
    plan = planned(p)
    text, _ = read(pdf_file(p, plan))
    assert "Away rotations in PM&R, season 2028" in text
    for block in plan.blocks:
        assert f"{block.start.day} {block.start:%b %Y}" in text
    assert "accepted" in text
    assert "refused" in text
    assert f"Total ${plan.cost_usd:,}" in " ".join(text.split())
    assert "Ask for the letter in person" in text
    assert "CV in US style" in text


def test_a_name_is_in_it_only_if_one_is_given():
    p = hosts()
    plan = planned(p)
    assert NAME in read(pdf_file(p, plan, Extras(NAME)))[0]
    assert "Žofia" not in read(EXPORTS[".pdf"].write(p, plan))[0]


def test_nothing_of_scores_visa_or_chances_is_in_it():
    who = replace(make.scenario().applicant, step2_ck=None, entry_status="WB")
    p = hosts(applicant=who)
    text, _ = read(pdf_file(p, planned(p)))
    assert not [word for word in SECRETS if word in text]
    scored = hosts(applicant=replace(who, step2_ck=277))
    assert read(pdf_file(scored, planned(scored)))[0] == text


def test_scores_visa_and_letters_are_in_it_if_ticked():
    who = replace(
        make.scenario().applicant, step2_ck=277, step2_failures=1, us_letters=2
    )
    p = hosts(applicant=who)
    text, _ = read(pdf_file(p, planned(p), Extras(profile=True)))
    for told in ("277, 1 failure", "a B-1 visa", "Visa appointment", "passed"):
        assert told in text, told
    assert "Chance" not in text


def test_chances_are_in_it_if_ticked_as_on_the_page():
    p = hosts()
    asked = make.planned(p)
    plan = asked.if_all_say_yes
    text, _ = read(pdf_file(p, plan, Extras(chances=True), asked))
    told = " ".join(text.split())
    assert f"No new rotation {100 * asked.baseline:.0f} %" in told
    assert f"asked {100 * asked.value:.0f} %" in told
    assert (
        f"a chance of {100 * asked.chance_of_all:.0f} % {100 * plan.value:.0f} %"
        in told
    )
    assert not [word for word in ("B-1", "Visa", "Step") if word in text]


def test_hosts_that_are_still_to_be_written_to_are_in_it():
    p = hosts(max_rotations=1)
    asked = make.planned(p)
    plan = asked.if_all_say_yes
    text, _ = read(pdf_file(p, plan, asked=asked))
    outside = len(asked.requests) - len(plan.blocks)
    assert outside > 0
    assert text.count("to write by") == outside


def test_what_is_no_latin_letter_is_refused_in_one_sentence():
    p = hosts()
    for name in ("陳大文", "Иванов", "😀"):
        with pytest.raises(DataError) as caught:
            pdf_file(p, planned(p), Extras(name))
        assert len(str(caught.value).splitlines()) == 1
        assert "no Latin letter" in str(caught.value)


def test_as_many_requests_as_fit_are_in_it_beside_those_of_the_plan():
    """What the plan holds is answered first and takes no line of the requests."""
    yes = tuple((f"E{n}", "accepted") for n in range(2))
    no = tuple((f"E{n}", "refused") for n in range(2, 2 + MOST_REQUESTS))
    p = hosts(2 + MOST_REQUESTS, answers=(*yes, *no))
    plan = planned(p)
    assert {b.offering.offering_id for b in plan.blocks} == {"E0", "E1"}
    text, _ = read(pdf_file(p, plan))
    assert text.count("refused") == MOST_REQUESTS


def test_a_state_is_said_in_the_words_of_the_tables():
    day = dt.date(2027, 3, 1)
    p = hosts(booked=(make.booked(day, offering_id="E0"),))
    plan = planned(p)
    said = [row[9] for row in plan_sheet(p, plan).rows]
    assert set(said) == {"booked", "not asked yet"}
    text, _ = read(pdf_file(p, plan))
    assert [text.count(words) for words in set(said)] == [1, 1]


def test_the_fullest_plan_fits_onto_its_pages():
    weeks = [dt.date(2027, 3, 1) + dt.timedelta(weeks=5 * n) for n in range(6)]
    booked = tuple(make.booked(day, offering_id=f"E{n}") for n, day in enumerate(weeks))
    answers = tuple((f"E{n:02}", "refused") for n in range(10, 40))
    p = hosts(40, booked=booked, answers=answers, max_rotations=6)
    costs = tuple(CostItem(f"Line {n}", 100 * n) for n in range(40))
    plan = Plan(p.scenario, (), 0.3, costs, 0, 0, Proof("optimal", 0.3, 0.1))
    text, _ = read(pdf_file(p, plan, Extras(NAME)))
    assert "Other lines $62,700" in text  # 1,800 + 1,900 ... 3,900
    asked = replace(ask(hosts()), scenario=p.scenario)
    _, places = read(pdf_file(p, plan, Extras(NAME, True, True), asked))
    lowest = min(y for text, _, y in places if not text.startswith("RotaMatch"))
    assert lowest > 60  # above the line at the foot
    assert all(0 < x < POINTS[0] and y < POINTS[1] for _, x, y in places)
