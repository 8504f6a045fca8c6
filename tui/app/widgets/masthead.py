"""The line above all others where lines are many: the day as a strip, how urgent it is, the date. Pure."""

from __future__ import annotations

from datetime import datetime

from rich.segment import Segment

from tui.app.charts import sparkline
from tui.app.palette import Palette
from tui.cache.density import Day
from tui.text import width

LINES = 30
"""Lines of a terminal from which there is a masthead: where they are few the list has them all."""


def line(day: Day, now: int, palette: Palette, cells: int) -> tuple[list[Segment], list[Segment]]:
    """What stands at the left of it, and at the right where there is room."""
    count = sum(day.hours)
    pieces = [
        Segment(" TELEX  ", palette.bar_key),
        Segment(sparkline(day.hours), palette.bar_focus),
        Segment(f" {count:,} article{'' if count == 1 else 's'} in 24 h", palette.bar),
    ]
    for level, stories in day.levels:
        style = palette.level(level) + palette.bar.from_color(bgcolor=palette.bar.bgcolor)
        pieces += [Segment("   ", palette.bar), Segment(f"{level.name} {stories}", style)]
    date = f"{datetime.fromtimestamp(now).astimezone():%a %d %b %Y} "
    room = sum(width(piece.text) for piece in pieces) + width(date) < cells
    return pieces, [Segment(date, palette.bar)] if room else []
