"""The residency list: one figure with the plan, limits kept, money and reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations

import factories as make
import numpy as np
import pytest
from oracle import World
from random_lists import problem_of
from random_problems import versioned
from residency_lists import list_value

from optimizer.domain.applicant import Applicant, Booked, Preferences
from optimizer.domain.problem import Problem
from optimizer.export.workbook import residency_sheet
from optimizer.model.rotation import booked_rotations
from optimizer.model.value.application_list import application_list, match_model
from optimizer.model.value.rates import draws
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED
from optimizer.residency_list.answer import TIERS, tier_of
from optimizer.residency_list.curve import applications_usd, curve, stop_at
from optimizer.residency_list.invitations import distribution
from optimizer.residency_list.residency import (
    residency_list,
    wish_costs_pp,
    with_wish,
)
from optimizer.residency_list.tables import ChanceTables, decide
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import TOLERANCE

TODAY = dt.date(2026, 11, 22)
LEVELS = ("none_reported", "low", "mid", "mid", "mid", "high", "very_high")


def problem(*levels: str, signals: int = 2, **changes) -> Problem:
    """Programs P0, P1, ... of these levels, two of them signalled."""
    programs = tuple(
        make.program(f"P{i}", receptiveness_non_us=level)
        for i, level in enumerate(levels or LEVELS)
    )
    found = make.catalog(programs, (make.offering("E1", "P1"),))
    found = replace(
        found,
        assumptions=tuple(
            replace(a, value=signals, low=signals, high=signals)
            if a.name == "signal_count_2026_season"
            else a
            for a in found.assumptions
        ),
    )
    return make.problem(versioned(found), **{"min_letters": 0} | changes)


def states(p: Problem) -> dict[str, str]:
    return {e.program_id: e.state for e in residency_list(p).programs}


def baseline(p: Problem) -> float:
    return float(match_model(p).value(booked_rotations(p), True)[0])


# ---- one figure --------------------------------------------------------------------


@pytest.mark.parametrize("name", PRESETS)
def test_its_chance_is_the_baseline_of_every_plan(shipped, name):
    p = Problem(shipped, PRESETS[name](default_scenario(shipped, TODAY)))
    found = residency_list(p)
    assert found.status == "optimal"
    assert found.value == pytest.approx(baseline(p), abs=1e-12)
    if not p.scenario.preferences.where_matters:
        assert found.probability.value == pytest.approx(found.value)
    assert found.value <= found.bound <= found.value + TOLERANCE
    assert not found.differs


@pytest.mark.parametrize("seed", range(7_000, 7_060))
def test_it_agrees_with_the_oracle_or_is_better_and_says_so(seed):
    w = World(problem_of(seed))
    found = residency_list(w.problem)
    assert found.baseline == pytest.approx(w.value(w.booked), abs=1e-9)
    if found.differs:
        assert found.value > found.baseline + TOLERANCE
    else:
        assert found.value == pytest.approx(found.baseline, abs=1e-9)
    listed = {e.program_id for e in found.programs if e.is_on}
    assert listed.isdisjoint(w.ranking.closed)
    assert w.ranking.booked.keys() - w.ranking.closed <= listed


def test_the_standing_list_is_the_one_of_every_command(shipped):
    for name in PRESETS:
        p = Problem(shipped, PRESETS[name](default_scenario(shipped, TODAY)))
        decision = decide(p)
        on = np.flatnonzero(decision.standing != OFF)
        assert {decision.tables.ids[j] for j in on} == set(application_list(p))


def test_no_other_list_is_better():
    """Every list of four of the seven programs, and every two of them signalled."""
    p = problem(applications=4)
    decision = decide(p)
    values = []
    for listed in combinations(range(7), 4):
        for signalled in combinations(listed, 2):
            choice = np.zeros(7, int)
            choice[list(listed)], choice[list(signalled)] = APPLIED, SIGNALLED
            values.append(float(list_value(decision.tables, choice)[0]))
    assert decision.chosen.value == pytest.approx(max(values), abs=TOLERANCE)


def test_wishes_may_make_a_better_list_than_the_usual_one(shipped):
    """Ratings set against receptiveness: where the rule of thumb is not the best."""
    differing = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        ratings = tuple(
            (p.program_id, int(rng.integers(1, 6))) for p in shipped.programs
        )
        wishes = Preferences(where_matters=1.0, programs=ratings)
        base = default_scenario(shipped, TODAY)
        p = Problem(shipped, replace(base, preferences=wishes, applications=30))
        found = residency_list(p)
        assert found.status == "optimal"
        assert found.baseline == pytest.approx(baseline(p), abs=1e-12)
        if found.differs:
            differing.append(found)
            assert found.value > found.baseline + TOLERANCE
    assert differing


# ---- limits ------------------------------------------------------------------------


def test_signals_go_to_the_most_receptive_and_the_least_are_left_out():
    found = states(problem(applications=5))
    assert [p for p, s in found.items() if s == "signal"] == ["P6", "P5"]
    assert {p for p, s in found.items() if s == "apply"} == {"P2", "P3", "P4"}
    assert {p for p, s in found.items() if s == "out"} == {"P0", "P1"}


def test_a_closed_program_is_neither_listed_nor_paid_for():
    p = problem(applications=300)
    shut = replace(p.catalog.programs[6], visa_sponsorship=("none",))
    catalog = replace(p.catalog, programs=(*p.catalog.programs[:6], shut))
    found = residency_list(Problem(versioned(catalog), p.scenario))
    assert found.applied == found.open_programs == 6
    assert found.fees_usd == 66
    (closed,) = [e for e in found.programs if e.state == "closed"]
    assert closed.program_id == "P6"
    assert closed.closed is not None
    assert closed.closed.field == "visa_sponsorship"
    assert "Sponsors no visa" in closed.closed.sentence
    assert closed.adds_pp == 0
    assert closed.group is None


def test_a_program_with_a_rotation_is_applied_to():
    """Though none is on record to interview IMGs, and one application is all."""
    day = dt.date(2027, 5, 3)
    kept = Booked(day, dt.date(2027, 5, 28), "hands_on", program_id="P0")
    assert states(problem(applications=1))["P0"] == "out"
    assert states(problem(applications=1, booked=(kept,)))["P0"] in ("apply", "signal")
    assert states(problem(applications=0, booked=(kept,)))["P0"] in ("apply", "signal")


def test_a_closed_program_is_not_listed_though_one_rotates_there():
    start = dt.date(2027, 7, 5)
    p = problem(booked=(make.booked(start, offering_id="E1"),), applications=3)
    shut = tuple(
        replace(x, accepts_img="no") if x.program_id == "P1" else x
        for x in p.catalog.programs
    )
    p = Problem(versioned(replace(p.catalog, programs=shut)), p.scenario)
    found = residency_list(p)
    assert found.applied == 3
    assert found.programs[-1].program_id == "P1"
    assert found.programs[-1].state == "closed"
    assert decide(p).least == 0  # it takes no place


def test_nothing_open_or_no_application_is_an_empty_list():
    p = problem(applications=0)
    found = residency_list(p)
    assert (found.applied, found.value, found.once_usd) == (0, 0, 0)
    assert found.invitations.distribution == pytest.approx((1.0,))
    assert found.invitations.none.value == pytest.approx(1)
    nobody = Problem(
        versioned(
            replace(
                p.catalog,
                programs=tuple(
                    replace(x, accepts_img="no") for x in p.catalog.programs
                ),
            )
        ),
        replace(p.scenario, applications=5),
    )
    found = residency_list(nobody)
    assert (found.applied, found.open_programs, found.groups) == (0, 0, ())
    assert all(e.state == "closed" for e in found.programs)


# ---- groups, tiers, reasons --------------------------------------------------------


def test_programs_that_nothing_tells_apart_are_one_group():
    found = residency_list(problem(applications=4))
    group = next(g for g in found.groups if g.level == "mid")
    assert set(group.members) == {"P2", "P3", "P4"}
    assert (group.applied, group.signals) == (2, 0)
    assert group.next_pp is not None
    assert group.next_pp > 0
    assert group.signalled.value > group.plain.value


def test_in_a_group_your_rating_goes_first():
    wishes = Preferences(where_matters=0.0, programs=(("P4", 5), ("P2", 1)))
    found = residency_list(problem(applications=4, preferences=wishes))
    group = next(g for g in found.groups if g.level == "mid")
    assert group.members == ("P4", "P3", "P2")
    on = {e.program_id for e in found.programs if e.is_on}
    assert "P4" in on
    assert "P2" not in on


@pytest.mark.parametrize("applications", [4, 7])
def test_what_a_program_adds_is_the_difference_of_two_lists(applications):
    p = problem(applications=applications)
    found = residency_list(p)
    decision = decide(p)
    for entry in found.programs:
        if not entry.is_on:
            continue
        # another program of its group may stand for it in the decision
        same = [
            j
            for j, name in enumerate(decision.tables.ids)
            if decision.portfolio.groups[j]
            == decision.portfolio.groups[decision.tables.ids.index(entry.program_id)]
            and decision.chosen.choice[j] == (2 if entry.state == "signal" else 1)
        ]
        without = decision.chosen.choice.copy()
        without[same[0]] = OFF
        lost = decision.chosen.value - float(list_value(decision.tables, without)[0])
        assert entry.adds_pp == pytest.approx(100 * lost)
        assert entry.usd == 11
        assert entry.per_1000 == pytest.approx(1_000 * 100 * lost / 11)


def wishing(p: Problem, program_id: str, wish: str) -> Problem:
    return Problem(p.catalog, with_wish(p.scenario, program_id, wish))


def test_a_wish_costs_what_the_rest_cannot_make_up():
    p = problem(applications=3)
    assert wish_costs_pp(p, "P3", "apply") == pytest.approx(0, abs=0.01)  # as P2
    assert wish_costs_pp(p, "P6", "out") > 1  # nothing is as good as the best
    assert wish_costs_pp(p, "P0", "apply") > 0.1
    assert wish_costs_pp(p, "P0", "signal") > wish_costs_pp(p, "P0", "apply")
    full = p
    for name in ("P0", "P1", "P2"):
        full = wishing(full, name, "apply")
    assert wish_costs_pp(full, "P3", "apply") is None  # three places, three wishes
    assert wish_costs_pp(problem(signals=0), "P3", "signal") is None


@pytest.mark.parametrize("wish", ["signal", "apply", "out"])
@pytest.mark.parametrize("name", LEVELS)
def test_the_list_keeps_a_wish_and_is_the_best_that_does(name, wish):
    """Every list of four of seven programs, two signalled, that keeps the wish."""
    place = LEVELS.index(name)
    p = wishing(problem(applications=4), f"P{place}", wish)
    decision = decide(p)
    wanted = {"signal": (SIGNALLED,), "apply": (APPLIED, SIGNALLED), "out": (OFF,)}
    values = []
    for listed in combinations(range(7), 4):
        for signalled in combinations(listed, 2):
            choice = np.zeros(7, int)
            choice[list(listed)], choice[list(signalled)] = APPLIED, SIGNALLED
            if choice[place] in wanted[wish]:
                values.append(float(list_value(decision.tables, choice)[0]))
    assert decision.chosen.value == pytest.approx(max(values), abs=TOLERANCE)
    found = residency_list(p)
    assert found.baseline == pytest.approx(baseline(p), abs=1e-12)
    entry = next(e for e in found.programs if e.program_id == f"P{place}")
    assert entry.wish == wish
    assert entry.state in {"signal": ("signal",), "out": ("out",)}.get(
        wish, ("apply", "signal")
    )


def test_random_problems_hold_wishes_that_matter():
    """Else the oracle would say nothing of them."""
    changed = 0
    for seed in range(7_000, 7_120):
        p = problem_of(seed)
        if p.scenario.list_wishes:
            free = p.having(list_wishes=())
            changed += abs(baseline(p) - baseline(free)) > 1e-6
    assert changed >= 5


def test_a_wish_for_a_program_that_is_closed_changes_nothing():
    p = problem()
    shut = tuple(
        replace(x, accepts_img="no") if x.program_id == "P6" else x
        for x in p.catalog.programs
    )
    p = Problem(versioned(replace(p.catalog, programs=shut)), p.scenario)
    found = residency_list(wishing(p, "P6", "signal"))
    assert found.value == residency_list(p).value
    entry = found.programs[-1]
    assert (entry.state, entry.wish) == ("closed", "signal")
    assert entry.closed is not None
    assert found.unmet == (entry,)
    left_out = residency_list(wishing(p, "P6", "out"))
    assert left_out.unmet == ()


def test_a_rotation_stays_on_the_list_and_what_is_wished_for_keeps_its_place():
    day = dt.date(2027, 5, 3)
    kept = Booked(day, dt.date(2027, 5, 28), "hands_on", program_id="P0")
    p = problem(applications=3, booked=(kept,), list_wishes=(("P0", "out"),))
    assert "P0" in {e.program_id for e in residency_list(p).programs if e.is_on}
    p = problem(applications=3, list_wishes=(("P0", "apply"), ("P2", "signal")))
    choices = match_model(p).choices
    assert choices.listed == ("P6", "P2", "P0") or set(choices.listed) >= {"P0", "P2"}
    assert choices.places_go == ("P6",)
    assert "P2" in choices.signalled
    assert "P2" not in choices.signals_go


def test_a_tier_is_a_range_where_the_chance_is():
    assert [tier_of(x) for x in (0.5, 0.49, 0.15, 0.14, 0.05, 0.04, 0.0)] == [
        *("safer", "target", "target", "reach", "reach", "long shot", "long shot")
    ]
    found = residency_list(problem(applications=7))
    for entry in found.programs:
        assert set(entry.tiers) <= set(TIERS)
        assert entry.tiers[0] == tier_of(entry.interview.low)
        assert entry.tiers[-1] == tier_of(entry.interview.high)


def test_questions_come_by_what_is_at_stake():
    p = problem(applications=7)
    unknown = tuple(
        replace(x, visa_sponsorship=(), accepts_img="unknown")
        if x.program_id in ("P0", "P6")
        else x
        for x in p.catalog.programs
    )
    p = Problem(versioned(replace(p.catalog, programs=unknown)), p.scenario)
    found = residency_list(p)
    assert [e.program_id for e in found.to_ask] == ["P6", "P0"]
    assert [r.field for r in found.to_ask[0].ask] == ["visa_sponsorship", "accepts_img"]
    assert all(r.ask.endswith("?") for r in found.to_ask[0].ask)
    free = Applicant(us_work_authorized=True)
    found = residency_list(Problem(p.catalog, replace(p.scenario, applicant=free)))
    assert [r.field for r in found.to_ask[0].ask] == ["accepts_img"]


def test_residents_are_asked_for_where_nobody_knows_the_level():
    p = problem("unknown", "unknown", "high", signals=0, applications=3)
    for many, level in ((None, "unknown"), (0, "unknown"), (2, "low"), (3, "mid")):
        counted = tuple(
            replace(x, residents_img=many) if x.program_id == "P0" else x
            for x in p.catalog.programs
        )
        asked = Problem(versioned(replace(p.catalog, programs=counted)), p.scenario)
        entries = {e.program_id: e for e in residency_list(asked).programs}
        fields = [r.field for r in entries["P0"].ask]
        assert ("residents_img" in fields) == (many is None)
        assert "residents_img" in [r.field for r in entries["P1"].ask]
        assert asked.receptiveness(counted[0]) == level
        more = entries["P0"].interview.value > entries["P1"].interview.value
        assert more == (level == "mid")


def test_programs_near_one_another_are_a_trip(shipped):
    p = Problem(shipped, default_scenario(shipped, TODAY))
    found = residency_list(p)
    trips = found.trips
    together = [e.program_id for entries in trips.values() for e in entries]
    assert len(together) == len(set(together))
    for metro, entries in trips.items():
        assert len(entries) > 1
        for entry in entries:
            program = shipped.program[entry.program_id]
            assert shipped.place[f"{program.city}, {program.state}"].metro == metro
    sizes = [len(entries) for entries in trips.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 4
    alone = [e for e in found.programs if e.is_on and e.program_id not in together]
    assert len({e.metro for e in alone}) == len(alone)


# ---- money and numbers -------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "usd"), [(0, 0), (1, 11), (30, 330), (31, 360), (97, 2_340)]
)
def test_the_price_of_applications(number, usd):
    """11 dollars each for 30, 30 each after; 97 cost 2,340 by the AAMC's own sum."""
    assert applications_usd(problem(), number) == usd


