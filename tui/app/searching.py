"""The ``/`` line: results while it is typed, completion, history, and a word on what is wrong.

Searches run beside the keys (``cache.searcher``); while a query means nothing, the last good list stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

import apsw

from tui.app.acts import Pane
from tui.cache.database import CacheError
from tui.cache.searcher import Searcher
from tui.cache.searches import remember
from tui.cache.window import FIRST, Window

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.app.screens.reader import Reader
    from tui.cache.listing import Listing
    from tui.cache.walk import Portion
    from tui.query import QueryError
    from tui.query_fields import Field

DEBOUNCE = 0.12
"""Seconds without a key after which what is typed is searched for."""
PATIENCE = 0.05
"""Seconds that Enter waits for the first page; a search that takes longer shows it when it is there."""
ENOUGH, STEP = 20_000, 5_000
"""Ids of a search that are looked for by themselves, and at a time; more come when somebody goes there."""


class Searching:
    """What is being searched for. One for a reader."""

    def __init__(self, reader: Reader, searcher: Searcher) -> None:
        self._reader, self._searcher = reader, searcher
        self._before: tuple[Window, str, int] | None = None
        self._timer: Timer | None = None
        self._error: QueryError | None = None
        self._typed = ""
        self._words: tuple[str, Sequence[str]] = ("", ())
        self.history: Sequence[str] = ()
        """Earlier queries, the last one first."""

    def begin(self) -> None:
        """Ask for a query."""
        reader = self._reader
        self._before = (reader.reading.window, reader.reading.query, reader.rows(Pane.HEADLINES).cursor)
        self._error, self._typed, self._words = None, "", ("", ())
        self.history = reader.reading.searches()
        reader.asking.ask("/", self.accepted, helper=self)

    # What the line asks of its helper (app.asking)

    def edited(self, text: str) -> None:
        """Another text stands on the line: search for it once the keys rest."""
        self._error, self._typed, self._words = None, text, self.candidates(text)
        self._stop()
        self._timer = self._reader.set_timer(DEBOUNCE, partial(self._preview, text))

    def candidates(self, text: str) -> tuple[str, Sequence[str]]:
        """What stands before the last word, and the words that it may become."""
        from tui.query_complete import completion

        found = completion(text, self._reader.reading.vocabulary)
        return found.kept, found.candidates

    def left(self) -> None:
        """The line is left without an answer: the list is as it was before."""
        self._stop()
        if self._before is not None and self._before[0] is not self._reader.reading.window:
            window, query, cursor = self._before
            self._reader.reading.show(window, query)
            self._reader.show_list(cursor)

    def accepted(self, text: str) -> bool:
        """The line is a query: show its list. False where it means nothing, and the line stays."""
        from tui.query_complete import unfinished

        self._stop()
        text = text.strip()
        listing = self._meaning(text)
        if listing is None:
            return False
        if not text:
            self._reader.reading.search("")
            self._reader.show_list()
        else:
            begun = unfinished(text)
            wider = self._meaning(begun) if begun != text else None
            self._run(text, listing, (begun, wider) if wider else None, patience=PATIENCE)
        self._reader.give_keys(Pane.HEADLINES)
        return True

    # What the lines of the reader say

    def word(self) -> tuple[str, bool]:
        """What the status line says while a query is typed, and whether it is a complaint."""
        kept, words = self._words
        offered = [each for each in words if kept + each != self._typed]
        # What is not yet finished is no mistake while there is something that it may become.
        begun = self._typed.rfind(" ") + 1
        if self._error is not None and not (offered and self._error.position >= begun):
            return f"{self._error.message} (character {self._error.position + 1})", True
        if len(offered) == 1 and (field := _fields().get(offered[0].removesuffix(":"))):
            return f"{offered[0]}{field.form}  {field.help}", False
        return "  ".join(offered), False

    @property
    def wrong(self) -> int | None:
        """From which character on the query that is typed means nothing; None: as far as is known it does."""
        return self._error.position if self._error is not None and self.word()[1] else None

    def grow(self) -> None:
        """Look for the rest of the list that is shown."""
        self._reader.run_worker(self._grow(self._reader.reading.window), group="grow", exclusive=True)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    def _meaning(self, text: str) -> Listing | None:
        from tui.query import QueryError

        self._error = None
        try:
            return self._reader.reading.narrowed(text)
        except QueryError as error:
            self._error = error
            return None

    def _preview(self, text: str) -> None:
        from tui.query_complete import unfinished

        text = text.strip()
        if self._reader.asking.prompt is None:
            return
        if not text:
            self.left()
        elif (listing := self._meaning(unfinished(text))) is not None:
            self._run(text, listing, None)
        self._reader.tell()

    def _run(
        self, query: str, listing: Listing, wider: tuple[str, Listing] | None, *, patience: float = 0.0
    ) -> None:
        future = self._searcher.first(listing, FIRST, self._reader.context.now())
        if patience:
            try:
                first = future.result(patience)
            except (TimeoutError, apsw.Error, CacheError):
                pass
            else:
                self._found(query, listing, first, wider)
                return
        self._reader.run_worker(self._wait(query, listing, future, wider), group="search", exclusive=True)

    async def _wait(
        self, query: str, listing: Listing, future: Future[Portion], wider: tuple[str, Listing] | None
    ) -> None:
        try:
            first = await asyncio.wrap_future(future)
        except apsw.InterruptError:
            return
        except (apsw.Error, CacheError) as error:
            self._reader.say(f"Not searched: {error}")
            return
        self._found(query, listing, first, wider)

    def _found(self, query: str, listing: Listing, first: Portion, wider: tuple[str, Listing] | None) -> None:
        """Show what there is; where the whole last word finds nothing, what begins with it."""
        if wider is not None and not first.ids and first.cursor is None:
            self._run(*wider, None, patience=PATIENCE)
            return
        self._reader.reading.found(query, listing, first)
        self._reader.show_list()
        if self._reader.asking.prompt is None and not self._reader.reading.read_only:
            self._reader.write(lambda _: None, partial(remember, query=query))

    async def _grow(self, window: Window) -> None:
        rows = self._reader.rows(Pane.HEADLINES)
        while window is self._reader.reading.window and window.rest is not None and len(window) < ENOUGH:
            newest, cursor = window.rest
            listing = window.listing
            try:
                portion = await asyncio.wrap_future(self._searcher.more(listing, newest, cursor, STEP))
            except apsw.InterruptError:
                return
            except (apsw.Error, CacheError) as error:
                self._reader.say(f"Not searched further: {error}")
                return
            if window.rest != (newest, cursor):
                continue  # somebody could not wait
            window.add(portion)
            if window is self._reader.reading.window:
                rows.extend(len(window))
                self._reader.tell()


def _fields() -> dict[str, Field]:
    from tui.query_fields import BY_NAME

    return BY_NAME
