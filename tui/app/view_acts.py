"""What the acts of reading do: opening, going on, going back. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.jump_acts import here
from tui.app.triage_acts import mark

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader


def _open(reader: Reader, _: str) -> None:
    if reader.pane is Pane.SOURCES:
        reader.trail.leave(here(reader))
        reader.reading.open(reader.reading.places[reader.rows(Pane.SOURCES).cursor])
        reader.show_list()
        reader.give_keys(Pane.HEADLINES)
    elif len(reader.reading.window):
        _open_article(reader, reader.rows(Pane.HEADLINES).cursor)


def _open_article(reader: Reader, index: int) -> None:
    reader.trail.leave(here(reader))
    row = reader.reading.row(index)
    reader.show_article(index)
    if reader.article is not None and not (reader.article.read and row is not None and row.headline.read):
        mark(reader, "read", reader.reading.whole([reader.article.id]), say=False)


def _went_back(reader: Reader) -> bool:
    """Back to what was before; False from the first pane."""
    if reader.pane is Pane.STORY:
        reader.give_keys(Pane.HEADLINES)
    elif reader.pane is Pane.HEADLINES and reader.reading.selection:
        reader.reading.selection.clear()
        reader.rows(Pane.HEADLINES).repaint_changed()
    elif reader.reading.query:
        reader.reading.search("")
        reader.show_list()
    elif reader.pane is Pane.HEADLINES:
        reader.give_keys(Pane.SOURCES)
    else:
        return False
    return True


def _back(reader: Reader, _: str) -> None:
    _went_back(reader)


def _leave(reader: Reader, _: str) -> None:
    if not _went_back(reader):
        reader.app.exit()


def _read_on(reader: Reader, _: str) -> None:
    if reader.pane is Pane.STORY and reader.story.turn(reader.story.size.height - 1):
        return
    row = reader.current
    if reader.pane is Pane.HEADLINES and row is not None and not row.headline.read:
        _open(reader, "")
        return
    _unread(reader, 1, opened=True)


def _unread(reader: Reader, step: int, *, opened: bool) -> None:
    found = start = reader.rows(Pane.HEADLINES).cursor
    for _ in range(min(reader.count, len(reader.reading.window)) or 1):
        further = reader.reading.window.next_unread(found, step)
        if further is None:
            break
        found = further
    if found == start:
        reader.say("Nothing unread above here." if step < 0 else "Nothing more unread in this list.")
    elif opened:
        _open_article(reader, found)
    else:
        reader.rows(Pane.HEADLINES).move(found)


def _next_unread(reader: Reader, _: str) -> None:
    _unread(reader, 1, opened=reader.pane is Pane.STORY)


def _previous_unread(reader: Reader, _: str) -> None:
    _unread(reader, -1, opened=reader.pane is Pane.STORY)


def _neighbour(reader: Reader, step: int) -> None:
    index = reader.rows(Pane.HEADLINES).cursor + step * (reader.count or 1)
    if 0 <= index < len(reader.reading.window):
        _open_article(reader, index)
    else:
        reader.say("There is no article before this one." if step < 0 else "This is the list's last article.")


def _release(reader: Reader, _: str) -> None:
    reader.release()


VIEW_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "open": _open,
    "read-on": _read_on,
    "next-unread": _next_unread,
    "previous-unread": _previous_unread,
    "next-article": lambda reader, _: _neighbour(reader, 1),
    "previous-article": lambda reader, _: _neighbour(reader, -1),
    "back": _back,
    "leave": _leave,
    "release": _release,
}
