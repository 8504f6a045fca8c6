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

    def every(self, connection: Connection, first: int = 0) -> list[int]:
        """All ids of the list from row ``first`` on; where rows are stories, with all of their articles."""
        ids, cursor = self.ids[:], self.cursor
        while cursor is not None:
            more = portion(connection, self.listing, self.newest, cursor, STEP, now=self.now)
            ids.extend(more.ids)
            cursor = more.cursor
        wanted = ids[first:].tolist()
        return with_stories(connection, wanted, self.newest) if self.listing.stories else wanted
