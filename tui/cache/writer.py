"""What the poller reads and writes: fetch state, new articles, revisions. Only the poller imports this.

Transactions hold at most ``BATCH`` articles, so that a reader's mark never waits long
(measured: waits of 58–570 ms behind large batches).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui.cache.database import Connection, transaction
from tui.cache.sources import set_meta
from tui.model import Changes, Entry, Known

BATCH = 100
"""Articles written in one transaction at most."""


@dataclass(frozen=True, slots=True)
class Pollable:
    """One enabled source with all that a poll of it needs to know."""

    id: int
    url: str
    interval: int
    etag: str
    last_modified: str
    body_hash: str
    last_poll: int | None
    next_due: int | None
    failures: int
    failing_since: int | None
    note: str
    name: str
    """The configured name, else the feed's title; empty while neither is known."""


@dataclass(frozen=True, slots=True)
class PollRecord:
    """What one poll leaves behind in the source's fetch state."""

    at: int
    next_due: int | None
    """None: never again (410 Gone)."""
    etag: str
    last_modified: str
    body_hash: str
    error: str = ""
    note: str = ""
    failures: int = 0
    failing_since: int | None = None
    title: str = ""
    """What the feed calls itself; empty: as before."""


def pollables(connection: Connection) -> list[Pollable]:
    """All sources that are subscribed and enabled."""
    return [
        Pollable(*row)
        for row in connection.execute(
            "SELECT s.id, s.url, s.interval, f.etag, f.last_modified, f.body_hash, f.last_poll,"
            " f.next_due, f.failures, f.failing_since, f.note, coalesce(nullif(s.name, ''), s.title)"
            " FROM source s JOIN fetch_state f ON f.source_id = s.id"
            " WHERE s.subscribed AND s.enabled ORDER BY s.position"
        )
    ]


def set_state(connection: Connection, source_ids: Iterable[int], state: str) -> None:
    """Show the readers what is happening to these sources: ``idle``, ``waiting`` or ``fetching``."""
    with transaction(connection):
        connection.executemany(
            "UPDATE fetch_state SET state = ? WHERE source_id = ?",
            [(state, source_id) for source_id in source_ids],
        )


def reset_states(connection: Connection) -> None:
    """Nothing is being fetched: called by a poller that starts, since the last one may have been killed."""
    with transaction(connection):
        connection.execute("UPDATE fetch_state SET state = 'idle' WHERE state <> 'idle'")


def fingerprints(connection: Connection, source_id: int, limit: int) -> list[str]:
    """Fingerprints of the newest ``limit`` articles of a source: what the parser may skip."""
    return [
        str(row[0])
        for row in connection.execute(
            "SELECT fingerprint FROM article WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT ?",
            (source_id, limit),
        )
    ]


def known(connection: Connection, source_id: int, guids: Sequence[str]) -> dict[str, Known]:
    """Those of ``guids`` that the cache has from this source."""
    return {
        row[0]: Known(*row[1:])
        for row in connection.execute(
            "SELECT a.guid, a.id, a.title, b.document FROM article a JOIN body b ON b.article_id = a.id"
            " WHERE a.source_id = ? AND a.guid IN (SELECT value FROM json_each(?))",
            (source_id, json.dumps(guids)),
        )
    }


def store(connection: Connection, source_id: int, changes: Changes, now: int) -> None:
    """Write what changed, ``BATCH`` articles a transaction, the oldest entry first so that ids follow time.

    A feed document stands newest first, so entries of one time are taken from its end. The full-text
    index comes last in each transaction: once it has taken part, every statement with a trigger makes
    FTS5 write out what it holds (measured: 1.5 s of CPU for 7,500 articles, 1.0 s this way).
    """
    inserts = list(reversed(changes.insert))
    inserts.sort(key=lambda entry: sort_time(entry.published, now))
    for start in range(0, len(inserts), BATCH):
        with transaction(connection):
            batch = inserts[start : start + BATCH]
            ids = [_insert(connection, source_id, entry, now) for entry in batch]
            _index(connection, zip(ids, batch, strict=True))
    for start in range(0, len(changes.revise), BATCH):
        with transaction(connection):
            revised = changes.revise[start : start + BATCH]
            for article_id, entry in revised:
                _revise(connection, article_id, entry, now)
            connection.executemany(
                "DELETE FROM article_text WHERE rowid = ?", [(each[0],) for each in revised]
            )
            _index(connection, revised)
    for start in range(0, len(changes.touch), BATCH):
        with transaction(connection):
            connection.executemany(
                "UPDATE article SET fingerprint = ?, link = ?, author = ? WHERE id = ?",
                [
                    (entry.fingerprint, entry.link, entry.author, article_id)
                    for article_id, entry in changes.touch[start : start + BATCH]
                ],
            )


def sort_time(published: int | None, now: int) -> int:
    """When an article counts as published: the feed's date unless missing, before 1990 or in the future.

    A date to come would keep an article on top of every list until then.
    """
    if published is None or not _YEAR_1990 <= published <= now:
        return now
    return published


