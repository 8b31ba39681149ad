"""Numbers, dates and anyone's text, as they are written everywhere."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from charts import words

JOINER = "\u2060"


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "[x](http://e.com)", "$1$", "`x`", "*x*", "_x_", "# x", "1. x"],
)
def test_safe_text_keeps_no_markup(text):
    safe = words.safe(text)
    assert safe.replace("\\", "").replace(JOINER, "") == text
    for sign in "<>[]$`*_#":
        assert safe.count(sign) == safe.count(f"\\{sign}")
    assert not safe.startswith("1. ")


def test_safe_text_starts_no_icon_colour_or_emoji():
    for text in (":material/home:", ":red[x]", ":smile:"):
        assert not words.safe(text).startswith(text[:2])


def test_safe_text_is_one_line():
    assert words.safe("a\n\n- b") == "a \\- b"


def test_numbers_stay_with_their_unit():
    assert words.safe(f"about  {words.percent(0.5)}") == "about 50\u00a0%"


def test_figures_show_no_markup():
    assert words.safe_html("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "https://e.com/a b", "https://e.com/)x", "", "//e.com"],
)
def test_only_plain_web_addresses_become_links(url):
    assert words.link("A*", url) == "A\\*"


def test_a_link_keeps_its_label_plain():
    assert words.link("[A]", "https://e.com/x") == "[\\[A\\]](<https://e.com/x>)"


def test_a_source_is_linked_by_its_site():
    assert words.source("https://e.com/x/y") == "[e.com](<https://e.com/x/y>)"
    assert words.source("9 FAM 402.2-5") == "9 FAM 402.2\\-5"


ALIKE = ("Larkin Community Hospital", "Larkin Community Hospital Palm Springs Campus")


def test_short_names_end_between_words():
    short = words.short("Penn State Health Milton S. Hershey Medical Center")
    assert short == "Penn State Health Milton S…"
    assert words.short("University of Utah") == "Univ. of Utah"


NAME = some.text(max_size=50)


@given(some.lists(NAME | some.sampled_from(ALIKE), unique=True), some.integers(5, 40))
def test_short_names_of_one_list_are_never_alike(names, most):
    found = words.short_names(names, most)
    assert set(found) == set(names)
    assert len(set(found.values())) == len(names)


def test_only_as_much_is_kept_as_tells_names_apart():
    found = words.short_names([*ALIKE, "University of Utah"], 20)
    assert [*found.values()] == [
        "Larkin Community Hosp.",
        "Larkin Community Hosp. Palm…",
        "Univ. of Utah",
    ]


def test_shares_are_percent_and_gains_have_signs():
    glue = "\u00a0"
    assert words.percent(0.334) == f"33{glue}%"
    assert words.percent_range(0.41, 0.6) == f"41–60{glue}%"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "never"),
        (1e-6, "about 1 in 1,000,000"),
        (0.15 * 0.15 * 0.2 * 0.2, "about 1 in 1,100"),
        (0.15 * 0.15 * 0.2, "about 1 in 220"),
        (0.15**3, "about 1 in 300"),
        (0.15 * 0.2, "about 1 in 33"),
        (0.15, "about 1 in 7"),
        (0.3, "about 1 in 3"),
        (0.42, "about 4 in 10"),
        (0.949, "about 9 in 10"),
        (0.96, "about 96 in 100"),
        (0.9999, "about 99 in 100"),
        (1.0, "always"),
    ],
)
def test_small_chances_are_told_as_frequencies(share, said):
    assert words.frequency(share) == said


def test_the_gap_is_rounded_up_and_never_nothing():
    assert words.within(0.5, 0.50011).startswith("0.02")
    assert words.within(0.5, 0.5).startswith("0.01")
    assert words.within(0.5, 0.4999).startswith("0.01")


def test_days_name_a_month_once():
    assert words.days(dt.date(2027, 5, 3), dt.date(2027, 5, 28)) == "3–28 May"
    assert words.days(dt.date(2027, 5, 31), dt.date(2027, 6, 25)) == "31 May – 25 Jun"


def test_sentences_begin_and_end_as_such():
    assert words.sentence("two letters") == "Two letters."
    assert words.sentence("Why?") == "Why?"


def test_no_name_turns_the_direction_of_a_sentence() -> None:
    assert words.safe("\u202eevil\u2066 عيادة") == "evil عيادة"
    assert words.safe_html("a\u202eb") == "ab"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0 in 100"),
        (1e-9, "fewer than 1 in 10,000"),
        (0.004, "fewer than 1 in 100"),
        (0.053, "5 in 100"),
        (1.0, "100 in 100"),
    ],
)
def test_a_small_chance_is_never_written_as_none(share, said):
    assert words.in_hundred(share) == said


def test_a_difference_is_told_in_people():
    assert words.more_of_thousand(0.52) == "5 more of 1,000"
    assert words.more_of_thousand(-1.24) == "12 fewer of 1,000"
