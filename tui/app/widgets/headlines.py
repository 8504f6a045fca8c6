"""How a headline is drawn, and what its drawing depends on. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from tui.ages import age, moment
from tui.app.palette import Palette
from tui.model import Headline, Level, StoryFacts
from tui.text import fit, width

if TYPE_CHECKING:
    from tui.app.sections import Head
    from tui.snippets import Piece

SOURCE_CELLS, FEW_CELLS = 16, 8
"""Cells of the source column where there is room for it, and where the headline needs the room more."""
NARROW = 54
"""Cells of a row below which it does."""


STORY_CELLS, MOVED_CELLS = 36, 60
"""Cells of a row from which it shows a story's publishers, and when it last moved."""
TAG_CELLS, TAGS = 48, 2
"""Cells of a row from which it shows tags, and how many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A headline with what its row says beside it."""

    headline: Headline
    source: str
    """The source's name; empty where the whole list is of one source."""
    age: str
    when: str = ""
    """The time, or on another day its date."""
    selected: bool = False
    moved: str = ""
    """The age of the story's newest article; empty where it is alone."""
    title: tuple[Piece, ...] = ()
    """The headline with the hits of a search apart; empty: nothing is searched for."""
    text: tuple[Piece, ...] = ()
    """A piece of the text that was found."""

    @property
    def key(self) -> Hashable:
        """All that the drawing depends on."""
        return self


def row(
    headline: Headline,
    source: str,
    now: int,
    *,
    selected: bool = False,
    title: tuple[Piece, ...] = (),
    text: tuple[Piece, ...] = (),
) -> Row:
    """The row of a headline at time ``now``."""
    moved = age(headline.story.moved_at, now) if headline.story else ""
    when = moment(headline.at, now)
    return Row(headline, source, age(headline.at, now), when, selected, moved, title, text)


def paint(row: Row, cells: int, palette: Palette, *, apart: bool = False) -> list[Segment]:
    """The pieces of a row in ``cells`` cells: marks, age, source, level, headline.

    The level stands as a word, an unread one has a dot, a star its asterisk, what is put off a z, what is
    dismissed an x, what is selected a plus, what a rule highlights a »: colour alone says nothing.
    ``apart``: the details stand on a line of their own, ``details``.
    """
    headline = row.headline
    body = palette.read if headline.read else palette.unread
    pieces = [
        Segment("*" if headline.starred else " ", palette.star),
        Segment(_mark(headline), body),
        Segment("+" if row.selected else " ", palette.bar_key if row.selected else body),
        Segment(f"{row.age:>3} ", palette.dim),
    ]
    if row.source and cells >= 40 and not apart:
        named = min(SOURCE_CELLS, cells // 4) if cells >= NARROW else FEW_CELLS
        pieces.append(Segment(fit(row.source, named) + " ", palette.dim))
    if headline.story and cells >= STORY_CELLS and not apart:
        pieces.append(
            Segment(told(headline.story, row.moved if cells >= MOVED_CELLS else "") + " ", palette.link)
        )
    if headline.level > Level.ROUTINE:
        pieces.append(Segment(f"{headline.level.name} ", palette.level(headline.level)))
    if headline.highlighted:
        pieces.append(Segment("» ", palette.star))
    if headline.tags and cells >= TAG_CELLS and not apart:
        pieces.append(Segment(_tags(headline) + " ", palette.link))
    used = sum(width(piece.text) for piece in pieces)
    room = max(0, cells - used - 1)
    if not row.title:
        pieces.append(Segment(fit(headline.title, room) + " ", body))
        return pieces
    return pieces + _found(row, room, body, palette)


INSET = 7
"""Cells before a headline: marks and age. What stands below it begins there too."""


def details(row: Row, cells: int, palette: Palette) -> list[Segment]:
    """The second line of a row in ``cells`` cells: time, source, publishers, when it last moved, tags."""
    headline, pieces = row.headline, [Segment(" " * INSET, palette.dim)]
    pieces.append(Segment(row.when, palette.dim))
    if row.source:
        most = cells // 2 if headline.story or headline.tags else cells
        pieces.append(Segment(_joint(pieces) + fit(row.source, min(width(row.source), most)), palette.dim))
    if headline.story:
        more = f"{headline.story.voices} of {headline.story.publishers} publishers"
        pieces.append(Segment(f"{_joint(pieces)}{more}", palette.link))
        pieces.append(Segment(f"{_joint(pieces)}moved {row.moved}", palette.dim))
    if headline.revised:
        pieces.append(Segment(f"{_joint(pieces)}revised", palette.dim))
    if headline.tags:
        pieces.append(Segment(f"{_joint(pieces)}{_tags(headline)}", palette.link))
    return pieces


def _joint(pieces: Sequence[Segment]) -> str:
    return " · " if len(pieces) > 1 else ""


def _tags(headline: Headline) -> str:
    return " ".join(f"#{tag}" for tag in headline.tags[:TAGS])


def rule(head: Head, cells: int, palette: Palette) -> list[Segment]:
    """The line above a row that begins something: what begins, and where what is new ends."""
    named = palette.heading if head.level is Level.ROUTINE else palette.level(head.level)
    pieces = [Segment("── ", palette.dim)]
    pieces += [Segment(f"{head.words} ", named)] if head.words else []
    if head.seen:
        pieces += [Segment("── ", palette.dim)] if head.words else []
        pieces.append(Segment(f"{head.seen} ", palette.star))
    left = cells - sum(width(piece.text) for piece in pieces) - 1
    return [*pieces, Segment("─" * max(0, left), palette.dim)]


HIT = Style(bold=True, underline=True)
"""Laid over what a search has hit: seen in every theme, and without colours."""
LEAST = 16
"""Cells that a piece of text needs beside its headline."""


def excerpt(pieces: tuple[Piece, ...], cells: int, body: Style) -> list[Segment]:
    """Pieces in at most ``cells`` cells, their hits marked."""
    found: list[Segment] = []
    for text, hit in pieces:
        shown = text if width(text) <= cells else fit(text, cells)
        if cells > 0:
            found.append(Segment(shown, body + HIT if hit else body))
        cells -= width(shown)
    return found


def _near(pieces: tuple[Piece, ...], cells: int) -> tuple[Piece, ...]:
    """The same with less before a hit that would not be seen."""
    if len(pieces) < 2 or pieces[0][1] or width(pieces[0][0] + pieces[1][0]) <= cells - 4:
        return pieces
    return ((f"…{pieces[0][0][-6:].lstrip('…')}", False), *pieces[1:])


def _found(row: Row, room: int, body: Style, palette: Palette) -> list[Segment]:
    pieces = excerpt(row.title, room, body)
    left = room - sum(width(piece.text) for piece in pieces)
    if row.text and left >= LEAST:
        pieces.append(Segment("  ", palette.dim))
        pieces += excerpt(_near(row.text, left - 2), left - 2, palette.dim)
        left = room - sum(width(piece.text) for piece in pieces)
    pieces.append(Segment(" " * (left + 1), body))
    return pieces


def told(story: StoryFacts, moved: str = "") -> str:
    """How many publishers speak for themselves, of how many; and when the story last moved."""
    many = f"{story.voices} of {story.publishers}"
    return f"{many} {moved}" if moved else many


def _mark(headline: Headline) -> str:
    if headline.dismissed:
        return "x"
    if headline.later_until is not None:
        return "z"
    return " " if headline.read else "•"
