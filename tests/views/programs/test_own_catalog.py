"""A catalog of one's own on the page: looked at, used, left; nothing crashes on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import memory, ran, remember, scenario_of

from optimizer.catalog_io.upload import catalog_from
from optimizer.catalog_io.write import write_file, write_files, write_zip
from optimizer.domain.catalog import Catalog
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.share import Saved, Shared
from views.inputs import widgets
from views.inputs.labels import label
from views.pages import PAGES
from views.session.session import History, Now, Origin, Own

EVIL = "<script>window.pwned = 1</script> **bold** $x^2$ [x](http://e.com) :red[x]"
RTL = "\u202eevil \u0627\u0644"
LONG = "Hospital " * 30
SMALL = make.catalog(
    programs=(make.program("P1", name=EVIL),),
    offerings=(
        make.offering("E1", host=EVIL[:100]),
        make.offering("E2", program_id="", host=f"{RTL} {LONG}"[:300], title=EVIL),
    ),
)
FILES = write_files(SMALL)
MINE = catalog_from(FILES)
ZIP = ("mine.zip", write_zip(FILES), "application/zip")


def app(place):  # AppTest takes its source out of this module: no names of it here
    from optimizer.domain.problem import Problem
    from views.inputs import panel
    from views.pages import PAGES
    from views.session import catalogs

    catalog = catalogs.current()
    problem = Problem(catalog, panel.draw(catalog).scenario)
    catalogs.banner()
    PAGES[place].render(problem)


def page_number(title: str) -> int:
    return next(i for i, page in enumerate(PAGES) if page.title == title)


def visit(place: int | None = None, **session: object) -> AppTest:
    number = page_number("Programs") if place is None else place
    at = AppTest.from_function(app, kwargs={"place": number}, default_timeout=120)
    given = {"first_day": make.TODAY, "sections of Programs": "Your own catalog"}
    remember(at, **given | session)
    return ran(at)


def uploaded(*files: tuple[str, bytes, str], at: AppTest | None = None) -> AppTest:
    at = at or visit()
    at.file_uploader[0].set_value(list(files))
    return ran(at)


def pressed(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return ran(at)


def text(at: AppTest) -> str:
    kinds = (at.markdown, at.error, at.warning, at.info)
    return "\n".join(item.value for kind in kinds for item in kind)


def plain(at: AppTest) -> str:
    return text(at).replace("\\", "")


def used(at: AppTest) -> Catalog | None:
    found = memory(at).own_catalog
    return found.catalog if found else None


# --- files ------------------------------------------------------------------------


def test_an_upload_is_looked_at_before_it_is_used(shipped: Catalog) -> None:
    at = uploaded(ZIP)
    assert used(at) is None
    assert "**mine.zip** is in order: 1 program, 2 offerings" in text(at)
    rows = {row["File"]: row for _, row in at.table[0].value.iterrows()}
    assert rows["offerings.csv"]["Rows"] == "2"
    differ = rows["offerings.csv"]["Of which differ"]
    assert differ == f"2 added, {len(shipped.offerings)} removed"
    at = pressed(at, "Use it")
    assert used(at) == MINE
    assert "**Your own catalog is in use** (mine.zip)" in text(at)
    assert memory(at).upload is None  # only one is kept
    at = pressed(at, "Back to the shipped catalog")
    assert used(at) is None
    assert "own catalog is in use" not in text(at)


def test_only_what_was_changed_needs_to_be_uploaded(shipped: Catalog) -> None:
    first, *others = shipped.offerings
    changed = replace(
        shipped, offerings=(replace(first, weeks=first.weeks + 1), *others)
    )
    content = write_file(changed, "offerings.csv")
    at = uploaded(("offerings.csv", content, "text/csv"))
    assert "Rows that differ from the shipped catalog: 1 changed." in text(at)
    assert "as in use now: programs.csv, places.csv, seasons.csv," in text(at)
    cells = at.table[1].value["Cells"][0].replace("\\", "")
    assert cells == f"weeks: {first.weeks} → {first.weeks + 1}"
    at = pressed(at, "Use it")
    found = used(at)
    assert found is not None
    assert found.offering[first.offering_id].weeks == first.weeks + 1
    lost = len(shipped.provenance) - len(found.provenance)
    assert 0 < lost < 5  # only the sources of the changed cell


def test_faults_are_listed_and_nothing_is_used() -> None:
    wrong = FILES["offerings.csv"].replace(b",4,mondays", b",x,daily")
    at = uploaded(
        ("offerings.csv", wrong, "text/csv"),
        *[(name, FILES[name], "text/csv") for name in FILES if name != "offerings.csv"],
    )
    assert "Nothing was used: there are 4 things to mend first" in text(at)
    where = at.table[0].value["Where"].str.replace("\\", "")
    assert "offerings.csv, row 2, column weeks" in set(where)
    assert not [b for b in at.button if b.label == "Use it"]


def test_many_faults_are_cut_with_their_number() -> None:
    many = make.catalog(places=tuple(make.place(f"City {i}") for i in range(60)))
    wrong = write_file(many, "places.csv").replace(b",300,", b",x,")
    at = uploaded(("places.csv", wrong, "text/csv"))
    assert len(at.table[0].value) == 20
    assert [e.label for e in at.expander if e.label.endswith(" more")]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("a.zip", b"PK\x03\x04", "application/zip"), "the zip is damaged"),
        (("a.csv", b"x", "text/csv"), "no file of a catalog"),
        (("places.csv", b"", "text/csv"), "the file is empty"),
    ],
)
def test_a_wrong_file_is_told(file: tuple[str, bytes, str], said: str) -> None:
    at = uploaded(file)
    assert "there is 1 thing to mend first" in text(at)
    assert said in " ".join(at.table[0].value.iloc[0])


def test_the_catalog_in_use_is_known_again(shipped: Catalog) -> None:
    at = uploaded(("c.zip", write_zip(write_files(shipped)), "application/zip"))
    assert "This is the catalog in use: nothing differs" in text(at)


# --- every page on a small and hostile catalog ------------------------------------


@pytest.mark.parametrize("place", range(len(PAGES)), ids=[p.title for p in PAGES])
def test_every_page_stands_a_small_hostile_catalog(place: int) -> None:
    at = visit(place, own_catalog=Own(EVIL, MINE))
    told = text(at)
    assert "<script>" not in told
    assert "own catalog is in use" in told
    assert ":red[x]" not in told


@pytest.mark.parametrize("place", range(len(PAGES)), ids=[p.title for p in PAGES])
def test_every_page_stands_a_change_of_catalog(shipped: Catalog, place: int) -> None:
    """What the session remembers of one catalog does not break under another."""
    here = default_scenario(shipped, make.TODAY)
    ids = [o.offering_id for o in shipped.offerings]
    program = shipped.programs[0].program_id
    elsewhere = replace(
        here,
        pins=(ids[0],),
        exclusions=(ids[1],),
        answers=((ids[2], "asked"),),
        preferences=replace(here.preferences, programs=((program, 5),)),
        booked=(make.booked(dt.date(2027, 5, 3), offering_id=ids[3]),),
    )
    future = replace(elsewhere, season=2031)
    block = f"{ids[0]}@2027-05-03"
    origin = Origin("Shared plan", future)
    at = visit(
        place,
        own_catalog=Own("mine", MINE),
        filled=elsewhere,
        history=History(Now(origin, elsewhere), past=(Now(origin, future),)),
        begun=origin,
        kept={"A": Saved("old", future)},
        picks=(block,),
        opened=Shared(elsewhere, (block,), has_profile=False, same_catalog=True),
    )
    found = scenario_of(at)
    assert (found.pins, found.exclusions, found.answers) == ((), (), ())
    assert (found.preferences.programs, found.booked) == ((), ())
    assert f"which is left out: {label('pins')}: {ids[0]}" in plain(at)


def test_going_back_to_a_scenario_of_another_catalog_is_safe() -> None:
    at = visit(own_catalog=Own("mine", MINE))
    remember(at, replace(scenario_of(at), season=2031))
    ran(at)
    assert scenario_of(at).season == 2028
    assert "Year you apply: 2031" in plain(at)


def test_two_visitors_never_see_each_others_catalog(shipped: Catalog) -> None:
    other = catalog_from(
        {**FILES, "places.csv": FILES["places.csv"].replace(b",300,", b",301,")}
    )
    one, two, none = visit(), visit(), visit()
    memory(one).own_catalog = Own("one", MINE)
    memory(two).own_catalog = Own("two", other)
    assert (used(ran(one)), used(ran(two)), used(ran(none))) == (MINE, other, None)
    assert MINE != other != shipped


@pytest.mark.parametrize("own", [True, False])
def test_a_link_says_that_it_lacks_the_catalog(own: bool) -> None:
    session = {"own_catalog": Own("mine", MINE)} if own else {}
    at = visit(0, **session, **{f"{widgets.PANEL_KEY}Share or save": True})
    assert ("It does not hold your own catalog" in text(at)) == own


# --- one's own offering -----------------------------------------------------------


def key(at: AppTest, name: str) -> str:
    return f"catalog {memory(at).catalog_edition} {name}"


def filled(at: AppTest, **cells: object) -> AppTest:
    at.text_input(key=key(at, "host")).set_value(EVIL)
    at.selectbox(key=key(at, "city")).set_value("Houston, TX")
    for name, value in cells.items():
        at.number_input(key=key(at, name)).set_value(value)
    return at


def test_an_offering_is_added_changed_and_removed(shipped: Catalog) -> None:
    at = pressed(filled(visit(), weeks=2, acceptance=35, tuition_usd=0), "Add it")
    mine = used(at).offering["U001"]
    assert (mine.host, mine.weeks, mine.acceptance) == (EVIL, 2, 0.35)
    # Nothing is free unless it was said to be.
    assert (mine.tuition_usd, mine.application_fee_usd) == (0, None)
    assert (mine.status, mine.as_of) == ("user", make.TODAY.isoformat())
    assert "<script>" not in text(at)

    at.button(key="edit U001").click()
    ran(at)
    assert at.text_input(key=key(at, "host")).value == EVIL
    assert at.number_input(key=key(at, "acceptance")).value == 35
    at.number_input(key=key(at, "weeks")).set_value(4)
    at = pressed(at, "Save the change")
    assert used(at).offering["U001"] == replace(mine, weeks=4)

    at = pressed(filled(at), "Add it")
    assert {"U001", "U002"} <= set(used(at).offering)
    for name in ("U001", "U002"):
        at.button(key=f"remove {name}").click()
        ran(at)
    assert used(at) is None  # nothing of one's own is left


def test_an_offering_in_a_new_city() -> None:
    at = filled(visit(), lat=31.55, lon=-97.15, housing_week_usd=250, food_week_usd=120)
    at.text_input(key=key(at, "new city")).set_value("Waco")
    at.text_input(key=key(at, "state")).set_value("tx")
    at.selectbox(key=key(at, "region")).set_value("West South Central")
    at.selectbox(key=key(at, "starts")).set_value("")
    at.text_input(key=key(at, "dates")).set_value("2027-05-03; 2027-06-07")
    at = pressed(at, "Add it")
    found = used(at)
    assert found.offering["U001"].place == "Waco, TX"
    assert found.offering["U001"].starts == "2027-05-03; 2027-06-07"
    assert found.place["Waco, TX"].housing_week_usd == 250


def test_what_does_not_fit_is_said_in_the_words_of_the_form() -> None:
    at = pressed(visit(), "Add it")
    assert "“City”: choose one" in at.error[0].value
    at.selectbox(key=key(at, "city")).set_value("Houston, TX")
    at.selectbox(key=key(at, "starts")).set_value("")
    at.text_input(key=key(at, "dates")).set_value("2027-05-04/2027-05-03")
    at = pressed(at, "Add it")
    said = at.error[0].value.replace("\\", "")
    assert "“Host”: this is empty" in said
    assert "“Starts”: 2027-05-03 is before 2027-05-04" in said
    assert used(at) is None
    # and what was typed is still there
    assert at.text_input(key=key(at, "dates")).value == "2027-05-04/2027-05-03"
