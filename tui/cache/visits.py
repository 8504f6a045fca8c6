"""When somebody was last here: what ``is:new`` counts from."""

from __future__ import annotations

from tui.cache.database import Connection, transaction
from tui.cache.sources import meta, set_meta

PAUSE = 1_800
"""Seconds between two visits; who comes back sooner has not been away."""


def left_at(connection: Connection) -> int | None:
    """When telex was last left, or last had a key; None: never."""
    found = meta(connection, "left")
    return int(found) if found.isdigit() else None


def begin(connection: Connection, now: int) -> None:
    """Somebody is here: what arrived after the end of the last visit is new."""
    ended, _, last = meta(connection, "visit_end").partition(" ")
    if ended and now - int(ended) >= PAUSE and meta(connection, "visit") != last:
        with transaction(connection):
            set_meta(connection, "visit", last)
            set_meta(connection, "visit_at", ended)


def since(connection: Connection) -> int:
    """When the last visit ended; 0: there was none that one has been away from."""
    return int(meta(connection, "visit_at") or 0)


def end(connection: Connection, now: int) -> None:
    """Somebody leaves, and has had the chance to see all that is there."""
    last = int(connection.execute("SELECT coalesce(max(id), 0) FROM article").get)
    with transaction(connection):
        set_meta(connection, "visit_end", f"{now} {last}")
