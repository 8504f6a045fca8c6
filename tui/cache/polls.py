"""What the poller remembers of each source between polls: validators, schedule, health.

Only the poller imports this. Articles are ``cache.writer``'s; of them it asks here when they came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui.cache.database import Connection, transaction
from tui.cache.sources import set_meta


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
    skew: int | None = None
    """Seconds that its publisher's clock is ahead; None: not known yet."""
    adaptive: bool = False
    """It has no interval of its own, and may rest longer than ``interval``."""
    paced: int = 0
    """The interval that ``next_due`` was made with."""
    last_success: int | None = None
    last_full: int | None = None
    """When it last answered in full and not with 304."""
    validators_for: str = ""
    """The address that gave the validators; empty: its own."""
    hints: str = "{}"
    """What its publisher said about how often to ask; the poller's own JSON."""
    moved_to: str = ""
    """Where it is asked, since its own address moved for good; empty: at its own."""
    moving_to: str = ""
    """Where the last answer said that it moved; it takes two that agree."""
    hot_until: int = 0
    """Until when it is asked more often, since a story moves that it carries."""


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
    paced: int = 0
    pace: str = ""
    """How often it is asked and why, where that is not its interval."""
    last_full: int | None = None
    validators_for: str = ""
    hints: str = "{}"
    moved_to: str = ""
    moving_to: str = ""
    hub: str | None = None
    """Its WebSub hub; None: as before."""
    skew: int | None = None
    """Seconds that its publisher's clock is ahead; None: not known."""
    size: int = 0
    """Bytes of the document that came."""
    fresh: int = 0
    """New articles in it."""


def pollables(connection: Connection, due_by: int | None = None) -> list[Pollable]:
    """The sources that are subscribed and enabled, in the configuration's order.

    ``due_by``: only those that rest and whose time has come by then, or was never set; the longest
    due first.
    """
    return [
        Pollable(*row)
        for row in connection.execute(
            "SELECT s.id, s.url, s.interval, f.etag, f.last_modified, f.body_hash, f.last_poll,"
            " f.next_due, f.failures, f.failing_since, f.note, coalesce(nullif(s.name, ''), s.title), f.skew,"
            " s.adaptive, f.paced, f.last_success, f.last_full, f.validators_for, f.hints, f.moved_to,"
            " f.moving_to, f.hot_until FROM source s JOIN fetch_state f ON f.source_id = s.id"
            " WHERE s.subscribed AND s.enabled AND (?1 IS NULL OR (f.state = 'idle' AND"
            " (f.next_due IS NULL OR f.next_due <= ?1)))"
            " ORDER BY iif(?1 IS NULL, 0, coalesce(f.next_due, 0)), s.position",
            (due_by,),
        )
    ]


def next_wake(connection: Connection) -> int | None:
    """When the next of the sources that rest is due; None: never."""
    value = connection.execute(
        "SELECT min(f.next_due) FROM source s JOIN fetch_state f ON f.source_id = s.id"
        " WHERE s.subscribed AND s.enabled AND f.state = 'idle'"
    ).get
    return None if value is None else int(value)


def latest(connection: Connection, source_id: int, limit: int) -> list[int]:
    """When the newest ``limit`` articles of a source came, the newest first: its own pace."""
    rows = connection.execute(
        "SELECT at FROM article WHERE source_id = ? ORDER BY at DESC LIMIT ?", (source_id, limit)
    )
    return [int(row[0]) for row in rows]


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


