"""What is purged and when: by age and by what the user did, never below the newest of each source.

Starred articles, those put off and those with a tag are never purged; read ones are after ``read``
seconds, unread ones after ``unread``, counted from when an article came, came back or was last changed
by its source. What is purged leaves a tombstone, so that a feed that still holds it brings no news. So
does what a new source's first document holds beyond all that: it is not stored to be purged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.arrivals import Cut
from tui.cache.database import Connection, transaction
from tui.config_settings import RetentionSettings
from tui.model import Rule, RuleAct

STEP = 100
"""Articles that one step looks at, and so removes, at most: one transaction."""
FORGOTTEN = 30 * 86_400
"""Seconds after which a tombstone goes that its feed no longer holds: some feeds drop and show again."""
_DAY = 86_400
_KEEPS = (RuleAct.STAR, RuleAct.TAG, RuleAct.LATER)

_NEXT = """
SELECT a.id, a.at,
  a.starred = 0 AND a.later_until IS NULL AND (a.read = 1 OR a.at < :unread)
  AND NOT EXISTS (SELECT 1 FROM tag t WHERE t.article_id = a.id)
  AND NOT EXISTS (
    SELECT 1 FROM revision r WHERE r.article_id = a.id AND r.replaced >= iif(a.read, :read, :unread))
FROM article a
WHERE a.source_id = :source AND (a.at, a.id) > (:at, :id) AND (a.at, a.id) < (:oldest_kept, :id_kept)
  AND a.at < :read
