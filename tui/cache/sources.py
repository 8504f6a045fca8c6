"""The sources in the cache: kept in step with the configuration, and read back with counts and health."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.cache.database import Connection, transaction
from tui.model import Source, SourceStatus
from tui.publishers import publisher_of
from tui.text import host_of


def sync(connection: Connection, sources: Sequence[Source], default_interval: int) -> bool:
    """Make the cache's sources those of the configuration; True when anything had to change.

    A source that left the configuration keeps its articles and is only marked as no longer
    subscribed: peers that deleted on a missing line lost people's archives (newsboat #1181).
    Nothing is written when this configuration is the one that was written last.
    """
    import hashlib  # 3 ms: a start that finds the configuration as it was does without

    digest = hashlib.blake2b(repr((default_interval, sources)).encode(), digest_size=16).hexdigest()
    if meta(connection, "sources") == digest:
        return False
    with transaction(connection):
        connection.execute("UPDATE source SET subscribed = 0")
        connection.executemany(
            "INSERT INTO source (url, name, folder, weight, interval, adaptive, enabled, publisher, grouped,"
            " full_text, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET name = excluded.name, folder = excluded.folder,"
            " weight = excluded.weight, interval = excluded.interval, adaptive = excluded.adaptive,"
            " enabled = excluded.enabled, publisher = excluded.publisher, grouped = excluded.grouped,"
            " full_text = excluded.full_text, position = excluded.position, subscribed = 1",
            [
                (
                    s.url,
                    s.name,
                    s.group,
                    s.weight,
                    s.interval or default_interval,
                    s.interval is None,
                    s.enabled,
                    s.publisher or publisher_of(s.url),
                    s.stories,
                    s.full_text,
                    place,
                )
                for place, s in enumerate(sources)
            ],
        )
        connection.execute(
            "UPDATE fetch_state SET state = 'idle' WHERE source_id IN"
            " (SELECT id FROM source WHERE NOT (subscribed AND enabled))"
        )
        set_meta(connection, "sources", digest)
        set_meta(connection, "configuration", "")
    return True


def configuration_mark(connection: Connection) -> str:
    """What ``note_configuration`` noted, if the sources are still those of that file."""
    return meta(connection, "configuration")


def note_configuration(connection: Connection, mark: str) -> None:
    """Note by its mark from which state of which file the sources came."""
    set_meta(connection, "configuration", mark)


def move_source(connection: Connection, old: str, new: str, now: int) -> None:
    """Give the source at ``old`` the address ``new``; it keeps its id, articles and read marks.

    Within a transaction of the caller's, so that the configuration is written in the same breath.
    What was learned of the old address goes: validators belong to one address only (RFC 9110, 8.8).
    A former source that has the address still keeps its articles under one that nobody can subscribe
    to by accident.
    """
    connection.execute(
        "UPDATE source SET url = url || '#former-' || id WHERE url = ? AND NOT subscribed", (new,)
    )
    connection.execute(
        "UPDATE fetch_state SET etag = '', last_modified = '', validators_for = '', body_hash = '',"
        " moved_to = '', moving_to = '', failing_since = NULL, failures = 0, error = '', note = '',"
        " next_due = ?"
        " WHERE source_id = (SELECT id FROM source WHERE url = ?)",
        (now, old),
    )
    connection.execute("UPDATE source SET url = ? WHERE url = ?", (new, old))


def keep_outlines(connection: Connection, extras: Mapping[str, Mapping[str, str]]) -> None:
    """Keep, by address, those attributes of OPML outlines that only an export has a use for."""
    with transaction(connection):
        connection.executemany(
            "UPDATE source SET outline = ? WHERE url = ?",
            [(json.dumps(dict(extra)), url) for url, extra in extras.items()],
        )


def outlines(connection: Connection) -> dict[str, dict[str, str]]:
    """What ``keep_outlines`` kept of the subscribed sources, by address."""
    rows = connection.execute("SELECT url, outline FROM source WHERE subscribed AND outline <> '{}'")
    return {str(url): json.loads(str(outline)) for url, outline in rows}


def titles(connection: Connection) -> dict[str, str]:
    """What the feeds of the subscribed sources call themselves, by address, as far as it is known."""
    rows = connection.execute("SELECT url, title FROM source WHERE subscribed AND title <> ''")
    return {str(url): str(title) for url, title in rows}


def statuses(connection: Connection) -> list[SourceStatus]:
    """All subscribed sources in the configuration's order. One narrow read; no article is touched."""
    return [
        SourceStatus(
            id=row[0],
            url=row[1],
            name=row[2] or row[3] or host_of(row[1]) or row[1],
            group=row[4],
            enabled=bool(row[5]),
            state=row[6],
            unread=row[7],
            total=row[8],
            last_poll=row[9],
            last_success=row[10],
            failing_since=row[11],
            failures=row[12],
            error=row[13],
            note=row[14],
            next_due=row[15],
            skew=row[16],
            pace=row[17],
            moved_to=row[18],
            hub=row[19],
        )
        for row in connection.execute(
            "SELECT s.id, s.url, s.name, s.title, s.folder, s.enabled, f.state, c.unread, c.total,"
            " f.last_poll, f.last_success, f.failing_since, f.failures, f.error, f.note, f.next_due, f.skew,"
            " f.pace, f.moved_to, f.hub"
            " FROM source s JOIN fetch_state f ON f.source_id = s.id"
            " JOIN source_count c ON c.source_id = s.id"
            " WHERE s.subscribed ORDER BY s.position"
        )
    ]


