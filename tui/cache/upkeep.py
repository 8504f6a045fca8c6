"""Keeping the file in good order while the poller has nothing else to do, in steps that hold up nobody.

Only the poller imports this. A step is one short transaction: it writes some hundred pages at most, since
a reader's mark waits until it has ended.

``ANALYZE`` and ``PRAGMA optimize`` are not among the chores: with statistics SQLite would choose other
plans for one cache than for another, and which index serves which list is settled (and tested) without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apsw

from tui.cache.daily import Daily
from tui.cache.database import Connection, transaction
from tui.cache.keeping import forget_awaited
from tui.cache.pictures import forget_old
from tui.cache.retention import Purge
from tui.cache.sources import set_meta
from tui.config_settings import RetentionSettings
from tui.model import Source

REST = 900
"""Seconds between the end of one pass over the chores and the next."""
TEXTS = 50
"""Texts of earlier versions that one step packs."""
MERGED = 64
"""Pages of a full-text index that one step merges."""
GIVEN_BACK = 200
"""Free pages that one step gives back to the file system."""
TOO_MUCH = 5
"""Free pages are given back when they are more than one in so many, until they are half of that."""
SETTLED = 3
"""Days of the last thirty on which a poller must have been at work before anything is purged."""
_DAY = 86_400

Chore = Callable[[Connection], bool]
"""Does one step; True while there is more to do."""


class Upkeep:
    """The chores of one cache, in turn. Used by the poller's one thread."""

    def __init__(
        self,
        connection: Connection,
        retention: Callable[[], RetentionSettings] = RetentionSettings,
        yours: Callable[[], tuple[Sequence[Source], str]] | None = None,
    ) -> None:
        """``retention``: how long articles stay, as the configuration says now.

        ``yours``: its sources and its text, for the daily backup; None: none is made.
        """
        self._connection, self._retention, self._yours = connection, retention, yours
        self._left: list[Chore] = []
        self._next_pass = 0

    def step(self, now: int) -> bool:
        """Do one step; False when all is done for now."""
        if not self._left:
            # A clock that was set back must not put the next pass off for years.
            if self._next_pass - REST <= now < self._next_pass:
                return False
            note_size(self._connection, now)
            self._left = [
                pack_texts,
                *self._backups(now),
                *_purges(self._connection, self._retention(), now),
                *_merges(self._connection),
                give_back,
                write_back,
            ]
        if not self._left[0](self._connection):
            del self._left[0]
        if self._left:
            return True
        self._next_pass = now + REST
        return False

    def _backups(self, now: int) -> list[Chore]:
        """Once a day, before anything is purged, where something has been done since."""
        if self._yours is None:
            return []
        daily = Daily(self._connection, *self._yours(), now)
        return [lambda _: daily.step()] if daily.wanted else []


def pack_texts(connection: Connection) -> bool:
    """Pack texts that lie as an earlier version wrote them, the newest first."""
    top = connection.execute("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'unpacked'").get
    if top is None:
        return False
    bottom = max(0, int(top) - TEXTS)
    with transaction(connection):
        for table in ("body", "revision"):
            connection.execute(
                f"UPDATE {table} SET document = packed(document)"  # noqa: S608 - one of two words
                " WHERE article_id > ? AND article_id <= ? AND typeof(document) = 'text'",
                (bottom, int(top)),
            )
        if bottom:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'unpacked'", (str(bottom),))
        else:
            connection.execute("DELETE FROM meta WHERE key = 'unpacked'")
    return bottom > 0


def _purges(connection: Connection, settings: RetentionSettings, now: int) -> list[Chore]:
    """Once a day: remove what is older than the configuration keeps, a hundred articles at a time."""
    last = connection.execute("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'purged'").get
    # A clock that was set back must not put the next purge off for years.
    if (last is not None and 0 <= now - int(last) < _DAY) or not _settled(connection, now):
        return []
    pass_ = Purge(connection, settings, now)

    def purge(connection: Connection) -> bool:
        if pass_.step():
            return True
        with transaction(connection):
            set_meta(connection, "purged", str(now))
            forget_awaited(connection, now)
            forget_old(connection, now)
        return False

    return [purge]


def _settled(connection: Connection, now: int) -> bool:
    """Whether the poller was at work on some days before, by this clock.

    A clock that stands years ahead, as after a flat battery, would make every article old at a stroke.
    """
    today = now // _DAY
    days = connection.execute("SELECT count(*) FROM size WHERE day BETWEEN ? AND ?", (today - 30, today)).get
    return int(days) >= SETTLED


def _merges(connection: Connection) -> list[Chore]:
    """A chore for each full-text index: many small parts make every search look into each."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % fts5%'"
    )
    return [_merge(str(row[0])) for row in names]


def _merge(index: str) -> Chore:
    def merge(connection: Connection) -> bool:
        before = connection.total_changes()
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (MERGED,))  # noqa: S608 - a table of ours
        # Two changes or more: it found something to merge (sqlite.org/fts5.html, 6.8).
        return connection.total_changes() - before >= 2

    return merge


def give_back(connection: Connection) -> bool:
    """Give free pages back where there are many; a file that was not made for it uses them again."""
    pages, free = _number(connection, "page_count"), _number(connection, "freelist_count")
    if _number(connection, "auto_vacuum") != 2 or free * TOO_MUCH <= pages:
        return False
    wanted = min(GIVEN_BACK, free - pages // (2 * TOO_MUCH))
    connection.execute(f"PRAGMA incremental_vacuum({wanted})").fetchall()
    return True


def write_back(connection: Connection) -> bool:
    """Bring the log into the file as far as no reader needs it; waits for nobody."""
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    return False


def note_size(connection: Connection, now: int) -> None:
    """Note once a day how large the cache is: ``telex doctor`` tells how it grows."""
    day = now // _DAY
    if connection.execute("SELECT 1 FROM size WHERE day = ?", (day,)).get is None:
        pages = _number(connection, "page_count") - _number(connection, "freelist_count")
        with transaction(connection):
            connection.execute(
                "INSERT INTO size SELECT ?, ?, coalesce(sum(total + dismissed), 0) FROM source_count",
                (day, pages * _number(connection, "page_size")),
            )


def _number(connection: Connection, pragma: str) -> int:
    return int(str(connection.pragma(pragma)))