ORDER BY a.at, a.id LIMIT :step
"""


class Purge:
    """One pass over all sources, in steps. Used by one thread."""

    def __init__(self, connection: Connection, settings: RetentionSettings, now: int) -> None:
        self._connection, self._settings, self._now = connection, settings, now
        self._sources = [int(row[0]) for row in connection.execute("SELECT id FROM source ORDER BY id DESC")]
        self._place = (-(2**62), 0)
        self.purged: dict[int, int] = {}
        """Articles that have been removed, by source."""

    def step(self) -> bool:
        """Look at the next ``STEP`` old articles, and remove those that may go; False at the end."""
        while self._sources:
            source_id = self._sources[-1]
            found = _next(self._connection, source_id, self._settings, self._now, self._place)
            if not found:
                self._sources.pop()
                self._place = (-(2**62), 0)
                continue
            self._place = found[-1].at, found[-1].id
            gone = [each.id for each in found if each.goes]
            if gone:
                _remove(self._connection, gone, self._now)
                self.purged[source_id] = self.purged.get(source_id, 0) + len(gone)
            return True
        return False


def rehearse(connection: Connection, settings: RetentionSettings, now: int) -> Iterator[tuple[int, int]]:
    """What a purge would remove now: (source, articles), for each source that would lose any."""
    for source_id in [
        int(row[0]) for row in connection.execute("SELECT id FROM source ORDER BY position, id")
    ]:
        place, count = (-(2**62), 0), 0
        while found := _next(connection, source_id, settings, now, place):
            place = found[-1].at, found[-1].id
            count += sum(each.goes for each in found)
        if count:
            yield source_id, count


def bytes_each(connection: Connection) -> int:
    """What one article takes in the file on average, with its text, its revisions and its index."""
    pages, free, size = (
        int(str(connection.pragma(name))) for name in ("page_count", "freelist_count", "page_size")
    )
    articles = int(connection.execute("SELECT coalesce(sum(total + dismissed), 0) FROM source_count").get)
    return (pages - free) * size // max(1, articles)


@dataclass(frozen=True, slots=True)
class _Old:
    id: int
    at: int
    goes: bool


def _next(
    connection: Connection, source_id: int, settings: RetentionSettings, now: int, place: tuple[int, int]
) -> list[_Old]:
    """The next articles of a source, oldest first, that are older than read ones are kept."""
    kept = (
        connection.execute(
            "SELECT at, id FROM article WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?",
            (source_id, settings.newest - 1),
        ).fetchone()
        if settings.newest
        else (2**62, 0)
    )
    if kept is None:
        return []
    # Longer kept when read than unread makes no sense: what is unread is kept at least as long.
    read, unread = now - settings.read, now - max(settings.read, settings.unread)
    rows = connection.execute(
        _NEXT,
        {
            "source": source_id,
            "read": read,
            "unread": unread,
            "at": place[0],
            "id": place[1],
            "oldest_kept": kept[0],
            "id_kept": kept[1],
            "step": STEP,
        },
    )
    return [_Old(int(row[0]), int(row[1]), bool(row[2])) for row in rows]


def _remove(connection: Connection, article_ids: list[int], now: int) -> None:
    """Remove articles and leave their tombstones; what they were may have changed a moment ago."""
    ids = json.dumps(article_ids)
    with transaction(connection):
        goes = (
            "id IN (SELECT value FROM json_each(?)) AND starred = 0 AND later_until IS NULL"
            " AND id NOT IN (SELECT article_id FROM tag)"
        )
        connection.execute(
            "INSERT OR REPLACE INTO tombstone (source_id, guid, fingerprint, seen)"  # noqa: S608 - ours
            f" SELECT source_id, guid, fingerprint, ? FROM article WHERE {goes}",
            (now, ids),
        )
        connection.execute(f"DELETE FROM article WHERE {goes}", (ids,))  # noqa: S608 - ours


def first_cut(
    connection: Connection, source_id: int, settings: RetentionSettings, rules: Iterable[Rule], now: int
) -> Cut | None:
    """What of a source's first document would be purged as soon as it is stored; None: there is more to ask.

    The source has no article yet that an entry might turn out to be, no state of one waits for it, and no
    rule may star, tag or put off what comes.
    """
    if any(rule.act in _KEEPS for rule in rules):
        return None
    for table in ("article", "tombstone", "awaited"):
        query = f"SELECT 1 FROM {table} WHERE source_id = ? LIMIT 1"  # noqa: S608 - one of three words
        if connection.execute(query, (source_id,)).get is not None:
            return None
    return Cut(now - max(settings.read, settings.unread), settings.newest)


def bury(connection: Connection, source_id: int, named: Iterable[tuple[str, str]], now: int) -> None:
    """Leave the tombstones of entries, guid and fingerprint, that were never stored."""
    listed = list(named)
    if not listed:
        return
    with transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO tombstone (source_id, guid, fingerprint, seen) VALUES (?, ?, ?, ?)",
            [(source_id, guid, fingerprint, now) for guid, fingerprint in listed],
        )


def buried(connection: Connection, source_id: int, guids: Iterable[str]) -> frozenset[str]:
    """Those of ``guids`` whose articles were purged."""
    rows = connection.execute(
        "SELECT guid FROM tombstone WHERE source_id = ? AND guid IN (SELECT value FROM json_each(?))",
        (source_id, json.dumps(list(guids))),
    )
    return frozenset(str(row[0]) for row in rows)


def buried_fingerprints(connection: Connection, source_id: int, limit: int) -> list[str]:
    """Fingerprints of purged articles that the feed held when it was last read: the parser may skip them."""
    rows = connection.execute(
        "SELECT fingerprint FROM tombstone WHERE source_id = ? ORDER BY seen DESC LIMIT ?", (source_id, limit)
    )
    return [str(row[0]) for row in rows]


def note_buried(
    connection: Connection, source_id: int, guids: Iterable[str], fingerprints: Iterable[str], now: int
) -> None:
    """The feed was read in full and holds these: keep their tombstones, forget those long gone from it."""
    stale = "SELECT 1 FROM tombstone WHERE source_id = ? AND seen < ? LIMIT 1"
    if connection.execute(stale, (source_id, now - _DAY)).get is None:
        return
    with transaction(connection):
        connection.execute(
            "UPDATE tombstone SET seen = ? WHERE source_id = ? AND seen < ? AND"
            " (guid IN (SELECT value FROM json_each(?)) OR fingerprint IN (SELECT value FROM json_each(?)))",
            (now, source_id, now - _DAY, json.dumps(list(guids)), json.dumps(list(fingerprints))),
        )
        connection.execute(
            "DELETE FROM tombstone WHERE source_id = ? AND seen < ?", (source_id, now - FORGOTTEN)
        )
