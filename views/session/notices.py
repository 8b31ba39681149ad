"""What is said above the inputs: what could not be opened, was lost or came back."""

from __future__ import annotations

from views.session import state
from views.session.session import session


def refuse(sentence: str) -> None:
    """Keep what to say about a link that could not be opened."""
    session().refused = sentence


def refusal() -> str:
    """Return what to say about a link, once, or a file, until another is chosen."""
    now = session()
    found, now.refused = now.refused, ""
    return found or now.refused_file


def leave_out(sentence: str) -> None:
    """Say what the inputs lost, until they are filled anew."""
    session().left_out = session().edition, sentence


def omission() -> str:
    """What the inputs lost when they were last filled."""
    when, sentence = session().left_out
    return sentence if when == session().edition else ""


def tell_restored() -> None:
    """Say that the scenario was restored, until it changes."""
    session().restored = state.valid()


def is_restored() -> bool:
    """Whether the scenario is as it was restored."""
    return session().restored == state.valid()
