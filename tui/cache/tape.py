"""The tape: alerts and arrivals in the order in which they came, back to the beginning. Reads only.

It is no table of its own: what was stored and what was an alert is the tape, so it outlives every restart.
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.cache.articles import id_before
from tui.cache.database import Connection
from tui.model import Level

_ARTICLES = (
    "SELECT a.fetched, 0, a.id, a.id, a.level, coalesce(nullif(s.name, ''), nullif(s.title, ''), s.url),"
    " a.title, a.at FROM article a JOIN source s ON s.id = a.source_id WHERE a.dismissed = 0"
)
_ALERTS = (
    "SELECT l.at, 1, l.id, l.article_id, l.level, l.source, l.title, l.at FROM alert l"
    " WHERE l.fate <> 'snoozed'"
)


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing on the tape; items compare by when they came."""

    came: int
    alert: int
    """1: an alert, 0: an arrival."""
    id: int
    """The alert's or the article's."""
    article_id: int
    level: Level
    source: str
    title: str
    at: int
    """When it was published."""


def before(connection: Connection, item: Item | None, limit: int) -> list[Item]:
    """The last ``limit`` items before one, None: before now; oldest first."""
    came = item.came if item else 1 << 60
    found = _read(connection, f"{_ARTICLES} AND a.fetched <= ? ORDER BY a.id DESC LIMIT ?", came, limit + 8)
    found += _read(
        connection, f"{_ALERTS} AND l.at <= ? ORDER BY l.at DESC, l.id DESC LIMIT ?", came, limit + 8
    )
    earlier = sorted(each for each in found if item is None or each < item)
    return earlier[-limit:]


def after(connection: Connection, item: Item | None, limit: int) -> list[Item]:
    """The first ``limit`` items after one, None: from the beginning; oldest first."""
    came = item.came if item else 0
    found = _read(connection, f"{_ARTICLES} AND a.fetched >= ? ORDER BY a.id LIMIT ?", came, limit + 8)
    found += _read(connection, f"{_ALERTS} AND l.at >= ? ORDER BY l.at, l.id LIMIT ?", came, limit + 8)
    return sorted(each for each in found if item is None or each > item)[:limit]


def arrived(connection: Connection, article_id: int, alert_id: int, limit: int) -> list[Item]:
    """The alerts with larger ids, and the last ``limit`` articles with larger ids; oldest first."""
    found = _read(connection, f"{_ARTICLES} AND a.id > ? ORDER BY a.id DESC LIMIT ?", article_id, limit)
    found += _read(connection, f"{_ALERTS} AND l.id > ? ORDER BY l.id DESC LIMIT ?", alert_id, limit)
    return sorted(found)


def since(connection: Connection, at: int, limit: int) -> list[Item]:
    """The items since a time, at most the last ``limit``; oldest first."""
    first = id_before(connection, since=at)
    found = _read(connection, f"{_ARTICLES} AND a.id > ? ORDER BY a.id DESC LIMIT ?", first, limit)
    found += _read(connection, f"{_ALERTS} AND l.at >= ? ORDER BY l.at DESC LIMIT ?", at, limit)
    return sorted(found)[-limit:]


def _read(connection: Connection, sql: str, bound: int, limit: int) -> list[Item]:
    return [
        Item(row[0], row[1], row[2], row[3], Level(row[4]), row[5], row[6], row[7])
        for row in connection.execute(sql, (bound, limit))
    ]
