"""A plan as a PDF of two pages, to hand to an advisor or a coordinator.

Nothing of scores, exams, visa or chances is in it unless that is asked for, and a name
only if one is given. The font holds Latin letters with their accents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from optimizer.catalog_io.read import DATA
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import day_in_words
from optimizer.export.hand_over import NAME, NOTHING, Extras, HandOver, shorten
from optimizer.model.rotation import rotations_of
from optimizer.requests.ask_list import AskList
from optimizer.year.guide import shift_day
from optimizer.year.timeline import is_sure

FONT = "DejaVu"
FILES = {"": DATA / "dejavu-sans.ttf", "B": DATA / "dejavu-sans-bold.ttf"}
MARGIN, WIDTH, ROW = 15.0, 180.0, 7.0
BAR, NAME_WIDTH = (11, 110, 117), 62.0
SHARES = {1: (1.0,), 2: (0.7, 0.3), 3: (0.15, 0.15, 0.7), 4: (0.4, 0.3, 0.12, 0.18)}
"""Widths of columns by their number."""
CHARACTERS = 100
"""As many of the usual width stand in a row of a table."""
CHECK = "Check every date, fee and rule with the host before you pay or travel."


def pdf_file(
    problem: Problem,
    plan: Plan,
    extras: Extras = NOTHING,
    asked: AskList | None = None,
) -> bytes:
    """Write the plan; with the requests of an ask list, and its chances if wanted.

    ``DataError`` with one sentence, if a text has letters that the font does not hold.
    """
    return bytes(_Pages(problem, plan, extras, asked).made())


class _Pages:
    """The two pages of one plan, drawn from top to bottom."""

    def __init__(
        self, problem: Problem, plan: Plan, extras: Extras, asked: AskList | None
    ) -> None:
        self.problem = problem
        self.name = extras.name.strip()
        self.rotations = rotations_of(problem, plan.blocks)
        self.told = HandOver(problem, plan, self.rotations, extras, asked)
        import fpdf  # a quarter of what every other command would wait for

        self._heading = fpdf.FontFace(emphasis="BOLD")
        self.pdf = fpdf.FPDF(format="A4")
        self.pdf.set_margin(MARGIN)
        self.pdf.set_auto_page_break(auto=False)
        for style, file in FILES.items():
            self.pdf.add_font(FONT, style, file)
        self.pdf.set_font(FONT, size=9)
        font = self.pdf.fonts[FONT.lower()]
        assert isinstance(font, fpdf.fonts.TTFFont), "the font was read from a file"
        self.letters = set(font.cmap)
        today = dt.datetime.combine(problem.scenario.today, dt.time(), dt.UTC)
        self.pdf.set_creation_date(today)
        self.pdf.set_title(self._title())

    def made(self) -> bytearray:
        """Draw both pages."""
        self._page()
        self._head()
        self._table("The applicant", ("What", ""), self.told.profile())
        self._schedule()
        self._table("Rotations", ("Host", "Dates", "Kind", "State"), self.told.visits())
        self._table("Requests", ("Host", "State"), self.told.requests())
        self._page()
        self._table(
            "What to do, and when", ("From", "Until", "What"), self.told.dates()
        )
        self._table("Papers that hosts usually ask for", ("Paper",), self.told.papers())
        self._table("What it costs at most", ("Line", "US$"), self.told.costs())
        self._table(
            "Chance to match, by a model", ("If", "Chance"), self.told.chances()
        )
        return self.pdf.output()

    def _page(self) -> None:
        self.pdf.add_page()
        self.pdf.set_y(-MARGIN)
        made = f"RotaMatch, {day_in_words(self.problem.scenario.today)}. {CHECK}"
        self._write(made, size=7, height=4)
        self.pdf.set_y(MARGIN)

    def _title(self) -> str:
        return f"Away rotations in PM&R, season {self.problem.scenario.season}"

    def _head(self) -> None:
        self._write(self._title(), size=15, style="B", height=9)
        if self.name:
            self._write(self.name, size=11)
        self.pdf.ln(2)

    def _write(
        self, text: str, size: float = 9, style: str = "", height: float = 6
    ) -> None:
        self.pdf.set_font(FONT, style, size)
        self.pdf.cell(WIDTH, height, self._held(text), new_x="LMARGIN", new_y="NEXT")
        self.pdf.set_font(FONT, size=9)

    def _held(self, text: str) -> str:
        """The text on one line, if the font holds it."""
        line = " ".join(text.split())
        missing = sorted({c for c in line if ord(c) not in self.letters})
        if missing:
            what = f"{missing[0]!r} in {line!r} is no Latin letter that the font holds"
            raise DataError([Fault("PDF", what)])
        return line

    # ---- the schedule -----------------------------------------------------------

    def _schedule(self) -> None:
        """A bar for each rotation over the months that they take."""
        if not self.rotations:
            return
        first = min(r.start for r in self.rotations).replace(day=1)
        last = shift_day(max(r.end for r in self.rotations).replace(day=1), "1m")
        top = self.pdf.get_y() + ROW
        scale = (WIDTH - NAME_WIDTH) / (last - first).days
        left = MARGIN + NAME_WIDTH
        month = first
        while month < last:
            x = left + (month - first).days * scale
            bottom = top + ROW * len(self.rotations)
            self.pdf.set_draw_color(190)
            self.pdf.line(x, top - 2, x, bottom)
            self.pdf.text(x + 1, top - 2.5, f"{month:%b %Y}")
            month = shift_day(month, "1m")
        for place, rotation in enumerate(self.rotations):
            y = top + ROW * place
            start = left + (rotation.start - first).days * scale
            width = ((rotation.end - rotation.start).days + 1) * scale
            sure = is_sure(self.problem, rotation)
            self.pdf.set_fill_color(*BAR)
            self.pdf.set_draw_color(*BAR)
            style = "DF" if sure else "D"  # an outline until the host accepts
            self.pdf.rect(start, y + 1.2, width, ROW - 2.4, style)
            host = self._cut(rotation.visit.host, NAME)
            self.pdf.text(MARGIN + 1, y + ROW - 2.2, host)
        self.pdf.set_y(top + ROW * len(self.rotations) + 3)
        self._write("Filled: the host has accepted. Outline: not yet.", size=7)

    def _cut(self, text: str, most: int) -> str:
        return shorten(self._held(text), most)

    # ---- tables -----------------------------------------------------------------

    def _table(
        self, title: str, columns: Sequence[str], rows: Iterator[tuple[str, ...]]
    ) -> None:
        found = list(rows)
        if not found:
            return
        self.pdf.ln(1)
        self._write(title, size=11, style="B", height=7)
        self.pdf.set_font(FONT, size=8)
        self.pdf.set_draw_color(190)
        self.pdf.set_fill_color(255)
        with self.pdf.table(
            width=WIDTH,
            col_widths=SHARES[len(columns)],
            line_height=4.6,
            borders_layout="HORIZONTAL_LINES",
            headings_style=self._heading,
            text_align="LEFT",
        ) as table:
            for row in (columns, *found):
                cells = table.row()
                for text, share in zip(row, SHARES[len(columns)], strict=True):
                    cells.cell(self._cut(text, int(share * CHARACTERS)))
