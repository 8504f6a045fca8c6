"""How a headline is drawn, and what its drawing depends on. Pure."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from rich.segment import Segment

from tui.ages import age
from tui.app.palette import Palette
from tui.model import Headline, Level
from tui.text import fit, width

SOURCE_CELLS = 16
"""Cells of the source column where there is room for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A headline with what its row says beside it."""

    headline: Headline
    source: str
    """The source's name; empty where the whole list is of one source."""
    age: str

    @property
    def key(self) -> Hashable:
        """All that the drawing depends on."""
        return self


def row(headline: Headline, source: str, now: int) -> Row:
    """The row of a headline at time ``now``."""
    return Row(headline, source, age(headline.at, now))


def paint(row: Row, cells: int, palette: Palette) -> list[Segment]:
    """The pieces of a row in ``cells`` cells: marks, age, source, level, headline.

    The level stands as a word, an unread one has a dot, a star its asterisk: colour alone says nothing.
    """
    headline = row.headline
    body = palette.read if headline.read else palette.unread
    pieces = [
        Segment("*" if headline.starred else " ", palette.star),
        Segment("  " if headline.read else "• ", body),
        Segment(f"{row.age:>3} ", palette.dim),
    ]
    if row.source and cells >= 40:
        named = min(SOURCE_CELLS, cells // 4)
        pieces.append(Segment(fit(row.source, named) + " ", palette.dim))
    if headline.level > Level.ROUTINE:
        pieces.append(Segment(f"{headline.level.name} ", palette.level(headline.level)))
    used = sum(width(piece.text) for piece in pieces)
    pieces.append(Segment(fit(headline.title, max(0, cells - used - 1)) + " ", body))
    return pieces