def test_a_season_has_fees_that_do_not_depend_on_the_number(shipped):
    p = Problem(shipped, default_scenario(shipped, TODAY))
    found = residency_list(p)
    assert sum(item.usd for item in found.once) == found.once_usd == 350
    assert found.fees_usd == applications_usd(p, found.applied) == 330 + 30 * 30


@pytest.mark.parametrize("where_matters", [0.0, 0.6])
def test_the_curve_has_the_range_of_each_list_over_the_draws(where_matters):
    ratings = (("P1", 1), ("P2", 5), ("P3", 2))
    wishes = Preferences(where_matters=where_matters, programs=ratings)
    p = problem(preferences=wishes, signals=2)
    drawn = ChanceTables(p, parameters=draws(p))
    found = curve(p)
    for point in found.points:
        values = list_value(drawn, decide(p).at(point.applications).choice)
        expected = np.percentile(values, [10, 90])
        assert (point.low, point.high) == pytest.approx(tuple(expected), abs=1e-6)
    assert found.points[3].low < found.points[3].value < found.points[3].high
    listed = residency_list(p)
    assert listed.stop_at == found.stop
    assert listed.fees_usd == found.at(listed.applied).usd


def test_a_rung_has_the_range_of_what_its_applications_gain(shipped):
    """The gain is drawn, not the two values apart, whose ranges would say less."""
    p = Problem(shipped, default_scenario(shipped, TODAY))
    found = curve(p)
    ends = [0, *(rung.last for rung in found.rungs)]
    assert {10, 20, 30, found.stop, 60, len(found.points) - 1} == {*ends[1:]}
    assert [rung.first for rung in found.rungs] == [end + 1 for end in ends[:-1]]
    drawn = ChanceTables(p, parameters=draws(p))
    for rung in found.rungs:
        fewer, more = found.at(rung.first - 1), found.at(rung.last)
        gains = np.subtract(
            *(
                list_value(drawn, decide(p).at(n.applications).choice)
                for n in (more, fewer)
            )
        )
        per = 100_000 / (more.usd - fewer.usd)
        low, high = np.percentile(per * gains, [10, 90])
        assert rung.per_1000.value == pytest.approx(per * (more.value - fewer.value))
        assert rung.per_1000.low == pytest.approx(low, abs=1e-3, rel=1e-3)
        assert rung.per_1000.high == pytest.approx(high, abs=1e-3, rel=1e-3)


