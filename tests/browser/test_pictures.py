"""The pictures of the README show the pages as they are."""

from __future__ import annotations

import re
from typing import Any

import pytest

from docs.take_pictures import PICTURES, Picture, headlines, look

pytestmark = pytest.mark.browser


def form(headline: str) -> str:
    """What of a headline does not change with the day: its words, not its figures."""
    return re.sub(r"[\d.,]*\d", "#", headline)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_has_the_headline_of_its_page(
    chromium: Any, address: str, picture: Picture
) -> None:
    headline, png = look(chromium, address, picture)
    said = f"Take the pictures anew: {picture.name}"
    assert form(headline) == form(headlines()[picture.name]), said
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (picture.width, picture.height)
