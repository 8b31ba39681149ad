"""How numbers, dates and names are written: on figures and on pages alike.

Text of a catalog is anyone's text. ``safe`` makes it plain in Markdown,
``safe_html`` in the pseudo-HTML of a figure; nothing else escapes.
"""

from __future__ import annotations

import datetime as dt
import html
import math
import re
from collections import Counter
from collections.abc import Iterable

from optimizer.domain.words import KINDS as KINDS
from optimizer.domain.words import count, dollars, people_of_thousand

money, counted = dollars, count

LEVELS = {
    "none_reported": "none reported",
    "low": "low",
    "mid": "middle",
    "high": "high",
    "very_high": "very high",
    "unknown": "unknown",
}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&!+-])")
_DIRECTIVE = re.compile(r":(?=\S)")
_ORDERED = re.compile(r"^(\d+)([.)])")
_SPACES = re.compile(r"[^\S\u00a0]+")
# Marks that turn the direction of all that follows; scripts do without them.
_DIRECTIONS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WORD_JOINER = "\u2060"
_GLUE = "\N{NO-BREAK SPACE}"
_SHORTER = (
    ("University", "Univ."),
    ("Medical Center", "Med. Ctr."),
    ("Rehabilitation", "Rehab"),
    ("Hospitals", "Hosp."),
    ("Hospital", "Hosp."),
    ("Physical Medicine and Rehab", "PM&R"),
)


def safe(text: str) -> str:
    """Text that Markdown shows as it is: no markup, links, icons or formulas."""
    escaped = _ORDERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", _one_line(text)))
    return _DIRECTIVE.sub(":" + _WORD_JOINER, escaped)


def safe_html(text: str) -> str:
    """Text that a figure shows as it is."""
    return html.escape(_one_line(text), quote=False)


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", _DIRECTIONS.sub("", text)).strip(" ")


def link(label: str, url: str) -> str:
    """Return a Markdown link if the address is a plain web address, else the label."""
    if re.fullmatch(r"https?://[^\s()<>\[\]\"'`\\]+", url):
        return f"[{safe(label)}](<{url}>)"
    return safe(label)


def source(text: str) -> str:
    """Return a source in Markdown: linked if it is a web address."""
    if text.startswith(("http://", "https://")):
        return link(text.split("/")[2], text)
    return safe(text)


def short(name: str, most: int = 30) -> str:
    """Shorten a name to about ``most`` characters, cut between words."""
    for long_word, short_word in _SHORTER:
        name = name.replace(long_word, short_word)
    if len(name) <= most:
        return name
    return name[:most].rsplit(" ", 1)[0].rstrip(" .,;-(") + "…"


def short_names(names: Iterable[str], most: int = 30) -> dict[str, str]:
    """Short names of what stands on one list: no two alike.

    Of names that would be cut alike so much is kept that they differ.
    """
    found = {name: short(name, most) for name in names}
    count = Counter(found.values())
    alike = [name for name, cut in found.items() if count[cut] > 1]
    if not alike:
        return found
    if most >= max(map(len, alike)):  # alike by what is written shorter alone
        return found | {name: name for name in alike}
    return found | short_names(alike, most + 10)


def percent(share: float, digits: int = 0) -> str:
    """Write a share of 1 in percent: 33 %."""
    return f"{share * 100:.{digits}f}{_GLUE}%"


def frequency(share: float) -> str:
    """Write a chance as a frequency, two digits at most: about 1 in 220.

    A chance that is not 0 is never written as none, one below 1 never as all.
    """
    if share <= 0:
        return "never"
    if share >= 1:
        return "always"
    many, out_of = _one_in(share) if share < 1 / 3 else _of_ten(share)
    return f"about {many} in {out_of:,}"


def in_hundred(share: float) -> str:
    """Write a chance as whole ones in a hundred: 5 in 100, fewer than 1 in 10,000."""
    if 0 < share < 0.0001:
        return "fewer than 1 in 10,000"
    if 0 < share < 0.005:
        return "fewer than 1 in 100"
    return f"{round(share * 100)} in 100"


def more_of_thousand(pp: float) -> str:
    """Write a difference in points as people: 5 more of 1,000, 3 fewer of 1,000."""
    people = people_of_thousand(pp)
    return f"{abs(people)} {'fewer' if people < 0 else 'more'} of 1,000"


def of_thousand(pp: float) -> str:
    """Write points as people: 5 of 1,000."""
    return f"{people_of_thousand(pp)} of 1,000"


def _one_in(share: float) -> tuple[int, int]:
    exact = 1 / share
    digits = max(math.floor(math.log10(exact)) - 1, 0)
    return 1, round(round(exact), -digits)


def _of_ten(share: float) -> tuple[int, int]:
    """In tens, or in hundreds where ten of ten would be too many."""
    if share < 0.95:
        return round(share * 10), 10
    return min(round(share * 100), 99), 100


def percent_range(low: float, high: float) -> str:
    """Two shares of 1 as a range: 41–60 %."""
    return f"{low * 100:.0f}–{high * 100:.0f}{_GLUE}%"


def more_or_less(usd: int) -> str:
    """Return a difference in dollars: $300 more, $300 less, the same money."""
    if usd == 0:
        return "the same money"
    return f"{money(abs(usd))} {'more' if usd > 0 else 'less'}"


def day(date: dt.date) -> str:
    """Return a date in a sentence: 22 September."""
    return f"{date.day} {date:%B}"


def short_day(date: dt.date) -> str:
    """Return a date where room is short: 22 Sep."""
    return f"{date.day} {date:%b}"


def within(value: float, bound: float) -> str:
    """Gap between a value and its bound, two shares of 1, rounded up: 0.01 points."""
    gap = math.ceil(round(max(bound - value, 0.0) * 10_000, 6))
    return f"{max(gap, 1) / 100:.2f}{_GLUE}points"


def full_day(date: dt.date) -> str:
    """Return a date with its year: 22 Sep 2027."""
    return f"{short_day(date)} {date.year}"


def days(start: dt.date, end: dt.date) -> str:
    """First and last day: 3–28 May, or 31 May – 25 Jun."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short_day(end)}"
    return f"{short_day(start)} – {short_day(end)}"


def sentence(text: str) -> str:
    """First letter as a capital, a full stop at the end."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
