"""The columns of programs and offerings in words: the one table of their names.

A column has one name on every page, in every form and on every bill; what one may ask,
answer or assume about it stands beside it. What a cell may hold is said by the types of
``records``, where the columns themselves are defined.
"""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.domain.columns.programs import PROGRAM, CatalogField

OFFERING = {
    "offering_id": CatalogField("Id in this catalog"),
    "program_id": CatalogField(
        "Residency program there",
        "Does a visitor rotate with the PM&R residency?",
        "None: a rotation there gives a letter, but is no audition.",
    ),
    "host": CatalogField("Host", help="The hospital or practice, as it calls itself."),
    "title": CatalogField(
        "What it is", help="In a few words, such as: inpatient elective."
    ),
    "city": CatalogField(
        "City",
        help="Where one rotates. A city of the list has its living costs already.",
    ),
    "state": CatalogField("State", help="Two letters."),
    "students": CatalogField(
        "Takes students of foreign schools",
        "Do you take students of foreign schools?",
        "“Not known” counts as possible and is marked to be asked.",
        needed="The host would have to take students of foreign schools.",
        answerable=True,
        decisive=True,
        decides="whom a host takes",
    ),
    "graduates": CatalogField(
        "Takes graduates of foreign schools",
        "Do you take graduates of foreign schools?",
        "“Not known” counts as possible and is marked to be asked.",
        needed="The host would have to take graduates of foreign schools.",
        answerable=True,
        decisive=True,
        decides="whom a host takes",
    ),
    "us_persons_only": CatalogField(
        "Only for US citizens and residents",
        "Do you take people without US work authorization?",
        "Whether a visitor needs US work authorization.",
        needed="The host would have to take people without US work authorization, or"
        " you would have to hold one that lasts through residency.",
        answerable=True,
        decisive=True,
        decides="whom a host takes",
    ),
    "needs_vslo_school": CatalogField(
        "Home school must use VSLO",
        "Can I apply without a home school in VSLO?",
        needed="Your school would have to take part in VSLO.",
        answerable=True,
        decides="whom a host takes",
    ),
    "needs_step1_pass": CatalogField(
        "Step 1 must be passed",
        "Do you require a pass in Step 1?",
        needed="You would have to pass Step 1 first.",
        answerable=True,
        decides="whom a host takes",
    ),
    "max_step1_failures": CatalogField(
        "Failed attempts at Step 1, at most",
        "How many failed attempts at Step 1 do you accept?",
        needed="The host would have to accept more failures of Step 1.",
        answerable=True,
        no_limit=True,
        decides="whom a host takes",
    ),
    "weeks": CatalogField(
        "Length",
        "How many weeks does it take?",
        "From its first Monday to the Friday that ends its last week, unless its"
        " dates say otherwise.",
        "weeks",
        answerable=True,
        decides="when",
    ),
    "starts": CatalogField(
        "Starts",
        "On which dates can it start?",
        "The first days on which it can begin; a calendar month or a range also"
        " says when it ends.",
        needed="The host would have to offer a later start.",
        answerable=True,
        decisive=True,
        decides="when",
    ),
    "application_fee_usd": CatalogField(
        "Application fee",
        "What does an application cost?",
        "Empty: a typical amount is assumed, never nothing.",
        "US$",
        answerable=True,
        decisive=True,
        decides="the price",
    ),
    "fee_due": CatalogField(
        "Application fee is due",
        "Is the application fee due with the application, or after a yes?",
        "Not known: with the application; for an e-mail without a fee, after a yes.",
        answerable=True,
    ),
    "tuition_usd": CatalogField(
        "Tuition or visitor fee",
        "Is there a tuition or visitor fee?",
        "For the whole rotation. Empty: a typical amount is assumed.",
        "US$",
        answerable=True,
        decisive=True,
        decides="the price",
    ),
    "other_fees_usd": CatalogField(
        "Other fees",
        "What else is to be paid: malpractice cover, screening?",
        "Malpractice cover, screening. Empty: a typical amount.",
        "US$",
        answerable=True,
        decides="the price",
    ),
    "apply_lead_weeks": CatalogField(
        "Apply before the start",
        "How many weeks before the start must I apply?",
        unit="weeks",
        needed="The host would have to take a late application.",
        answerable=True,
        decisive=True,
        decides="when",
    ),
    "letter_days": CatalogField(
        "Days until a letter",
        "How long does a letter of recommendation take after the rotation?",
        unit="days",
        answerable=True,
        decides="the letter",
    ),
    "gives_letter": CatalogField(
        "Gives a letter",
        "May I ask for a letter of recommendation afterwards?",
        "“Not known” counts as yes and is marked to be asked.",
        answerable=True,
        decisive=True,
        decides="the letter",
    ),
    "acceptance": CatalogField(
        "Chance that the host accepts",
        "How many of those who apply do you take?",
        "Your guess. Empty: the general assumption.",
        "share",
        answerable=True,
        decisive=True,
    ),
    "kind": CatalogField(
        "Kind",
        "Is it hands-on, or does a visitor watch?",
        "An observership counts for less than hands-on work.",
        needed="You would have to be a student on its last day, or hold US work"
        " authorization.",
        answerable=True,
    ),
    "channel": CatalogField(
        "How to apply",
        "How does one apply?",
        "It says whom to write to; it changes no chance.",
        answerable=True,
    ),
    "focus": CatalogField("Fields of PM&R", "Which areas of PM&R would I see?"),
    "url": CatalogField(
        "Page",
        "Which page describes this rotation?",
        "Where others can read about it.",
    ),
    "as_of": CatalogField("Last seen", "Is what you say there on visitors still true?"),
    "status": CatalogField("Where the main facts are from"),
    "application_window": CatalogField(
        "When it takes applications",
        "When do you take applications for which start dates?",
        needed="The host would have to take a late application.",
        decides="when",
    ),
    "pmr_available": CatalogField(
        "Takes visitors in PM&R",
        "Does PM&R take visitors?",
        "“Not known” counts as possible and is marked to be asked.",
        needed="PM&R would have to take visitors there.",
        answerable=True,
        decisive=True,
        decides="whom a host takes",
    ),
    "door": CatalogField(
        "Office shared with other rotations",
        "Does one office take the requests for several rotations?",
    ),
    "max_per_visitor": CatalogField(
        "Rotations a visitor may do",
        "How many rotations may one visitor do with you?",
        answerable=True,
    ),
    "sponsor_first": CatalogField(
        "A physician there must agree first",
        "Must a physician of your staff agree before I apply?",
        answerable=True,
        decides="whom a host takes",
    ),
    "min_english": CatalogField(
        "Proof of English", "Which proof of English do you want?"
    ),
    "entry_statuses": CatalogField(
        "Ways to enter the US that it takes",
        "With which visa may a visitor come, and do you send papers for it?",
        needed="You would have to enter on one of these, with papers of the host.",
        decides="whom a host takes",
    ),
    "requirements": CatalogField(
        "Asks of graduates",
        "Do you ask for a licence or a post as a physician?",
        decides="whom a host takes",
    ),
    "documents": CatalogField(
        "Papers it asks for",
        "Which papers do you ask for, and how old may tests be?",
    ),
    "fee_refunded": CatalogField(
        "Application fee comes back",
        "Does the application fee come back if you say no, or if I cancel?",
    ),
    "refunds": CatalogField(
        "Tuition comes back",
        "What comes back if I cancel, or if my visa is refused, and until when?",
    ),
    "cold_requests": CatalogField(
        "A department may be written to first",
        help="“No”: its page says that writing to a department or a physician harms.",
    ),
    "note": CatalogField("Also to know", "What else should a visitor know?"),
}
"""Columns of offerings.csv; those that may be answered in the order to ask them."""

FILES: Mapping[str, Mapping[str, CatalogField]] = {
    "programs.csv": PROGRAM,
    "offerings.csv": OFFERING,
}
