"""A real cache in a real file, filled as the poller fills it: what the tests of the cache start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from new_cache import new_cache

from tui.arrivals import Changes, Entry
from tui.cache import writer
from tui.cache.database import Connection
from tui.cache.sources import statuses, sync
from tui.model import Level, Source

NOW = 1_800_000_000
"""The time at which everything in these tests happens."""
POST = Source("https://post.example/feed", "The Post", "World")
BAY = Source("https://bay.example/rss", "Bay Radio", "Coast")
PIER = Source("https://pier.example/atom", "Pier Notes", "Coast")
SOURCES = (POST, BAY, PIER)


def opened(folder: Path, sources: Sequence[Source] = SOURCES) -> Connection:
    """A new cache under ``folder`` that subscribes to ``sources``; their ids count from 1."""
    connection = new_cache(folder / "telex.db")
    sync(connection, sources, 900)
    return connection


def entry(
    guid: str,
    title: str = "A title",
    *,
    published: int | None = None,
    author: str = "",
    text: str = "",
    level: Level = Level.ROUTINE,
) -> Entry:
    """An entry as the parser hands it over."""
    return Entry(
        guid=guid,
        fingerprint=f"{guid} {title} {text}",
        title=title,
        link=f"https://example.org/{guid}",
        author=author,
        published=published,
        lead=text[:40],
        document=f'[{{"text":"{text}"}}]',
        text=text,
        level=level,
        reasons=("it says so",) if level else (),
    )


def arrive(connection: Connection, source_id: int, *entries: Entry, now: int = NOW) -> None:
    """New entries of a source, written as the poller writes them."""
    writer.store(connection, source_id, Changes(insert=entries), now)


def arrive_many(connection: Connection, count: int, *, first: int = 0) -> None:
    """``count`` articles in turn of the three sources; seven share each second."""
    for source_id in (1, 2, 3):
        numbers = range(first + source_id - 1, first + count, 3)
        arrive(
            connection,
            source_id,
            *(
                entry(f"g{n}", f"Number {n}", published=NOW - 100_000 + (n * 7919 % count) // 7)
                for n in numbers
            ),
        )


def revise(connection: Connection, article_id: int, new: Entry, now: int = NOW) -> None:
    """A source changes an article, which keeps its guid."""
    guid = str(connection.execute("SELECT guid FROM article WHERE id = ?", (article_id,)).get)
    writer.store(connection, 1, Changes(revise=((article_id, replace(new, guid=guid)),)), now)


def ids(connection: Connection, sql: str = "SELECT id FROM article ORDER BY at DESC, id DESC") -> list[int]:
    """The first column of a query: what the cache really holds."""
    return [row[0] for row in connection.execute(sql)]


def counts(connection: Connection) -> list[tuple[object, ...]]:
    """By source (total, unread, starred, later, dismissed), by tag (name, total): as triggers keep them."""
    return [
        *connection.execute(
            "SELECT total, unread, starred, later, dismissed FROM source_count ORDER BY source_id"
        ),
        *connection.execute("SELECT name, total FROM tag_count ORDER BY name"),
    ]


def recount(connection: Connection) -> list[tuple[object, ...]]:
    """The same, counted article by article."""
    return [
        *connection.execute(
            "SELECT count(*) FILTER (WHERE a.dismissed = 0),"
            " count(*) FILTER (WHERE a.dismissed = 0 AND a.read = 0),"
            " count(*) FILTER (WHERE a.dismissed = 0 AND a.starred),"
            " count(*) FILTER (WHERE a.dismissed = 0 AND a.later_until IS NOT NULL),"
            " count(*) FILTER (WHERE a.dismissed > 0)"
            " FROM source s LEFT JOIN article a ON a.source_id = s.id GROUP BY s.id ORDER BY s.id"
        ),
        *connection.execute(
            "SELECT t.name, count(*) FILTER (WHERE a.dismissed = 0) FROM tag t JOIN article a"
            " ON a.id = t.article_id GROUP BY t.name ORDER BY t.name"
        ),
    ]


def source_ids(connection: Connection) -> dict[str, int]:
    """The ids of the subscribed sources by their addresses."""
    return {status.url: status.id for status in statuses(connection)}
