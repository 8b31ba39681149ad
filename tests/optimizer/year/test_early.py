"""The early rotation of season 2029: fixed dates, worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
from random_problems import versioned

from optimizer.domain.problem import Problem
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import default_scenario
from optimizer.year.standing import early_item, early_rotations
from optimizer.year.timeline import year_of


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def early(p: Problem):
    found = make.planned(p)
    item = early_item(year_of(p, found))
    return item, early_rotations(p, found, (item.day, item.until)) if item else ()


def test_the_host_of_season_2029_is_visited_in_the_year_before():
    """It opens on 6 September 2028: 6 March to 6 September 2027.

    Of 1 April the host asks for 12 weeks, so 24 June, a Thursday: Monday 28 June,
    until Friday 23 July. The plan itself lies in the summer of 2028. Another program
    of an office on the list is left out like the one that is to be asked.
    """
    season = make.season(
        2029,
        window_start=day("2028-03-01"),
        window_end=day("2028-09-30"),
        letters_by=day("2028-09-27"),
        submit_open=day("2028-09-06"),
        program_access=day("2028-09-27"),
    )
    watch = make.offering("E2", "P2", kind="observership", starts="mondays")
    work = make.offering("E1", "P1", starts="2028-05-01", weeks=4, door="office")
    same = make.offering("E3", "P3", kind="observership", door="office", acceptance=0.9)
    programs = tuple(make.program(f"P{n}") for n in (1, 2, 3))
    catalog = versioned(make.catalog(programs, (work, watch, same), seasons=(season,)))
    who = replace(make.scenario().applicant, us_letters=0, graduation_date=None)
    p = make.problem(
        catalog,
        season=2029,
        applicant=who,
        today=day("2027-04-01"),
        min_letters=0,
        exclusions=("E2",),
    )
    free = p.having(exclusions=())
    item, none = early(p)
    assert (item.day, item.until) == (day("2027-03-06"), day("2027-09-06"))
    assert none == ()  # what is excluded is excluded then too
    found = ask(p)
    (visit,) = early_rotations(free, found, (item.day, item.until))
    assert visit.visit.key == "P2"
    assert (visit.start, visit.end) == (day("2027-06-28"), day("2027-07-23"))


def test_who_has_a_letter_or_no_time_needs_none(shipped):
    p = Problem(shipped, default_scenario(shipped, make.TODAY))
    assert early(p) == (None, ())


def test_the_shipped_catalog_has_hosts_for_season_2029(shipped):
    """Its dates are projected: 6 September 2028."""
    default = default_scenario(shipped, make.TODAY)
    who = replace(default.applicant, us_letters=0, graduation_date=None)
    today = day("2027-01-04")
    scenario = replace(default, season=2029, today=today, applicant=who)
    item, visits = early(Problem(shipped, scenario))
    assert (item.day, item.until) == (day("2027-03-06"), day("2027-09-06"))
    assert len(visits) == 3
    assert len({v.visit.key for v in visits}) == 3
    assert all(item.day <= v.start and v.end <= item.until for v in visits)
