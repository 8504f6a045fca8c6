"""Searches beside the keys: a thread and a connection of their own, that a new search interrupts.

The event loop must wait for no query. What is found comes back as portions (``cache.walk``).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import apsw

from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.readonly import connect_to_read
from tui.cache.walk import Cursor, Portion, portion

T = TypeVar("T")
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

    def read(self, read: Callable[[Connection], T]) -> Future[T]:
        """What ``read`` gives over the connection that searches; it is given up for no search."""

        def look() -> T:
            connection = self._connected()
            connection.set_progress_handler(None)
            return read(connection)

        return self._executor.submit(look)

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
            connection = self._connected()
            # Not connection.interrupt(): between two statements that would be lost.
            connection.set_progress_handler(lambda: wanted != self._wanted, STEPS)
            return portion(connection, listing, newest, cursor, count, now=now)

        return self._executor.submit(look)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = connect_to_read(self._path)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
