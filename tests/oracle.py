"""An independent answer: every set of blocks, judged by rules written a second time.

Written from the specification alone. Nothing here comes from the library but its data
types (catalog, scenario, problem), so that an error in a rule, a price or a value of
the library shows up as a disagreement. Slow and plain on purpose: it enumerates.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

import numpy as np
from scipy.optimize import brentq

from optimizer.domain.applicant import Applicant, Booked
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Place, Program

NODES = 31
EARTH_RADIUS_MILES = 3958.7613
STAY_CAP = {"WB": 90, "B-1": 180, "not_needed": 180}
RECEPTIVE = ("mid", "high", "very_high")
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Rotation:
    """One dated rotation, free or booked, with all that the rules ask about it."""

    key: str
    offering_id: str
    booked: bool
    program: Program | None
    host: str
    place: Place
    kind: str
    start: dt.date
    end: dt.date
    verdict: str
    in_window: bool
    in_months: bool
    in_blackout: bool
    in_free_dates: bool
    ready: dt.date | None
    on_time: bool
    acceptance: float
    real_acceptance: float
    late: int
    application_usd: int
    focus: frozenset[str]
    own_usd: int
    other: bool = False
    letters: int = 1

    @property
    def site(self) -> tuple[str, str]:
        """Where only one rotation is allowed: the program, or the host without one."""
        if self.program is not None:
            return "program", self.program.program_id
        return "host", self.host


@dataclass
class Answer:
    """What the enumeration found; values are shares of 1, -1 stands for "no plan"."""

    value: float = -1.0
    cost: int = 0
    rotations: tuple[Rotation, ...] = ()
    count: int = 0
    without: dict[str, float] = field(default_factory=dict)
    standing: float = -math.inf
    """The best value less what each plan pays for its cold hosts."""

    @property
    def feasible(self) -> bool:
        """Whether any set obeys every rule."""
        return self.count > 0


# ---------------------------------------------------------------- dates of offerings


def _is_first_monday(day: dt.date) -> bool:
    return day.weekday() == 0 and day.day <= 7


def starts_between(starts: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """Start dates that ``starts`` describes, from ``first`` to ``last``, in order."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    if starts == "mondays":
        return [d for d in days if d.weekday() == 0]
    if starts == "first_mondays":
        return [d for d in days if _is_first_monday(d)]
    if starts.startswith("every:"):
        _, step, origin = starts.split(":")
        begin, every = dt.date.fromisoformat(origin), int(step.removesuffix("d"))
        return [d for d in days if d >= begin and (d - begin).days % every == 0]
    if starts == "months":
        return [d for d in days if d.day == 1]
    dates = {
        dt.date.fromisoformat(part.partition("/")[0].strip())
        for part in starts.split(";")
    }
    return sorted(d for d in dates if first <= d <= last)


def last_day(offering: Offering, start: dt.date) -> dt.date:
    """The end of a month or range; else the last weekday before the weeks are over."""
    for part in offering.starts.split(";"):
        first, is_range, last = part.strip().partition("/")
        if is_range and first.strip() == start.isoformat():
            return dt.date.fromisoformat(last.strip())
    day = start
    if offering.starts == "months":
        while (day + DAY).month == start.month:
            day += DAY
        return day
    day = start + offering.weeks * WEEK - DAY
    while day.weekday() > 4:
        day -= DAY
    return day


# ------------------------------------------------------------------------ geography


