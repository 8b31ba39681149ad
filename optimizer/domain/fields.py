"""What to ask where a field is not known, in words that can be sent as they stand."""

from __future__ import annotations

ASK_THE_PROGRAM = {
    "institution": "Which institution sponsors the residency?",
    "acgme_id": "What is your ACGME program number?",
    "positions_per_year": "How many residents do you take a year?",
    "receptiveness_non_us": "How many international graduates from outside the US did"
    " you interview in the last seasons?",
    "receptiveness_us": "How many US citizens from foreign schools did you interview"
    " in the last seasons?",
    "visa_sponsorship": "Which visas do you sponsor for residents: J-1, H-1B, none?",
    "accepts_img": "Do you consider graduates of foreign schools?",
    "graduation_years_limit": "How many years after graduation may one apply?",
    "min_step2_ck": "Is there a lowest Step 2 CK score?",
    "max_exam_failures": "How many failed attempts at Step 1 and Step 2 CK do you"
    " accept?",
    "usce_required": "Do you require US clinical experience?",
    "letters_wanted": "How many letters of recommendation do you want?",
    "focus": "Which areas of PM&R does the residency cover?",
    "url": "Which page describes the residency?",
}
ASK_THE_HOST = {
    "program_id": "Does a visitor rotate with the PM&R residency?",
    "students": "Do you take students of foreign schools?",
    "graduates": "Do you take graduates of foreign schools?",
    "us_persons_only": "Do you take people without US work authorization?",
    "needs_vslo_school": "Can I apply without a home school in VSLO?",
    "max_step1_failures": "How many failed attempts at Step 1 do you accept?",
    "needs_step1_pass": "Do you require a pass in Step 1?",
    "kind": "Is it hands-on, or does a visitor watch?",
    "channel": "How does one apply?",
    "weeks": "How many weeks does it take?",
    "starts": "On which dates can it start?",
    "application_fee_usd": "What does an application cost?",
    "tuition_usd": "Is there a tuition or visitor fee?",
    "other_fees_usd": "What else is to be paid: malpractice cover, screening?",
    "apply_lead_weeks": "How many weeks before the start must I apply?",
    "letter_days": "How long does a letter of recommendation take after the rotation?",
    "gives_letter": "May I ask for a letter of recommendation afterwards?",
    "acceptance": "How many of those who apply do you take?",
    "focus": "Which areas of PM&R would I see?",
    "url": "Which page describes this rotation?",
    "as_of": "Is what you say there on visitors still true?",
}
