"""What the acts of moving do: in lists, in text, between panes. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.acts import Pane

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


_FAR = 1 << 40
"""More rows than any list has."""


def _move(reader: Reader, *, lines: int = 0, pages: float = 0) -> None:
    times = reader.count or 1
    if reader.pane is Pane.STORY:
        reader.story.turn(times * (lines or int(pages * (reader.story.size.height - 1))))
    else:
        rows = reader.rows(reader.pane)
        rows.move_by(times * (lines or int(pages * rows.page)))


def _edge(reader: Reader, *, last: bool) -> None:
    """To the first or last row; with a count, to the row of that number."""
    if reader.pane is Pane.STORY:
        reader.story.turn(_FAR if last and not reader.count else -_FAR)
        if reader.count:
            reader.story.turn(reader.count - 1)
    else:
        rows = reader.rows(reader.pane)
        rows.move(reader.count - 1 if reader.count else rows.count - 1 if last else 0)


def _pane(reader: Reader, pane: Pane) -> None:
    if pane is Pane.STORY and reader.article is None:
        reader.say("No story is open.")
    else:
        reader.give_keys(pane)


def _other_pane(reader: Reader, step: int) -> None:
    panes = [pane for pane in Pane if pane is not Pane.STORY or reader.article is not None]
    reader.give_keys(panes[(panes.index(reader.pane) + step) % len(panes)])


MOVE_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "down": lambda reader, _: _move(reader, lines=1),
    "up": lambda reader, _: _move(reader, lines=-1),
    "half-page-down": lambda reader, _: _move(reader, pages=0.5),
    "half-page-up": lambda reader, _: _move(reader, pages=-0.5),
    "page-down": lambda reader, _: _move(reader, pages=1),
    "page-up": lambda reader, _: _move(reader, pages=-1),
    "first": lambda reader, _: _edge(reader, last=False),
    "last": lambda reader, _: _edge(reader, last=True),
    "next-pane": lambda reader, _: _other_pane(reader, 1),
    "previous-pane": lambda reader, _: _other_pane(reader, -1),
    "sources-pane": lambda reader, _: _pane(reader, Pane.SOURCES),
    "headlines-pane": lambda reader, _: _pane(reader, Pane.HEADLINES),
    "story-pane": lambda reader, _: _pane(reader, Pane.STORY),
}