def test_the_curve_says_where_a_group_of_equal_programs_ends():
    levels = {"A1": "high", "A2": "high", "B1": "mid", "B2": "mid", "B3": "mid"}
    programs = tuple(
        make.program(name, receptiveness_non_us=level, receptiveness_us=level)
        for name, level in levels.items()
    )
    p = make.problem(make.catalog(programs, ()), applications=3)
    assert curve(p).ends == (2,)


def test_the_curve_rises_and_stops_where_a_point_costs_more_than_it_is_worth(shipped):
    p = Problem(shipped, default_scenario(shipped, TODAY))
    found = curve(p)
    values = [point.value for point in found.points]
    assert values == sorted(values)
    assert found.at(60).value == residency_list(p).value
    assert found.at(999) == found.points[-1]
    gain = {n: 100 * (values[n] - values[n - 1]) for n in range(1, len(values))}
    assert found.stop is not None
    assert 30 / gain[found.stop] < 2_000 < 30 / gain[found.stop + 1]
    cheap = curve(p.having(stop_usd_per_point=0))
    dear = curve(p.having(stop_usd_per_point=100_000))
    assert cheap.stop == 0
    assert dear.stop == len(dear.points) - 1


def test_without_known_fees_there_is_no_stop():
    p = problem()
    left = tuple(a for a in p.catalog.assumptions if not a.name.startswith("eras"))
    free = Problem(versioned(replace(p.catalog, assumptions=left)), p.scenario)
    found = residency_list(free)
    assert found.fees_usd is None
    assert found.stop_at is None
    assert curve(free).stop is None
    assert curve(free).rungs == ()
    assert found.programs[0].per_1000 is None


