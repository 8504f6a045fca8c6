"""What the acts on many articles do: selecting, marking above, below, a whole list, what a query finds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import apsw

from tui.app.acts import Pane
from tui.app.aside import aside
from tui.app.triage_acts import mark
from tui.cache.database import CacheError
from tui.query import QueryError

if TYPE_CHECKING:
    from tui.app.reading import Finder
    from tui.app.screens.reader import Reader


def _select(reader: Reader, _: str) -> None:
    selection = reader.reading.selection
    if selection.ranging:
        selection.close(reader.reading.window)
    elif len(reader.reading.window):
        selection.begin(reader.rows(Pane.HEADLINES).cursor)
    reader.rows(Pane.HEADLINES).repaint_changed()


def _select_query(reader: Reader, query: str) -> None:
    def add(found: list[int]) -> None:
        reader.reading.selection.add(found)
        reader.rows(Pane.HEADLINES).repaint_changed()
        reader.tell()

    def answered(line: str) -> None:
        if (finder := _matching(reader, line)) is not None:
            look_up(reader, finder, add)

    reader.ask("select", answered, given=query)


def _by_query(act: str, reader: Reader, query: str) -> None:
    found = _matching(reader, query)
    if found is not None:
        mark(reader, act, found)


def look_up(reader: Reader, finder: Finder, done: Callable[[list[int]], None]) -> None:
    """Find articles beside the keys; ``done`` gets them, unless the cache cannot be read, which is said."""

    async def found() -> list[int] | None:
        try:
            return await asyncio.wrap_future(reader.context.searcher.read(finder))
        except (apsw.Error, CacheError) as error:
            reader.say(f"The cache cannot be read: {error}")
            return None

    aside(reader, found, lambda ids: None if ids is None else done(ids))


def _matching(reader: Reader, query: str) -> Finder | None:
    """What finds a query's articles in the list; None where it means nothing, which is said."""
    try:
        return reader.reading.matching(query)
    except QueryError as error:
        reader.say(f"The query means nothing: {error}")
        return None


def _mark_list_read(reader: Reader, _: str) -> None:
    if reader.pane is Pane.SOURCES:
        place = reader.reading.places[reader.rows(Pane.SOURCES).cursor]
        mark(reader, "read", reader.reading.unread_of(place))
    else:
        mark(reader, "read", reader.reading.window.snapshot().every)


def _mark_all_read(reader: Reader, _: str) -> None:
    mark(reader, "read", reader.reading.unread_of(reader.reading.places[0]))


def _mark_above_read(reader: Reader, _: str) -> None:
    above = reader.rows(Pane.HEADLINES).cursor
    mark(reader, "read", partial(reader.reading.window.snapshot().every, last=above))


def _mark_below_read(reader: Reader, _: str) -> None:
    below = reader.rows(Pane.HEADLINES).cursor + 1
    mark(reader, "read", partial(reader.reading.window.snapshot().every, first=below))


BULK_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "select": _select,
    "select-query": _select_query,
    "read": partial(_by_query, "read"),
    "unread": partial(_by_query, "unread"),
    "mark-list-read": _mark_list_read,
    "mark-all-read": _mark_all_read,
    "mark-above-read": _mark_above_read,
    "mark-below-read": _mark_below_read,
}
