"""A list as it was at a moment, for whoever takes its rest in elsewhere: bulk acts. Reads only."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.stories import with_stories
from tui.cache.walk import Cursor, portion

STEP = 20_000
"""Ids that are taken in at a time."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ids that a window holds, and how the rest of its list is found."""

    listing: Listing
    ids: array[int]
    newest: int
    cursor: Cursor | None
    now: int | None

    def rows(self, connection: Connection) -> list[int]:
        """The ids of all rows of the list."""
        ids = self.ids.tolist()
        return ids + _rest(connection, self.listing, self.newest, self.cursor, self.now)

    def every(self, connection: Connection, first: int = 0, last: int | None = None) -> list[int]:
        """The ids of the rows from ``first`` to before ``last``; of stories, those of all their articles."""
        enough = last is not None and last <= len(self.ids)
        wanted = (self.ids.tolist() if enough else self.rows(connection))[first:last]
        return with_stories(connection, wanted, self.newest) if self.listing.stories else wanted

    def common(self, connection: Connection, listing: Listing) -> list[int]:
        """The rows of this list that another one has too, in the order of this one."""
        found = set(ids_of(connection, listing, self.now))
        return [each for each in self.rows(connection) if each in found]


def ids_of(connection: Connection, listing: Listing, now: int | None) -> list[int]:
    """All ids of a list as it is now, in order."""
    first = portion(connection, listing, None, None, STEP, now=now)
    return [*first.ids, *_rest(connection, listing, first.newest, first.cursor, now)]


def _rest(
    connection: Connection, listing: Listing, newest: int, cursor: Cursor | None, now: int | None
) -> list[int]:
    ids: list[int] = []
    while cursor is not None:
        more = portion(connection, listing, newest, cursor, STEP, now=now)
        ids.extend(more.ids)
        cursor = more.cursor
    return ids
