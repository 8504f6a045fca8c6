"""Searches beside the keys: a thread and a connection of their own, that a new search interrupts.

The event loop must wait for no query. What is found comes back as portions (``cache.walk``).
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import apsw

from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.readonly import connect_to_read
from tui.cache.walk import Cursor, Portion, portion

STEPS = 20_000
"""Steps of SQLite's machine, some millisecond of them, between two looks whether to go on."""


class Searcher:
    """Runs one search after the other, the newest at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="telex-searcher")
        self._connection: Connection | None = None
        self._wanted = 0

    def first(self, listing: Listing, count: int, now: int) -> Future[Portion]:
        """The beginning of a list; what is still being looked for is given up.

        The future raises apsw.InterruptError where another search took its place, and CacheError.
        """
        self.interrupt()
        return self._submit(listing, None, None, count, now)

    def more(self, listing: Listing, newest: int, cursor: Cursor, count: int) -> Future[Portion]:
        """The portion of a list that follows."""
        return self._submit(listing, newest, cursor, count, None)

    def interrupt(self) -> None:
        """Give up what is being looked for, at the next look of SQLite."""
        self._wanted += 1

    def close(self) -> None:
        """Give up, and let go of the cache."""
        self.interrupt()
        self._executor.submit(self._disconnect)
        self._executor.shutdown(wait=True)

    def _submit(
        self, listing: Listing, newest: int | None, cursor: Cursor | None, count: int, now: int | None
    ) -> Future[Portion]:
        wanted = self._wanted

        def look() -> Portion:
            if wanted != self._wanted:
                raise apsw.InterruptError("another search took its place")
            if self._connection is None:
                self._connection = connect_to_read(self._path)
            # Not connection.interrupt(): between two statements that would be lost.
            self._connection.set_progress_handler(lambda: wanted != self._wanted, STEPS)
            return portion(self._connection, listing, newest, cursor, count, now=now)

        return self._executor.submit(look)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