def give_titles(connection: Connection, titles: Mapping[str, str]) -> None:
    """Titles by address for sources that have not told theirs yet."""
    with transaction(connection):
        connection.executemany(
            "UPDATE source SET title = ? WHERE url = ? AND title = ''",
            [(title, url) for url, title in titles.items()],
        )


def addresses(connection: Connection) -> dict[int, str]:
    """The addresses of all sources, subscribed and former ones."""
    return {int(row[0]): str(row[1]) for row in connection.execute("SELECT id, url FROM source")}


def names(connection: Connection) -> dict[int, str]:
    """What all sources are called, subscribed and former ones."""
    rows = connection.execute("SELECT id, coalesce(nullif(name, ''), nullif(title, ''), url) FROM source")
    return {int(row[0]): str(row[1]) for row in rows}


@dataclass(frozen=True, slots=True)
class Totals:
    """How many articles of subscribed and former sources lists show in these states."""

    starred: int
    later: int
    dismissed: int


def totals(connection: Connection) -> Totals:
    """The counts over all sources."""
    row = connection.execute(
        "SELECT coalesce(sum(starred), 0), coalesce(sum(later), 0), coalesce(sum(dismissed), 0)"
        " FROM source_count"
    ).fetchone()
    return Totals(*row) if row else Totals(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """A smart folder as the sources pane shows it."""

    name: str
    query: str
    unread: int


def folders(connection: Connection) -> list[Counted]:
    """The smart folders in the order of the configuration. No article is touched."""
    return [
        Counted(str(row[0]), str(row[1]), int(row[2]))
        for row in connection.execute("SELECT name, query, unread FROM folder ORDER BY position")
    ]


def has_folders(connection: Connection) -> bool:
    """Whether there is any smart folder."""
    return connection.execute("SELECT 1 FROM folder LIMIT 1").get is not None


def publishers(connection: Connection) -> list[str]:
    """Who stands behind the subscribed sources."""
    rows = connection.execute("SELECT DISTINCT publisher FROM source WHERE subscribed ORDER BY publisher")
    return [str(row[0]) for row in rows]


def request_poll(connection: Connection, source_id: int | None, now: int) -> None:
    """Ask whoever polls this cache for one source, or with None for all."""
    with transaction(connection):
        connection.execute("INSERT INTO request (at, source_id) VALUES (?, ?)", (now, source_id))


def poller_word(connection: Connection) -> str:
    """What the poller says it is doing, for the status line; "" before it ever ran."""
    return meta(connection, "poller")


def former(connection: Connection) -> dict[int, str]:
    """What sources are called that are subscribed to no more; their articles are still there."""
    rows = connection.execute(
        "SELECT id, coalesce(nullif(name, ''), nullif(title, ''), url) FROM source WHERE NOT subscribed"
    )
    return {int(row[0]): str(row[1]) for row in rows}


def meta(connection: Connection, key: str) -> str:
    """The word that is kept under a name; "" where none is."""
    value = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).get
    return str(value) if value is not None else ""


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Keep one word under a name; within a transaction of the caller's or alone."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
