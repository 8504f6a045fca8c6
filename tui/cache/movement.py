"""Stories in the order of their last movement: one stretch of an index over stories. Reads only."""

from __future__ import annotations

from tui.cache.conditions import Condition
from tui.cache.database import Connection

Key = tuple[int, int]
"""When a story moved last, and its number."""


def by_movement(
    connection: Connection, within: Condition, newest: int, key: Key, count: int
) -> tuple[list[int], Key | None]:
    """Of the next ``count`` stories beyond ``key`` each one's lead, or the first of its articles that are
    ``within`` where that is not; and the key that the next portion begins beyond (None: there is no more).

    Fewer ids where some have nothing there. ``newest``: the id up to which articles count.
    """
    rows = [
        (row[0], int(row[1]), int(row[2]))
        for row in connection.execute(
            "SELECT (SELECT a.id FROM article a WHERE a.story_id = s.id AND a.id <= ?"  # noqa: S608 - fixed words
            f" AND {within.sql} ORDER BY a.leads DESC, a.at, a.id LIMIT 1), s.moved_at, s.id FROM story s"
            " WHERE (s.moved_at, s.id) < (?, ?) ORDER BY s.moved_at DESC, s.id DESC LIMIT ?",
            (newest, *within.parameters, *key, count),
        )
    ]
    ids = [int(row[0]) for row in rows if row[0] is not None]
    return ids, rows[-1][1:] if len(rows) == count else None
