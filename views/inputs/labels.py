"""What each input is called and how it is explained, by the scenario field it sets."""

from __future__ import annotations

# A field of the applicant or the wishes is named after its parent, with a dot.
LABELS: dict[str, tuple[str, str]] = {
    # The row at the top
    "budget_usd": (
        "Budget (US$)",
        "All you can spend on rotations: fees, rooms, food, travel and getting to the "
        "US. A plan never costs more, even if every host says yes.",
    ),
    "months": (
        "Free months",
        "Months in which you can be in the US. A rotation fits only if all its days "
        "lie in months you ticked.",
    ),
    "applicant.status": (
        "You are",
        "A student is still enrolled in medical school when the rotation ends. After "
        "your graduation date you count as a graduate.",
    ),
    "rotations": (
        "Rotations",
        "The fewest and the most rotations a plan may have. Rotations that are already "
        "booked count too.",
    ),
    "min_rotations": ("fewest rotations", ""),
    "max_rotations": ("most rotations", ""),
    # About you
    "applicant.graduation_date": (
        "Graduation date",
        "The day you finish, or finished, medical school. Leave it empty if it is not "
        "in sight yet.",
    ),
    "standing": (
        "Citizenship and work",
        "US citizens and green-card holders need no visa. Work permission counts only "
        "if it lasts through residency.",
    ),
    "applicant.img_type": ("citizenship", ""),
    "applicant.us_work_authorized": ("work permission", ""),
    "applicant.entry_status": (
        "How you enter the US",
        "The visa or waiver you would use for rotations. Visa waiver allows 90 days in "
        "all, a B-1 visitor visa about 180. Not legal advice: ask the host.",
    ),
    "applicant.home_school_in_vslo": (
        "My school uses VSLO",
        "VSLO is the AAMC's application service for visiting students. Some hosts take "
        "only students whose own school takes part.",
    ),
    "applicant.step1_passed": (
        "Step 1 passed",
        "Some hosts ask for a passed USMLE Step 1.",
    ),
    "applicant.step1_failures": (
        "Step 1 failed attempts",
        "How often you failed Step 1. None: 0.",
    ),
    "applicant.step2_ck": (
        "Step 2 CK score",
        "Your three-digit score. Leave it empty if you have not taken Step 2 CK.",
    ),
    "applicant.step2_expected": (
        "Step 2 CK score you expect",
        "From practice exams, say. Empty: taken to be that of an average applicant.",
    ),
    "applicant.step2_low": (
        "Step 2 CK, at worst",
        "One in ten times it would be lower. Give both ends or none.",
    ),
    "applicant.step2_high": (
        "Step 2 CK, at best",
        "One in ten times it would be higher. Give both ends or none.",
    ),
    "applicant.score_in_time": (
        "The score is in when programs start reading",
        "A score that comes later costs interviews. How many is our guess.",
    ),
    "applicant.step2_failures": (
        "Step 2 CK failed attempts",
        "How often you failed Step 2 CK. None: 0.",
    ),
    "applicant.us_letters": (
        "US letters in hand",
        "Letters of recommendation from US physicians that you already have.",
    ),
    "applicant.ties": (
        "Ties",
        "States or cities where you have family, studied or lived. Programs there "
        "believe you more easily that you will come.",
    ),
    "free_housing": (
        "Free places to stay",
        "Cities where friends or family put you up: rooms there cost nothing.",
    ),
    # Wishes
    "preferences.where_matters": (
        "How much where you match matters",
        "0: any match is as good as another, only the chance counts. 1: a match where "
        "you do not want to be is worth little.",
    ),
    "preferences.programs": (
        "Programs you have a view on",
        "Choose programs, then rate them from 1 (rather not) to 5 (dream). Programs "
        "you do not rate take the rating of their state, else 3.",
    ),
    "preferences.states": (
        "States you have a view on",
        "Choose states, then rate them from 1 (rather not) to 5 (dream).",
    ),
    "preferences.focus": (
        "Fields of PM&R you care about",
        "Used by the rule on different fields, under Letters and rules.",
    ),
    # Letters and rules
    "min_letters": (
        "Letters on time (at least)",
        "Letters you have plus letters from rotations that end early enough. Each "
        "rotation counts as one letter, as if its host accepts you.",
    ),
    "letters_by": (
        "Letters needed by",
        "A letter that comes later still helps a little. Empty: the day on which "
        "programs start reading applications.",
    ),
    "acceptance": (
        "Refusals",
        "Hosts refuse some requests. Counted: each rotation is weighed by its chance "
        "to be granted. Not counted: as if every host says yes.",
    ),
    "include_unverified": (
        "Include rotations to be checked",
        "Many hosts do not say whether they take you. On: such rotations may be in the "
        "plan, marked with what to ask. Off: only those known to be open.",
    ),
    "kind": (
        "Kind of rotation",
        "Hands-on: you examine patients under supervision. Observership: you watch. "
        "Hands-on letters carry more weight.",
    ),
    "min_hands_on": (
        "Hands-on rotations (at least)",
        "Asks the plan for this many hands-on rotations.",
    ),
    "min_receptive": (
        "At programs that interview IMGs (at least)",
        "Counts rotations at programs that interview applicants like you at a middle "
        "rate or more often.",
    ),
    "min_in_ties": (
        "In places of your ties (at least)",
        "Counts rotations in the states and cities you named under Ties.",
    ),
    "required_states": (
        "States to rotate in",
        "The plan has at least one rotation in each of them.",
    ),
    "max_per_region": (
        "Regions with a limit",
        "Choose regions, then say how many rotations there are enough.",
    ),
    "min_focus_areas": (
        "Different fields (at least)",
        "How many fields of PM&R all rotations cover together. Only the fields you "
        "named under Wishes count, if you named any.",
    ),
    "pins": (
        "Must be in the plan",
        "These rotations are kept. A rotation on a date is kept on that date.",
    ),
    "exclusions": (
        "Must not be in the plan",
        "These rotations are left out.",
    ),
    "answers": (
        "Answers of hosts",
        "What each host said to your request. Set it on the page Applications.",
    ),
    "found_out": (
        "What I found out",
        "What hosts told you about themselves. It wins over the catalog. Record it on "
        "the page Programs.",
    ),
    # Advanced
    "doubt": (
        "What we do not know",
        "Middle: effects and rents as we believe them, half of it only what was "
        "measured. Cautious: later letters add nothing, a rotation helps only as "
        "measured in US students of surgery, and rooms are dear.",
    ),
    "evidence": ("what letters and rotations bring", ""),
    "arrival_usd": (
        "Getting to the US and back (US$)",
        "Flights and visa fees, counted once if there is any rotation.",
    ),
    "spent_usd": (
        "Already spent (US$)",
        "Part of the budget that is gone.",
    ),
    "housing": ("price of rooms", ""),
    "waiting_usd_per_day": (
        "A day between rotations (US$)",
        "What a day in the US without a rotation costs you. The first three days "
        "between two rotations are free.",
    ),
    "window_start": (
        "Not before",
        "First day on which a rotation may run. Empty: the start of the season.",
    ),
    "window_end": (
        "Not after",
        "Last day on which a rotation may run. Empty: the end of the season.",
    ),
    "blackouts": (
        "Days when you cannot",
        "Exams, weddings, visa interviews: no rotation touches these days.",
    ),
    "gap_days": (
        "Days between rotations (at least)",
        "Free days you want between two rotations, weekends included.",
    ),
    "max_idle_days": (
        "Days between rotations (at most)",
        "The longest pause you accept between two rotations. Empty: any.",
    ),
    "max_stay_days": (
        "Days in the US (at most)",
        "From the first day of the first rotation to the last day of the last one. "
        "Empty: only your visa sets a limit.",
    ),
    "booked": (
        "Rotations already booked",
        "They stay in the plan as they are and cost only what you say here.",
    ),
    "applications": (
        "Programs you will apply to",
        "How many PM&R programs get your application in the season.",
    ),
    "season": (
        "Season",
        "The year in whose July residency starts.",
    ),
    "today": (
        "Today",
        "Deadlines are counted from this day.",
    ),
    "time_limit_s": (
        "Time to search (seconds)",
        "The answer usually takes less than a second. After this time you get the "
        "best plan found so far, and the page says so.",
    ),
}


# What the number of one name means.
NUMBERS = {
    "preferences.programs": "Your view on {}: 1 rather not, 3 neutral, 5 a dream.",
    "preferences.states": "Your view on {}: 1 rather not, 3 neutral, 5 a dream.",
    "max_per_region": "At most so many rotations in the region {}.",
}


def label(path: str) -> str:
    """Return the label of an input."""
    return LABELS[path][0]


def help_text(path: str) -> str:
    """Return what the input means, in plain words."""
    return LABELS[path][1]


def number_help(path: str, name: str) -> str:
    """Return what the number of one name means."""
    return NUMBERS[path].format(name)