@pytest.mark.parametrize("where_matters", [0.0, 0.3, 1.0])
def test_the_lists_of_all_numbers_are_those_of_each(where_matters, shipped):
    """Prices prove most of them at once; the others are looked for one by one."""
    rng = np.random.default_rng(1)
    ratings = tuple((p.program_id, int(rng.integers(1, 6))) for p in shipped.programs)
    day, first = dt.date(2027, 5, 3), ratings[0][0]
    kept = Booked(day, dt.date(2027, 5, 28), "hands_on", program_id=first)
    p = Problem(
        shipped,
        replace(
            default_scenario(shipped, TODAY),
            preferences=Preferences(where_matters=where_matters, programs=ratings),
            booked=(kept,),
            list_wishes=((ratings[3][0], "signal"), (ratings[5][0], "out")),
        ),
    )
    decision = decide(p)
    choices, values = decision.of_each_number()
    each = [decision.at(n) for n in range(decision.open_programs + 1)]
    assert values.tolist() == [found.value for found in each]
    assert choices.tolist() == [found.choice.tolist() for found in each]
    usd = [applications_usd(p, n) for n in range(len(values))]
    for rate in (0, 120, 700, 2_000, 20_000):  # US$ a point
        net = (100 * values * rate - usd).tolist()
        fresh = p.having(stop_usd_per_point=float(rate))
        assert stop_at(fresh) == net.index(max(net))


