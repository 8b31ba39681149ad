"""Themes, the weakest area and the next cycle: each by a small case worked by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.applicant import Booked, Letter
from optimizer.model.rotation import rotation_on
from optimizer.requests.asking import ask
from optimizer.year.standing import Area, areas, next_cycle, themes, weakest

MAY = dt.date(2027, 5, 3)


def hosts(**changes):
    programs = (make.program("P1"), make.program("P2"))
    offerings = (
        make.offering("E1", "P1", focus=("stroke",)),
        make.offering("E2", "P2", focus=("msk", "va")),
    )
    seasons = (make.season(2028), make.season(2029))
    found = versioned(make.catalog(programs, offerings, seasons=seasons))
    return make.problem(found, min_letters=0, **changes)


def priced(p):
    return areas(p, ask(p), ask)


def visits(p):
    return tuple(rotation_on(p, o, MAY) for o in p.catalog.offerings)


def test_each_theme_has_the_rotations_that_carry_it():
    p = hosts()
    first, second = visits(p)
    found = themes((first, second))
    assert found["Neurorehabilitation"] == (first,)
    assert found["Musculoskeletal and pain"] == (second,)
    assert found["Veterans and underserved"] == (second,)
    assert found["Children"] == ()


def test_areas_are_in_the_order_of_what_the_model_prices():
    p = hosts()
    found = ask(p)
    priced = [a for a in areas(p, found, ask) if a.worth_pp is not None]
    people = [round(10 * a.worth_pp) for a in priced]
    assert people == sorted(people, reverse=True)
    by_name = {a.name: a.worth_pp for a in priced}
    assert by_name["Rotations"] == pytest.approx(found.gain_pp)
    better = p.having(applicant=replace(p.scenario.applicant, step2_ck=250))
    before, after = found.value, ask(better).value
    ten = by_name["10 points more in Step 2 CK"]
    assert ten == pytest.approx(100 * (after - before))
    assert ten > 0


def test_what_hosts_confirmed_counts_and_nobody_is_sent_to_write_again():
    p = hosts(answers=(("E1", "accepted"), ("E2", "asked")))
    (found,) = [a for a in priced(p) if a.name == "Rotations"]
    assert found.now == "1 rotation confirmed"
    assert found.advice == "All hosts on the list are written to."
    (found,) = [a for a in priced(hosts()) if a.name == "Rotations"]
    assert found.now == "no rotations confirmed"
    assert found.advice.startswith("Write to the hosts on the list.")


def test_a_score_that_is_not_there_is_priced_by_what_is_expected():
    p = hosts()
    none = replace(p.scenario.applicant, step2_ck=None, step2_expected=250)
    found = {a.name: a for a in priced(p.having(applicant=none))}
    ten = found["10 points more in Step 2 CK"]
    assert ten.now == "250 expected"
    assert ten.worth_pp > 0
    ends = replace(none, step2_low=240, step2_high=260)
    found = {a.name: a for a in priced(p.having(applicant=ends))}
    assert found["10 points more in Step 2 CK"].worth_pp is None


def test_who_has_seen_nothing_of_the_us_begins_there():
    p = hosts()
    who = replace(p.scenario.applicant, us_letters=0)
    names = [a.name for a in priced(p.having(applicant=who))]
    assert "First US experience" in names
    assert "Rotations" not in names
    booked = p.having(applicant=who, booked=(make.booked(MAY),))
    assert "Rotations" in [a.name for a in priced(booked)]


def test_the_weakest_is_what_the_model_prices_highest_or_what_is_lacking():
    def area(name, worth):
        return Area(name, worth, "", "")

    both = (area("Research", None), area("Application", None))
    dear = (area("Rotations", 1.0), *both)
    cheap = (area("Rotations", 0.9), *both)
    assert weakest(dear, ["Research"]).name == "Rotations"
    assert weakest(cheap, ["Research", "Application"]).name == "Research"
    assert weakest(cheap, ["Application"]).name == "Application"
    assert weakest(cheap, []) is None


def test_the_next_cycle_keeps_what_was_done_and_leaves_out_who_said_no():
    p = hosts(answers=(("E1", "accepted"), ("E2", "refused")), done=("docs-1",))
    following = next_cycle(p, visits(p)[:1])
    assert following.season == 2029
    assert following.today == p.season.match_day
    assert following.booked == (
        Booked(MAY, dt.date(2027, 5, 28), "hands_on", "E1", None, 0),
    )
    assert following.exclusions == ("E2",)
    assert (following.answers, following.done, following.pins) == ((), (), ())
    assert following.applicant == replace(p.scenario.applicant, us_letters=0)
    assert following.letters == (Letter(last_cycle=True),)  # the one in hand
    heard = p.having(
        interviews=(("P1", "done"),), rank_order=("P1",), took_place=(("E1", "yes"),)
    )
    after = next_cycle(heard, visits(p)[:1])
    assert (after.interviews, after.rank_order, after.took_place) == ((), (), ())
    assert next_cycle(p.having(season=2029), ()) is None


def test_what_was_done_in_a_year_before_stays_done():
    before = make.booked(dt.date(2026, 5, 4), offering_id="E2", cost_usd=900)
    p = hosts(booked=(before,), answers=(("E1", "accepted"),))
    following = next_cycle(p, visits(p)[:1])
    assert [b.offering_id for b in following.booked] == ["E2", "E1"]
    assert {b.cost_usd for b in following.booked} == {0}


def test_what_no_host_granted_is_not_done():
    p = hosts()
    assert next_cycle(p, visits(p)).booked == ()