_YEAR_1990 = 631_152_000


def _insert(connection: Connection, source_id: int, entry: Entry, now: int) -> int:
    connection.execute(
        "INSERT INTO article (source_id, guid, fingerprint, title, link, author, published, at,"
        " fetched, level) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source_id,
            entry.guid,
            entry.fingerprint,
            entry.title,
            entry.link,
            entry.author,
            entry.published,
            sort_time(entry.published, now),
            now,
            int(entry.level),
        ),
    )
    article_id = connection.last_insert_rowid()
    connection.execute(
        "INSERT INTO body (article_id, lead, document, reasons) VALUES (?, ?, ?, ?)",
        (article_id, entry.lead, entry.document, json.dumps(entry.reasons)),
    )
    return article_id


def _revise(connection: Connection, article_id: int, entry: Entry, now: int) -> None:
    connection.execute(
        "INSERT INTO revision (article_id, replaced, title, document)"
        " SELECT a.id, ?, a.title, b.document FROM article a JOIN body b ON b.article_id = a.id"
        " WHERE a.id = ?",
        (now, article_id),
    )
    # A level once given stays, and so do its reasons: an alert that people saw is not taken back silently.
    connection.execute(
        "UPDATE body SET lead = ?, document = ?, reasons ="
        " CASE WHEN (SELECT level FROM article WHERE id = article_id) > ? THEN reasons ELSE ? END"
        " WHERE article_id = ?",
        (entry.lead, entry.document, int(entry.level), json.dumps(entry.reasons), article_id),
    )
    connection.execute(
        "UPDATE article SET fingerprint = ?, title = ?, link = ?, author = ?, published = ?,"
        " level = max(level, ?), revisions = revisions + 1 WHERE id = ?",
        (
            entry.fingerprint,
            entry.title,
            entry.link,
            entry.author,
            entry.published,
            int(entry.level),
            article_id,
        ),
    )


def _index(connection: Connection, articles: Iterable[tuple[int, Entry]]) -> None:
    connection.executemany(
        "INSERT INTO article_text (rowid, title, author, text) VALUES (?, ?, ?, ?)",
        [(article_id, entry.title, entry.author, entry.text) for article_id, entry in articles],
    )


def record_poll(connection: Connection, source_id: int, record: PollRecord) -> None:
    """Close one poll of a source: validators, health and when it is due again."""
    with transaction(connection):
        connection.execute(
            "UPDATE fetch_state SET etag = ?, last_modified = ?, body_hash = ?, last_poll = ?,"
            " last_success = CASE WHEN ? = '' THEN ? ELSE last_success END, next_due = ?,"
            " failing_since = ?, failures = ?, error = ?, note = ?, state = 'idle'"
            " WHERE source_id = ?",
            (
                record.etag,
                record.last_modified,
                record.body_hash,
                record.at,
                record.error,
                record.at,
                record.next_due,
                record.failing_since,
                record.failures,
                record.error,
                record.note,
                source_id,
            ),
        )
        if record.title:
            connection.execute(
                "UPDATE source SET title = ? WHERE id = ? AND title <> ?",
                (record.title, source_id, record.title),
            )


def take_requests(connection: Connection) -> tuple[bool, frozenset[int]]:
    """The readers' standing requests to poll, removed: (all sources asked for, single sources asked for)."""
    if connection.execute("SELECT 1 FROM request WHERE kind = 'poll' LIMIT 1").get is None:
        return False, frozenset()
    with transaction(connection):
        asked = [
            row[0]
            for row in connection.execute("DELETE FROM request WHERE kind = 'poll' RETURNING source_id")
        ]
    return None in asked, frozenset(source_id for source_id in asked if source_id is not None)


def postpone(connection: Connection, source_id: int, next_due: int, note: str) -> None:
    """Put a poll off without having made it, because the host asked for peace; ``note`` says until when."""
    with transaction(connection):
        connection.execute(
            "UPDATE fetch_state SET next_due = ?, note = ?, state = 'idle' WHERE source_id = ?",
            (next_due, note, source_id),
        )


def configuration(connection: Connection) -> str:
    """A word that changes whenever other sources are written to the cache: when to read them again."""
    value = connection.execute("SELECT value FROM meta WHERE key = 'sources'").get
    return str(value) if value is not None else ""


def pauses(connection: Connection) -> dict[str, float]:
    """The hosts that asked for peace (429, 503), and until when: kept, since a restart is no excuse."""
    value = connection.execute("SELECT value FROM meta WHERE key = 'pauses'").get
    return {str(host): float(until) for host, until in json.loads(str(value)).items()} if value else {}


def keep_pauses(connection: Connection, pauses: Mapping[str, float]) -> None:
    """Keep ``pauses`` for the next poller."""
    with transaction(connection):
        set_meta(connection, "pauses", json.dumps(dict(pauses)))
