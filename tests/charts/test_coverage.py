"""Coverage counts what is known, never what is unknown."""

from factories import catalog, offering, program, provenance

from charts.coverage import by_status, coverage, knows


def test_unknown_and_empty_do_not_count():
    found = coverage(
        catalog(
            programs=(
                program("P1"),
                program("P2", visa_sponsorship=(), receptiveness_us="unknown"),
            ),
            offerings=(offering("E1", tuition_usd=0), offering("E2", tuition_usd=None)),
        )
    )
    known = {c.fact: (c.known, c.records) for c in found}
    assert known["Programs: visa sponsorship"] == (1, 2)
    assert known["Programs: interviews US IMGs"] == (1, 2)
    assert known["Offerings: tuition"] == (1, 2)


def test_what_is_only_assumed_is_not_known():
    sources = (provenance("offerings.csv", "E1", "acceptance", status="assumed"),)
    assumed = catalog(sources=sources)
    stated = catalog()
    field = "acceptance"
    assert not knows(assumed, assumed.offering["E1"], field)
    assert knows(stated, stated.offering["E1"], field)


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
