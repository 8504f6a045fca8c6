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


TAG_CELLS, TAGS = 48, 2
"""Cells of a row from which it shows tags, and how many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A headline with what its row says beside it."""

    headline: Headline
    source: str
    """The source's name; empty where the whole list is of one source."""
    age: str
    selected: bool = False

    @property
    def key(self) -> Hashable:
        """All that the drawing depends on."""
        return self


def row(headline: Headline, source: str, now: int, *, selected: bool = False) -> Row:
    """The row of a headline at time ``now``."""
    return Row(headline, source, age(headline.at, now), selected)


def paint(row: Row, cells: int, palette: Palette) -> list[Segment]:
    """The pieces of a row in ``cells`` cells: marks, age, source, level, headline.

    The level stands as a word, an unread one has a dot, a star its asterisk, what is put off a z, what is
    dismissed an x, what is selected a plus: colour alone says nothing.
    """
    headline = row.headline
    body = palette.read if headline.read else palette.unread
    pieces = [
        Segment("*" if headline.starred else " ", palette.star),
        Segment(_mark(headline), body),
        Segment("+" if row.selected else " ", palette.bar_key if row.selected else body),
        Segment(f"{row.age:>3} ", palette.dim),
    ]
    if row.source and cells >= 40:
        named = min(SOURCE_CELLS, cells // 4)
        pieces.append(Segment(fit(row.source, named) + " ", palette.dim))
    if headline.level > Level.ROUTINE:
        pieces.append(Segment(f"{headline.level.name} ", palette.level(headline.level)))
    if headline.tags and cells >= TAG_CELLS:
        pieces.append(Segment(" ".join(f"#{tag}" for tag in headline.tags[:TAGS]) + " ", palette.link))
    used = sum(width(piece.text) for piece in pieces)
    pieces.append(Segment(fit(headline.title, max(0, cells - used - 1)) + " ", body))
    return pieces


def _mark(headline: Headline) -> str:
    if headline.dismissed:
        return "x"
    if headline.later_until is not None:
        return "z"
    return " " if headline.read else "•"
