"""Dismissed stories that go on: what comes to them is dismissed too, until the desk says that they wake.

Used by the poller alone, within its transaction. Decides nothing: that is ``desk.waking``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.cache.database import Connection
from tui.cache.returns import return_articles
from tui.model import Level

_MUTED = "EXISTS (SELECT 1 FROM rule_hit h WHERE h.article_id = a.id AND h.act = 'mute')"


@dataclass(frozen=True, slots=True)
class Quiet:
    """A story that its reader has dismissed, and what has come to it since."""

    for_good: bool
    level: Level
    publishers: int
    """When it was dismissed."""
    publishers_now: int
    earlier: tuple[str, ...]
    """Its headlines then."""
    newer: tuple[str, ...]
    old_ids: tuple[int, ...]
    new_ids: tuple[int, ...]


def dismissed(connection: Connection, story_ids: Iterable[int]) -> set[int]:
    """Those of some stories that have a dismissed article, or had: all that ``quiet`` may have to say of."""
    ids = json.dumps(list(story_ids))
    rows = connection.execute(
        "SELECT story_id FROM article WHERE story_id IN (SELECT value FROM json_each(?1)) AND dismissed <> 0"
        " UNION SELECT story_id FROM quieted WHERE story_id IN (SELECT value FROM json_each(?1))",
        (ids,),
    )
    return {int(row[0]) for row in rows}


def quiet(connection: Connection, story_id: int, new_ids: Sequence[int], level: Level) -> Quiet | None:
    """The story, where all that it had before was dismissed by its reader; None: it is shown.

    ``level``: what it had until now, which is noted when the first article comes after the dismissal.
    """
    new = set(new_ids)
    rows = [
        (int(row[0]), str(row[1]), int(row[2]), str(row[3]))
        for row in connection.execute(
            "SELECT a.id, a.title, a.dismissed, s.publisher"  # noqa: S608 - constants
            " FROM article a JOIN source s ON s.id = a.source_id"
            f" WHERE a.story_id = ? AND NOT {_MUTED} ORDER BY a.at DESC LIMIT 200",
            (story_id,),
        )
    ]
    old, came = [row for row in rows if row[0] not in new], [row for row in rows if row[0] in new]
    if not came or not old or not all(row[2] for row in old):
        connection.execute("DELETE FROM quieted WHERE story_id = ?", (story_id,))
        return None
    connection.execute(
        "INSERT OR IGNORE INTO quieted VALUES (?, ?, ?)", (story_id, len({row[3] for row in old}), int(level))
    )
    noted = connection.execute(
        "SELECT publishers, level FROM quieted WHERE story_id = ?", (story_id,)
    ).fetchone()
    return Quiet(
        for_good=any(row[2] == 2 for row in old),
        level=Level(int(str(noted[1]))) if noted else level,
        publishers=int(str(noted[0])) if noted else 0,
        publishers_now=len({row[3] for row in rows}),
        earlier=tuple(row[1] for row in old),
        newer=tuple(row[1] for row in came),
        old_ids=tuple(row[0] for row in old),
        new_ids=tuple(row[0] for row in came),
    )


def keep_away(connection: Connection, found: Quiet) -> None:
    """Dismiss what has come as the rest of the story is."""
    ids = json.dumps(found.new_ids)
    connection.execute(
        "UPDATE article SET dismissed = ? WHERE id IN (SELECT value FROM json_each(?))",
        (2 if found.for_good else 1, ids),
    )
    if not found.for_good:
        connection.execute(
            "INSERT OR IGNORE INTO dismissal (article_id, title) SELECT id, title FROM article"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (ids,),
        )


def bring_back(connection: Connection, story_id: int, found: Quiet, now: int) -> None:
    """Put the story's articles on top of their lists, unread."""
    return_articles(connection, found.old_ids, now, "changed")
    connection.execute("DELETE FROM quieted WHERE story_id = ?", (story_id,))
