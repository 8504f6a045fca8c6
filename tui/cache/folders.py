"""Smart folders: queries with a name, and how many unread articles each has, without a scan.

Triggers put each article that comes or changes on a list (migration 0005); ``settle`` looks at those, at
those that the clock has carried over a bound such as ``newer:2h``, and, for a new folder, at the rest of
the cache in portions. Whoever shows folders calls it, for so long as it says that there is more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.cache.database import Connection, transaction
from tui.cache.listing import Listing
from tui.cache.search import bounds, mentions, moving, narrowed, speaks_of_sources
from tui.cache.sources import meta, set_meta
from tui.cache.walk import Cursor, among, portion, scope
from tui.model import Folder
from tui.query import Node, QueryError, parse

CHANGED = 300
"""Changed articles that one step looks at."""
STEP = 2_000
"""Articles of a new folder that one step finds."""
TICK = 60
"""Seconds between two looks at what the clock has moved."""
_NEVER = 2**62
"""When that is due for a folder whose query says nothing of times."""


def sync(connection: Connection, folders: Sequence[Folder], now: int) -> None:
    """Make the cache's folders those of the configuration; nothing is written where they are already.

    One that is new, or whose sources have changed, is looked for anew.
    """
    known = {str(name): str(query) for name, query in connection.execute("SELECT name, query FROM folder")}
    if not known and not folders:
        return
    beside = {"sources": meta(connection, "sources"), "visit": meta(connection, "visit")}
    digest = hashlib.blake2b(repr((folders, beside)).encode(), digest_size=16).hexdigest()
    if meta(connection, "folders") == digest:
        return
    with transaction(connection):
        for name, query in known.items():
            kept = Folder(name, query) in folders and not _depends(query)
            if not kept:
                connection.execute("DELETE FROM folder WHERE name = ?", (name,))
        for position, folder in enumerate(folders):
            connection.execute(
                "INSERT INTO folder (name, query, position, settled) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
                (folder.name, folder.query, position, now if _moves(folder.query) else _NEVER),
            )
        set_meta(connection, "folders", digest)


def _moves(query: str) -> bool:
    node = _parsed(query)
    return node is not None and any(moving(node))


def _depends(query: str) -> bool:
    """Whether a query means something else after sources or the last visit have changed."""
    node = _parsed(query)
    return node is None or speaks_of_sources(node) or mentions(node, "new")


def waiting(connection: Connection, now: int) -> bool:
    """Whether ``settle`` has anything to do."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM folder WHERE cursor <> '' OR settled < ?)"
            " OR EXISTS (SELECT 1 FROM folder_changed)",
            (now - TICK,),
        ).get
    )


def settle(connection: Connection, now: int) -> bool:
    """Bring the counts a step nearer to the truth at time ``now``; True while there is more to do."""
    with transaction(connection):
        folders = [
            (int(row[0]), node, int(row[2]), str(row[3]))
            for row in connection.execute("SELECT id, query, settled, cursor FROM folder ORDER BY position")
            if (node := _parsed(str(row[1]))) is not None
        ]
        for _, node, settled, _ in folders:
            if settled < _NEVER:
                _move(connection, node, settled, now)
        connection.execute("UPDATE folder SET settled = ? WHERE settled < ?", (now, _NEVER))
        changed = [
            int(row[0])
            for row in connection.execute("SELECT article_id FROM folder_changed LIMIT ?", (CHANGED,))
        ]
        for folder, node, _, _ in folders:
            _judge(connection, folder, _unread(node, now), changed)
        connection.execute(
            "DELETE FROM folder_changed WHERE article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(changed),),
        )
        if len(changed) == CHANGED:
            return True
        new = next(((folder, node, cursor) for folder, node, _, cursor in folders if cursor), None)
        if new is None:
            return False
        _build(connection, *new, now)
        return True


def _parsed(query: str) -> Node | None:
    try:
        return parse(query)
    except QueryError:
        return None  # the configuration has said so


def _unread(node: Node, now: int) -> Listing:
    """What a folder counts: its list has neither an order nor an end here."""
    listing = narrowed(Listing(""), node, now)
    where = replace(listing.where, sql=f"(a.read = 0 AND {listing.where.sql})")
    return Listing("", shown=listing.shown, where=where)


def _move(connection: Connection, node: Node, settled: int, now: int) -> None:
    """Put on the list what has crossed a bound of time since ``settled``."""
    for each in moving(node):
        for before, after in zip(bounds(each, settled), bounds(each, now), strict=True):
            if before != after:
                connection.execute(
                    "INSERT OR IGNORE INTO folder_changed SELECT id FROM article INDEXED BY article_unread"
                    " WHERE read = 0 AND at >= ? AND at <= ?",
                    (min(before, after), max(before, after)),
                )


def _judge(connection: Connection, folder: int, listing: Listing, article_ids: Sequence[int]) -> None:
    fitting = among(connection, scope(listing), article_ids)
    others = [each for each in article_ids if each not in fitting]
    connection.execute(
        "DELETE FROM folder_unread WHERE folder_id = ? AND article_id IN (SELECT value FROM json_each(?))",
        (folder, json.dumps(others)),
    )
    _put(connection, folder, fitting)


def _put(connection: Connection, folder: int, article_ids: Iterable[int]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO folder_unread VALUES (?, ?)", [(each, folder) for each in article_ids]
    )


def _build(connection: Connection, folder: int, node: Node, cursor: str, now: int) -> None:
    at = None
    if cursor != "new":
        key, stage, size, given = json.loads(cursor)
        at = Cursor((key[0], key[1]), stage, size, given)
    found = portion(connection, _unread(node, now), None, at, STEP)
    _put(connection, folder, found.ids)
    rest = found.cursor
    kept = "" if rest is None else json.dumps([rest.key, rest.stage, rest.size, rest.given])
    connection.execute("UPDATE folder SET cursor = ? WHERE id = ?", (kept, folder))
