"""The coverage chart shows the counts as shares, with what was known before."""

from factories import catalog, offering, program, provenance

from charts.bars import (
    DECISIVE,
    by_status,
    compare_counts,
    coverage_chart,
    decisive,
)
from optimizer.browse.known import Coverage, coverage

NOW = Coverage("offerings.csv", "students", 6, 1, 3)
BEFORE = Coverage("offerings.csv", "students", 1, 0, 3)
OTHER = Coverage("programs.csv", "url", 0, 0, 0)


def test_the_bars_are_shares_and_the_diamond_what_was_known():
    known, assumed, unknown, earlier = coverage_chart(
        compare_counts([NOW], [BEFORE]), dark=False
    ).data
    assert [list(bar.x) for bar in (known, assumed, unknown)] == [[60], [10], [30]]
    assert list(earlier.x) == [25]  # of the records there were then
    assert earlier.y[0] == known.y[0]
    assert "6 of 10" in known.customdata[0]
    assert "1 of 4" in earlier.customdata[0]


def test_the_parts_differ_in_more_than_colour():
    bars = coverage_chart(compare_counts([NOW]), dark=True).data[:3]
    assert len({bar.marker.pattern.shape for bar in bars}) == 3


def test_without_an_earlier_count_there_is_no_diamond():
    earlier = coverage_chart(compare_counts([NOW]), dark=False).data[3]
    assert not earlier.x
    assert earlier.showlegend is False


def test_a_file_without_records_is_drawn_empty():
    assert list(coverage_chart(compare_counts([OTHER]), dark=False).data[0].x) == [0]


def test_every_decisive_field_is_counted_and_named():
    made = catalog(programs=(program(),), offerings=(offering(),))
    rows = decisive(compare_counts(coverage(made)))
    assert [(row.now.file, row.now.field) for row in rows] == list(DECISIVE)


def test_other_fields_have_their_own_name_in_plain_words():
    [row] = compare_counts([OTHER], [BEFORE])
    assert row.before is None
    assert row.name == "Programs: Page"


def test_no_name_shows_a_column_as_it_is_written_in_the_files():
    made = catalog(programs=(program(),), offerings=(offering(),))
    names = [row.name for row in compare_counts(coverage(made))]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "_" in name]


def test_sources_are_counted_by_kind():
    sources = (
        provenance("offerings.csv", "E1", "students"),
        provenance("offerings.csv", "E1", "graduates"),
        provenance("offerings.csv", "E1", "weeks", status="assumed"),
    )
    assert by_status(catalog(sources=sources)) == (
        ("read on the institution's own page", 2),
        ("assumed, nothing on record", 1),
    )