def miles(a: Place, b: Place) -> float:
    """Great-circle miles between two places, by the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(h))


# ------------------------------------------------------------------------- the world


class World:
    """A problem read by the oracle: its parameters, rotations, prices and chances."""

    def __init__(self, problem: Problem) -> None:
        catalog = problem.catalog
        self.problem = problem
        self.scenario = problem.scenario
        self.applicant = problem.scenario.applicant
        self.programs = {p.program_id: p for p in catalog.programs}
        self.offerings = {o.offering_id: o for o in catalog.offerings}
        self.places = {(p.city, p.state): p for p in catalog.places}
        self.par = {a.name: a.value for a in catalog.assumptions}
        self.highest = {a.name: a.high for a in catalog.assumptions}
        self.season = next(
            s for s in catalog.seasons if s.season == problem.scenario.season
        )
        self.window = (
            self.scenario.window_start or self.season.window_start,
            self.scenario.window_end or self.season.window_end,
        )
        self.letters_by = self.scenario.letters_by or self.season.letters_by
        every = [self._booked(i, b) for i, b in enumerate(self.scenario.booked)]
        self.past = [r for r in every if r.end < self.window[0]]
        self.booked = [r for r in every if r.end >= self.window[0]]
        self.ranking = Ranking(self)
        self._values: dict[object, float] = {}

    # -- rotations

    def blocks(self, margin_days: int = 0) -> list[Rotation]:
        """Every offering on every start in the window, widened by ``margin_days``."""
        first = self.window[0] - margin_days * DAY
        last = self.window[1] + margin_days * DAY
        return [
            self.block(offering, start)
            for _, offering in sorted(self.offerings.items())
            for start in starts_between(offering.starts, first, last)
        ]

    def block(self, offering: Offering, start: dt.date) -> Rotation:
        """An offering on one start date."""
        end = last_day(offering, start)
        ready = self._ready(offering, start, end)
        place = self.places[offering.city, offering.state]
        return Rotation(
            key=f"{offering.offering_id}@{start.isoformat()}",
            offering_id=offering.offering_id,
            booked=False,
            program=self.programs.get(offering.program_id),
            host=offering.host,
            place=place,
            kind=offering.kind,
            start=start,
            end=end,
            verdict=verdict(self, offering, start, end),
            in_window=self.window[0] <= start and end <= self.window[1],
            in_months=self._in_months(start, end),
            in_blackout=self._in_blackout(start, end),
            in_free_dates=self._in_free_dates(start, end),
            ready=ready,
            on_time=ready is not None and ready <= self.letters_by,
            acceptance=(
                1.0
                if self.scenario.acceptance == "certain"
                else self._acceptance(offering, start)
            ),
            real_acceptance=self._acceptance(offering, start),
            late=self.late(offering, start),
            application_usd=self._application_usd(offering),
            focus=frozenset(offering.focus),
            letters=self.scenario.letters_each,
            own_usd=self._own_usd(offering, place),
        )

    def _booked(self, index: int, booked: Booked) -> Rotation:
        offering = self.offerings.get(booked.offering_id or "")
        program_id = offering.program_id if offering else booked.program_id
        program = self.programs.get(program_id or "")
        site = offering or program
        city, _, state = (booked.city or "").partition(", ")
        if site is not None:
            city, state = site.city, site.state
        ready = None
        if booked.letters_expected:
            ready = self._ready(offering, booked.start, booked.end)
        return Rotation(
            key=f"booked {index}",
            offering_id=booked.offering_id or "",
            booked=True,
            program=program,
            host=offering.host
            if offering
            else (booked.city and f"other {index}") or "",
            place=self.places[city, state],
            kind=booked.kind,
            start=booked.start,
            end=booked.end,
            verdict="open",
            in_window=True,
            in_months=True,
            in_blackout=False,
            in_free_dates=True,
            ready=ready,
            on_time=ready is not None and ready <= self.letters_by,
            acceptance=1.0,
            real_acceptance=1.0,
            late=0,
            application_usd=0,
            focus=frozenset(offering.focus if offering else ()),
            own_usd=booked.cost_usd,
            other=booked.specialty != "pmr",
            letters=booked.letters_expected,
        )

    def _in_months(self, start: dt.date, end: dt.date) -> bool:
        months = self.scenario.months
        if months is None:
            return True
        days = (start + n * DAY for n in range((end - start).days + 1))
        return all(day.month in months for day in days)

    def _in_free_dates(self, start: dt.date, end: dt.date) -> bool:
        days = {start + n * DAY for n in range((end - start).days + 1)}
        spans = self.scenario.free_dates
        return not spans or any(all(a <= d <= b for d in days) for a, b in spans)

    def _in_blackout(self, start: dt.date, end: dt.date) -> bool:
        spans = [span for span in self.scenario.blackouts if span[0] < span[1]]
        return any(a <= end and start <= b for a, b in spans)

    def _ready(
        self, offering: Offering | None, start: dt.date, end: dt.date
    ) -> dt.date | None:
        """The day the letter is ready, None if the host gives none."""
        if offering and offering.gives_letter == "no":
            return None
        days = self.par["letter_days_default"]
        if offering and offering.letter_days is not None:
            days = offering.letter_days
        asked = end
        if self.scenario.letter_asked == "first_week":
            asked = min(end, start + 6 * DAY)
        written = max(end, asked + int(days) * DAY)
        processed = self.scenario.processing_days
        if processed is None:
            processed = int(self.par["letter_processing_days"])
        return written + processed * DAY

    def late(self, offering: Offering, start: dt.date) -> int:
        """Four weeks begun since the assumed last day to ask."""
        window = _closing_day(offering.application_window, start)
        if window is not None or offering.apply_lead_weeks is not None:
            return 0
        said, asked = dict(self.scenario.answers), dict(self.scenario.reply_days)
        dated = f"{offering.offering_id}@{start.isoformat()}"
        day = self.scenario.today
        if answer := said.get(dated, said.get(offering.offering_id)):
            days = [
                reply.asked
                for name, reply in asked.items()
                if name.split("@")[0] == offering.offering_id and reply.asked
            ]
            if answer in ("accepted", "paid") or not days:
                return 0
            day = min(days)
        over = day - (start - int(self.par["unknown_lead_weeks"]) * WEEK)
        return sum(1 for n in range(0, max(over.days, 0), 28))

    def _acceptance(self, offering: Offering, start: dt.date) -> float:
        for name, answer in self.scenario.answers:
            same = name.split("@")[0] == offering.offering_id
            if same and answer in ("accepted", "paid"):
                return 1.0
        late = self.late(offering, start)
        return self._unanswered(offering) * float(
            self.par.get("late_request_factor", 1) ** late
        )

    def _unanswered(self, offering: Offering) -> float:
        rule = self.par["p_rotation_accept_per_application"]
        chance = self.par.get(f"acceptance_{self.grade(offering)}", rule)
        if offering.acceptance is not None:
            chance = offering.acceptance
        return chance

    def grade(self, offering: Offering) -> str:
        """How sure it is that PM&R of a host takes the applicant."""
        me, today = self.scenario.applicant, self.scenario.today
        out = me.graduation_date is not None and today > me.graduation_date
        field = "graduates" if me.status == "graduate" or out else "students"
        said = {f: getattr(offering, f) for f in (field, "pmr_available")}
        yes = [f for f, cell in said.items() if cell == "yes"]
        if len(yes) < 2:
            return ["cold", "unclear"][len(yes)]
        fresh = sum(self._is_fresh(offering, f) for f in yes)
        return "confirmed" if fresh == 2 else "likely"

    @cached_property
    def cold(self) -> set[str]:
        """Offerings of which nothing is known, if one may ask there or not."""
        taken = {n.split("@")[0] for n in self.scenario.pins}
        taken |= {n.split("@")[0] for n, _ in self.scenario.answers}
        every = self.offerings.values()
        names = {o.offering_id for o in every if self.grade(o) == "cold"}
        return names - taken

    def paid_for_cold(self, plan: Iterable[Rotation]) -> float:
        """What cold hosts must be worth more than hosts on record in a plan."""
        if self.scenario.acceptance == "certain":
            return 0.0
        cold = sum(1 for r in plan if not r.booked and r.offering_id in self.cold)
        return cold * self.scenario.stop_points_per_request / 100

    def _is_fresh(self, offering: Offering, field: str) -> bool:
        """Whether the host said so itself in the last eighteen months."""
        for p in self.problem.catalog.provenance:
            if (p.file, p.record_id, p.field) != (
                "offerings.csv",
                offering.offering_id,
                field,
            ):
                continue
            if p.status not in ("sourced", "user") or p.as_of in ("", "undated"):
                return False
            year, month, day = [*map(int, p.as_of.split("-")), 1, 1][:3]
            month += 18
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
            today = self.scenario.today
            return (today.year, today.month, today.day) < (year, month, day)
        return False

    def answer(self, offering: Offering, start: dt.date) -> str | None:
        """What the host answered about a start: to that date, else to any date."""
        answers = dict(self.scenario.answers)
        dated = f"{offering.offering_id}@{start.isoformat()}"
        return answers.get(dated) or answers.get(offering.offering_id)

    # -- money

    def _known(self, usd: int | None, name: str) -> int:
        """The amount, or the assumption that stands in for a blank."""
        if usd is not None:
            return usd
        cautious = self.scenario.budget_counts == "cautious"
        return round(self.highest[name] if cautious else self.par[name])

    def _application_usd(self, offering: Offering) -> int:
        name = "unknown_application_fee_usd"
        return self._known(offering.application_fee_usd, name)

    def asking_usd(self, offering: Offering) -> int:
        """What a request costs, whatever comes of it."""
        due = offering.fee_due
        if due == "unknown":
            by_mail = offering.channel == "direct"
            unstated = offering.application_fee_usd is None
            due = "accepting" if by_mail and unstated else "asking"
        return self._application_usd(offering) if due == "asking" else 0

    def visits_at(self, door: str) -> int:
        """How many rotations an office allows one visitor; one if no row says."""
        rows = [o for o in self.offerings.values() if o.door == door]
        stated = [o.max_per_visitor for o in rows if o.max_per_visitor is not None]
        return min(stated) if stated else 1

    def mail(self, name: str) -> tuple[object, ...]:
        """Offerings for which this is the same are asked for in one message."""
        offering = self.offerings[name]
        to: object = (offering.program_id, offering.host)
        if offering.program_id in self.programs:
            to = offering.program_id
        if offering.door and self.visits_at(offering.door) == 1:
            to = ("office", offering.door)
        fee, asking = self._application_usd(offering), self.asking_usd(offering)
        return to, offering.channel, self._unanswered(offering), fee, asking

    def _own_usd(self, offering: Offering, place: Place) -> int:
        """Fees and living of one rotation."""
        housing = {
            "low": place.housing_week_low,
            "mid": place.housing_week_usd,
            "high": place.housing_week_high,
        }[self.scenario.housing]
        if housing is None:
            housing = place.housing_week_usd
        if f"{place.city}, {place.state}" in self.scenario.free_housing:
            housing = 0
        transport = self._known(place.transport_week_usd, "unknown_transport_week_usd")
        return (
            self._application_usd(offering)
            + self._known(offering.tuition_usd, "unknown_tuition_usd")
            + self._known(offering.other_fees_usd, "unknown_other_fees_usd")
            + offering.weeks * (housing + place.food_week_usd + transport)
        )

    def leg_usd(self, a: Place, b: Place) -> int:
        """Price of the trip from one place to the next."""
        if a.metro == b.metro:
            return 0
        distance = miles(a, b)
        by = "ground" if distance <= self.par["leg_ground_max_miles"] else "air"
        rate = self.par[f"leg_{by}_per_mile"]
        return round(self.par[f"leg_{by}_base"] + rate * distance)

    def bill(self, rotations: Sequence[Rotation]) -> dict[str, int]:
        """What a plan costs in the worst case, line by line."""
        plan = in_date_order(rotations)
        return self.bill_of(plan, self.best_way(plan))

    def bill_of(self, plan: list[Rotation], home: frozenset[int]) -> dict[str, int]:
        """The same, going home in these gaps."""
        lines = {"spent": self.scenario.spent_usd}
        sent = {n.split("@")[0] for n, _ in self.scenario.answers}
        chosen = {r.offering_id for r in plan if not r.booked}
        paid = {self.mail(name) for name in chosen & sent}
        for name in sent:
            if self.mail(name) not in paid:
                fee = self.asking_usd(self.offerings[name])
                lines[f"asked {self.mail(name)}"] = fee
        if plan:
            lines["arrival"] = self.scenario.arrival_usd + self.settling_usd
        for r in plan:
            lines[f"own {r.key}"] = r.own_usd
        for gap, (a, b) in enumerate(itertools.pairwise(plan)):
            if gap in home:
                lines[f"home before {b.key}"] = self.home_usd
                continue
            lines[f"leg {a.key} to {b.key}"] = self.leg_usd(a.place, b.place)
            waiting = max(0, days_between(a, b) - 3)
            lines[f"waiting {b.key}"] = waiting * self.scenario.waiting_usd_per_day
        return lines

    # -- visits

    @property
    def home_usd(self) -> int:
        """Price of going home and back."""
        said = self.scenario.home_trip_usd
        trip = self.scenario.arrival_usd if said is None else said
        return trip + self.settling_usd

    @property
    def settling_usd(self) -> int:
        """Price of the days between arriving and a first rotation."""
        return self.scenario.settle_days * self.scenario.waiting_usd_per_day

    def ways(self, plan: list[Rotation]) -> Iterator[frozenset[int]]:
        """Every choice of gaps in which to go home."""
        resident = self.applicant.lives_in_us
        if resident is None:
            resident = self.applicant.us_work_authorized
        days = [days_between(a, b) for a, b in itertools.pairwise(plan)]
        least = self.par.get("home_days", 14) + self.scenario.settle_days
        free = [gap for gap, n in enumerate(days) if n >= least and not resident]
        for size in range(len(free) + 1):
            yield from map(frozenset, itertools.combinations(free, size))

    def best_way(self, plan: list[Rotation]) -> frozenset[int]:
        """The way that breaks the fewest limits on visits; then the cheapest."""

        def price(home: frozenset[int]) -> tuple[int, int]:
            obeyed = {n: obeys(self, plan, home) for n, obeys in VISITS.items()}
            broken = (not (obeyed["stay"] and obeyed["visa"])) + (not obeyed["idle"])
            return broken, sum(self.bill_of(plan, home).values())

        return min(self.ways(plan), key=price)

    def cost(self, rotations: Sequence[Rotation]) -> int:
        """Total of the bill."""
        return sum(self.bill(rotations).values())

    def expected_cost(self, rotations: Sequence[Rotation]) -> float:
        """Mean cost over refusals: what is due for asking is paid in any case."""
        sent = {n.split("@")[0] for n, _ in self.scenario.answers}
        total = 0.0
        for accepted in itertools.product([True, False], repeat=len(rotations)):
            chance, refused = 1.0, 0
            for r, yes in zip(rotations, accepted, strict=True):
                chance *= r.real_acceptance if yes else 1 - r.real_acceptance
                if not yes and not r.booked and r.offering_id not in sent:
                    refused += self.asking_usd(self.offerings[r.offering_id])
            happen = [r for r, yes in zip(rotations, accepted, strict=True) if yes]
            total += chance * (self.cost(happen) + refused)
        return total

    # -- value

    def letters(self, rotations: Iterable[Rotation]) -> float:
        """L: expected strong letters with those the applicant already has."""
        level = self.letters_in_hand()
        for r in in_date_order([*self.past, *rotations]):
            level += (
                r.acceptance
                * self.letter_weight(r)
                * self.par["p_strong_letter_handson"]
            )
        return level

    def letters_in_hand(self) -> float:
        """Letters in hand, each by what it is worth."""
        level = float(self.applicant.us_letters)
        for letter in self.scenario.letters:
            worth = {
                "physiatry": 1.0,
                "other": self.par["other_specialty_letter_weight"],
                "research": self.par["research_letter_weight"],
            }[letter.kind]
            worth *= self.par["last_cycle_letter_weight"] if letter.last_cycle else 1
            worth *= self.par["second_letter_weight"] if letter.same_program else 1
            if letter.form == "evaluation":
                worth *= self.par["evaluation_letter_weight"]
            level += worth
        return level

    def letters_on_time(self, rotations: Iterable[Rotation]) -> int:
        """Letters of physiatrists of the rotations that are ready on time."""
        return sum(r.on_time and not r.other for r in rotations)

    def letter_weight(self, r: Rotation) -> float:
        """How much a strong letter of this rotation counts."""
        if r.ready is None:
            return 0.0
        weight = 1.0
        if r.kind == "observership":
            weight *= self.par["observership_letter_weight"]
        if not r.on_time:
            weight *= self.par["late_letter_weight"]
        if r.other:
            weight *= self.par["other_specialty_letter_weight"]
        if r.booked and r.ready <= self.season.letters_by - 365 * DAY:
            weight *= self.par["last_cycle_letter_weight"]
        if self.scenario.letter_form == "evaluation":
            weight *= self.par["evaluation_letter_weight"]
        return weight * (1 + (r.letters - 1) * self.par["second_letter_weight"])

    def value(self, rotations: Iterable[Rotation]) -> float:
        """Match value of the rotations together with nothing else."""
        plan = tuple(in_date_order(rotations))
        level = self.letters(plan)
        # Dates matter only by their order and by the letters that are on time.
        key = (level, *((r.site, r.kind, r.acceptance, r.booked) for r in plan))
        if key not in self._values:
            self._values[key] = self.ranking.value(plan, level)
        return self._values[key]


def level_of(program: Program, us: bool) -> str:
    """How often a program interviews IMGs; those among its residents show some."""
    own = program.receptiveness_us if us else program.receptiveness_non_us
    order = ["none_reported", "unknown", "low", "mid", "high", "very_high"]
    many = program.residents_img or 0
    least = "none_reported" if many == 0 else "low" if many < 3 else "mid"
    return order[max(order.index(own), order.index(least))]


# -------------------------------------------------------------------- ranking process


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Logistic function."""
    return 1.0 / (1.0 + np.exp(-x))


