"""What is wrong with an input, in plain sentences: where, what, what is allowed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

from pydantic import ValidationError

SHOWN_CHARACTERS = 40
# Looking for similar words takes time, and both may be a stranger's.
COMPARED_WORDS = 500
COMPARED_CHARACTERS = 60
UNKNOWN_FIELD = "this field is unknown"

# What to write instead, by pydantic's name for the fault; braces take its context.
ALLOWED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "string_type": "text",
    "date_type": "a date such as 2027-03-01",
    "date_parsing": "a real date such as 2027-03-01",
    "literal_error": "{expected}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_short": "text that is not empty",
    "string_too_long": "at most {max_length} characters",
    "too_long": "at most {max_length} entries",
    "tuple_type": "a list in square brackets",
    "dict_type": "an object in curly brackets",
    "dataclass_type": "an object in curly brackets",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what, and what is allowed there."""

    where: str
    what: str
    allowed: str = ""

    @property
    def sentence(self) -> str:
        """The fault as one sentence."""
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        return f"{self.where}: {self.what}{allowed}."


class DataError(Exception):
    """An input was refused; ``faults`` holds every reason, never none."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.sentence for fault in self.faults))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Fault, ...]]]:
        """Pickle the faults, which a page's cache may need."""
        # The default would rebuild the error from its message, not from its faults.
        return DataError, (self.faults,)


def first_faults(faults: Iterable[Fault], most: int, where: str) -> list[Fault]:
    """List at most so many faults, and a note where there are more."""
    found = list(islice(faults, most + 1))
    if len(found) > most:
        found[most] = Fault(
            where, "there are more faults", "mend the listed ones first"
        )
    return found


def quote_value(value: object) -> str:
    """Show a value in a sentence, quoted and cut to a readable length."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    # Half a character cannot be printed, and a mark that turns the direction of writing
    # would turn what follows it.
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return f"{text[: SHOWN_CHARACTERS - 1]}…"


def nearest(word: str, known: Collection[str]) -> str:
    """Name the known words that look most like ``word``, or say there are none."""
    if not known:
        return "nothing yet, since none is known"
    # Known words may be a stranger's too: what cannot be printed is not suggested.
    printed = sorted(filter(str.isprintable, known))
    short = [k for k in printed if len(k) <= COMPARED_CHARACTERS]
    if not short or len(known) > COMPARED_WORDS:
        return "a known one"
    compared = word[:COMPARED_CHARACTERS]
    close = get_close_matches(compared, short, n=3, cutoff=0.5) or short[:1]
    return f"a known one, such as {' or '.join(close)}"


def path(location: Iterable[str | int]) -> str:
    """Write the place of a value in a nested object: ``booked[0].start``."""
    text = ""
    for step in location:
        if step == "[key]":  # pydantic's mark for the key itself
            continue
        if isinstance(step, int):
            text += f"[{step}]"
        else:  # a key may be anything its author typed
            plain = step.isidentifier() and len(step) <= SHOWN_CHARACTERS
            text += f".{step}" if plain else f"[{quote_value(step)}]"
    return text.removeprefix(".")


def faults_of(error: ValidationError) -> list[tuple[tuple[str | int, ...], str, str]]:
    """Put pydantic's findings in our words: location, what is wrong, the allowed."""
    return [
        (tuple(found["loc"]), *_fault_words(found))
        for found in error.errors(include_url=False)
    ]


def _fault_words(found: Any) -> tuple[str, str]:
    kind = found["type"]
    if kind == "missing":
        return "this is missing", "a value"
    if kind == "unexpected_keyword_argument":
        return UNKNOWN_FIELD, "only the documented fields"
    what = f"{quote_value(found['input'])} does not fit"
    allowed = ALLOWED.get(kind, found["msg"].replace("Input should be ", ""))
    return what, allowed.format(**_context(found)).replace("'", "")


def _context(found: Any) -> dict[str, object]:
    bounds: dict[str, object] = found.get("ctx", {})
    return {k: f"{v:g}" if isinstance(v, float) else v for k, v in bounds.items()}
