"""A scenario fitted to a catalog keeps what the catalog has and has no fault."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest

from optimizer.domain.problem import Problem
from optimizer.scenario_io.checks import scenario_faults
from optimizer.scenario_io.fitting import Omission, fit, scenario_on
from optimizer.solver.solve import solve

CATALOG = make.catalog(
    programs=(make.program("P1", focus=("sci",)),),
    offerings=(make.offering("E1"), make.offering("U001", program_id="")),
)
MONDAY = dt.date(2027, 5, 3)


def test_what_fits_stays_as_it_is() -> None:
    mine = make.scenario(pins=("E1",), ties=("TX", "Houston, TX"), letters_by=MONDAY)
    assert fit(mine, CATALOG) == (mine, ())


def test_only_what_is_lacking_is_left_out_and_named() -> None:
    mine = make.scenario(
        pins=("U001", "U002@2027-05-03"),
        exclusions=("E1@2027-05-03", "X1"),
        answers=(("U001", "asked"), ("X2", "refused")),
        booked=(
            make.booked(MONDAY),
            make.booked(MONDAY, offering_id="X3"),
            make.booked(MONDAY, program_id="P1"),
            make.booked(MONDAY, program_id="P9"),
        ),
        ties=("TX", "ZZ", "Waco, TX", "Houston, TX"),
        free_housing=("Houston, TX", "Waco, TX"),
        required_states=("TX", "QQ"),
        max_per_region=(("North", 1), ("South", 2)),
        programs=(("P1", 5), ("P9", 1)),
        states=(("TX", 4), ("YY", 2)),
        focus=("sci", "tbi"),
    )
    found, left = fit(mine, CATALOG)
    assert not list(scenario_faults(found, CATALOG))
    assert set(left) == {
        Omission("pins", "U002@2027-05-03"),
        Omission("exclusions", "X1"),
        Omission("answers", "X2"),
        Omission("booked", "X3"),
        Omission("booked", "P9"),
        Omission("applicant.ties", "ZZ"),
        Omission("applicant.ties", "Waco, TX"),
        Omission("free_housing", "Waco, TX"),
        Omission("required_states", "QQ"),
        Omission("max_per_region", "North"),
        Omission("preferences.programs", "P9"),
        Omission("preferences.states", "YY"),
        Omission("preferences.focus", "tbi"),
    }
    assert (found.pins, found.exclusions) == (("U001",), ("E1@2027-05-03",))
    assert found.applicant.ties == ("TX", "Houston, TX")
    assert found.preferences.programs == (("P1", 5),)
    assert [b.offering_id or b.program_id for b in found.booked] == ["E1", "P1"]
    assert found.budget_usd == mine.budget_usd


def test_a_season_that_is_not_there_gives_way_with_its_dates() -> None:
    mine = make.scenario(season=2031, window_start=dt.date(2030, 4, 1), budget_usd=7)
    found, left = fit(mine, CATALOG)
    assert (found.season, found.window_start, found.budget_usd) == (2028, None, 7)
    assert left == (Omission("season", "2031"), Omission("window_start", "2030-04-01"))


def test_a_window_of_other_dates_is_set_back() -> None:
    mine = make.scenario(window_start=dt.date(2027, 9, 1), window_end=None)
    earlier = make.catalog(seasons=(make.season(window_end=dt.date(2027, 8, 1)),))
    found, left = fit(mine, earlier)
    assert (found.window_start, found.window_end) == (None, None)
    assert not list(scenario_faults(found, earlier))
    assert {item.path for item in left} == {"window_start", "window_end"}


def test_a_booked_rotation_of_another_program_is_left_out() -> None:
    mine = make.scenario(
        booked=(make.booked(MONDAY, offering_id="U001", program_id="P1"),)
    )
    found, left = fit(mine, CATALOG)
    assert found.booked == ()
    assert left == (Omission("booked"),)


@pytest.mark.parametrize("season", [2028, 2031])
def test_a_fitted_scenario_is_solved(season: int) -> None:
    found, _ = fit(make.scenario(season=season, pins=("gone",)), CATALOG)
    assert solve(Problem(CATALOG, found)).scenario == found


def test_a_later_day_is_of_the_same_season_until_that_is_over() -> None:
    two = make.catalog(seasons=(make.season(2027), make.season(2028)))
    mine = make.scenario(
        season=2027, today=dt.date(2026, 5, 1), letters_by=dt.date(2026, 9, 1)
    )
    last = make.season(2027).window_end
    later = last + dt.timedelta(days=1)
    assert scenario_on(mine, two, last) == replace(mine, today=last)
    assert scenario_on(mine, two, later) == replace(
        mine, today=later, season=2028, letters_by=None
    )


def test_without_a_season_to_come_the_last_one_stays() -> None:
    mine, after = make.scenario(letters_by=MONDAY), dt.date(2027, 12, 1)
    assert scenario_on(mine, CATALOG, after) == replace(mine, today=after)