hermegauss = cache(np.polynomial.hermite_e.hermegauss)


def latent_nodes(sigma: float, nodes: int = NODES) -> tuple[np.ndarray, np.ndarray]:
    """Values of theta and their weights."""
    x, w = hermegauss(nodes)
    return sigma * x, w / w.sum()


class Ranking:
    """The part of a problem that decides the match value.

    ``readings``: "central" believes the guessed effects of letters and rotations,
    "cautious" only the overall odds ratio; the value is the mean over them.
    """

    def __init__(self, world: World, nodes: int = NODES) -> None:
        self.par = par = world.par
        self.scenario = world.scenario
        self.applicant, self.season = world.applicant, world.season
        self.readings = {"central": ["central"], "cautious": ["cautious"]}.get(
            self.scenario.evidence, ["central", "cautious"]
        )
        self.theta, self.weight = latent_nodes(par["sigma_quality"], nodes)
        self.seen, _ = latent_nodes(
            math.hypot(par["sigma_quality"], self.open_score()), nodes
        )
        self.programs = [p for _, p in sorted(world.programs.items())]
        self.ids = [p.program_id for p in self.programs]
        self.row = {p.program_id: i for i, p in enumerate(self.programs)}
        self.worth = np.array([self._worth(p) for p in self.programs])
        self.closed = {p.program_id for p in self.programs if self._shut(p)}
        self.gate = np.array([self._gate(p) for p in self.programs])
        self.base = np.array([self._base(p) for p in self.programs])
        self.match_base = self._match_base()
        self.hand, self.past = world.letters_in_hand(), world.past
        known = in_date_order([*world.past, *world.booked])
        self.booked = {
            r.program.program_id: r.kind for r in known if r.program is not None
        }
        self.start = world.letters(world.booked)
        wishes = dict(self.scenario.list_wishes)
        self.left_out = {i for i, w in wishes.items() if w == "out"} - self._rooted
        self.wished = (
            wishes.keys() - self.closed - {i for i, w in wishes.items() if w == "out"}
        )
        self.held = {i for i in self.wished if wishes[i] == "signal"}
        self.listed = self._applications()
        count = int(par["signal_count_2026_season"])
        first = [i for i in self.listed if i in self.held]
        first += [i for i in self.listed if i not in self.held]
        self.signalled = set(first[:count])
        self.spare = max(0, count - len(self.listed))
        self.signals_go, self.loss = self._signal_order()
        self.moves = {
            (i, kind)
            for i in self.ids
            for kind in ("hands_on", "observership")
            if self._moves(i, kind)
        }

    # -- what is fixed before any rotation

    def open_score(self) -> float:
        """Logit by which a Step 2 score that is still to come may be off (one SD)."""
        me = self.applicant
        if me.step2_ck is not None:
            return 0.0
        points = self.par["step2ck_sd"]
        if me.step2_low is not None and me.step2_high is not None:
            points = (me.step2_high - me.step2_low) / 2.5632
        return self.par["step2ck_logit_per_10"] * points / 10

    def _rate(self, group: str, level: str) -> float:
        """Interview rate of a level of receptiveness, its odds scaled by kappa."""

        def rate(name: str) -> float:
            return self.par[f"base_interview_{group}_{name}"]

        if level == "unknown":
            b = min(rate("mean"), rate("low"))
        else:
            b = rate("closed" if level == "none_reported" else level)
        odds = self.par["kappa_base_odds"] * b / (1 - b)
        return odds / (1 + odds)

    def sponsors(self, program: Program) -> float | None:
        """Chance that the program sponsors a visa; None if its policy is known."""
        if program.visa_sponsorship:
            return None
        some = program.receptiveness_non_us in ("low", "mid", "high", "very_high")
        return self.par["p_sponsor_receptive" if some else "p_sponsor_other"]

    @cache  # noqa: B019 - one small Ranking per problem
    def _intercept(self, level: str, american: str | None, g: float | None) -> float:
        """a_j without profile and ties: the mean over all applicants is the rate."""
        rate = self._rate("nonUS", level)
        odds = rate / (1 - rate)
        if g is not None:
            need = self.par["share_needing_visa"]
            odds /= need * g + (1 - need)
        if american is not None:
            other = self._rate("USIMG", american)
            pool = self.par["us_img_pooling"]
            odds = odds**pool * (other / (1 - other)) ** (1 - pool)
        return _centred(odds / (1 + odds), self.seen, self.weight)

    def _match_base(self) -> float:
        """Intercept of the match: its mean over those interviewed at "mid" is r."""
        a = _centred(self._rate("nonUS", "mid"), self.theta, self.weight)
        invited = self.weight * sigmoid(a + self.theta)
        felt = self.par["quality_loading_match"] * self.theta
        return _centred(self.par["r_match_per_rank"], felt, invited / invited.sum())

    def _base(self, program: Program) -> float:
        """a_j + profile + tie_j - g(letters_reference)."""
        me, par = self.applicant, self.par
        american = level_of(program, True) if me.img_type == "us_img" else None
        level = level_of(program, False)
        logit = self._intercept(level, american, self.sponsors(program))
        logit -= self.g(par["letters_reference"])
        score = me.step2_ck if me.step2_ck is not None else me.step2_expected
        if score is not None:
            points = score - par["step2ck_reference"]
            logit += par["step2ck_logit_per_10"] * points / 10
        late = not me.score_in_time
        if me.step2_date is not None:
            out = me.step2_date + int(par["step2_score_days"]) * DAY
            late = out > self.season.program_access
        if me.step2_ck is None and late:
            logit += math.log(par["late_score_odds"])
        if me.step1_failures + me.step2_failures > 0:
            logit += math.log(par["exam_failure_odds"])
        july = dt.date(self.scenario.season - 5, 7, 1)
        if me.graduation_date is not None and me.graduation_date < july:
            logit += math.log(par["grad_over_5y_odds"])
        if {program.state, f"{program.city}, {program.state}"} & set(me.ties):
            logit += math.log(par["or_geo_preference_or_tie"])
        return logit

    def _shut(self, program: Program) -> bool:
        """Whether the program's stated policy keeps the applicant out."""
        me = self.applicant
        limit = program.graduation_years_limit
        graduated = me.graduation_date
        failures = me.step1_failures + me.step2_failures
        return bool(
            (program.visa_sponsorship == ("none",) and not me.us_work_authorized)
            or program.accepts_img == "no"
            or (
                limit is not None
                and graduated is not None
                and self.scenario.season - graduated.year > limit
            )
            or (
                program.min_step2_ck is not None
                and me.step2_ck is not None
                and me.step2_ck < program.min_step2_ck
            )
            or (
                program.max_exam_failures is not None
                and failures > program.max_exam_failures
            )
        )

    def _gate(self, program: Program) -> float:
        """Chance that policy lets the applicant in."""
        if self._shut(program):
            return 0.0
        sponsors = self.sponsors(program)
        if self.applicant.us_work_authorized or sponsors is None:
            return 1.0
        return sponsors

    def _worth(self, program: Program) -> float:
        wishes = self.scenario.preferences
        own, states = dict(wishes.programs), dict(wishes.states)
        if not own and not states:
            return 1.0
        rating = own.get(program.program_id, states.get(program.state, 3))
        return max(0.05, 1 - wishes.where_matters * (5 - rating) / 4)

    def g(self, level: float) -> float:
        """Logit of ``level`` strong letters."""
        level = min(4.0, max(0.0, level))
        slopes = [self.par[f"letter_logit_{n}"] for n in (1, 2, 3, 4)]
        return sum(s * min(1.0, max(0.0, level - n)) for n, s in enumerate(slopes))

    def _mean(self, of: Callable[[str], np.ndarray]) -> float:
        """Mean over readings and nodes of what ``of`` says in a reading."""
        return float(np.mean([self.weight @ of(reading) for reading in self.readings]))

    def _applications(self) -> list[str]:
        """The application list, best first, with what is booked in place."""

        def score(i: str) -> float:
            def q(reading: str) -> np.ndarray:
                return self.chance(i, self.start, None, self.booked.get(i), reading)

            return round(self.worth[self.row[i]] * self._mean(q), 13)

        ids = [i for i in self.ids if i not in self.left_out]
        order = sorted(ids, key=lambda i: (-score(i), i))
        must = [i for i in order if i in self._rooted | self.wished]
        free = [i for i in order if i not in must]
        kept = must + free[: max(0, self.scenario.applications - len(must))]
        return sorted(kept, key=order.index)

    # -- chances

    def effect(self, kind: str | None) -> tuple[float, float]:
        """Logits that rotating adds to the interview and to the match."""
        if kind is None:
            return 0.0, 0.0
        mode = "handson" if kind == "hands_on" else "observership"
        return (
            math.log(self.par[f"or_interview_{mode}"]),
            math.log(self.par[f"or_match_given_interview_{mode}"]),
        )

    def two_steps(
        self,
        i: str,
        level: float,
        signal: bool | None,
        kind: str | None,
        reading: str,
        z: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """P(interview) and P(match | interview) where one is let in and applies.

        At the nodes, or at standard normal strengths ``z``; ``signal`` None: neutral.
        """
        theta, seen = self.theta, self.seen
        if z is not None:
            theta = self.par["sigma_quality"] * z
            seen = math.hypot(self.par["sigma_quality"], self.open_score()) * z
        cautious = reading == "cautious"
        lift, match = self.effect(None if cautious else kind)
        logit = self.base[self.row[i]] + lift
        logit += self.g(self.hand if cautious else level)
        if signal is not None:
            name = "signal_odds_on" if signal else "signal_odds_off"
            logit += math.log(self.par[name])
        interview = sigmoid(logit + seen)
        felt = self.par["quality_loading_match"] * theta
        after = sigmoid(self.match_base + match + felt)
        if cautious and kind is not None:
            mode = "handson" if kind == "hands_on" else "observership"
            ratio = self.par[f"or_overall_{mode}"]
            both = _times_odds(interview * after, ratio)
            interview = _times_odds(interview, ratio)
            after = both / interview
        return interview, after

    @cache  # noqa: B019
    def chance(
        self, i: str, level: float, signal: bool | None, kind: str | None, reading: str
    ) -> np.ndarray:
        """q_j at every node, if applied to."""
        interview, match = self.two_steps(i, level, signal, kind, reading)
        return self.gate[self.row[i]] * interview * match

    def unrotated(self, level: float, reading: str) -> dict[str, np.ndarray]:
        """q_j(0) of every program; 0 outside the application list."""
        return {
            i: (i in self.listed)
            * self.chance(i, level, i in self.signalled, None, reading)
            for i in self.ids
        }

    # -- signals

    def _first_order(self, changes: dict[str, Callable[[str], np.ndarray]]) -> float:
        """What new chances are worth to first order, with what is booked in place."""
        total = 0.0
        for reading in self.readings:
            q = self.unrotated(self.start, reading)
            for i, kind in self.booked.items():
                if i not in self.closed:
                    on = i in self.signalled
                    q[i] = self.chance(i, self.start, on, kind, reading)
            for i, after in changes.items():
                change = np.log(1 - q[i]) - np.log(1 - after(reading))
                total += float(self._felt(i, q) @ (self.weight * change))
        return total / len(self.readings)

    @cached_property
    def _worths(self) -> list[tuple[float, float, list[str]]]:
        """Each worth, the next lower one, and the programs worth at least as much."""
        worths = sorted(set(self.worth.tolist()), reverse=True)
        return [
            (worth, below, [i for i in self.ids if self.worth[self.row[i]] >= worth])
            for worth, below in itertools.pairwise([*worths, 0.0])
        ]

    def _felt(self, i: str, q: dict[str, np.ndarray]) -> np.ndarray:
        """How much a change of log(1 - q_i) is worth at every node."""
        total = np.zeros_like(self.weight)
        for worth, below, ids in self._worths:
            if i in ids:
                total += (worth - below) * np.prod([1 - q[x] for x in ids], axis=0)
        return total

    def _at(
        self, i: str, signal: bool, kind: str | None
    ) -> dict[str, Callable[[str], np.ndarray]]:
        return {i: lambda reading: self.chance(i, self.start, signal, kind, reading)}

    def _signal_order(self) -> tuple[list[str], dict[str, float]]:
        """Programs whose signal may go, the signal worth least first."""
        loss = {
            i: -self._first_order(self._at(i, False, None))
            for i in self.signalled - self._rooted - self.held
        }
        return sorted(loss, key=lambda i: (round(loss[i], 13), i)), loss

    def _moves(self, i: str, kind: str) -> bool:
        """Whether a rotation there is worth a signal, if it is accepted for certain."""
        if i in self.signalled or i in self.closed or i in self.booked:
            return False
        stay = self._rooted | self.wished
        last = [x for x in reversed(self.listed) if x not in stay][:1]
        outside = i not in self.listed
        free = self.spare > 0 or (outside and bool(set(last) & self.signalled))
        if not free and not self.signals_go:
            return False
        charge = 0.0 if free else self.loss[self.signals_go[0]]
        keep = self._first_order(self._at(i, False, kind))
        return self._first_order(self._at(i, True, kind)) - charge > keep

    @property
    def _rooted(self) -> set[str]:
        """Programs with a booked rotation that may match the applicant."""
        return set(self.booked) - self.closed

    # -- the value

    def chances(
        self, plan: Sequence[Rotation], level: float, reading: str
    ) -> dict[str, np.ndarray]:
        """q_j of every program with a plan, in date order, accepted by chance."""
        q = self.unrotated(level, reading)
        for r in [*self.past, *plan]:
            if r.booked and self._auditions(r):
                i = r.program.program_id
                q[i] = self.chance(i, level, i in self.signalled, r.kind, reading)
        for i, p, signal, kind in self.consequences(plan):
            after = 0.0 * q[i]
            if signal is not None:
                after = self.chance(i, level, signal, kind, reading)
            q[i] = (1 - p) * q[i] + p * after
        return q

    def _auditions(self, r: Rotation) -> bool:
        return r.program is not None and r.program.program_id not in self.closed

    def consequences(
        self, plan: Sequence[Rotation]
    ) -> Iterator[tuple[str, float, bool | None, str | None]]:
        """Every program that a free rotation changes if it is accepted.

        Yields program, chance, whether it then has a signal (None: it is no longer
        applied to), and the kind of rotation there.
        """
        free = [r for r in in_date_order(plan) if not r.booked]
        visited = {r.program.program_id for r in free if r.program is not None}
        active = [r for r in free if self._auditions(r)]
        stay = visited | self._rooted | self.wished
        leaving = [i for i in reversed(self.listed) if i not in stay]
        left = {
            r.key: leaving.pop(0)
            for r in active
            if r.program.program_id not in self.listed and leaving
        }
        gone = set(left.values())
        signals: list[str | None] = [None] * (self.spare + len(gone & self.signalled))
        signals += [i for i in self.signals_go if i not in visited | gone]
        for r in active:
            i, p = r.program.program_id, r.acceptance
            if r.key in left:
                yield left[r.key], p, None, None
            signal = i in self.signalled
            if (i, r.kind) in self.moves and signals:
                signal, loser = True, signals.pop(0)
                if loser is not None:
                    yield loser, p, False, None
            yield i, p, signal, r.kind

    def value(self, plan: Sequence[Rotation], level: float) -> float:
        """Match value of a plan at letter level L."""
        found = [
            self.expected_worth(self.chances(plan, level, reading))
            for reading in self.readings
        ]
        return float(np.mean(found))

    def expected_worth(self, chances: dict[str, np.ndarray]) -> float:
        """Worth of the match if the applicant ranks by worth."""
        total = 0.0
        for worth, below, ids in self._worths:
            none = np.prod([1 - chances[i] for i in ids], axis=0)
            total += (worth - below) * float(self.weight @ (1 - none))
        return total


def _centred(rate: float, theta: np.ndarray, weight: np.ndarray) -> float:
    """Intercept whose mean over theta is ``rate``."""

    def excess(a: float) -> float:
        return float(weight @ sigmoid(a + theta)) - rate

    return float(brentq(excess, -40, 40, xtol=1e-14, rtol=1e-14))


def _times_odds(chance: np.ndarray, ratio: float) -> np.ndarray:
    """A chance whose odds are multiplied."""
    return ratio * chance / (1 - chance + ratio * chance)


# ----------------------------------------------------------------------- eligibility


def verdict(world: World, offering: Offering, start: dt.date, end: dt.date) -> str:
    """``open``, ``check`` or ``closed`` for this applicant."""
    found = set(_verdicts(world, offering, start, end))
    return "closed" if "closed" in found else "check" if "check" in found else "open"


def _verdicts(
    world: World, offering: Offering, start: dt.date, end: dt.date
) -> Iterator[str]:
    me = world.applicant
    graduation = me.graduation_date
    student = me.status == "student" and (graduation is None or end <= graduation)
    admits = {"yes": "open", "unknown": "check", "no": "closed"}
    needs = {"yes": "closed", "unknown": "check", "no": "open"}
    answer = world.answer(offering, start)
    if not me.us_work_authorized and offering.kind == "hands_on":
        if not student:
            yield "closed"
        canadian = me.nationality == "CA" and me.entry_status == "none"
        if me.entry_status in ("F-1", "none") and not canadian:
            yield "check"
    yield from _entry_rules(world, offering, student)
    if answer is None:
        yield from _too_late(world, offering, start)
    if start < world.scenario.today:
        yield "closed"
    if answer in ("accepted", "paid"):
        return
    yield admits[offering.students if student else offering.graduates]
    citizen = me.us_work_authorized or me.img_type == "us_img"
    if offering.us_persons_only == "excluded":
        yield "closed" if citizen else "open"
    elif not me.us_work_authorized:
        yield needs[offering.us_persons_only]
    if not me.home_school_in_vslo:
        yield needs[offering.needs_vslo_school]
    if not me.step1_passed:
        yield needs[offering.needs_step1_pass]
    limit = offering.max_step1_failures
    if limit is not None and me.step1_failures > limit:
        yield "closed"
    yield admits[offering.pmr_available]
    ways = offering.entry_statuses
    if ways and not me.us_work_authorized and not _enters_on(me) & set(ways):
        papers = {"F-1", "J-1"} >= set(ways) and _enters_on(me) & {"B-1", "WB"}
        yield "closed" if papers else "check"
    if offering.requirements and not student:
        yield "check"
    if offering.sponsor_first == "yes":
        yield "check"


def _enters_on(me: Applicant) -> set[str]:
    """Whom one is for a host; without a visa, or from Canada, a visitor of any kind."""
    visitor = me.entry_status in ("B-1", "WB", "none")
    if me.entry_status == "not_needed" or (me.nationality == "CA" and visitor):
        return {"B-1", "WB"}
    return {me.entry_status}


def _entry_rules(world: World, offering: Offering, student: bool) -> Iterator[str]:
    """Stopped visas of a nationality, and states that review electives."""
    me, today = world.applicant, world.scenario.today
    for rule in world.problem.catalog.entry_rules:
        if rule.until and rule.until < today:
            continue
        mine = rule.scope == "nationality" and me.nationality in rule.applies_to
        if mine and not me.us_work_authorized and not me.visa_in_hand:
            entry = "B-1" if me.entry_status == "none" else me.entry_status
            if entry in rule.stops:
                yield "check"
        here = rule.scope == "state" and offering.state in rule.applies_to
        elective = student and offering.kind == "hands_on"
        if here and elective and "elective" in rule.stops:
            yield "check"


def _too_late(world: World, offering: Offering, start: dt.date) -> Iterator[str]:
    """Whether the time to apply is over, by the lead and by the window of the host."""
    lead, today = offering.apply_lead_weeks, world.scenario.today
    closing = _closing_day(offering.application_window, start)
    if closing is None and lead is None:
        if start - int(world.par["unknown_lead_weeks"]) * WEEK < today:
            yield "check"
        return
    late = lead is not None and start - lead * WEEK < today
    if late or (closing is not None and closing < today):
        yield "closed"


def _closing_day(windows: str, start: dt.date) -> dt.date | None:
    """Going back from the start, the first day that its window ends on."""
    for window in filter(None, windows.split(";")):
        days, _, part = window.partition(" for ")
        first, last = part.split("/")
        ends = days.split("/")[1]
        here = f"{start:%m-%d}"
        inside = first <= here <= last if first <= last else not last < here < first
        if inside and ends:
            day = start
            while f"{day:%m-%d}" != ends:
                day -= DAY
            return day
    return None


# ----------------------------------------------------------------------------- rules
# Each takes the world and a plan in date order and says whether the rule is obeyed.

Rule = Callable[[World, list[Rotation]], bool]


def in_date_order(rotations: Iterable[Rotation]) -> list[Rotation]:
    """Rotations by their first day; on the same days by program, as in a bill."""
    return sorted(rotations, key=lambda r: (r.start, r.end, r.site[1], r.key))


def days_between(a: Rotation, b: Rotation) -> int:
    """Days strictly between two rotations; negative if they share a day."""
    return (b.start - a.end).days - 1


def obeys_gap(w: World, plan: list[Rotation]) -> bool:
    """Any two rotations lie at least the gap apart."""
    return all(
        days_between(a, b) >= w.scenario.gap_days
        for a, b in itertools.combinations(plan, 2)
    )


def obeys_one_per_site(w: World, plan: list[Rotation]) -> bool:
    """At most one rotation per program, and per host without one."""
    past = {r.site for r in w.past}
    return len({r.site for r in plan} - past) == len(plan)


def obeys_visits(w: World, plan: list[Rotation]) -> bool:
    """No office has more rotations than it allows, or than are booked there."""
    at = [(w.offerings[r.offering_id].door, r.booked) for r in plan if r.offering_id]
    doors = [door for door, _ in at]
    booked = [door for door, is_booked in at if is_booked]
    return all(
        doors.count(door) <= max(w.visits_at(door), booked.count(door))
        for door in doors
        if door
    )


def obeys_weeks(w: World, plan: list[Rotation]) -> bool:
    """All rotations together take no more weeks than allowed."""
    limit = w.scenario.max_weeks_away
    weeks = [
        math.ceil(((r.end - r.start).days + 1) / 7)
        if r.booked
        else w.offerings[r.offering_id].weeks
        for r in plan
    ]
    return limit is None or sum(weeks) <= limit


def obeys_trust(w: World, plan: list[Rotation]) -> bool:
    """Every host that has not accepted is as sure as asked."""
    order = ("confirmed", "likely", "unclear", "cold")
    allowed = order[: order.index(w.scenario.least_trust) + 1]
    yes = {n.split("@")[0] for n, a in w.scenario.answers if a in ("accepted", "paid")}
    return all(
        r.booked
        or r.offering_id in yes
        or w.grade(w.offerings[r.offering_id]) in allowed
        for r in plan
    )


def obeys_minimum(w: World, plan: list[Rotation]) -> bool:
    """Enough rotations."""
    return len(plan) >= w.scenario.min_rotations


def obeys_maximum(w: World, plan: list[Rotation]) -> bool:
    """Not too many rotations."""
    return len(plan) <= w.scenario.max_rotations


def obeys_window(w: World, plan: list[Rotation]) -> bool:
    """Free rotations lie in the window."""
    return all(r.in_window for r in plan)


def obeys_months(w: World, plan: list[Rotation]) -> bool:
    """Free rotations lie in free months."""
    return all(r.in_months for r in plan)


def obeys_free_dates(w: World, plan: list[Rotation]) -> bool:
    """Free rotations lie in a range of free days each."""
    return all(r.in_free_dates for r in plan)


def obeys_blackouts(w: World, plan: list[Rotation]) -> bool:
    """No free rotation touches a blackout."""
    return not any(r.in_blackout for r in plan)


def obeys_letters(w: World, plan: list[Rotation]) -> bool:
    """Enough letters in time, counting each as if accepted."""
    known = w.letters_on_time(w.past) + w.applicant.us_letters
    known += sum(letter.kind == "physiatry" for letter in w.scenario.letters)
    return w.letters_on_time(plan) + known >= w.scenario.min_letters


def obeys_hands_on(w: World, plan: list[Rotation]) -> bool:
    """Enough hands-on rotations."""
    return sum(r.kind == "hands_on" for r in plan) >= w.scenario.min_hands_on


def obeys_kind(w: World, plan: list[Rotation]) -> bool:
    """Only the kind that is asked for."""
    return w.scenario.kind is None or all(r.kind == w.scenario.kind for r in plan)


def obeys_receptive(w: World, plan: list[Rotation]) -> bool:
    """Enough rotations at programs that interview graduates like the applicant."""
    us = w.applicant.img_type == "us_img"
    levels = [level_of(r.program, us) for r in plan if r.program is not None]
    return sum(level in RECEPTIVE for level in levels) >= w.scenario.min_receptive


def obeys_ties(w: World, plan: list[Rotation]) -> bool:
    """Enough rotations in tied states or cities."""
    ties = set(w.applicant.ties)
    tied = [
        r.place.state in ties or f"{r.place.city}, {r.place.state}" in ties
        for r in plan
    ]
    return sum(tied) >= w.scenario.min_in_ties


def obeys_states(w: World, plan: list[Rotation]) -> bool:
    """At least one rotation in each required state."""
    return set(w.scenario.required_states) <= {r.place.state for r in plan}


def obeys_regions(w: World, plan: list[Rotation]) -> bool:
    """Not too many rotations in a region."""
    return all(
        sum(r.place.region == region for r in plan) <= limit
        for region, limit in w.scenario.max_per_region
    )


def obeys_focus(w: World, plan: list[Rotation]) -> bool:
    """Enough different focus areas."""
    areas = set().union(*(r.focus for r in plan)) if plan else set()
    if w.scenario.preferences.focus:
        areas &= set(w.scenario.preferences.focus)
    return len(areas) >= w.scenario.min_focus_areas


# Limits on a visit: rotations with no trip home between them.


def visits(plan: list[Rotation], home: frozenset[int]) -> list[list[Rotation]]:
    """The rotations of each visit, going home in these gaps."""
    found: list[list[Rotation]] = []
    for i, r in enumerate(plan):
        if i == 0 or i - 1 in home:
            found.append([])
        found[-1].append(r)
    return found


def longest_visit(w: World, plan: list[Rotation], home: frozenset[int]) -> int:
    """Days of the longest visit, from arriving for its first rotation."""
    lengths = [
        (max(r.end for r in visit) - visit[0].start).days + 1 + w.scenario.settle_days
        for visit in visits(plan, home)
    ]
    return max(lengths, default=0)


def obeys_stay(w: World, plan: list[Rotation], home: frozenset[int]) -> bool:
    """No visit is longer than the applicant wants."""
    limit = w.scenario.max_stay_days
    return limit is None or longest_visit(w, plan, home) <= limit


def obeys_visa(w: World, plan: list[Rotation], home: frozenset[int]) -> bool:
    """No visit is longer than the way of entry allows."""
    if w.applicant.us_work_authorized:
        return True
    limit = STAY_CAP.get(w.applicant.entry_status, math.inf)
    return longest_visit(w, plan, home) <= limit


def obeys_idle(w: World, plan: list[Rotation], home: frozenset[int]) -> bool:
    """No idle spell of a visit is too long."""
    limit = w.scenario.max_idle_days
    return limit is None or all(
        gap in home or days_between(a, b) <= limit
        for gap, (a, b) in enumerate(itertools.pairwise(plan))
    )


VISITS = {"stay": obeys_stay, "visa": obeys_visa, "idle": obeys_idle}


def obeys_pins(w: World, plan: list[Rotation]) -> bool:
    """Every pinned offering or block is in the plan."""
    chosen = {name for r in plan if not r.booked for name in (r.offering_id, r.key)}
    return set(w.scenario.pins) <= chosen


def obeys_exclusions(w: World, plan: list[Rotation]) -> bool:
    """No excluded offering or block is in the plan."""
    chosen = {name for r in plan if not r.booked for name in (r.offering_id, r.key)}
    return not set(w.scenario.exclusions) & chosen


def obeys_answers(w: World, plan: list[Rotation]) -> bool:
    """What is paid is in, what was refused is out, accepted dates are kept."""
    answers = dict(w.scenario.answers)
    free = [r for r in plan if not r.booked]
    keys, ids = {r.key for r in free}, {r.offering_id for r in free}
    paid = {name for name, answer in answers.items() if answer == "paid"}
    if not paid <= keys | ids:
        return False
    for r in free:
        if "refused" in (answers.get(r.key), answers.get(r.offering_id)):
            return False
        yes = {
            name
            for name, answer in answers.items()
            if answer in ("paid", "accepted") and name.split("@")[0] == r.offering_id
        }
        if yes and r.offering_id not in yes and r.key not in yes:
            return False
    return True


def obeys_eligibility(w: World, plan: list[Rotation]) -> bool:
    """Every block is open, or to be checked if that is allowed."""
    allowed = {"open", "check"} if w.scenario.include_unverified else {"open"}
    return all(r.verdict in allowed for r in plan)


# Rules that stay broken whatever is added to a plan: enumeration stops there.
LASTING: dict[str, Rule] = {
    "maximum": obeys_maximum,
    "one_per_site": obeys_one_per_site,
    "visits": obeys_visits,
    "trust": obeys_trust,
    "window": obeys_window,
    "months": obeys_months,
    "free dates": obeys_free_dates,
    "blackouts": obeys_blackouts,
    "kind": obeys_kind,
    "exclusions": obeys_exclusions,
    "eligibility": obeys_eligibility,
    "gap": obeys_gap,
    "regions": obeys_regions,
    "weeks": obeys_weeks,
}
OTHERS: dict[str, Rule] = {
    "minimum": obeys_minimum,
    "letters": obeys_letters,
    "hands_on": obeys_hands_on,
    "receptive": obeys_receptive,
    "ties": obeys_ties,
    "states": obeys_states,
    "focus": obeys_focus,
    "pins": obeys_pins,
    "answers": obeys_answers,
}
RULES = (*LASTING, *OTHERS, *VISITS, "budget")
"""The last four look at a way through the gaps, too."""
TIME = {"gap", "weeks"}
"""Rules that count what is in another specialty as well."""


# ----------------------------------------------------------------------- enumeration


@lru_cache(maxsize=32)
def world_of(problem: Problem) -> World:
    """The problem as the oracle reads it."""
    return World(problem)


def _broken(
    w: World, plan: list[Rotation], rules: dict[str, Rule], limit: int
) -> set[str]:
    """Names of the rules broken, at most one more than ``limit`` of them."""
    found: set[str] = set()
    in_pmr = [r for r in plan if not r.other]
    for name, obeys in rules.items():
        if not obeys(w, plan if name in TIME else in_pmr):
            found.add(name)
            if len(found) > limit:
                break
    return found


def _broken_on(w: World, plan: list[Rotation], home: frozenset[int]) -> set[str]:
    """Names of the rules broken by going home in these gaps."""
    found = {name for name, obeys in VISITS.items() if not obeys(w, plan, home)}
    if sum(w.bill_of(plan, home).values()) > w.scenario.budget_usd:
        found.add("budget")
    return found


def _broken_lasting(w: World, plan: list[Rotation], limit: int) -> set[str]:
    """Names of the rules that stay broken whatever is added, at most one too many.

    Going home wherever one can makes the shortest visits; more rotations leave fewer
    such gaps.
    """
    found = _broken(w, plan, LASTING, limit)
    if len(found) <= limit:
        most = max(w.ways(plan), key=len)
        found |= _broken_on(w, plan, most) & {"stay", "visa"}
    return found


def _candidates(
    w: World, by_offering: list[list[Rotation]], limit: int, chosen: list[Rotation]
) -> Iterator[tuple[list[Rotation], set[str]]]:
    """Every plan that breaks at most ``limit`` rules, with the rules it breaks."""
    plan = in_date_order([*w.booked, *chosen])
    if len(_broken_lasting(w, plan, limit)) > limit:
        return
    broken = _broken(w, plan, LASTING | OTHERS, limit)
    if len(broken) <= limit:
        ways = {frozenset(broken | _broken_on(w, plan, home)) for home in w.ways(plan)}
        for found in ways:
            if len(found) <= limit:
                yield plan, set(found)
    for i, blocks in enumerate(by_offering):
        for block in blocks:
            yield from _candidates(w, by_offering[i + 1 :], limit, [*chosen, block])


def every_plan(problem: Problem) -> Iterator[list[Rotation]]:
    """Every plan that obeys every rule, booked rotations included, by date."""
    w = world_of(problem)
    for plan, _ in _candidates(w, _by_offering(w, limit=0, margin_days=0), 0, []):
        yield plan


def enumerate_plans(problem: Problem) -> Answer:
    """The best value over all plans that obey every rule, and the cheapest such."""
    return _best(problem, limit=0, margin_days=0)


def enumerate_relaxed(problem: Problem) -> Answer:
    """The same, and in ``without`` the best value if one rule is dropped."""
    return _best(problem, limit=1, margin_days=14)


def _by_offering(w: World, limit: int, margin_days: int) -> list[list[Rotation]]:
    """Blocks by offering, without those that alone break too many lasting rules."""
    blocks = [b for b in w.blocks(margin_days) if len(_lasting(w, [b], limit)) <= limit]
    groups = itertools.groupby(blocks, key=lambda r: r.offering_id)
    return [list(blocks) for _, blocks in groups]


def _lasting(w: World, chosen: list[Rotation], limit: int) -> set[str]:
    """Names of the rules that stay broken whatever is added, with what is booked."""
    return _broken_lasting(w, in_date_order([*w.booked, *chosen]), limit)


def _best(problem: Problem, limit: int, margin_days: int) -> Answer:
    w = world_of(problem)
    answer = Answer(without=dict.fromkeys(RULES, -1.0) if limit else {})
    for plan, broken in _candidates(w, _by_offering(w, limit, margin_days), limit, []):
        value = w.value(plan)
        for name in broken or answer.without:
            answer.without[name] = max(answer.without[name], value)
        if not broken:
            _keep(answer, w, plan, value)
    return answer


def _keep(answer: Answer, w: World, plan: list[Rotation], value: float) -> None:
    """Count a feasible plan, and keep it if it is better, or as good and cheaper."""
    cost = w.cost(plan)
    gain = value - answer.value
    if answer.count == 0 or gain > 1e-12 or (gain > -1e-12 and cost < answer.cost):
        answer.value, answer.cost, answer.rotations = value, cost, tuple(plan)
    answer.count += 1
    answer.standing = max(answer.standing, value - w.paid_for_cold(plan))


# ---------------------------------------------------- judging a plan that others made


def rotations_of(problem: Problem, blocks: Iterable[object]) -> list[Rotation]:
    """Blocks (anything with ``offering`` and ``start``) and the booked rotations."""
    w = world_of(problem)
    free = [
        w.block(w.offerings[b.offering.offering_id], b.start)  # type: ignore[attr-defined]
        for b in blocks
    ]
    return in_date_order([*w.booked, *free])


def _misdated(problem: Problem, blocks: Iterable[object]) -> list[str]:
    """Blocks on a date the offering does not start, or with a wrong end."""
    w, faults = world_of(problem), []
    for b in blocks:
        offering = w.offerings[b.offering.offering_id]  # type: ignore[attr-defined]
        start, end = b.start, b.end  # type: ignore[attr-defined]
        if start not in starts_between(offering.starts, start, start):
            faults.append(f"{offering.offering_id} does not start on {start}")
        if end != last_day(offering, start):
            faults.append(f"{offering.offering_id} ends on another day than {end}")
    return faults


def is_valid(problem: Problem, blocks: Iterable[object]) -> list[str]:
    """Names of the rules that the blocks break, with the booked rotations."""
    blocks = list(blocks)
    w, plan = world_of(problem), rotations_of(problem, blocks)
    return _misdated(problem, blocks) + sorted(broken_rules(w, plan))


def broken_rules(w: World, plan: list[Rotation]) -> set[str]:
    """Names of the rules that a plan breaks, on the way that breaks the fewest."""
    ways = [_broken_on(w, plan, home) for home in w.ways(plan)]
    return _broken(w, plan, LASTING | OTHERS, len(RULES)) | min(ways, key=len)


def value(problem: Problem, blocks: Iterable[object]) -> float:
    """Match value of the blocks, with the booked rotations."""
    return world_of(problem).value(rotations_of(problem, blocks))


def cost(problem: Problem, blocks: Iterable[object]) -> int:
    """Worst-case cost of the blocks, with the booked rotations."""
    return world_of(problem).cost(rotations_of(problem, blocks))


def baseline(problem: Problem) -> float:
    """Match value of doing nothing more than what is booked."""
    return value(problem, [])
