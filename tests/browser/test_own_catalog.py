"""A catalog of one's own in a browser: real files, up and down, names as plain text."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from browser.conftest import HEIGHT, Visiting
from browser.test_accessibility import assert_accessible, serious
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.catalog_io.upload import catalog_from, unpack_upload
from optimizer.catalog_io.write import write_file, write_files, write_zip
from optimizer.domain.catalog import Catalog

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

MARKUP = "<img src=x onerror='window.pwned = 1'> **Clinic** $x^2$"
BANNER = "Your own catalog is in use"


@pytest.fixture
def mine(shipped: Catalog, tmp_path: Path) -> Path:
    """The shipped catalog with markup in the name of its first host, as a zip."""
    first, *others = shipped.offerings
    own = replace(shipped, offerings=(replace(first, host=MARKUP), *others))
    path = tmp_path / "mine.zip"
    path.write_bytes(write_zip(write_files(own)))
    return path


def open_tab(here: Visit) -> Visit:
    """Open the tab, wherever it stands among the others."""
    here.tab("Your own catalog")
    api.expect(here.page.locator("input[type=file]")).to_have_count(1)
    here.settle()
    return here


def open_form(here: Visit) -> None:
    form = here.page.get_by_test_id("stExpander").filter(has_text="Add an offering")
    form.locator("summary").first.click()
    host = here.page.get_by_role("textbox", name="Host", exact=True)
    api.expect(host).to_be_visible()


def uploading(here: Visit, path: Path) -> None:
    here.settle()
    here.page.locator("input[type=file]").set_input_files(path)


def using(here: Visit, path: Path) -> None:
    uploading(here, path)
    api.expect(here.button("Use it")).to_be_visible()
    here.settle()
    here.button("Use it").click()
    api.expect(here.page.get_by_text(BANNER).first).to_be_visible()
    here.settle()


def test_an_upload_is_shown_used_on_every_page_and_left(
    visit: Visiting, mine: Path
) -> None:
    here = open_tab(visit(page="programs"))
    uploading(here, mine)
    changed = here.page.get_by_test_id("stExpander").filter(has_text="offerings.csv")
    api.expect(changed).to_have_count(1)
    here.settle()
    changed.locator("summary").click()
    cell = here.page.get_by_role("cell", name=MARKUP)
    api.expect(cell).to_be_visible()  # as text, of which nothing ran
    assert not here.page.locator("img[src=x]").count()
    using(here, mine)
    here.go_to("Plan")
    api.expect(here.headline).to_contain_text("Write to")
    api.expect(here.page.get_by_text(BANNER).first).to_be_visible()
    here.settle()
    here.go_to("Programs")
    api.expect(here.headline).to_have_text("Programs")
    open_tab(here)
    back = here.button("Back to the shipped catalog")
    api.expect(back).to_be_visible()
    here.settle()
    back.click()
    api.expect(here.page.get_by_text(BANNER)).to_have_count(0)

    # Someone else never saw any of it.
    other = open_tab(visit(page="programs"))
    api.expect(other.page.get_by_text("The shipped catalog:").first).to_be_visible()
    assert not other.page.get_by_text(BANNER).count()


def test_what_is_downloaded_can_be_uploaded_again(
    visit: Visiting, mine: Path, shipped: Catalog, tmp_path: Path
) -> None:
    here = open_tab(visit(page="programs"))
    using(here, mine)
    with here.page.expect_download() as download:
        here.button("Download this catalog").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    with zipfile.ZipFile(saved) as archive:
        assert b"offerings.csv" in archive.read("README.txt").lower()
    found = catalog_from(unpack_upload([(saved.name, saved.read_bytes())]))
    assert found.offerings[0].host == MARKUP
    assert found.programs == shipped.programs
    uploading(here, saved)
    api.expect(
        here.page.get_by_text("This is the catalog in use").first
    ).to_be_visible()

    with here.page.expect_download() as download:
        here.button("Download a template").click()
    template = tmp_path / "template.zip"
    download.value.save_as(template)
    small = catalog_from(unpack_upload([("template.zip", template.read_bytes())]))
    assert 0 < len(small.offerings) < 4


def test_faults_are_named_and_fit_on_a_phone(
    visit: Visiting, shipped: Catalog, tmp_path: Path
) -> None:
    wrong = write_file(shipped, "offerings.csv").replace(b",4,mondays", b",x,daily")
    path = tmp_path / "offerings.csv"
    path.write_bytes(wrong)
    here = open_tab(visit(page="programs", width=390))
    uploading(here, path)
    api.expect(here.alert.filter(has_text="Nothing was used")).to_be_visible()
    first = here.page.get_by_role("cell", name="column weeks").first
    api.expect(first).to_be_visible()
    here.settle()
    assert_no_sideways(here, 390)
    assert_within(here.page.get_by_test_id("stTable").first, 390, "table")
    assert not serious(here, "[data-testid=stMain]")
    assert here.button("Use it").count() == 0


def test_an_offering_is_added_with_the_form(visit: Visiting) -> None:
    here = open_tab(visit(page="programs"))
    open_form(here)
    here.page.get_by_role("textbox", name="Host", exact=True).fill(MARKUP)
    city = here.page.get_by_role("combobox", name="City", exact=True)
    city.click()
    city.fill("Houston, TX")  # the list is long, and only what is in view is drawn
    here.page.get_by_role("option", name="Houston, TX", exact=True).click()
    here.button("Add it").click()
    api.expect(here.page.get_by_text(BANNER).first).to_be_visible()
    added = here.page.get_by_text("**Clinic**").filter(has_text="U001")
    api.expect(added.first).to_be_visible()
    assert not here.page.locator("img[src=x]").count()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_tab_is_accessible(visit: Visiting, mine: Path, dark: bool) -> None:
    here = open_tab(visit(page="programs", dark=dark))
    uploading(here, mine)
    api.expect(here.button("Use it")).to_be_visible()
    here.settle()
    open_form(here)
    assert_accessible(here)
    for width in HEIGHT:
        here.page.set_viewport_size({"width": width, "height": 900})
        here.settle()
        assert_no_sideways(here, width)
