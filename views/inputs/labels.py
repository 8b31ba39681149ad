"""What each input is called and how it is explained, by the scenario field it sets."""

from __future__ import annotations

from optimizer.scenario_io.json_file import meaning

# A field of the applicant or the wishes is named after its parent, with a dot.
LABELS = {
    # What decides
    "budget_usd": "Money for rotations (US$)",
    "months": "Free months",
    "applicant.status": "You are",
    "rotations": "Rotations",
    "min_rotations": "fewest rotations",
    "max_rotations": "most rotations",
    # About you
    "applicant.graduation_date": "Graduation month",
    "visa": "Visa for rotations",
    "applicant.img_type": "citizenship",
    "applicant.us_work_authorized": "work permission",
    "applicant.entry_status": "how you enter the US",
    "applicant.lives_in_us": "You live",
    "applicant.nationality": "Nationality",
    "applicant.visa_in_hand": "A valid US visa, or another passport",
    "applicant.ecfmg": "ECFMG certificate",
    "applicant.weeks_abroad": "Weeks of clerkships abroad",
    "applicant.school_approved": "New York has approved my school",
    "applicant.us_school": "My school is in the US",
    "applicant.home_school_in_vslo": "My school uses VSLO",
    "applicant.step1_passed": "Step 1 passed",
    "applicant.step1_failures": "Step 1 failed attempts",
    "applicant.step2_ck": "Step 2 CK score",
    "applicant.step2_expected": "Step 2 CK score you expect",
    "applicant.step2_low": "Step 2 CK, at worst",
    "applicant.step2_high": "Step 2 CK, at best",
    "applicant.step2_date": "Day of Step 2 CK",
    "applicant.score_in_time": "The score is in when programs start reading",
    "applicant.step2_failures": "Step 2 CK failed attempts",
    "applicant.us_letters": "US physiatry letters in hand",
    "applicant.ties": "Ties",
    "free_housing": "Free places to stay",
    # Wishes
    "preferences.where_matters": "How much where you match matters",
    "preferences.programs": "Programs you have a view on",
    "preferences.states": "States you have a view on",
    "preferences.focus": "Fields of PM&R you care about",
    # Letters and rules
    "min_letters": "Letters on time (at least)",
    "letters_by": "Letters needed by",
    "letters": "Other letters in hand",
    "letters_each": "Letters from each rotation",
    "letter_form": "You ask writers for",
    "letter_asked": "You ask for a letter",
    "processing_days": "Days to process a letter",
    "acceptance": "Refusals",
    "include_unverified": "Include rotations to be checked",
    "least_trust": "Hosts that are at least",
    "kind": "Kind of rotation",
    "min_hands_on": "Hands-on rotations (at least)",
    "min_receptive": "At programs that interview IMGs (at least)",
    "min_in_ties": "In places of your ties (at least)",
    "required_states": "States to rotate in",
    "max_per_region": "Regions with a limit",
    "min_focus_areas": "Different fields (at least)",
    "pins": "Must be in the plan",
    "exclusions": "Must not be in the plan",
    "answers": "Answers of hosts",
    "answer_by": "Confirm by",
    "reply_days": "Days of requests and answers",
    "done": "Ticked off",
    "took_place": "What took place",
    "max_requests": "Requests you will write (at most)",
    "request_dates": "Dates in one request",
    "list_wishes": "Your wishes for the list of programs",
    "interviews": "Invitations",
    "rank_order": "Rank order",
    "stop_usd_per_point": "What one point is worth to you (US$)",
    "stop_points_per_request": "Least gain of one more request (points)",
    "found_out": "What I found out",
    # Money and dates
    "arrival_usd": "Getting to the US and back (US$)",
    "home_trip_usd": "Going home and back in between (US$)",
    "settle_days": "Days in the US before the first rotation",
    "spent_usd": "Already spent (US$)",
    "doubt": "What we do not know",
    "evidence": "what letters and rotations bring",
    "budget_counts": "fees that are not on record",
    "housing": "price of rooms",
    "waiting_usd_per_day": "A day between rotations (US$)",
    "window_start": "Not before",
    "window_end": "Not after",
    "free_dates": "Days when you can",
    "blackouts": "Days when you cannot",
    "gap_days": "Days between rotations (at least)",
    "max_idle_days": "Days between rotations (at most)",
    "max_weeks_away": "Weeks of rotations in all (at most)",
    "max_stay_days": "Days in the US at a time (at most)",
    "booked": "Rotations already booked, or done",
    "applications": "Programs you will apply to",
    "season": "Year you apply",
    "today": "Today",
    "time_limit_s": "Time to search (seconds)",
}
# An input that sets two fields at once has a help of its own.
_HELP = {
    "rotations": "The fewest and the most rotations a plan may have. Rotations that are"
    " already booked count too.",
    "doubt": "Middle: effects and rents as we believe them, half of it only what was"
    " measured. Cautious: letters still to come add nothing, a rotation helps only as"
    " measured in US students of surgery, rooms are dear, and fees that are not on"
    " record as high as they could be.",
    "visa": "The visa or waiver you would use for rotations. Visa waiver allows 90 days"
    " in all, a B-1 visitor visa about 180. US citizens and green-card holders need"
    " none; a work permission counts if it lasts through residency. Not legal advice:"
    " ask the host.",
    "season": "Applications go out in September of this year; residency starts in July"
    " of the next one.",
    "applicant.graduation_date": "The month you finish, or finished, medical school; it"
    " counts from its 15th. Leave it empty if it is not in sight yet.",
}

# What the number of one name means.
NUMBERS = {
    "preferences.programs": "Your view on {}: 1 rather not, 3 neutral, 5 a dream.",
    "preferences.states": "Your view on {}: 1 rather not, 3 neutral, 5 a dream.",
    "max_per_region": "At most so many rotations in the region {}.",
}


def label(path: str) -> str:
    """Return the label of an input."""
    return LABELS[path]


def help_text(path: str) -> str:
    """Return what the input means, in plain words."""
    return _HELP.get(path) or meaning(path)


def number_help(path: str, name: str) -> str:
    """Return what the number of one name means."""
    return NUMBERS[path].format(name)