def record_poll(connection: Connection, source_id: int, record: PollRecord) -> None:
    """Close one poll of a source: validators, health and when it is due again."""
    with transaction(connection):
        connection.execute(
            "UPDATE fetch_state SET etag = ?, last_modified = ?, validators_for = ?, body_hash = ?,"
            " last_poll = ?, last_success = CASE WHEN ? = '' THEN ? ELSE last_success END, last_full = ?,"
            " next_due = ?, paced = ?, pace = ?, hints = ?, moved_to = ?, moving_to = ?,"
            " hub = coalesce(?, hub), failing_since = ?, failures = ?, error = ?, note = ?, skew = ?,"
            " state = 'idle' WHERE source_id = ?",
            (
                record.etag,
                record.last_modified,
                record.validators_for,
                record.body_hash,
                record.at,
                record.error,
                record.at,
                record.last_full,
                record.next_due,
                record.paced,
                record.pace,
                record.hints,
                record.moved_to,
                record.moving_to,
                record.hub,
                record.failing_since,
                record.failures,
                record.error,
                record.note,
                record.skew,
                source_id,
            ),
        )
        connection.execute(
            "INSERT INTO poll_cost (source_id, since, polls, unchanged, failed, bytes, articles)"
            " VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6) ON CONFLICT (source_id) DO UPDATE SET polls = polls + 1,"
            " unchanged = unchanged + ?3, failed = failed + ?4, bytes = bytes + ?5, articles = articles + ?6",
            (
                source_id,
                record.at,
                int(not record.error and not record.fresh),
                int(bool(record.error)),
                record.size,
                record.fresh,
            ),
        )
        if record.title:
            connection.execute(
                "UPDATE source SET title = ? WHERE id = ? AND title <> ?",
                (record.title, source_id, record.title),
            )


def heat(connection: Connection, source_ids: Iterable[int], until: int) -> None:
    """Ask sources more often until a time; within a transaction of the caller's or alone."""
    connection.executemany(
        "UPDATE fetch_state SET hot_until = ? WHERE source_id = ?", [(until, each) for each in source_ids]
    )


def hasten(connection: Connection, due: Mapping[int, int]) -> None:
    """Ask sources that rest sooner than they were to be."""
    connection.executemany(
        "UPDATE fetch_state SET next_due = ?1 WHERE source_id = ?2 AND state = 'idle' AND next_due > ?1",
        [(at, source_id) for source_id, at in due.items()],
    )


def postpone(connection: Connection, source_id: int, next_due: int | None, note: str) -> None:
    """Put a poll off without having made it; ``note`` says why. ``next_due`` None: it stays as it is."""
    with transaction(connection):
        connection.execute(
            "UPDATE fetch_state SET next_due = coalesce(?, next_due), note = ?, state = 'idle'"
            " WHERE source_id = ?",
            (next_due, note, source_id),
        )


def spread(connection: Connection, due: Mapping[int, int]) -> None:
    """Give overdue sources their times, by id, so that they do not begin all at once."""
    with transaction(connection):
        connection.executemany(
            "UPDATE fetch_state SET next_due = ? WHERE source_id = ?",
            [(at, source_id) for source_id, at in due.items()],
        )


def pardon(connection: Connection, source_ids: Iterable[int], now: int, note: str) -> None:
    """Take back first failures that were the network's and no fault of these sources: they are due again."""
    with transaction(connection):
        connection.executemany(
            "UPDATE fetch_state SET next_due = ?, failures = 0, failing_since = NULL, error = '', note = ?"
            " WHERE source_id = ?",
            [(now, note, source_id) for source_id in source_ids],
        )


def configuration(connection: Connection) -> str:
    """A word that changes whenever other sources are written to the cache: when to read them again."""
    value = connection.execute("SELECT value FROM meta WHERE key = 'sources'").get
    return str(value) if value is not None else ""


def pauses(connection: Connection) -> dict[str, float]:
    """The hosts that asked for peace (429, 503), and until when: kept, since a restart is no excuse."""
    value = connection.execute("SELECT value FROM meta WHERE key = 'pauses'").get
    return {str(host): float(until) for host, until in json.loads(str(value)).items()} if value else {}


def keep_pauses(connection: Connection, known: Mapping[str, float], now: float) -> None:
    """Keep ``known`` beside the pauses that others on this cache have kept, until they are over."""
    with transaction(connection):
        kept = pauses(connection)
        later = {host: max(until, kept.get(host, 0.0)) for host, until in known.items()}
        standing = {host: until for host, until in (kept | later).items() if until > now}
        set_meta(connection, "pauses", json.dumps(standing))
