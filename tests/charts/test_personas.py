"""Typical applicants on one figure: every chance in its place, in signs and words."""

from charts.personas import Named, personas_chart, summary
from optimizer.domain.plan import Chance, Chances

ANN = Named(
    "Ann <b>",
    Chances(
        baseline=Chance(0.3, 0.2, 0.4),
        if_all_accept=Chance(0.5, 0.4, 0.6),
        expected=Chance(0.35, 0.3, 0.4),
        any_accepts=0.5,
        all_accept=0.03,
    ),
)
BOB = Named("Bob", None, "no plan fits")
EVE = Named(
    "Eve",
    Chances(
        baseline=Chance(0.1, 0.0, 0.2),
        if_all_accept=Chance(0.2, 0.1, 0.3),
        expected=Chance(0.15, 0.1, 0.2),
        any_accepts=0.5,
        all_accept=0.03,
    ),
)


def traces(figure):
    return {t.name: t for t in figure.data if t.mode == "markers"}


def test_each_applicant_has_three_signs_in_one_row():
    found = traces(personas_chart((ANN, BOB, EVE), dark=False))
    assert found["no rotation"].x == (30, 10)
    assert found["refusals counted"].x == (35, 15)
    assert found["all accept"].x == (50, 20)
    assert len({t.y for t in found.values()}) == 1
    assert len({t.marker.symbol for t in found.values()}) == 3


def test_the_range_is_that_with_refusals_counted():
    figure = personas_chart((ANN, EVE), dark=True)
    lines = [t for t in figure.data if t.mode == "lines"]
    assert [line.x for line in lines] == [(30, 40), (10, 20)]
    low, high = figure.layout.xaxis.range
    assert low == 0
    assert high > 50, "every sign has its place"


def test_names_are_plain_and_no_plan_is_said():
    text = " ".join(
        n.text for n in personas_chart((ANN, BOB), dark=False).layout.annotations
    )
    assert "<b>Ann &lt;b&gt;</b>  30\u00a0% → 35\u00a0%" in text
    assert "<b>Bob</b>: no plan fits" in text


def test_the_words_say_what_the_figure_shows():
    said = summary((ANN, BOB)).replace("\u00a0", " ")
    assert (
        "Ann <b>: 30 % with no rotation, 35 % with refusals counted, range 30–40 %,"
        " 50 % if all accept (about 1 in 33)."
    ) in said
    assert said.endswith("Bob: no plan fits.")


def test_a_figure_of_nobody_is_no_error():
    assert personas_chart((BOB,), dark=False).layout.height > 0
