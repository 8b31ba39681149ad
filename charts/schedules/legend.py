"""The signs of the schedule as one line of HTML that wraps like text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charts.schedules.timeline import TimelineRow, waits
from charts.theme import Palette, palette

_WAITING, _APPLY = "waiting in between", "last day to apply"
_IN_TIME, _LATE = "letter in time", "letter too late"
_LAST = "last start"
_LIST = (
    "display:flex;flex-wrap:wrap;gap:0.3rem 1.25rem;margin:0;padding:0;list-style:none"
)
_ITEM = (
    "display:flex;align-items:center;gap:0.45rem;margin:0;padding:0;"
    "white-space:nowrap;font-size:0.875rem"
)


def schedule_legend(
    timeline: Sequence[TimelineRow], *, dark: bool, waiting: bool = True
) -> str:
    """Name every sign that the schedule of these rows has, drawn as on the figure.

    Where several plans share an axis no ``waiting`` is drawn.
    """
    drawn = set(_sign_names(timeline))
    items = "".join(
        f'<li style="{_ITEM}"><span aria-hidden="true" style="{style}"></span>{name}'
        "</li>"
        for style, name in _signs(palette(dark))
        if name in drawn and (waiting or name != _WAITING)
    )
    return f'<ul style="{_LIST}">{items}</ul>'


def _sign_names(timeline: Sequence[TimelineRow]) -> Iterator[str]:
    """Names of the signs that are on the figure."""
    for row in timeline:
        yield row.kind
        if row.apply_by:
            yield _APPLY
        if row.letter_ready:
            yield _IN_TIME if row.letter_on_time else _LATE
        if row.last_start:
            yield _LAST
    if waits(tuple(timeline)):
        yield _WAITING


def _signs(p: Palette) -> tuple[tuple[str, str], ...]:
    """List the style of each sign (CSS only: SVG is not let through) and its name."""
    bar = "display:inline-block;width:22px;height:11px;border-radius:3px;"
    stripes = (
        f"{bar}border:1.5px solid {p.primary};background:repeating-linear-gradient("
        f"-45deg,{p.primary} 0 2px,transparent 2px 6px)"
    )
    dots = (
        f"{bar}border:1.5px solid {p.quiet};background:radial-gradient({p.quiet} 30%,"
        "transparent 35%) 0 0/5px 5px"
    )
    diamond = (
        f"width:9px;height:9px;background:{p.warm};transform:rotate(45deg);margin:0 3px"
    )
    circle = f"width:11px;height:11px;border-radius:50%;background:{p.second}"
    arm = f"{p.second} calc(50% - 1.5px) calc(50% + 1.5px)"
    clear = "transparent calc(50% - 1.5px)"
    cross = (
        f"width:12px;height:12px;background:linear-gradient(45deg,{clear},{arm},"
        f"transparent calc(50% + 1.5px)),linear-gradient(-45deg,{clear},{arm},"
        "transparent calc(50% + 1.5px))"
    )
    tick = f"width:3px;height:15px;background:{p.text};margin:0 4px"
    return (
        (f"{bar}background:{p.primary}", "hands-on"),
        (stripes, "observership"),
        (diamond, _APPLY),
        (circle, _IN_TIME),
        (cross, _LATE),
        (tick, _LAST),
        (dots, _WAITING),
    )