def test_more_applications_signals_and_letters_never_lower_the_value(shipped):
    p = Problem(shipped, default_scenario(shipped, TODAY))
    letters = [
        residency_list(
            p.having(applicant=replace(p.scenario.applicant, us_letters=n))
        ).value
        for n in range(4)
    ]
    assert letters == sorted(letters)
    by_signals = [residency_list(problem(signals=n)).value for n in range(8)]
    assert by_signals == sorted(by_signals)


def test_interviews_add_up_and_have_the_mean_of_the_single_chances(shipped):
    p = Problem(shipped, default_scenario(shipped, TODAY))
    found = residency_list(p)
    share = np.array(found.invitations.distribution)
    assert share.sum() == pytest.approx(1)
    assert share @ np.arange(len(share)) == pytest.approx(found.invitations.mean.value)
    alone = sum(e.interview.value for e in found.programs if e.is_on)
    assert found.invitations.mean.value == pytest.approx(alone)
    assert share[0] == pytest.approx(found.invitations.none.value)
    assert found.invitations.sd > np.sqrt(alone)  # wider than if independent


def test_the_distribution_is_that_of_a_simulation():
    rng = np.random.default_rng(0)
    each = rng.uniform(0, 0.6, (6, 3))
    share = distribution(each)
    for z in range(3):
        came = (rng.random((200_000, 6)) < each[:, z]).sum(axis=1)
        simulated = np.bincount(came, minlength=7) / len(came)
        assert np.abs(simulated - share[:, z]).max() < 0.005


def test_the_table_says_nothing_of_the_applicant(shipped):
    p = Problem(shipped, default_scenario(shipped, TODAY))
    found = residency_list(p)
    sheet = residency_sheet(p, found)
    assert len(sheet.rows) == found.open_programs
    assert [row[0] for row in sheet.rows[:20]] == ["apply with a signal"] * 20
    names = [str(row[1]) for row in sheet.rows[:20]]
    assert names == sorted(names)
    assert not any("%" in str(cell) for row in sheet.rows for cell in row)
